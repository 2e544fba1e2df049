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

// TestAccInstall_plainInitFindsTheBuild does what "make install" does, twice, since a developer builds again.
func TestAccInstall_plainInitFindsTheBuild(t *testing.T) {
	t.Parallel()
	c := acceptance(t)
	if runtime.GOOS == "windows" {
		t.Skip("the script is one for bash")
	}
	home, work := t.TempDir(), t.TempDir()
	content := requirement + "resource \"naocloud_team\" \"a\" {\n  name = \"A\"\n}\n"
	if err := os.WriteFile(filepath.Join(work, "main.tf"), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	terraform := func(args ...string) string {
		command := c.command(work, append(args, "-no-color")...)
		// An empty TF_CLI_CONFIG_FILE counts as none; without one the CLI looks below HOME.
		command.Env = append(command.Environ(), "HOME="+home, "XDG_CONFIG_HOME=", "XDG_DATA_HOME=", "TF_CLI_CONFIG_FILE=")
		out, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return string(out)
	}

	for _, run := range []struct{ version, init string }{{"0.0.1", "init"}, {"0.0.2", "init -upgrade"}} {
		install := exec.CommandContext(t.Context(), "bash", filepath.Join(root, "scripts", "install"), run.version) //nolint:gosec // a script of the repository
		install.Env = append(install.Environ(), "PLUGINS="+filepath.Join(home, ".terraform.d", "plugins"))
		if out, err := install.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if out := terraform(strings.Fields(run.init)...); !strings.Contains(out, "Installed naocloud/naocloud v"+run.version) {
			t.Errorf("expected version %s to be installed:\n%s", run.version, out)
		}
		terraform("validate")
	}
}
