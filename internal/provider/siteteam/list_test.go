// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package siteteam_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

const listAddress = "naocloud_site_team_association.test"

// listing is a list block for associations, with these lines.
func listing(account *providertest.Account, lines string) string {
	return account.Config("list \"naocloud_site_team_association\" \"test\" {\n  provider = naocloud\n" + lines + "\n}\n")
}

func pair(team, site string) map[string]string {
	return map[string]string{"team_id": team, "site_id": site}
}

// associated opens an account in which team 392 reaches both sites, and team 393 the second.
func associated(t *testing.T, behavior naotest.Behavior) *providertest.Account {
	t.Helper()
	account := start(t, behavior)
	account.AddAssociation("392", "11416")
	account.AddAssociation("392", "11417")
	account.AddAssociation("393", "11417")
	return account
}

func TestAccAssociationList_showsNamesAndIdentities(t *testing.T) {
	t.Parallel()
	account := associated(t, naotest.Behavior{})
	account.RunWithQuery(t,
		providertest.Queries(listing(account, ""),
			providertest.Listed(listAddress, 3),
			providertest.ListedAs(listAddress, "team-00001 → site-00001", pair("392", "11416")),
			providertest.ListedAs(listAddress, "team-00002 → site-00002", pair("393", "11417"))),
		providertest.Queries(listing(account, `config { team_id = "392" }`),
			providertest.Listed(listAddress, 2),
			providertest.ListedAs(listAddress, "team-00001 → site-00002", pair("392", "11417"))),
		providertest.Queries(listing(account, "include_resource = true"),
			providertest.ListedWith(listAddress, pair("393", "11417"),
				querycheck.KnownValueCheck{Path: tfjsonpath.New("id"), KnownValue: knownvalue.StringExact("1095")},
				querycheck.KnownValueCheck{Path: tfjsonpath.New("team_id"), KnownValue: knownvalue.StringExact("393")},
				querycheck.KnownValueCheck{Path: tfjsonpath.New("site_id"), KnownValue: knownvalue.StringExact("11417")})),
	)
}

func TestAccAssociationList_everyShapeOfResponses(t *testing.T) {
	t.Parallel()
	providertest.QueryEachShape(t, func(account *providertest.Account) resource.TestStep {
		account.AddAssociation("393", "11418")
		account.AddAssociation("394", "11416")
		return providertest.Queries(listing(account, "include_resource = true"),
			providertest.Listed(listAddress, 2),
			providertest.ListedAs(listAddress, "team-00002 → site-00003", pair("393", "11418")))
	})
}

func TestAccAssociationList_goesWithoutNamesItMayNotRead(t *testing.T) {
	t.Parallel()
	account := associated(t, naotest.Behavior{})
	account.Inject(naotest.Status(http.StatusForbidden), naotest.On(http.MethodGet, "/sites/*"))
	account.RunWithQuery(t, providertest.Queries(listing(account, ""),
		providertest.Listed(listAddress, 3),
		providertest.ListedAs(listAddress, "team-00001 → site 11417", pair("392", "11417"))))
	if got := account.Count(http.MethodGet, "/sites/*"); got != 1 {
		t.Errorf("expected that it asks for a site's name once, got %v", account.Tally())
	}
}

func TestAccAssociationList_aListingThatBreaksOffIsAnErrorAndNoShorterList(t *testing.T) {
	t.Parallel()
	account := associated(t, naotest.Behavior{})
	account.Inject(naotest.Status(http.StatusForbidden), naotest.On(http.MethodGet, "/teams/393/site_team_associations"))
	account.RunWithQuery(t, providertest.FailsToQuery(listing(account, ""), "Site team associations could not be listed"))
}

func TestAccAssociationList_whatCannotBeImportedIsAnError(t *testing.T) {
	t.Parallel()
	account := associated(t, naotest.Behavior{Associations: naotest.Associations{Shape: naotest.AssociationTeamOnly}})
	account.RunWithQuery(t, providertest.FailsToQuery(listing(account, ""), "lists the association 1093 of team 392 without its site"))
}

func TestAccAssociationList_aTeamThatDoesNotExistIsAnError(t *testing.T) {
	t.Parallel()
	account := associated(t, naotest.Behavior{})
	account.RunWithQuery(t,
		providertest.FailsToQuery(listing(account, `config { team_id = "4711" }`), "Team does not exist"),
		providertest.FailsToQuery(listing(account, `config { team_id = "4711" }`), "No team has the id 4711, or these credentials do not reach it."),
		providertest.FailsToQuery(listing(account, `config { team_id = "Operations" }`), `must be the number that NAO Cloud gave the object`))
}
