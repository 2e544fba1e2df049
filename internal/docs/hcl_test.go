// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// listBlock is the head of a list block, which stands in a file of its own kind.
var listBlock = regexp.MustCompile(`(?m)^list "`)

// features are what not every CLI that the provider works with knows, and since when.
var features = []struct {
	what            string
	pattern         *regexp.Regexp
	terraform, tofu string
}{
	{"ephemeral resources", regexp.MustCompile(`(?m)^ephemeral "`), "1.10", "1.11"},
	{"write-only attributes", regexp.MustCompile(`(?m)^\s+attributes_wo\s+=`), "1.11", "1.11"},
	{"import by identity", regexp.MustCompile(`(?m)^  identity\s+=`), "1.12", "1.12"},
	{"import with for_each", regexp.MustCompile(`(?ms)^import {[^}]*for_each`), "1.7", "1.7"},
	{"list resources", listBlock, "1.14", ""},
	{"actions", regexp.MustCompile(`(?m)^action "|action_trigger {`), "1.14", ""},
	{"callers of actions", regexp.MustCompile(`\bcaller\.`), "1.16", ""},
	{"mocked providers", mocksProvider, "1.7", "1.8"},
	{"mocks in a folder", regexp.MustCompile(`(?ms)^mock_provider [^}]*source =`), "1.7", ""},
	{"removed blocks", regexp.MustCompile(`(?m)^removed {`), "1.7", "1.10"},
	{"resources that are forgotten, not destroyed", regexp.MustCompile(`(?ms)^resource [^\n]*{\n(?:  [^\n]*\n|\n)*?    destroy\s*= false`), "1.16", "1.12"},
	{"what a failed action does", regexp.MustCompile(`(?m)^\s+on_failure\s+=|after_destroy`), "1.16", ""},
	{"provider blocks with for_each", regexp.MustCompile(`(?m)^provider "naocloud" {[^}]*for_each`), "", "1.9"},
	{"functions of providers", regexp.MustCompile(`\bprovider::`), "1.8", "1.7"},
	{"moves from another provider", regexp.MustCompile(`(?ms)^moved {[^}]*restapi_object`), "1.8", "1.10"},
	{"enabled", regexp.MustCompile(`(?m)^    enabled\s+=`), "", "1.11"},
}

var mocksProvider = regexp.MustCompile(`(?m)^mock_provider "`)

const requirement = "terraform {\n  required_providers {\n    naocloud = {\n      source = \"naocloud/naocloud\"\n    }\n  }\n}\n"

// standsAlone tells the folders of examples that are a configuration each, from those that hold pieces for a page.
func standsAlone(page string) bool {
	return strings.Count(page, "/") == 1 && strings.HasPrefix(page, "examples/") && page != "examples/provider"
}

func TestAccHCL_isFormatted(t *testing.T) {
	t.Parallel()
	c, folder := acceptance(t), t.TempDir()
	var origins []string
	for _, page := range blocks(t) {
		for _, b := range page {
			// The name makes older CLIs format what they do not know, such as queries.
			if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%04d.tf", len(origins))), []byte(b.hcl), 0o600); err != nil {
				t.Fatal(err)
			}
			origins = append(origins, fmt.Sprintf("%04d.tf is %s", len(origins), b))
		}
	}
	if len(origins) < 20 {
		t.Fatalf("expected at least 20 blocks of HCL, found %d", len(origins))
	}
	if out, err := c.command(folder, "fmt", "-check", "-diff").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s\nwhere\n%s", err, out, strings.Join(origins, "\n"))
	}
}

func TestAccHCL_isValid(t *testing.T) {
	t.Parallel()
	c := acceptance(t)
	all := blocks(t)
	var together [][]block
	seen := map[string]bool{}
	for _, page := range slices.Sorted(maps.Keys(all)) {
		if standsAlone(page) || strings.HasSuffix(page, "/tests") {
			continue // Whole, in the test below.
		}
		for _, b := range all[page] {
			whole := complete(b, all[page])
			if strings.Contains(b.hcl, `source = "./`) || seen[text(whole)] {
				continue // It needs its module: the example that it comes from is whole. Or it is that of a template.
			}
			seen[text(whole)] = true
			if canBeModule(whole) && c.lacks(whole) == "" {
				together = append(together, whole)
				continue
			}
			t.Run(b.String(), func(t *testing.T) {
				t.Parallel()
				validate(t, c, whole)
			})
		}
	}
	if out, err := judgeModules(t, c, together); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestAccHCL_wholeConfigurationsAreValid(t *testing.T) {
	t.Parallel()
	c := acceptance(t)
	all := blocks(t)
	for _, page := range slices.Sorted(maps.Keys(all)) {
		if standsAlone(page) {
			t.Run(page, func(t *testing.T) {
				t.Parallel()
				whole := append(all[page], all[page+"/tests"]...)
				args := c.validation(t, whole)
				folder := copyExample(t, page)
				if out, err := c.command(folder, "get").CombinedOutput(); err != nil {
					t.Fatalf("%v\n%s", err, out)
				}
				if out, err := c.command(folder, args...).CombinedOutput(); err != nil {
					t.Errorf("%v\n%s", err, out)
				}
			})
		}
	}
}

func TestAccHCL_aMistakeIsSeen(t *testing.T) {
	t.Parallel()
	c := acceptance(t)
	for name, hcl := range map[string]string{
		"an argument that there is not": "resource \"naocloud_team\" \"a\" {\n  name = \"A\"\n  rank = 1\n}\n",
		"a value that is not allowed":   "resource \"naocloud_site\" \"a\" {\n  name      = \"A\"\n  latitude  = 91\n  longitude = 0\n}\n",
		"something that is not there":   "output \"id\" {\n  value = naocloud_team.a.id\n}\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if out, err := judge(t, c, []block{{hcl: hcl}}); err == nil {
				t.Errorf("expected this to be refused:\n%s\n%s", hcl, out)
			}
		})
	}
}

