// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package teamsites_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

const (
	address = "naocloud_team_sites.test"
	allPath = "/teams/*/site_team_associations"
	onePath = "/teams/*/site_team_associations/*"
)

// start opens an account with the teams 392 and 393 and the sites 11416 to 11425.
func start(t *testing.T) *providertest.Account {
	t.Helper()
	account := providertest.Start(t, naotest.Behavior{})
	account.SeedTeams(2)
	account.SeedSites(10)
	return account
}

func block(lines string, sites ...string) string {
	quoted := make([]string, len(sites))
	for i, site := range sites {
		quoted[i] = fmt.Sprintf("%q", site)
	}
	return fmt.Sprintf("resource \"naocloud_team_sites\" \"test\" {\n  team_id  = \"392\"\n  site_ids = [%s]\n%s\n}\n", strings.Join(quoted, ", "), lines)
}

func config(account *providertest.Account, sites ...string) string {
	return account.Config(block("", sites...))
}

func exclusive(account *providertest.Account, sites ...string) string {
	return account.Config(block("  exclusive = true", sites...))
}

func set(sites ...string) knownvalue.Check {
	checks := make([]knownvalue.Check, len(sites))
	for i, site := range sites {
		checks[i] = knownvalue.StringExact(site)
	}
	return knownvalue.SetExact(checks)
}

// reaches expects that team 392 reaches just these sites.
func reaches(t *testing.T, account *providertest.Account, sites ...string) func() {
	t.Helper()
	return func() {
		var got []string
		for _, association := range account.Associations() {
			if association.TeamID == "392" {
				got = append(got, association.SiteID)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, sites) {
			t.Errorf("expected that the team reaches %v, got %v", sites, got)
		}
	}
}

func TestAccTeamSites_lifecycle(t *testing.T) {
	t.Parallel()
	account := start(t)
	account.AddAssociation("392", "11420")
	account.Run(t,
		providertest.After(
			providertest.Applies(config(account, "11416", "11417"), address, plancheck.ResourceActionCreate,
				providertest.Text(address, "id", "392"),
				providertest.Text(address, "team_id", "392"),
				providertest.Value(address, "site_ids", set("11416", "11417")),
				providertest.Value(address, "exclusive", knownvalue.Bool(false)),
				providertest.Value(address, "undeclared", knownvalue.Null())),
			reaches(t, account, "11416", "11417", "11420")),
		providertest.After(
			providertest.Applies(config(account, "11417", "11418"), address, plancheck.ResourceActionUpdate),
			reaches(t, account, "11417", "11418", "11420")),
		providertest.Applies(account.Config(block("timeouts {\n create = \"5m\" \n read = \"5m\" \n update = \"5m\" \n delete = \"5m\" \n}", "11417", "11418")), address,
			plancheck.ResourceActionUpdate),
		providertest.Applies(strings.Replace(config(account, "11417"), "392", "393", 1), address, plancheck.ResourceActionDestroyBeforeCreate),
	)
	reaches(t, account, "11420")()
	if posts, deletes := account.Count(http.MethodPost, allPath), account.Count(http.MethodDelete, onePath); posts != 4 || deletes != 4 {
		t.Errorf("expected one request for each association, got %v", account.Tally())
	}
}

func TestAccTeamSites_exclusiveShowsWhatItRemoves(t *testing.T) {
	t.Parallel()
	account := start(t)
	account.AddAssociation("392", "11420")
	account.AddAssociation("392", "11421")
	shown := providertest.Applies(exclusive(account, "11416", "11420"), address, plancheck.ResourceActionUpdate)
	shown.ConfigPlanChecks.PreApply = append(shown.ConfigPlanChecks.PreApply,
		plancheck.ExpectKnownValue(address, tfjsonpath.New("undeclared"), knownvalue.SetSizeExact(0)))
	account.Run(t,
		providertest.After(
			resource.TestStep{Config: exclusive(account, "11416"), ExpectNonEmptyPlan: true},
			reaches(t, account, "11416", "11420", "11421")),
		providertest.After(shown, reaches(t, account, "11416", "11420")),
	)
}

func TestAccTeamSites_everyShapeOfResponses(t *testing.T) {
	t.Parallel()
	providertest.EachShape(t, func(account *providertest.Account) []resource.TestStep {
		account.AddAssociation("392", "11419")
		return []resource.TestStep{
			providertest.Applies(config(account, "11416", "11417"), address, plancheck.ResourceActionCreate),
			providertest.After(
				providertest.Applies(config(account, "11417", "11418"), address, plancheck.ResourceActionUpdate),
				reaches(t, account, "11417", "11418", "11419")),
		}
	})
}

func TestAccTeamSites_withoutAListingOfAssociations(t *testing.T) {
	t.Parallel()
	account := start(t)
	account.Inject(naotest.Status(http.StatusMethodNotAllowed), naotest.On(http.MethodGet, allPath))
	// What a create has told is all that there is to remove an association by.
	account.Run(t,
		providertest.Applies(config(account, "11416", "11417"), address, plancheck.ResourceActionCreate),
		providertest.After(
			providertest.Applies(config(account, "11417"), address, plancheck.ResourceActionUpdate),
			reaches(t, account, "11417")))
	reaches(t, account)()
}

func TestAccTeamSites_changesBehindTerraformsBack(t *testing.T) {
	t.Parallel()
	account := start(t)
	both := config(account, "11416", "11417")
	account.Run(t,
		providertest.Applies(both, address, plancheck.ResourceActionCreate),
		providertest.Before(func() { account.RemoveAssociation("1093") },
			providertest.Applies(both, address, plancheck.ResourceActionUpdate)),
		providertest.Before(func() { account.RemoveTeam("392"); account.AddTeam(naotest.Team{ID: "392", Name: "Again"}) },
			providertest.Applies(both, address, plancheck.ResourceActionUpdate)),
	)
}

func TestAccTeamSites_anImportTakesOverWhatIsDeclared(t *testing.T) {
	t.Parallel()
	account := start(t)
	account.AddAssociation("392", "11416")
	account.AddAssociation("392", "11420")
	account.Run(t, providertest.After(
		providertest.Applies(config(account, "11416", "11417")+"\nimport {\n  to = naocloud_team_sites.test\n  id = \"392\"\n}\n", address, plancheck.ResourceActionUpdate),
		reaches(t, account, "11416", "11417", "11420")))
	if posts := account.Count(http.MethodPost, allPath); posts != 1 {
		t.Errorf("expected one POST, got %v", account.Tally())
	}
}

func TestAccTeamSites_identity(t *testing.T) {
	t.Parallel()
	account := start(t)
	account.RunWithIdentity(t, resource.TestStep{
		Config: config(account, "11416"),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectIdentity(address, map[string]knownvalue.Check{"team_id": knownvalue.StringExact("392")}),
		},
	})
}

