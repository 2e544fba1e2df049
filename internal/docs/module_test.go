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
