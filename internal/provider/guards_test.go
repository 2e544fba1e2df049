// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
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