func TestAccTeamSites_whatFailsIsTold(t *testing.T) {
	t.Parallel()
	account := start(t)
	account.AddAssociation("392", "11420")
	single := "resource \"naocloud_site_team_association\" \"single\" {\n  team_id = \"392\"\n  site_id = \"11417\"\n}\n"
	account.Run(t,
		providertest.Fails(config(account, "hospital"), "must be the number"),
		providertest.Fails(config(account, "11420"), "Team 392 has 1 of the declared sites already"),
		providertest.Fails(strings.Replace(config(account, "11416"), "392", "99999", 1), "No team has the id 99999"),
		providertest.Fails(config(account, "11416", "99999"), "Association with site 99999 of team 392"),
		providertest.FailsWithOneOf(account.Config(block("", "11417")+single), "Site 11417 of team 392 is also declared by another resource", "is declared twice"),
		providertest.FailsWithOneOf(account.Config(block("exclusive = true", "11416")+single),
			"This set is to be the only one of team 392, but other resources declare sites there: 11417.", "a set that is exclusive rules it out"),
		providertest.Before(
			func() {
				account.Inject(naotest.Status(http.StatusForbidden), naotest.On(http.MethodPost, allPath).Times(1))
			},
			providertest.Fails(config(account, "11416"), "Teams need the credentials of a corporate admin.")),
	)
}
