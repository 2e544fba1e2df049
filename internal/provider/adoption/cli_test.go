// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package adoption_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/clitest"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

const repository = "../../.."

var builds struct {
	sync.Once
	folder string
	err    error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if builds.folder != "" {
		_ = os.RemoveAll(builds.folder)
	}
	os.Exit(code)
}

// build builds the provider once for all tests, as a user would run it.
func build(t testing.TB) (executable string) {
	t.Helper()
	builds.Do(func() {
		builds.folder, builds.err = os.MkdirTemp("", "naocloud-adoption-") //nolint:usetesting // It outlives the test that is the first to want it.
		if builds.err != nil {
			return
		}
		// All tests wait for it, none may cancel it.
		builds.err = clitest.Build(context.Background(), builds.folder, clitest.ProviderCommand)
	})
	if builds.err != nil {
		t.Fatal(builds.err)
	}
	name := "terraform-provider-naocloud"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(builds.folder, name)
}

// terminal is a folder in which a person types commands, with a provider that is a process of its own.
type terminal struct {
	testing.TB
	folder      string
	environment []string
	provider    *os.Process
}

// never is a version that no CLI has.
const never = 1 << 10

// open opens an empty folder, to work on an account with a CLI of at least this minor version, the n in 1.n, of Terraform or of OpenTofu.
func open(t testing.TB, account *naotest.Server, terraform, tofu int) *terminal {
	t.Helper()
	cli := chosenCLI(t)
	demand(t, cli, terraform, tofu)
	for _, tool := range []string{"sh", "awk"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	commands := t.TempDir()
	if err := os.Symlink(cli, filepath.Join(commands, "terraform")); err != nil {
		t.Skip(err)
	}
	term := &terminal{TB: t, folder: t.TempDir(), environment: cleanEnvironment()}
	term.set("PATH", commands+string(os.PathListSeparator)+os.Getenv("PATH"))
	term.set("CHECKPOINT_DISABLE", "1")
	for _, command := range []string{"apply", "import", "init", "output", "plan", "query"} {
		term.set("TF_CLI_ARGS_"+command, "-no-color")
	}
	term.serve(account)
	return term
}

// chosenCLI is the CLI that other acceptance tests take too.
func chosenCLI(t testing.TB) string {
	t.Helper()
	cli := os.Getenv("TF_ACC_TERRAFORM_PATH")
	for _, name := range []string{"terraform", "tofu"} {
		if cli == "" {
			cli, _ = exec.LookPath(name)
		}
	}
	if cli == "" {
		t.Skip("there is neither Terraform nor OpenTofu")
	}
	cli, err := filepath.Abs(cli)
	if err != nil {
		t.Fatal(err)
	}
	return cli
}

// demand skips a test that the CLI is too old for.
func demand(t testing.TB, cli string, terraform, tofu int) {
	t.Helper()
	var product string
	var minor int
	if _, err := fmt.Sscanf(versionOf(t, cli), "%s v1.%d", &product, &minor); err != nil {
		t.Fatalf("%s version: %s", cli, err)
	}
	if product == "OpenTofu" && minor < tofu || product != "OpenTofu" && minor < terraform {
		t.Skipf("%s 1.%d does not know this", product, minor)
	}
}

// versionOf is what a CLI calls itself, such as "Terraform v1.11.4".
func versionOf(t testing.TB, cli string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), cli, "version")
	command.Env = append(cleanEnvironment(), "CHECKPOINT_DISABLE=1")
	output, err := command.Output()
	if err != nil {
		t.Fatal(cli, " version: ", err)
	}
	first, _, _ := strings.Cut(string(output), "\n")
	return first
}

// cleanEnvironment is without what could make a CLI or a provider do otherwise than they do by themselves.
func cleanEnvironment() []string {
	environment := []string{clitest.EndAtOnce}
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "TF_") && !strings.HasPrefix(entry, "NAOCLOUD_") && !strings.HasPrefix(entry, "PLUGIN_") {
			environment = append(environment, entry)
		}
	}
	return environment
}

func (term *terminal) set(name, value string) {
	term.environment = append(term.environment, name+"="+value)
}

