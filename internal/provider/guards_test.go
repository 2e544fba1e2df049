// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

const guardedTeam = `
resource "naocloud_team" "test" { name = "Operations" }
`

func TestAccGuard_anotherEndpointsAccountIsNoticed(t *testing.T) {
	t.Parallel()
	right := providertest.Start(t, naotest.Behavior{})
	wrong := providertest.Start(t, naotest.Behavior{})
	wrong.AddTeam(naotest.Team{ID: "7", Name: "Other"})
	right.Run(t,
		resource.TestStep{Config: right.Config(guardedTeam)},
		providertest.Fails(wrong.Config(guardedTeam), "Team is not in this account"),
		resource.TestStep{Config: wrong.Config(""), ExpectError: providertest.Message("Team is not in this account")},
		providertest.Unchanged(right.Config(guardedTeam)),
		// Removed elsewhere under the same key, it is gone as before.
		providertest.Before(func() { right.RemoveTeam("392") }, resource.TestStep{Config: right.Config(guardedTeam)}),
	)
	if writes := wrong.Count(http.MethodPost, "/teams") + wrong.Count(http.MethodDelete, "/teams/*"); writes != 0 {
		t.Errorf("expected no write to the wrong account, got %v", wrong.Tally())
	}
}

func TestAccGuard_theExpectedSiteIsAskedForFirst(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.SeedSites(1)
	run(t, nil,
		resource.TestStep{
			Config:      withKey(account, `expected_site_id = "4711"`),
			ExpectError: providertest.Message("This is not the account that was expected: it holds no site 4711"),
		},
		resource.TestStep{
			Config:      withKey(account, `expected_team_id = "Operations"`),
			ExpectError: providertest.Message(`expected_team_id must be the number that NAO Cloud gave the object`),
		},
		resource.TestStep{Config: withKey(account, `expected_site_id = "11416"`)},
	)
}

func TestAccPlan_withABadKeyIsNeverGreen(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	config := providerBlock(`endpoint = "`+account.URL+`"`, `api_key = "not-the-key-of-anybody"`)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: providertest.Factories(func(*client.Config) {}, nil),
		Steps: []resource.TestStep{{
			Config: config + `
				resource "naocloud_team" "many" {
					count = 200
					name  = "team ${count.index}"
				}`,
			PlanOnly:    true,
			ExpectError: providertest.Message("The API key is not accepted"),
		}},
	})
	if requests := len(account.Requests()); requests > 20 {
		t.Errorf("expected at most 20 requests, got %d", requests)
	}
}

func TestAccPlan_warnsOfWhatExists(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.AddTeam(naotest.Team{ID: "1000", Name: "Operations"})
	run(t, nil, resource.TestStep{Config: account.Config(guardedTeam), PlanOnly: true, ExpectNonEmptyPlan: true})
	if gets := account.Count(http.MethodGet, "/teams"); gets == 0 {
		t.Errorf("expected that the name was looked for, got %v", account.Tally())
	}
}

// TestAccPlan_asksForTheFirstFewAndTakesTheRestFromAListing plans creates of names that exist.
func TestAccPlan_asksForTheFirstFewAndTakesTheRestFromAListing(t *testing.T) {
	t.Parallel()
	const taken = `
resource "naocloud_team" "taken" {
  count = 10
  name  = format("team-%05d", count.index + 1)
}
`
	const listed = `
data "naocloud_teams" "all" {}
resource "naocloud_team" "taken" {
  count = length(data.naocloud_teams.all.teams) - 10
  name  = format("team-%05d", count.index + 1)
}
`
	for name, test := range map[string]struct {
		config                    string
		warnings, fewest, highest int
	}{
		"no listing": {config: taken, warnings: 3, fewest: 3, highest: 3},
		"a listing":  {config: listed, warnings: 10, fewest: 1, highest: 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cli, base := quickProvider(t)
			account := naotest.Start(t, naotest.Behavior{})
			account.SeedTeams(20)
			w := open(t, cli, base, map[string]string{"NAOCLOUD_ENDPOINT": account.URL, "NAOCLOUD_API_KEY": naotest.APIKey})
			w.configure(t, test.config)
			output := w.run(t, "plan", "-json")
			if got := strings.Count(output, `"summary":"Team exists already"`); got != test.warnings {
				t.Errorf("expected %d warnings, got %d:\n%s", test.warnings, got, output)
			}
			if gets := account.Count("", ""); gets < test.fewest || gets > test.highest {
				t.Errorf("expected %d to %d requests, got %v", test.fewest, test.highest, account.Tally())
			}
			says(t, w.run(t, "plan"), "Team exists already", "exists already: id", "Unless this run removes it, the apply will stop there.", "To manage it, import it instead of creating it.")
		})
	}
}
