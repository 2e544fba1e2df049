// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const module = "examples/testing-a-module"

// copyExample copies the folder of an example, so that the CLI may write into it.
func copyExample(t *testing.T, example string) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(filepath.Join(root, example))); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestAccModule_isTestedWithAMockedProvider(t *testing.T) {
	t.Parallel()
	c := acceptance(t)
	c.needs(t, "mocked providers", "1.7", "1.8")
	out, err := c.command(copyExample(t, module), "test", "-no-color").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Success! 2 passed, 0 failed.") {
		t.Errorf("expected two tests to pass, got %v\n%s", err, out)
	}
}

func TestAccModule_aBrokenModuleFailsItsTest(t *testing.T) {
	t.Parallel()
	c := acceptance(t)
	c.needs(t, "mocked providers", "1.7", "1.8")
	folder := copyExample(t, module)
	path := filepath.Join(folder, "main.tf")
	content, err := os.ReadFile(path) //nolint:gosec // a path of this test's
	if err != nil {
		t.Fatal(err)
	}
	broken := strings.Replace(string(content), "length(var.sites) > 0", "length(var.sites) >= 0", 1)
	if err := os.WriteFile(path, []byte(broken), 0o600); err != nil { //nolint:gosec // a path of this test's
		t.Fatal(err)
	}
	if out, err := c.command(folder, "test", "-no-color").CombinedOutput(); err == nil {
		t.Errorf("expected the test of a broken module to fail, got\n%s", out)
	}
}

func TestAccModule_isTestedWithTheMocksToCopy(t *testing.T) {
	t.Parallel()
	c := acceptance(t)
	c.needs(t, "mocks in a folder", "1.7", "")
	folder := copyExample(t, module)
	if err := os.CopyFS(filepath.Join(folder, "mocks"), os.DirFS(filepath.Join(root, "examples", "mocks"))); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "tests", "module.tftest.hcl")
	content, err := os.ReadFile(path) //nolint:gosec // a path of this test's
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(content), "\nvariables {")
	if !found {
		t.Fatalf("expected the variables behind the mocked provider:\n%s", content)
	}
	// The data sources are read too, since a mock that does not fit its schema is an error only then.
	const reads = `
data "naocloud_team" "it" { id = "392" }
data "naocloud_site" "it" { id = "11416" }
data "naocloud_sites" "all" {}
output "reached" { value = data.naocloud_team.it.site_ids }
output "position" { value = data.naocloud_site.it.latitude }
output "listed" { value = length(data.naocloud_sites.all.sites) }
`
	const check = `
run "the_data_sources_are_mocked" {
  assert {
    condition     = output.reached == tolist(["11416"]) && output.position == 43.6112154 && output.listed == 0
    error_message = "Expected the values of the mocks."
  }
}
`
	for name, text := range map[string]string{
		path:                              "mock_provider \"naocloud\" {\n  source = \"./mocks\"\n}\n\nvariables {" + rest + check,
		filepath.Join(folder, "reads.tf"): reads,
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := c.command(folder, "test", "-no-color").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Success! 3 passed, 0 failed.") {
		t.Errorf("expected three tests to pass, got %v\n%s", err, out)
	}
}

// TestAccModule_isTestedWithABareMock has the CLI make up the ids, which are no numbers.
func TestAccModule_isTestedWithABareMock(t *testing.T) {
	t.Parallel()
	c := acceptance(t)
	c.needs(t, "mocked providers", "1.7", "1.8")
	folder := copyExample(t, module)
	const tests = `
mock_provider "naocloud" {}

variables {
  team = "Operations"
  sites = {
    "Purpan hospital" = { latitude = 43.6112154, longitude = 1.3995927 }
    "Lyon warehouse"  = { latitude = 45.7578137, longitude = 4.8320114 }
  }
}

run "applied" {
  assert {
    condition     = naocloud_site_team_association.this["Purpan hospital"].site_id == naocloud_site.this["Purpan hospital"].id
    error_message = "Expected the association to be the site's."
  }
}

run "planned_again" {
  command = plan
}
`
	if err := os.WriteFile(filepath.Join(folder, "tests", "module.tftest.hcl"), []byte(tests), 0o600); err != nil {
		t.Fatal(err)
	}
	const rest = `
resource "naocloud_tag" "bed" {
  site_id     = naocloud_site.this["Purpan hospital"].id
  tracking_id = "AA:BB:CC:44:55:66"
  name        = "Bed 12"
}
resource "naocloud_site_tags" "beds" {
  site_id = naocloud_site.this["Lyon warehouse"].id
  tags    = { "AA:BB:CC:44:55:67" = "Bed 13" }
}
resource "naocloud_team" "other" { name = "Other" }
resource "naocloud_team_sites" "other" {
  team_id  = naocloud_team.other.id
  site_ids = [naocloud_site.this["Lyon warehouse"].id]
}
data "naocloud_site" "it" { id = naocloud_site.this["Lyon warehouse"].id }
data "naocloud_buildings" "it" { site_id = naocloud_site.this["Lyon warehouse"].id }
`
	if err := os.WriteFile(filepath.Join(folder, "rest.tf"), []byte(rest), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := c.command(folder, "test", "-no-color").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Success! 2 passed, 0 failed.") {
		t.Errorf("expected two tests to pass, got %v\n%s", err, out)
	}
}
