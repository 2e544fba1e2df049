// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package team_test

import (
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

const address = "naocloud_team.test"

func config(account *providertest.Account, body string) string {
	return account.Config("resource \"naocloud_team\" \"test\" {\n" + body + "\n}\n")
}

func roles(names ...string) knownvalue.Check {
	checks := make([]knownvalue.Check, len(names))
	for i, name := range names {
		checks[i] = knownvalue.StringExact(name)
	}
	return knownvalue.SetExact(checks)
}

// listed are ids in their order.
func listed(ids ...string) knownvalue.Check {
	checks := make([]knownvalue.Check, len(ids))
	for i, id := range ids {
		checks[i] = knownvalue.StringExact(id)
	}
	return knownvalue.ListExact(checks)
}

func TestAccTeam_lifecycle(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{Teams: naotest.Teams{RolesWhenOmitted: []string{"admin"}}})
	posts := 0
	account.Run(t,
		providertest.After(
			providertest.Applies(config(account, `name = "Operations"`), address, plancheck.ResourceActionCreate,
				providertest.Text(address, "id", "392"),
				providertest.Text(address, "name", "Operations"),
				providertest.Value(address, "roles", roles("admin")),
				providertest.Value(address, "ldap_group", knownvalue.Null()),
				providertest.Text(address, "user_id", "4840"),
			),
			func() { posts = account.Count(http.MethodPost, "/teams") }),
		providertest.Imports(address, "392", "id"),
		providertest.ImportsByBlock(address, "392"),
		providertest.Applies(config(account, `name = "Operations EU"`), address, plancheck.ResourceActionUpdate,
			providertest.Text(address, "name", "Operations EU"),
			providertest.Text(address, "id", "392")),
		providertest.Applies(config(account, "name = \"Operations EU\"\nldap_group = \"cn=ops\""), address, plancheck.ResourceActionUpdate,
			providertest.Text(address, "ldap_group", "cn=ops")),
		providertest.Applies(config(account, `name = "Operations EU"`), address, plancheck.ResourceActionUpdate,
			providertest.Value(address, "ldap_group", knownvalue.Null())),
		providertest.Applies(config(account, "name = \"Operations EU\"\nroles = []"), address, plancheck.ResourceActionUpdate,
			providertest.Value(address, "roles", roles())),
		// Leaving the roles to the server again keeps those that are there.
		providertest.Unchanged(config(account, `name = "Operations EU"`)),
		// Only Terraform has to know this.
		providertest.Applies(config(account, "name = \"Operations EU\"\ntimeouts { read = \"5m\" }"), address, plancheck.ResourceActionUpdate),
	)
	if posts != 1 {
		t.Errorf("expected 1 POST, got %d", posts)
	}
	// What is configured is sent whole; what is not is not sent.
	expected := []string{
		`{"team":{"name":"Operations EU"}}`,
		`{"team":{"name":"Operations EU","ldap_group":"cn=ops"}}`,
		`{"team":{"name":"Operations EU","ldap_group":null}}`,
		`{"team":{"name":"Operations EU","roles":[]}}`,
	}
	if got := account.Bodies(http.MethodPut, "/teams/*"); !slices.Equal(got, expected) {
		t.Errorf("expected these PUTs: %s\ngot: %s", expected, got)
	}
	if deletes := account.Count(http.MethodDelete, "/teams/*"); deletes != 1 {
		t.Errorf("expected 1 DELETE, got %d", deletes)
	}
}

func TestAccTeam_identity(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.RunWithIdentity(t,
		resource.TestStep{
			Config: config(account, `name = "Operations"`),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectIdentity(address, map[string]knownvalue.Check{"id": knownvalue.StringExact("392")}),
				statecheck.ExpectIdentityValueMatchesState(address, tfjsonpath.New("id")),
			},
		},
		providertest.ImportsByIdentity(address),
		providertest.Applies(config(account, `name = "Operations EU"`), address, plancheck.ResourceActionUpdate,
			statecheck.ExpectIdentityValueMatchesState(address, tfjsonpath.New("id"))),
		// A team that is gone must not trip over its identity.
		providertest.Before(func() { account.RemoveTeam("392") },
			providertest.Applies(config(account, `name = "Operations EU"`), address, plancheck.ResourceActionCreate,
				statecheck.ExpectIdentity(address, map[string]knownvalue.Check{"id": knownvalue.StringExact("393")}))),
	)
}

