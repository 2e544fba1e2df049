// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package session_test

import (
	"fmt"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/session"
)

var _ ephemeral.EphemeralResourceWithRenew = session.Kind().EphemeralResources[0]().(ephemeral.EphemeralResourceWithRenew) //nolint:errcheck,forcetypeassert // That is the test.

// echoed is a configuration that shows the session in the state, which nothing but a test does.
const echoed = `
ephemeral "naocloud_session" "test" {}

provider "echo" {
  data = ephemeral.naocloud_session.test
}

resource "echo" "test" {}
`

// run applies steps with the provider under test, a provider that shows what it is given, and an environment.
func run(t *testing.T, environment map[string]string, steps ...resource.TestStep) {
	t.Helper()
	quick := func(config *client.Config) { config.RetryWait = time.Millisecond }
	factories := providertest.Factories(quick, environment)
	factories["echo"] = func() (tfprotov6.ProviderServer, error) { return echoprovider.NewProviderServer()() }
	resource.UnitTest(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_10_0)},
		ProtoV6ProviderFactories: factories,
		Steps:                    steps,
	})
}

func TestAccSession_isLentToOthers(t *testing.T) {
	t.Parallel()
	for name, environment := range map[string]map[string]string{
		"API key":              {"NAOCLOUD_API_KEY": naotest.APIKey},
		"session from API key": {"NAOCLOUD_API_KEY": naotest.APIKey, "NAOCLOUD_USE_SESSION": "true"},
		"email and password":   {"NAOCLOUD_EMAIL": naotest.Email, "NAOCLOUD_PASSWORD": naotest.Password},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := providertest.Start(t, naotest.Behavior{Sessions: naotest.Sessions{Lifetime: time.Hour}})
			environment["NAOCLOUD_ENDPOINT"] = account.URL
			shown := func(attribute string, check knownvalue.Check) statecheck.StateCheck {
				return statecheck.ExpectKnownValue("echo.test", tfjsonpath.New("data").AtMapKey(attribute), check)
			}
			run(t, environment, resource.TestStep{
				Config: echoed,
				ConfigStateChecks: []statecheck.StateCheck{
					shown("expires_at", knownvalue.StringRegexp(regexp.MustCompile(`^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$`))),
					shown("jwt", knownvalue.StringFunc(func(jwt string) error {
						if !slices.Contains(account.IssuedJWTs(), jwt) {
							return fmt.Errorf("expected a JWT that the account has issued, got %d other characters", len(jwt))
						}
						return nil
					})),
				},
			})
			if account.Count("POST", "/sessions") == 0 {
				t.Error("expected logins, got none")
			}
		})
	}
}

func TestAccSession_cannotBeOpened(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behavior    naotest.Sessions
		environment map[string]string
		expected    string
	}{
		"OAuth token": {
			naotest.Sessions{},
			map[string]string{"NAOCLOUD_OAUTH_TOKEN": naotest.OAuthToken},
			"No session was opened: an OAuth token cannot be exchanged for a session: that takes an API key, or an email address and a password.",
		},
		"wrong password": {
			naotest.Sessions{},
			map[string]string{"NAOCLOUD_EMAIL": naotest.Email, "NAOCLOUD_PASSWORD": "canary-wrong"},
			"The API rejected the login by email address and password.",
		},
		"locked account": {naotest.Sessions{Locked: 403}, map[string]string{"NAOCLOUD_API_KEY": naotest.APIKey}, "the account is locked"},
		"no JWT":         {naotest.Sessions{NoJWT: true}, map[string]string{"NAOCLOUD_API_KEY": naotest.APIKey}, "the response holds no JWT"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := providertest.Start(t, naotest.Behavior{Sessions: test.behavior})
			test.environment["NAOCLOUD_ENDPOINT"] = account.URL
			run(t, test.environment, providertest.Fails(echoed, test.expected))
		})
	}
}