func TestAccHCL_aMistakeInAModuleIsSeen(t *testing.T) {
	t.Parallel()
	c := acceptance(t)
	right := block{page: "docs/right.md", line: 3, hcl: "variable \"name\" {\n  type = string\n}\n\nresource \"naocloud_team\" \"a\" {\n  name = var.name\n}\n"}
	wrong := block{page: "docs/wrong.md", line: 7, hcl: "resource \"naocloud_site\" \"a\" {\n  name      = \"A\"\n  latitude  = 91\n  longitude = 0\n}\n"}
	if out, err := judgeModules(t, c, [][]block{{right}, {wrong}}); err == nil || !strings.Contains(out, folderOf(wrong)) || strings.Contains(out, folderOf(right)) {
		t.Errorf("expected %s alone to be refused, got %v\n%s", folderOf(wrong), err, out)
	}
	if out, err := judgeModules(t, c, [][]block{{right}}); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func validate(t *testing.T, c *cli, whole []block) {
	t.Helper()
	if out, err := judge(t, c, whole); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// judge writes the blocks into a configuration of their own and lets the CLI validate it. It skips what the CLI does not know.
func judge(t *testing.T, c *cli, whole []block) (string, error) {
	t.Helper()
	args := c.validation(t, whole)
	folder := t.TempDir()
	var required bool
	for i, b := range whole {
		name := fmt.Sprintf("block_%d.tf", i)
		switch {
		case b.isQuery():
			name = fmt.Sprintf("block_%d.tfquery.hcl", i)
		case mocksProvider.MatchString(b.hcl):
			name = fmt.Sprintf("block_%d.tftest.hcl", i)
		case strings.Contains(b.hcl, "mock_resource \""):
			name = fmt.Sprintf("block_%d.tfmock.hcl", i)
		}
		required = required || strings.Contains(b.hcl, "required_providers")
		if err := os.WriteFile(filepath.Join(folder, name), []byte(b.hcl), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if !required {
		if err := os.WriteFile(filepath.Join(folder, "versions.tf"), []byte(requirement), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := c.command(folder, args...).CombinedOutput()
	return string(out), err
}

func (b block) isQuery() bool {
	return listBlock.MatchString(b.hcl) || strings.HasSuffix(b.name, ".tfquery.hcl")
}

// validation returns the arguments that validate the blocks. It skips the test where the CLI does not know what is in them.
func (c *cli) validation(t *testing.T, whole []block) []string {
	t.Helper()
	if what := c.lacks(whole); what != "" {
		t.Skip(what)
	}
	if slices.ContainsFunc(whole, block.isQuery) {
		return []string{"validate", "-no-color", "-query"}
	}
	return []string{"validate", "-no-color"}
}

// lacks says what in the blocks the CLI does not know, and since when others do.
func (c *cli) lacks(whole []block) string {
	for _, feature := range features {
		if slices.ContainsFunc(whole, func(b block) bool { return feature.pattern.MatchString(b.hcl) }) {
			if what := c.tooOld(feature.what, feature.terraform, feature.tofu); what != "" {
				return what
			}
		}
	}
	return ""
}

func TestHCL_blocksAreFound(t *testing.T) {
	t.Parallel()
	const text = "One:\n\n```terraform\nresource \"naocloud_team\" \"a\" {}\n```\n\n- Two:\n\n  ```hcl\n  import {\n    to = naocloud_team.a\n  }\n  ```\n\n```shell\nls\n```\n"
	found := fenced("page.md", text)
	if len(found) != 2 {
		t.Fatalf("expected two blocks, got %v", found)
	}
	if got, expected := found[1].hcl, "import {\n  to = naocloud_team.a\n}\n"; got != expected {
		t.Errorf("expected %q, got %q", expected, got)
	}
	if got := found[1].String(); got != "page.md:10" {
		t.Errorf("got the place %s", got)
	}
	if whole := complete(found[1], found); len(whole) != 2 || whole[1] != found[0] {
		t.Errorf("expected the import to be completed by the team, got %v", whole)
	}
}