func TestAccTeam_everyShapeOfResponses(t *testing.T) {
	t.Parallel()
	providertest.EachShape(t, func(account *providertest.Account) []resource.TestStep {
		return []resource.TestStep{
			providertest.Applies(config(account, "name = \"Operations\"\nroles = [\"admin\"]\nldap_group = \"cn=ops\""), address, plancheck.ResourceActionCreate,
				providertest.Text(address, "id", "397")),
			providertest.ImportsByBlock(address, "397"),
			providertest.Applies(config(account, `name = "Operations EU"`), address, plancheck.ResourceActionUpdate,
				providertest.Value(address, "ldap_group", knownvalue.Null()),
				providertest.Value(address, "roles", roles("admin"))),
		}
	})
}

func TestAccTeam_changesBehindTerraformsBack(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	operations := config(account, "name = \"Operations\"\nroles = [\"admin\"]")
	account.Run(t,
		providertest.Applies(operations, address, plancheck.ResourceActionCreate),
		providertest.Before(
			func() { account.UpdateTeam("392", func(team *naotest.Team) { team.Name, team.Roles = "Renamed", nil }) },
			providertest.Applies(operations, address, plancheck.ResourceActionUpdate,
				providertest.Text(address, "name", "Operations"), providertest.Value(address, "roles", roles("admin")))),
		// Members and sites are not the team's own: they make no difference.
		providertest.Before(
			func() { account.UpdateTeam("392", func(team *naotest.Team) { team.UserIDs = []string{"1", "2"} }) },
			providertest.Unchanged(operations)),
		providertest.Before(
			func() { account.RemoveTeam("392") },
			providertest.Applies(operations, address, plancheck.ResourceActionCreate, providertest.Text(address, "id", "393"))),
	)
}

func TestAccTeam_manyOnManyPages(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{Listing: naotest.Listing{PageCap: 10}})
	account.SeedTeams(35)
	many := account.Config(`
		resource "naocloud_team" "many" {
			count = 25
			name  = "managed ${count.index}"
		}`)
	account.Run(t, resource.TestStep{Config: many})
	if posts := account.Count(http.MethodPost, "/teams"); posts != 25 {
		t.Errorf("expected 25 POSTs, got %d", posts)
	}
}

func TestAccTeam_rolesThatTheServerDrops(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{Teams: naotest.Teams{Roles: []string{"admin", "manager"}}})
	account.Run(t,
		providertest.Fails(config(account, "name = \"Operations\"\nroles = [\"admin\", \"astronaut\"]"),
			`without the roles that it does not accept: "astronaut". It now has: "admin"`),
		// The team was made all the same: it is in the state, tainted.
		providertest.Applies(config(account, "name = \"Operations\"\nroles = [\"manager\", \"admin\"]"), address, plancheck.ResourceActionDestroyBeforeCreate,
			providertest.Value(address, "roles", roles("admin", "manager"))),
		providertest.Fails(config(account, "name = \"Operations\"\nroles = [\"pilot\"]"), `does not accept: "pilot". It now has: none`),
		providertest.Applies(config(account, "name = \"Operations\"\nroles = [\"admin\"]"), address, plancheck.ResourceActionUpdate,
			providertest.Value(address, "roles", roles("admin"))),
	)
}

func TestAccTeam_whatIsNoTeamIsRefusedUnsent(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.Run(t,
		providertest.Fails(config(account, `name = ""`), "name must have 1 to 255 characters and neither begin nor end with a blank, got: an empty name."),
		providertest.Fails(config(account, `name = "`+strings.Repeat("ü", 256)+`"`), "got: 256 characters."),
		providertest.Fails(config(account, `name = " Operations"`), `got: " Operations".`),
		providertest.Fails(config(account, `roles = ["admin"]`), `The argument "name" is required`),
		providertest.Fails(config(account, "name = \"Operations\"\nldap_group = \"\""), "ldap_group must not be empty: leave ldap_group out to have no group"),
		providertest.Fails(config(account, "name = \"Operations\"\nroles = [\"\"]"), `each of the roles must not be empty: leave the role out, got: ""`),
		providertest.Fails(config(account, "name = \"Operations\"\ntimeouts { create = \"soon\" }"), `timeouts.create must be a positive number with a unit, such as `+"`90s`"),
		providertest.Fails(config(account, "name = \"Operations\"\nroles = [\"admin\", null]"), "Null Set Value"),
		providertest.FailsToImport(config(account, `name = "Operations"`), address, "abc", `such as 392, got: "abc"`),
		providertest.FailsToImport(config(account, `name = "Operations"`), address, "12/", `such as 392, got: "12/"`),
		providertest.FailsToImport(config(account, `name = "Operations"`), address, "4711", "Cannot import non-existent remote object"),
	)
	// A 404 that is the first response of all is made sure of by the listing.
	if requests := len(account.Requests()) - account.Count(http.MethodGet, "/teams/4711") - account.Count(http.MethodGet, "/teams"); requests != 0 {
		t.Errorf("expected no request but for team 4711, got %v", account.Tally())
	}
}
