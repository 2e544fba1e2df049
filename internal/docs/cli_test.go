// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/clitest"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// root is the repository's folder.
const root = "../.."

// folder holds the provider that is built for the tests, and the CLI's configuration.
var folder string

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "naocloud-docs"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	status := m.Run()
	if err := os.RemoveAll(folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(status)
}

// cli is a Terraform or an OpenTofu that uses the provider of this repository.
type cli struct {
	path    string
	version release
	tofu    bool
	env     []string
}

// find finds the CLI and builds the provider, once.
var find = sync.OnceValues(func() (*cli, error) {
	c := &cli{path: os.Getenv("TF_ACC_TERRAFORM_PATH")}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil && c.path == "" {
			c.path = path
		}
	}
	binary := filepath.Join(folder, "terraform-provider-naocloud")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	// Once for all tests, whichever comes first: none may cancel it.
	if err := clitest.Build(context.Background(), binary, clitest.ProviderCommand); err != nil {
		return nil, err
	}
	settings := filepath.Join(folder, "cli.tfrc")
	overrides := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n    %[3]q = %[2]q\n  }\n}\n",
		"registry.terraform.io/naocloud/naocloud", filepath.ToSlash(folder), "registry.opentofu.org/naocloud/naocloud")
	if err := os.WriteFile(settings, []byte(overrides), 0o600); err != nil {
		return nil, fmt.Errorf("write the CLI's configuration: %w", err)
	}
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "TF_") && !strings.HasPrefix(variable, "NAOCLOUD_") {
			c.env = append(c.env, variable)
		}
	}
	c.env = append(c.env, "TF_CLI_CONFIG_FILE="+settings, "TF_IN_AUTOMATION=1", "TF_INPUT=0", "CHECKPOINT_DISABLE=1", clitest.EndAtOnce)

	var shown struct {
		Version string `json:"terraform_version"`
	}
	out, err := c.command(folder, "version", "-json").Output()
	if err != nil {
		return nil, fmt.Errorf("ask %s for its version: %w", c.path, err)
	}
	if err := json.Unmarshal(out, &shown); err != nil {
		return nil, fmt.Errorf("read the version of %s: %w", c.path, err)
	}
	if c.version, err = newRelease(shown.Version); err != nil {
		return nil, fmt.Errorf("read the version of %s: %w", c.path, err)
	}
	help, err := c.command(folder, "version").Output()
	c.tofu = strings.HasPrefix(string(help), "OpenTofu")
	return c, err
})

// acceptance returns the CLI of the acceptance tests, and skips the test where they are not asked for.
func acceptance(t *testing.T) *cli {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance tests run where TF_ACC is set")
	}
	c, err := find()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *cli) command(folder string, args ...string) *exec.Cmd {
	command := exec.Command(c.path, args...) //nolint:gosec,noctx // The CLI that the tests are for; it ends by itself.
	command.Dir, command.Env = folder, c.env
	return command
}

// needs skips the test where the CLI is older; no OpenTofu has what tofu is "" for.
func (c *cli) needs(t *testing.T, what, terraform, tofu string) {
	t.Helper()
	if reason := c.tooOld(what, terraform, tofu); reason != "" {
		t.Skip(reason)
	}
}

// tooOld says why the CLI does not know something, or nothing where it does. The versions are constants of these tests.
func (c *cli) tooOld(what, terraform, tofu string) (reason string) {
	least, name := terraform, "Terraform"
	if c.tofu {
		least, name = tofu, "OpenTofu"
	}
	if least == "" {
		return fmt.Sprintf("%s: %s has no such thing", what, name)
	}
	from, err := newRelease(least)
	if err != nil {
		panic(err)
	}
	if slices.Compare(c.version[:], from[:]) < 0 {
		return fmt.Sprintf("%s: %s has that from %s on, this is %s", what, name, least, c.version)
	}
	return ""
}

// release is a version without what may follow its three numbers.
type release [3]int

func (r release) String() string { return fmt.Sprintf("%d.%d.%d", r[0], r[1], r[2]) }

func newRelease(text string) (release, error) {
	var r release
	if _, err := fmt.Sscanf(text+".0", "%d.%d.%d", &r[0], &r[1], &r[2]); err != nil {
		return r, fmt.Errorf("%q is no version: %w", text, err)
	}
	return r, nil
}

// on returns a command that works on a simulated account.
func (c *cli) on(account *naotest.Server, folder string, args ...string) *exec.Cmd {
	command := c.command(folder, args...)
	command.Env = append(command.Environ(), "NAOCLOUD_ENDPOINT="+account.URL, "NAOCLOUD_API_KEY="+naotest.APIKey)
	return command
}

func write(t *testing.T, folder, config string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, "main.tf"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
}
