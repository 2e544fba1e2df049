// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestAccOverride_whatIsPrintedMakesACLIUseTheBuild does what "make install" tells people to do.
func TestAccOverride_whatIsPrintedMakesACLIUseTheBuild(t *testing.T) {
	t.Parallel()
	c := acceptance(t)
	if runtime.GOOS == "windows" {
		t.Skip("the script is one for bash")
	}
	printed, err := exec.CommandContext(t.Context(), "bash", filepath.Join(root, "scripts", "dev-override"), folder).Output() //nolint:gosec // a script of the repository
	if err != nil {
		t.Fatal(err)
	}
	_, settings, found := strings.Cut(string(printed), "\n\n")
	if !found {
		t.Fatalf("expected the settings below what is said of them, got:\n%s", printed)
	}
	work := t.TempDir()
	for name, content := range map[string]string{
		"cli.tfrc": settings,
		"main.tf":  requirement + "resource \"naocloud_team\" \"a\" {\n  name = \"A\"\n}\n",
	} {
		if err := os.WriteFile(filepath.Join(work, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	validate := c.command(work, "validate", "-no-color")
	validate.Env = append(validate.Environ(), "TF_CLI_CONFIG_FILE="+filepath.Join(work, "cli.tfrc"))
	if out, err := validate.CombinedOutput(); err != nil || !strings.Contains(string(out), "development overrides are in effect") {
		t.Errorf("%v\n%s", err, out)
	}
}
