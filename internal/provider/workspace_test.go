// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/clitest"
)

// workspace is a folder in which a CLI runs the provider as it is released, and logs as much as it can.
type workspace struct {
	cli, folder string
	environment []string
	// output is all that the CLI wrote to the terminal.
	output bytes.Buffer
}

// findCLI finds the CLI that the tests are run with.
func findCLI(t *testing.T) (cli string) {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("runs a CLI: set TF_ACC")
	}
	for _, candidate := range []string{os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform", "tofu"} {
		if path, err := exec.LookPath(candidate); err == nil {
			return path
		}
	}
	t.Skip("no Terraform and no OpenTofu on PATH")
	return ""
}

// buildProvider builds the provider, once for all tests, and returns a CLI and the environment in which it finds the build.
func buildProvider(t *testing.T) (cli string, environment []string) {
	t.Helper()
	cli = findCLI(t)
	folder, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return cli, overridden(t, folder)
}

// builds is the folder of the build. TestMain makes and removes it.
var builds string

var built = sync.OnceValues(func() (folder string, err error) {
	// None of the tests may cancel it.
	return builds, clitest.Build(context.Background(), filepath.Join(builds, executable), clitest.ProviderCommand)
})

const executable = "terraform-provider-naocloud"

// quickProvider is buildProvider with a provider that hardly waits before it tries again.
func quickProvider(t *testing.T) (cli string, environment []string) {
	t.Helper()
	cli, folder := findCLI(t), t.TempDir()
	itself, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(itself, filepath.Join(folder, executable)); err != nil {
		t.Skip(err)
	}
	return cli, append(overridden(t, folder), retryWait+"=1ms")
}

// overridden is the environment of a CLI that takes the provider from a folder.
func overridden(t *testing.T, folder string) []string {
	t.Helper()
	home := t.TempDir()
	settings := filepath.Join(home, "cli.tfrc")
	write(t, settings, fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"naocloud/naocloud\" = %q\n  }\n  direct {}\n}\n", folder))
	return []string{"TF_CLI_CONFIG_FILE=" + settings, "HOME=" + home, "PATH=" + os.Getenv("PATH"), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", clitest.EndAtOnce}
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// open makes a workspace with more environment variables.
func open(t *testing.T, cli string, environment []string, variables map[string]string) *workspace {
	t.Helper()
	w := &workspace{cli: cli, folder: t.TempDir(), environment: slices.Clone(environment)}
	for name, value := range variables {
		w.environment = append(w.environment, name+"="+value)
	}
	w.environment = append(w.environment, "TF_LOG=TRACE", "TF_LOG_PATH="+filepath.Join(w.folder, "trace.log"))
	return w
}

// configure replaces the configuration.
func (w *workspace) configure(t *testing.T, configuration string) {
	t.Helper()
	write(t, filepath.Join(w.folder, "main.tf"), "terraform {\n  required_providers {\n    naocloud = { source = \"naocloud/naocloud\" }\n  }\n}\n"+configuration)
}

// run runs the CLI; that it may fail is what most of these tests are about.
func (w *workspace) run(t *testing.T, arguments ...string) string {
	t.Helper()
	if arguments[0] != "state" {
		arguments = slices.Insert(arguments, 1, "-no-color")
	}
	if arguments[0] == "plan" || arguments[0] == "apply" {
		arguments = slices.Insert(arguments, 1, "-input=false")
	}
	command := exec.CommandContext(t.Context(), w.cli, arguments...) //nolint:gosec // The CLI that the tests are run with.
	command.Dir, command.Env = w.folder, w.environment
	output, err := command.CombinedOutput()
	fmt.Fprintf(&w.output, "%s: %v\n%s\n", arguments[0], err, output)
	return string(output)
}

// traces are all the places in which a run leaves something.
func (w *workspace) traces(t *testing.T) map[string]string {
	t.Helper()
	read := func(name string) string {
		content, err := os.ReadFile(filepath.Join(w.folder, name)) //nolint:gosec // A folder of the test's.
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		return string(content)
	}
	return map[string]string{
		"terminal": w.output.String(), "log": read("trace.log"), "state": read("terraform.tfstate"), "backup": read("terraform.tfstate.backup"),
	}
}

// knowsActions tells whether a CLI that says this of its version knows actions, and with them list resources and ephemeral ones.
func knowsActions(version string) bool {
	var minor int
	_, err := fmt.Sscanf(version, "Terraform v1.%d", &minor)
	return err == nil && minor >= 14
}