// serve starts the provider. A CLI that is told of it needs no registry.
func (term *terminal) serve(account *naotest.Server) {
	term.Helper()
	command := exec.CommandContext(term.Context(), build(term), "-debug") //nolint:gosec // What was just built.
	command.Env = append(cleanEnvironment(), "NAOCLOUD_ENDPOINT="+account.URL, "NAOCLOUD_API_KEY="+naotest.APIKey)
	output, err := command.StdoutPipe()
	if err != nil {
		term.Fatal(err)
	}
	if err := command.Start(); err != nil {
		term.Fatal(err)
	}
	term.provider = command.Process
	term.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	for scanner := bufio.NewScanner(output); scanner.Scan(); {
		if _, attach, ok := strings.Cut(scanner.Text(), "TF_REATTACH_PROVIDERS="); ok {
			go func() { _, _ = io.Copy(io.Discard, output) }()
			term.set("TF_REATTACH_PROVIDERS", forBothRegistries(term, strings.Trim(attach, "'")))
			return
		}
	}
	term.Fatal("the provider did not say how to attach to it")
}

// peak is the most memory that the provider has held so far, in MiB, where the system tells.
func (term *terminal) peak() (float64, bool) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", term.provider.Pid))
	if err != nil {
		return 0, false
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kibibytes float64
	_, err = fmt.Sscan(rest, &kibibytes)
	return kibibytes / 1024, err == nil
}

// forBothRegistries makes what holds for Terraform's name of the provider hold for OpenTofu's too.
func forBothRegistries(t testing.TB, attach string) string {
	t.Helper()
	var providers map[string]json.RawMessage
	if err := json.Unmarshal([]byte(attach), &providers); err != nil {
		t.Fatal(err)
	}
	for name, how := range maps.Clone(providers) {
		providers[strings.Replace(name, "registry.terraform.io", "registry.opentofu.org", 1)] = how
	}
	both, err := json.Marshal(providers)
	if err != nil {
		t.Fatal(err)
	}
	return string(both)
}

// example copies the files of a folder of examples that end so.
func (term *terminal) example(folder, ending string) {
	term.Helper()
	names, err := filepath.Glob(filepath.Join(repository, "examples", folder, "*"+ending))
	if err != nil || len(names) == 0 {
		term.Fatalf("no example %s/*%s", folder, ending)
	}
	for _, name := range names {
		term.write(filepath.Base(name), readFile(term, name))
	}
}

func (term *terminal) write(name, content string) {
	term.Helper()
	if err := os.WriteFile(filepath.Join(term.folder, name), []byte(content), 0o600); err != nil {
		term.Fatal(err)
	}
}

func (term *terminal) read(name string) string {
	term.Helper()
	return readFile(term, filepath.Join(term.folder, name))
}

func readFile(t testing.TB, name string) string {
	t.Helper()
	content, err := os.ReadFile(name) //nolint:gosec // The test names it.
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// types types a command, answers yes to what it asks, and returns what it says.
func (term *terminal) types(line string) string {
	term.Helper()
	output, err := term.run(line)
	if err != nil {
		term.Fatalf("%s: %s\n%s", line, err, output)
	}
	return output
}

// failsTo types a command that is expected to fail with this text, which the CLI may break into lines.
func (term *terminal) failsTo(line, text string) {
	term.Helper()
	output, err := term.run(line)
	if err == nil || !strings.Contains(unbroken(output), text) {
		term.Errorf("%s: expected it to fail with %q, got %v:\n%s", line, text, err, output)
	}
}

func (term *terminal) run(line string) (string, error) {
	command := exec.CommandContext(term.Context(), "sh", "-c", line) //nolint:gosec // The test types it.
	command.Dir, command.Env, command.Stdin = term.folder, term.environment, strings.NewReader("yes\n")
	output, err := command.CombinedOutput()
	return string(output), err
}

// unbroken is an output without its line breaks and the frames around errors.
func unbroken(output string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(output)), " ")
}

// typed are the commands of a script that is to be typed line by line.
func typed(script string) []string {
	var lines []string
	for line := range strings.Lines(script) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return lines
}
