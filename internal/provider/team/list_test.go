// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package team_test

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

const listAddress = "naocloud_team.test"

// listing is a list block for teams, with these lines.
func listing(account *providertest.Account, lines string) string {
	return account.Config("list \"naocloud_team\" \"test\" {\n  provider = naocloud\n" + lines + "\n}\n")
}

func withID(id string) map[string]string { return map[string]string{"id": id} }

func TestAccTeamList_showsNamesAndIdentities(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	group := "cn=ops"
	account.AddTeam(naotest.Team{Name: "Operations", Roles: []string{"admin"}, LDAPGroup: &group})
	account.AddTeam(naotest.Team{Name: "Security"})
	account.RunWithQuery(t,
		providertest.Queries(listing(account, ""),
			providertest.Listed(listAddress, 2),
			providertest.ListedAs(listAddress, "Operations", withID("392")),
			providertest.ListedAs(listAddress, "Security", withID("393"))),
		providertest.Queries(listing(account, `config { name_contains = "Sec" }`),
			providertest.Listed(listAddress, 1),
			providertest.ListedAs(listAddress, "Security", withID("393"))),
		providertest.Queries(listing(account, "include_resource = true"),
			providertest.ListedWith(listAddress, withID("392"),
				querycheck.KnownValueCheck{Path: tfjsonpath.New("id"), KnownValue: knownvalue.StringExact("392")},
				querycheck.KnownValueCheck{Path: tfjsonpath.New("name"), KnownValue: knownvalue.StringExact("Operations")},
				querycheck.KnownValueCheck{Path: tfjsonpath.New("roles"), KnownValue: roles("admin")},
				querycheck.KnownValueCheck{Path: tfjsonpath.New("ldap_group"), KnownValue: knownvalue.StringExact("cn=ops")},
				querycheck.KnownValueCheck{Path: tfjsonpath.New("user_id"), KnownValue: knownvalue.StringExact("4840")}),
			providertest.ListedWith(listAddress, withID("393"),
				querycheck.KnownValueCheck{Path: tfjsonpath.New("roles"), KnownValue: roles()},
				querycheck.KnownValueCheck{Path: tfjsonpath.New("ldap_group"), KnownValue: knownvalue.Null()})),
	)
}

func TestAccTeamList_everyShapeOfResponses(t *testing.T) {
	t.Parallel()
	providertest.QueryEachShape(t, func(account *providertest.Account) resource.TestStep {
		return providertest.Queries(listing(account, "include_resource = true"),
			providertest.Listed(listAddress, 5),
			providertest.ListedWith(listAddress, withID("394"),
				querycheck.KnownValueCheck{Path: tfjsonpath.New("name"), KnownValue: knownvalue.StringExact("team-00003")},
				querycheck.KnownValueCheck{Path: tfjsonpath.New("roles"), KnownValue: roles("admin")}))
	})
}

func TestAccTeamList_aListingThatBreaksOffIsAnErrorAndNoShorterList(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{Listing: naotest.Listing{PageCap: 10}})
	account.SeedTeams(30)
	account.Inject(naotest.Status(http.StatusForbidden), naotest.On(http.MethodGet, "/teams").Query("page[number]", "2"))
	account.RunWithQuery(t, providertest.FailsToQuery(listing(account, ""), "Teams need the credentials of a corporate admin."))
}

func TestAccTeamList_aTeamThatGoesWhileItIsListedIsLeftOut(t *testing.T) {
	t.Parallel()
	// The listing lacks the roles, so that each team is read for them.
	account := providertest.Start(t, naotest.Behavior{Listing: naotest.Listing{OmitAttributes: []string{"roles"}}})
	account.SeedTeams(3)
	account.Inject(naotest.Status(http.StatusNotFound), naotest.On(http.MethodGet, "/teams/393"))
	account.RunWithQuery(t, providertest.Queries(listing(account, "include_resource = true"),
		providertest.Listed(listAddress, 2),
		providertest.ListedWith(listAddress, withID("394"), querycheck.KnownValueCheck{Path: tfjsonpath.New("roles"), KnownValue: roles("admin")})))
}

func TestAccTeamList_aTeamThatCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{Listing: naotest.Listing{OmitAttributes: []string{"roles"}}})
	account.SeedTeams(3)
	account.Inject(naotest.Status(http.StatusForbidden), naotest.On(http.MethodGet, "/teams/393"))
	account.RunWithQuery(t, providertest.FailsToQuery(listing(account, "include_resource = true"), "Teams could not be listed"))
}
