// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package siteteam_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

const address = "naocloud_site_team_association.test"

// start opens an account with the teams 392 and 393 and the sites 11416 and 11417.
func start(t *testing.T, behavior naotest.Behavior) *providertest.Account {
	t.Helper()
	account := providertest.Start(t, behavior)
	account.SeedTeams(2)
	account.SeedSites(2)
	return account
}

func config(account *providertest.Account, team, site string) string {
	return account.Config(`
		resource "naocloud_site_team_association" "test" {
			team_id = "` + team + `"
			site_id = "` + site + `"
		}`)
}

func TestAccAssociation_lifecycle(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.Run(t,
		providertest.Applies(config(account, "392", "11416"), address, plancheck.ResourceActionCreate,
			providertest.Text(address, "id", "1093"),
			providertest.Text(address, "team_id", "392"),
			providertest.Text(address, "site_id", "11416")),
		providertest.Imports(address, "392/11416", "id"),
		providertest.ImportsByBlock(address, "392/11416"),
		providertest.Applies(config(account, "392", "11417"), address, plancheck.ResourceActionDestroyBeforeCreate,
			providertest.Text(address, "id", "1094"), providertest.Text(address, "site_id", "11417")),
		providertest.Applies(config(account, "393", "11417"), address, plancheck.ResourceActionDestroyBeforeCreate,
			providertest.Text(address, "id", "1095"), providertest.Text(address, "team_id", "393")),
		// Only Terraform has to know this.
		providertest.Applies(account.Config(`
			resource "naocloud_site_team_association" "test" {
				team_id = "393"
				site_id = "11417"
				timeouts {
					delete = "5m"
				}
			}`), address, plancheck.ResourceActionUpdate, providertest.Text(address, "id", "1095")),
	)
	if posts, deletes := account.Count(http.MethodPost, "/teams/*/*"), account.Count(http.MethodDelete, "/teams/*/*/*"); posts != 3 || deletes != 3 {
		t.Errorf("expected 3 POSTs and 3 DELETEs, got %v", account.Tally())
	}
}

func TestAccAssociation_identity(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	identity := func(team, site string) statecheck.StateCheck {
		return statecheck.ExpectIdentity(address, map[string]knownvalue.Check{
			"team_id": knownvalue.StringExact(team), "site_id": knownvalue.StringExact(site),
		})
	}
	account.RunWithIdentity(t,
		providertest.Applies(config(account, "392", "11416"), address, plancheck.ResourceActionCreate, identity("392", "11416")),
		providertest.ImportsByIdentity(address),
		providertest.Applies(config(account, "392", "11417"), address, plancheck.ResourceActionDestroyBeforeCreate, identity("392", "11417")),
		providertest.Before(func() { account.RemoveAssociation("1094") },
			providertest.Applies(config(account, "392", "11417"), address, plancheck.ResourceActionCreate, identity("392", "11417"))),
	)
}

func TestAccAssociation_everyShapeOfResponses(t *testing.T) {
	t.Parallel()
	providertest.EachShape(t, func(account *providertest.Account) []resource.TestStep {
		account.AddAssociation("392", "11417")
		return []resource.TestStep{
			providertest.Applies(config(account, "392", "11416"), address, plancheck.ResourceActionCreate, providertest.Text(address, "id", "1094")),
			providertest.ImportsByBlock(address, "392/11416"),
			providertest.Applies(config(account, "393", "11416"), address, plancheck.ResourceActionDestroyBeforeCreate),
		}
	})
}

func TestAccAssociation_changesBehindTerraformsBack(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	pair := config(account, "392", "11416")
	account.Run(t,
		providertest.Applies(pair, address, plancheck.ResourceActionCreate),
		providertest.Before(
			func() { account.RemoveAssociation("1093") },
			providertest.Applies(pair, address, plancheck.ResourceActionCreate, providertest.Text(address, "id", "1094"))),
		// The same pair under another id is the same access.
		providertest.Before(
			func() {
				account.RemoveAssociation("1094")
				account.AddAssociation("392", "11416")
			},
			providertest.Unchanged(pair)),
		// With its team, an association goes.
		providertest.Before(
			func() { account.RemoveTeam("392") },
			resource.TestStep{Config: config(account, "393", "11416"), ConfigStateChecks: []statecheck.StateCheck{
				providertest.Text(address, "team_id", "393"),
			}}),
	)
}

func TestAccAssociation_manyOfOneTeamOnManyPages(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{Listing: naotest.Listing{PageCap: 10}})
	account.SeedSites(40)
	many := account.Config(`
		resource "naocloud_site_team_association" "many" {
			count   = 25
			team_id = "392"
			site_id = tostring(11416 + count.index)
		}`)
	account.Run(t, resource.TestStep{Config: many})
	if posts := account.Count(http.MethodPost, "/teams/*/*"); posts != 25 {
		t.Errorf("expected 25 POSTs, got %d", posts)
	}
}

