// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	linked = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
	row    = regexp.MustCompile(`(?m)^\| (.+) \| ([\d.]+|no) \| ([\d.]+|no) \|$`)
)

// whichCLI reads the table of features and of the first versions that have them, without its links, which differ.
func whichCLI(t *testing.T, page string) [][]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, page)) //nolint:gosec // A page of this repository.
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(text), "## Which CLI can do what\n")
	section, _, _ := strings.Cut(after, "\n## ")
	var rows [][]string
	for _, found := range row.FindAllStringSubmatch(linked.ReplaceAllString(section, "$1"), -1) {
		rows = append(rows, found[1:])
	}
	return rows
}

// TestFeatures_tablesAgree holds the README against the documentation, and both against what the tests of the examples go by.
func TestFeatures_tablesAgree(t *testing.T) {
	t.Parallel()
	readme, index := whichCLI(t, "README.md"), whichCLI(t, "docs/index.md")
	if len(readme) == 0 || !slices.EqualFunc(readme, index, slices.Equal) {
		t.Errorf("the README says\n%v\nthe index says\n%v", readme, index)
	}
	for _, feature := range features {
		terraform, tofu := cmp.Or(feature.terraform, "no"), cmp.Or(feature.tofu, "no")
		if !slices.ContainsFunc(readme, func(row []string) bool { return row[1] == terraform && row[2] == tofu }) {
			t.Errorf("no row has Terraform %s and OpenTofu %s, as needed for: %s", terraform, tofu, feature.what)
		}
	}
}
