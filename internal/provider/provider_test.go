// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

const teams = "\ndata \"naocloud_teams\" \"all\" {}\n"

// providerBlock is a provider block with these lines.
func providerBlock(lines ...string) string {
	return "provider \"naocloud\" {\n" + strings.Join(lines, "\n") + "\n}\n"
}

// run applies a configuration with an environment.
func run(t *testing.T, environment map[string]string, steps ...resource.TestStep) {
	t.Helper()
	quick := func(config *client.Config) { config.RetryWait, config.MaxRetries = time.Millisecond, -1 }
	resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: providertest.Factories(quick, environment), Steps: steps})
}

func TestAccProvider_everyWayToAuthenticate(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	jwt := account.JWT(time.Hour)
	for name, test := range map[string]struct {
		argument, value, header string
	}{
		"API key":     {"api_key", naotest.APIKey, naotest.APIKey},
		"OAuth token": {"oauth_token", naotest.OAuthToken, "Bearer " + naotest.OAuthToken},
		"JWT":         {"jwt", jwt, jwt},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := account.Server
			argument := fmt.Sprintf("%s = %q", test.argument, test.value)
			endpoint := fmt.Sprintf("endpoint = %q", account.URL)
			run(t, nil, resource.TestStep{Config: providerBlock(endpoint, argument) + teams})
			run(t, map[string]string{"NAOCLOUD_" + strings.ToUpper(test.argument): test.value, "NAOCLOUD_ENDPOINT": account.URL},
				resource.TestStep{Config: providerBlock() + teams})
			seen := false
			for _, request := range account.Requests() {
				seen = seen || request.Header.Get("Authorization") == test.header
			}
			if !seen {
				t.Errorf("expected a request with %s, got none", test.header)
			}
		})
	}
}

func TestAccProvider_namesItself(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.Run(t, resource.TestStep{Config: account.Config(teams)})
	for _, request := range account.Requests() {
		agent := request.Header.Get("User-Agent")
		if !strings.HasPrefix(agent, "terraform-provider-naocloud/test (+https://registry.terraform.io/providers/naocloud/naocloud) Terraform/1.") {
			t.Errorf("unexpected User-Agent %q", agent)
		}
	}
}

func TestAccProvider_configuringSendsNothing(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.Run(t, resource.TestStep{
		// Where a name is known, the plan of a create looks for it.
		Config: account.Config(`
			resource "terraform_data" "later" {}
			resource "naocloud_team" "test" { name = "Operations ${terraform_data.later.id}" }`),
		PlanOnly:           true,
		ExpectNonEmptyPlan: true,
	})
	if requests := account.Tally(); len(requests) != 0 {
		t.Errorf("expected no request, got %v", requests)
	}
}

func TestAccProvider_whatCannotWorkIsRefused(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	endpoint := fmt.Sprintf("endpoint = %q", account.URL)
	run(t, nil,
		providertest.Fails(providerBlock(endpoint)+teams, "Give the provider block one of api_key, oauth_token, jwt, or email with password; or set one of the environment variables NAOCLOUD_API_KEY,"),
		providertest.Fails(providerBlock(endpoint, `api_key = "a"`, `oauth_token = "b"`)+teams, "may hold only one of api_key, oauth_token, jwt, or email with password, got: api_key and oauth_token."),
		providertest.Fails(providerBlock(endpoint, fmt.Sprintf("jwt = %q", account.JWT(-time.Hour)))+teams, "argument jwt expired at"),
		providertest.Fails(providerBlock(`endpoint = "http://nao.example/api/v2"`, `api_key = "a"`)+teams, "must be https"),
		providertest.Fails(providerBlock(`endpoint = "nao.example"`, `api_key = "a"`)+teams, `endpoint = "nao.example" The provider's argument endpoint must be an absolute URL with a host`),
		providertest.Fails(providerBlock(endpoint, `api_key = "a"`, "max_concurrent_requests = 0")+teams, "must be a whole number of at least 1"),
		providertest.Fails(providerBlock(endpoint, `api_key = "wrong"`)+teams, "The API key is not accepted"),
	)
	if requests := account.Count("", ""); requests != account.Count(http.MethodGet, "/teams") {
		t.Errorf("expected no request but the last one's, got %v", account.Tally())
	}
}

func TestAccProvider_aValueThatIsNotKnownYetIsRefused(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	run(t, nil, providertest.Fails(
		`resource "terraform_data" "late" { input = "`+account.URL+`" }`+"\n"+
			providerBlock("endpoint = terraform_data.late.output", `api_key = "a"`)+teams+`resource "naocloud_team" "test" { name = "Operations" }`,
		"set the environment variable NAOCLOUD_ENDPOINT instead"))
	if requests := account.Tally(); len(requests) != 0 {
		t.Errorf("expected no request, got %v", requests)
	}
}

func TestAccProvider_noMoreRequestsAtOnceThanAllowed(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{Latency: 5 * time.Millisecond})
	many := `resource "naocloud_team" "many" {
		count = 12
		name  = "team ${count.index}"
	}`
	config := providerBlock(fmt.Sprintf("endpoint = %q", account.URL), fmt.Sprintf("api_key = %q", naotest.APIKey), "max_concurrent_requests = 2") + many
	run(t, nil, providertest.Applies(config, "naocloud_team.many[0]", plancheck.ResourceActionCreate))
	if most := account.MaxInFlight(); most > 2 {
		t.Errorf("expected at most 2 requests at once, got %d", most)
	}
}
