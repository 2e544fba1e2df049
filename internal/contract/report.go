// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Finding is what became of one assumption.
type Finding struct {
	// Fact is what the assumption is about, such as "teams: an id".
	Fact string
	// Assumed and Seen are equal where the assumption holds. Seen is empty where nothing could be seen.
	Assumed, Seen string
	// Change is what to change in naotest.Behavior so that the simulator does the same, such as "Documents.NumericIDs = true".
	// It says "no switch yet" where there is none, and is empty where the assumption holds.
	Change string
	// Unseen is why nothing could be seen.
	Unseen string
}

// Differs reports whether the account does something else than was assumed.
func (f Finding) Differs() bool { return f.Unseen == "" && f.Seen != f.Assumed }

// Report is what was found.
type Report struct {
	Findings []Finding
	// Requests is how many requests that took.
	Requests int
}

// Differences returns the findings that differ from what was assumed.
func (r *Report) Differences() []Finding {
	var differences []Finding
	for _, f := range r.Findings {
		if f.Differs() {
			differences = append(differences, f)
		}
	}
	return differences
}

// Write prints the findings as a table, then what to change.
func (r *Report) Write(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "\tFACT\tASSUMED\tSEEN") // Flush returns the error.
	unseen := 0
	for _, f := range r.Findings {
		mark, seen := "=", f.Seen
		switch {
		case f.Differs():
			mark = "≠"
		case f.Unseen != "":
			mark, seen = "?", "("+f.Unseen+")"
			unseen++
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", mark, f.Fact, f.Assumed, seen)
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print the table: %w", err)
	}

	differences := r.Differences()
	var summary strings.Builder
	fmt.Fprintf(&summary, "\n%d facts, %d requests: %d as assumed, %d different, %d not seen.\n",
		len(r.Findings), r.Requests, len(r.Findings)-len(differences)-unseen, len(differences), unseen)
	if len(differences) > 0 {
		summary.WriteString("\nTo make the simulator do the same, change in naotest.Behavior:\n")
	}
	for _, f := range differences {
		fmt.Fprintf(&summary, "  %s: %s\n", f.Fact, f.Change)
	}
	if _, err := io.WriteString(w, summary.String()); err != nil {
		return fmt.Errorf("print the summary: %w", err)
	}
	return nil
}
