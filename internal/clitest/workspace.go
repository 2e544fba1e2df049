// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

// Package clitest runs Terraform or OpenTofu itself, one command after the other, with the provider in a process of its own as users have
// it: it can be interrupted, killed and measured, and what is in the state after each command can be looked at.
package clitest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// Workspace is a folder with a configuration and its state, and a CLI that works in it.
type Workspace struct {
	t       testing.TB
	cli     string
	folder  string
	process process
	env     []string
}

// New makes a workspace for an account. It skips the test where there is no CLI: TF_ACC_TERRAFORM_PATH, or terraform or tofu on PATH.
func New(t testing.TB, account *Account, provider Provider) *Workspace {
	t.Helper()
	folder := t.TempDir()
	w := &Workspace{t: t, cli: findCLI(t), folder: folder, process: process{Provider: provider, Retries: filepath.Join(folder, "retries")}}
	executable, err := os.Executable()
	w.must(err)
	plugins := filepath.Join(folder, "plugins")
	w.must(os.Mkdir(plugins, 0o700))
	w.must(os.Symlink(executable, filepath.Join(plugins, "terraform-provider-naocloud")))
	settings := filepath.Join(folder, "cli.tfrc")
	w.must(os.WriteFile(settings, fmt.Appendf(nil, `provider_installation {
  dev_overrides {
    "naocloud/naocloud" = %q
  }
}
`, plugins), 0o600))
	w.env = []string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + folder,
		"TMPDIR=" + folder,
		"CHECKPOINT_DISABLE=1",
		"TF_CLI_CONFIG_FILE=" + settings,
		"TF_IN_AUTOMATION=1",
		"TF_INPUT=0",
		"NAOCLOUD_ENDPOINT=" + account.URL,
		"NAOCLOUD_API_KEY=" + naotest.APIKey,
		w.reportRaces(),
	}
	return w
}

// reportRaces makes a data race in a provider process fail the test, where the race detector is on: nobody reads what such a process writes.
func (w *Workspace) reportRaces() (variable string) {
	reports := filepath.Join(w.folder, "race")
	w.t.Cleanup(func() {
		names, err := filepath.Glob(reports + ".*")
		w.must(err)
		for _, name := range names {
			w.t.Errorf("data race in the provider:\n%s", strings.Join(w.lines(name), "\n"))
		}
	})
	return EndAtOnce + " log_path=" + reports
}

func findCLI(t testing.TB) string {
	t.Helper()
	if cli := os.Getenv("TF_ACC_TERRAFORM_PATH"); cli != "" {
		return cli
	}
	for _, name := range []string{"terraform", "tofu"} {
		if cli, err := exec.LookPath(name); err == nil {
			return cli
		}
	}
	t.Skip("no Terraform or OpenTofu: neither on PATH, nor named by TF_ACC_TERRAFORM_PATH")
	return ""
}

// Use makes the commands that follow run with another provider.
func (w *Workspace) Use(provider Provider) { w.process.Provider = provider }

// Measure has each provider process from now on write down its peak memory, and forgets what was written before.
func (w *Workspace) Measure() {
	w.t.Helper()
	w.process.Usage = filepath.Join(w.folder, "usage")
	w.must(os.RemoveAll(w.process.Usage))
}

// Configure writes the configuration, to which it adds where the provider comes from.
func (w *Workspace) Configure(config string) {
	w.t.Helper()
	const source = `terraform {
  required_providers {
    naocloud = {
      source = "naocloud/naocloud"
    }
  }
}

`
	w.must(os.WriteFile(filepath.Join(w.folder, "main.tf"), []byte(source+config), 0o600))
}

// Result is what came of a command.
type Result struct {
	// Output is what the CLI wrote, to both streams.
	Output string
	// Status is its exit status; -1 when a signal ended it.
	Status int
	// CPU is what the CLI and its providers took of the processors.
	CPU time.Duration
}

// Command is a command under way.
type Command struct {
	w      *Workspace
	cmd    *exec.Cmd
	output bytes.Buffer
}

// Start starts a command, such as "apply", in a process group of its own.
func (w *Workspace) Start(arguments ...string) *Command {
	w.t.Helper()
	settings, err := json.Marshal(w.process)
	w.must(err)
	c := &Command{w: w, cmd: exec.CommandContext(w.t.Context(), w.cli, append(arguments, "-no-color")...)} //nolint:gosec // A CLI that the tester chose.
	c.cmd.Dir = w.folder
	c.cmd.Env = append(w.env, variable+"="+string(settings))
	c.cmd.Stdout, c.cmd.Stderr = &c.output, &c.output
	c.cmd.SysProcAttr = ownGroup()
	w.must(c.cmd.Start())
	return c
}

// Wait waits for the end of a command.
func (c *Command) Wait() Result {
	c.w.t.Helper()
	err := c.cmd.Wait()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		c.w.t.Fatalf("%s: %v", strings.Join(c.cmd.Args, " "), err)
	}
	return Result{Output: c.output.String(), Status: c.cmd.ProcessState.ExitCode(), CPU: c.cmd.ProcessState.UserTime() + c.cmd.ProcessState.SystemTime()}
}

// Run runs a command to its end.
func (w *Workspace) Run(arguments ...string) Result {
	w.t.Helper()
	return w.Start(arguments...).Wait()
}

// Apply applies the configuration.
func (w *Workspace) Apply(arguments ...string) Result {
	w.t.Helper()
	return w.Run(append([]string{"apply", "-auto-approve"}, arguments...)...)
}

// Plan plans: Status 0 says that there is nothing to do, 2 that there is.
func (w *Workspace) Plan(arguments ...string) Result {
	w.t.Helper()
	return w.Run(append([]string{"plan", "-detailed-exitcode"}, arguments...)...)
}

// Destroy destroys what is in the state.
func (w *Workspace) Destroy() Result {
	w.t.Helper()
	return w.Run("destroy", "-auto-approve")
}

// Retries is how many attempts beyond the first were made so far, in all commands.
func (w *Workspace) Retries() int {
	w.t.Helper()
	return len(w.lines(w.process.Retries))
}

// PeakMemory is the highest that any provider process has reached since Measure, in bytes.
func (w *Workspace) PeakMemory() int64 {
	w.t.Helper()
	var highest int64
	for _, line := range w.lines(w.process.Usage) {
		peak, err := strconv.ParseInt(line, 10, 64)
		w.must(err)
		highest = max(highest, peak)
	}
	return highest
}

func (w *Workspace) lines(name string) []string {
	w.t.Helper()
	content, err := os.ReadFile(name) //nolint:gosec // The test chose the name.
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	w.must(err)
	return strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
}

func (w *Workspace) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// registry is the host that the CLI takes providers from.
func (w *Workspace) registry() string {
	if version := w.Run("version"); strings.HasPrefix(version.Output, "OpenTofu") {
		return "registry.opentofu.org"
	}
	return "registry.terraform.io"
}

// Setenv sets an environment variable for the commands that follow.
func (w *Workspace) Setenv(name, value string) { w.env = append(w.env, name+"="+value) }
