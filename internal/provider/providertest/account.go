// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package providertest runs the provider under a real CLI against a simulated NAO Cloud.
package providertest

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider"
)

// Account is a simulated NAO Cloud account, with providers that are made for it.
type Account struct {
	*naotest.Server
	behavior  naotest.Behavior
	transport *hooks
}

// Start opens an account that behaves in this way, until the test ends.
func Start(t testing.TB, behavior naotest.Behavior) *Account {
	t.Helper()
	return &Account{Server: naotest.Start(t, behavior), behavior: behavior, transport: &hooks{}}
}

// adjust makes a client wait for next to nothing.
func (a *Account) adjust(config *client.Config) {
	config.RetryWait = time.Millisecond
	config.MaxRetries = 3
	config.Transport = a.transport
}

// ShowsRelationships tells whether the account was opened with documents that show a team's members and sites.
func (a *Account) ShowsRelationships() bool {
	return a.behavior.Documents.Relationships == naotest.RelationshipsFull && !a.behavior.Documents.PlainRoots
}

// AfterRequest does something once, when the next request of this method to this path below the endpoint has been answered, and before the
// client learns of it.
func (a *Account) AfterRequest(method, path string, do func()) {
	a.transport.add(hook{method: method, path: naotest.BasePath + path, do: do})
}

// Config is a provider block for the account, followed by the rest of a configuration.
func (a *Account) Config(rest string) string {
	return fmt.Sprintf("provider \"naocloud\" {\n  endpoint = %q\n  api_key  = %q\n}\n\n%s", a.URL, naotest.APIKey, rest)
}

// ConfigOnExistingCreate is Config with a provider that makes another object where there is one of the same natural key.
func (a *Account) ConfigOnExistingCreate(rest string) string {
	return fmt.Sprintf("provider \"naocloud\" {\n  endpoint    = %q\n  api_key     = %q\n  on_existing = \"create\"\n}\n\n%s", a.URL, naotest.APIKey, rest)
}

// Run takes the account through the steps, then destroys what they made, and makes sure that nothing but what was there before is left.
func (a *Account) Run(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	a.run(t, nil, steps)
}

// RunWithIdentity is Run with a CLI that knows resource identity.
func (a *Account) RunWithIdentity(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	a.run(t, []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)}, steps)
}

// RunWhere is Run with a CLI that passes a check, such as tfversion.SkipBelow(tfversion.Version1_8_0).
func (a *Account) RunWhere(t *testing.T, check tfversion.TerraformVersionCheck, steps ...resource.TestStep) {
	t.Helper()
	a.run(t, []tfversion.TerraformVersionCheck{check}, steps)
}

func (a *Account) run(t *testing.T, checks []tfversion.TerraformVersionCheck, steps []resource.TestStep) {
	t.Helper()
	left := a.remains()
	resource.UnitTest(t, resource.TestCase{
		TerraformVersionChecks:   checks,
		ProtoV6ProviderFactories: Factories(a.adjust, nil),
		Steps:                    steps,
		CheckDestroy:             func(*terraform.State) error { return left() },
	})
}

// remains returns a function that fails where the account then holds more than now.
func (a *Account) remains() (left func() error) {
	teams, sites, associations, tags := len(a.Teams()), len(a.Sites()), len(a.Associations()), len(a.Tags(""))
	return func() error {
		if len(a.Teams()) > teams || len(a.Sites()) > sites || len(a.Associations()) > associations || len(a.Tags("")) > tags {
			return fmt.Errorf("left behind: teams %v, sites %v, associations %v, tags %v", a.Teams(), a.Sites(), a.Associations(), a.Tags(""))
		}
		return nil
	}
}

// Bodies are those of the requests with this method to paths that match the pattern, in order.
func (a *Account) Bodies(method, pattern string) []string {
	var bodies []string
	for _, request := range a.Requests() {
		if matches, err := path.Match(pattern, request.Path); err == nil && matches && request.Method == method {
			bodies = append(bodies, string(request.Body))
		}
	}
	return bodies
}

// Provider makes a provider with short waits, for a test that speaks the protocol itself.
func (a *Account) Provider() (tfprotov6.ProviderServer, error) {
	return Factories(a.adjust, nil)["naocloud"]()
}

// Factories makes providers with an environment of their own; one that is nil is empty.
func Factories(adjust func(*client.Config), environment map[string]string) map[string]func() (tfprotov6.ProviderServer, error) {
	getenv := func(name string) string { return environment[name] }
	return map[string]func() (tfprotov6.ProviderServer, error){
		"naocloud": func() (tfprotov6.ProviderServer, error) {
			return provider.NewServer(provider.NewWith("test", getenv, adjust)()), nil
		},
	}
}

// Example reads a file of the repository's examples, such as "resources/naocloud_team/resource.tf".
func Example(t testing.TB, name string) string {
	t.Helper()
	folder, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			break
		}
		if folder == filepath.Dir(folder) {
			t.Fatal("expected a go.mod above the test, found none")
		}
		folder = filepath.Dir(folder)
	}
	content, err := fs.ReadFile(os.DirFS(filepath.Join(folder, "examples")), name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