func TestAccAssociation_whatIsNoPairIsRefused(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	const form = "by the id of the team, a slash and the id of the site, TEAM_ID/SITE_ID, such as 392/11416, got:"
	account.Run(t,
		providertest.Fails(config(account, "operations", "11416"), `team_id must be the number that NAO Cloud gave the object, such as "392", got: "operations".`),
		providertest.Fails(config(account, "392", "-1"), `site_id must be the number`),
		providertest.FailsToImport(config(account, "392", "11416"), address, "abc", form+` "abc"`),
		providertest.FailsToImport(config(account, "392", "11416"), address, "12/", form+` "12/"`),
		providertest.FailsToImport(config(account, "392", "11416"), address, "1/2/3", form+` "1/2/3"`),
	)
	if requests := account.Requests(); len(requests) != 0 {
		t.Errorf("expected no request, got %v", account.Tally())
	}
}

func TestAccAssociation_ofWhatDoesNotExist(t *testing.T) {
	t.Parallel()
	for name, associations := range map[string]naotest.Associations{
		"422 with a pointer":  {},
		"422 at an attribute": {UnknownPointer: "/data/attributes/site_id"},
		"404":                 {UnknownStatus: http.StatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := start(t, naotest.Behavior{Associations: associations})
			account.Run(t,
				providertest.Fails(config(account, "392", "99999"), `: site_id = "99999"`),
				providertest.Fails(config(account, "99999", "11416"), `: team_id = "99999"`),
			)
		})
	}
}

// TestAccAssociation_thatNothingShows has a service whose teams do not tell their sites, and that has no listing of associations: neither the team
// nor the site is missing.
func TestAccAssociation_thatNothingShows(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{
		Teams:        naotest.Teams{SitesInDetail: naotest.TeamSitesMissing, SitesInListing: naotest.TeamSitesMissing},
		Associations: naotest.Associations{ListStatus: http.StatusNotFound},
	})
	account.Run(t, providertest.Fails(config(account, "392", "11416"), "Site team association could not be created"))
	if posts := account.Count(http.MethodPost, ""); posts != 0 {
		t.Errorf("%d creates were sent, though nothing would show what they make", posts)
	}
}

func TestAccAssociation_refusedCreatesAreTold(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.AddAssociation("392", "11417")
	refused := func(fault naotest.Fault, text string) resource.TestStep {
		return providertest.Before(
			func() { account.Inject(fault, naotest.On(http.MethodPost, "/teams/*/*").Times(1)) },
			providertest.Fails(config(account, "392", "11416"), text))
	}
	account.Run(t,
		refused(naotest.Status(http.StatusUnauthorized), "The API key is not accepted"),
		refused(naotest.Status(http.StatusForbidden), "Teams need the credentials of a corporate admin."),
		refused(naotest.JobFails("Not today."), "Site team association of team 392 and site 11416: the background job failed: Not today."),
		providertest.Fails(config(account, "392", "11417"), `import { to = naocloud_site_team_association.example id = "392/11417" }`),
	)
}

func TestAccAssociation_troubleThatPassesIsNotNoticed(t *testing.T) {
	t.Parallel()
	cases := map[string]providertest.Case{}
	for name, fault := range map[string]naotest.Fault{
		"429":           naotest.TooManyRequests("0"),
		"lost response": naotest.LoseResponse,
		"502":           naotest.ProxyPage(http.StatusBadGateway).AfterWork(),
	} {
		account := start(t, naotest.Behavior{})
		account.Inject(fault, naotest.On(http.MethodPost, "/teams/*/*").Times(1))
		account.Inject(fault, naotest.On(http.MethodDelete, "/teams/*/*/*").Times(1))
		cases[name] = providertest.Case{Account: account, Steps: []resource.TestStep{
			providertest.Applies(config(account, "392", "11416"), address, plancheck.ResourceActionCreate),
		}}
	}
	providertest.RunTogether(t, cases)
}

func TestAccAssociation_anInterruptedCreateIsFoundByTheNextApply(t *testing.T) {
	t.Parallel()
	account := providertest.StartStalled(t)
	account.SeedTeams(2)
	account.SeedSites(2)
	hasty := account.Config(`
		resource "naocloud_site_team_association" "test" {
			team_id = "392"
			site_id = "11416"
			timeouts {
				create = "3s"
			}
		}`)
	account.Run(t,
		providertest.Fails(hasty, "Site team association is not created yet"),
		providertest.Applies(hasty, address, plancheck.ResourceActionDestroyBeforeCreate, providertest.Text(address, "id", "1094")),
	)
}
