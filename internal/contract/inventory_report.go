// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Inventory is which collections an account answers for.
type Inventory struct {
	Collections []Collection
	// Requests is how many requests that took.
	Requests int
}

// Write prints the collections, each with the names of its attributes and no value of any.
func (i *Inventory) Write(w io.Writer) error {
	var text strings.Builder
	there := 0
	for _, c := range i.Collections {
		if c.Status == http.StatusOK {
			there++
		}
		fmt.Fprintf(&text, "%s: %s\n", c.Path, c.outcome())
		for _, name := range slices.Sorted(maps.Keys(c.Attributes)) {
			fmt.Fprintf(&text, "    %s: %s\n", name, c.Attributes[name])
		}
		if len(c.Relationships) > 0 {
			fmt.Fprintf(&text, "    relationships: %s\n", listed(c.Relationships))
		}
	}
	fmt.Fprintf(&text, "\n%d collections, %d requests: %d are there. These are names only; no value of the account is shown.\n", len(i.Collections), i.Requests, there)
	if _, err := io.WriteString(w, text.String()); err != nil {
		return fmt.Errorf("print the collections: %w", err)
	}
	return nil
}

// outcome says what came of asking for a collection.
func (c Collection) outcome() string {
	switch {
	case c.Status == 0:
		return "not asked for, since nothing was seen that it could be below"
	case c.Unreadable:
		return "200, but no listing"
	case c.Status != http.StatusOK:
		return fmt.Sprintf("%d %s", c.Status, http.StatusText(c.Status))
	case c.Objects == 0:
		return "200, but no object whose attributes could be seen"
	case c.Type == "":
		return "200, without a type"
	default:
		return "200, of the type " + c.Type
	}
}
