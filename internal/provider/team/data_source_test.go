// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package team_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

const (
	one  = "data.naocloud_team.test"
	many = "data.naocloud_teams.test"
)

func look(account *providertest.Account, by string) string {
	return account.Config("data \"naocloud_team\" \"test\" {\n" + by + "\n}")
}

func list(account *providertest.Account, by string) string {
	return account.Config("data \"naocloud_teams\" \"test\" {\n" + by + "\n}")
}

func TestAccTeamDataSource_byIDAndByName(t *testing.T) {
	t.Parallel()
	providertest.EachShape(t, func(account *providertest.Account) []resource.TestStep {
		group := "cn=ops"
		account.AddTeam(naotest.Team{ID: "1000", Name: "Operations", Roles: []string{"admin"}, UserIDs: []string{"4840", "17"}, LDAPGroup: &group})
		account.AddTeam(naotest.Team{Name: "operations"})
		account.AddAssociation("1000", "11416")
		checks := []statecheck.StateCheck{
			providertest.Text(one, "id", "1000"),
			providertest.Text(one, "name", "Operations"),
			providertest.Value(one, "roles", roles("admin")),
			providertest.Value(one, "roles_mask", knownvalue.Int64Exact(1)),
			providertest.Text(one, "ldap_group", "cn=ops"),
			providertest.Text(one, "user_id", "4840"),
		}
		if account.ShowsRelationships() {
			checks = append(checks,
				providertest.Value(one, "user_ids", listed("17", "4840")),
				providertest.Value(one, "site_ids", listed("11416")))
		}
		return []resource.TestStep{
			{Config: look(account, `id = "1000"`), ConfigStateChecks: checks},
			{Config: look(account, `name = "Operations"`), ConfigStateChecks: checks},
		}
	})
}

func TestAccTeamDataSource_whatIsNotOneTeam(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.AddTeam(naotest.Team{Name: "Operations"})
	account.AddTeam(naotest.Team{ID: "1000", Name: "Operations"})
	account.Run(t,
		providertest.Fails(look(account, `name = "Operations"`), `: name = "Operations" 2 teams are named "Operations": ids 392, 1000. Give the id of one of them`),
		providertest.Fails(look(account, `name = "operations"`), `No team is named "operations". Names are compared with their capitals`),
		providertest.Fails(look(account, `id = "4711"`), `: id = "4711" No team has the id 4711`),
		providertest.Fails(look(account, `id = "abc"`), `id must be the number that NAO Cloud gave the object, such as "392", got: "abc".`),
		providertest.Fails(look(account, `name = ""`), "name must not be empty"),
		providertest.Fails(look(account, ""), "Exactly one of these attributes must be configured: [id,name]"),
		providertest.Fails(look(account, "id = \"392\"\nname = \"Operations\""), "Exactly one of these attributes must be configured: [id,name]"),
		providertest.Before(
			func() { account.Inject(naotest.Status(http.StatusForbidden), naotest.On(http.MethodGet, "/teams*")) },
			providertest.Fails(look(account, `name = "Operations"`), "Teams need the credentials of a corporate admin.")),
	)
}

func TestAccTeamsDataSource_listsSortedByNumber(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{Listing: naotest.Listing{PageCap: 2, IgnoreSort: true}})
	account.AddTeam(naotest.Team{ID: "1000", Name: "North west"})
	account.AddTeam(naotest.Team{ID: "999", Name: "North"})
	account.AddTeam(naotest.Team{ID: "998", Name: "South west"})
	ids := func(expected ...string) []statecheck.StateCheck {
		checks := []statecheck.StateCheck{statecheck.ExpectKnownValue(many, tfjsonpath.New("teams"), knownvalue.ListSizeExact(len(expected)))}
		for i, id := range expected {
			path := tfjsonpath.New("teams").AtSliceIndex(i).AtMapKey("id")
			checks = append(checks, statecheck.ExpectKnownValue(many, path, knownvalue.StringExact(id)))
		}
		return checks
	}
	account.Run(t,
		resource.TestStep{Config: list(account, ""), ConfigStateChecks: ids("998", "999", "1000")},
		resource.TestStep{Config: list(account, "name = \"North\"\ntimeouts { read = \"5m\" }"), ConfigStateChecks: ids("999")},
		resource.TestStep{Config: list(account, `name_contains = "west"`), ConfigStateChecks: ids("998", "1000")},
		resource.TestStep{Config: list(account, "name = \"North\"\nname_contains = \"west\""), ConfigStateChecks: ids()},
		providertest.Fails(list(account, `name_contains = ""`), "leave name_contains out to have them all"),
		providertest.Before(
			func() { account.Inject(naotest.Status(http.StatusUnauthorized), naotest.On(http.MethodGet, "/teams")) },
			providertest.Fails(list(account, ""), "Teams could not be listed")),
	)
}
