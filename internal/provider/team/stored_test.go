// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package team_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

func TestAccTeam_whatTheServerChangesIsAnErrorOnItsAttribute(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{Attributes: naotest.Attributes{
		Stored: map[string]naotest.Text{"team.name": {LowerCase: true}}, IgnoredOnUpdate: []string{"team.ldap_group"},
	}})
	account.Run(t,
		providertest.Fails(config(account, `name = "Operations"`),
			`: name = "Operations" NAO Cloud saved the team "operations" (id 392), but not with the name that was asked for. Asked: "Operations". Stored: "operations".`),
		// The team is in the state, tainted.
		providertest.Applies(config(account, `name = "operations"`), address, plancheck.ResourceActionDestroyBeforeCreate, providertest.Text(address, "id", "393")),
		providertest.Fails(config(account, "name = \"operations\"\nldap_group = \"cn=ops\""),
			`but not with the ldap group that was asked for. Asked: "cn=ops". Stored: none.`),
		// An update taints nothing.
		providertest.Unchanged(config(account, `name = "operations"`)),
	)
}

func TestAccTeam_aNameThatAJobChangesIsAnErrorOnItToo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		stored     naotest.Text
		sent, kept string
	}{
		"blanks":   {naotest.Text{Squeeze: true}, "Operations  EU", "Operations EU"},
		"capitals": {naotest.Text{LowerCase: true}, "Operations EU", "operations eu"},
		"cut":      {naotest.Text{Cut: 10}, "Operations EU", "Operations"},
	} {
		for _, response := range []naotest.Response{naotest.Document, naotest.SeeOther} {
			t.Run(name+", "+string(response), func(t *testing.T) {
				t.Parallel()
				account := providertest.Start(t, naotest.Behavior{
					Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"team.name": test.stored}}, Responses: naotest.Responses{Creates: response},
				})
				account.Run(t,
					providertest.Fails(config(account, `name = "`+test.sent+`"`),
						`but not with the name that was asked for. Asked: "`+test.sent+`". Stored: "`+test.kept+`". `+
							`Write what NAO Cloud stores, or ask its support why it does not take this value. `+
							"The state holds the team, but Terraform marks it as tainted and will replace it. To keep it, run `terraform untaint naocloud_team.NAME`"),
					providertest.Applies(config(account, `name = "`+test.kept+`"`), address, plancheck.ResourceActionDestroyBeforeCreate),
				)
			})
		}
	}
}

func TestAccTeam_anotherUnicodeFormIsTheSameName(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"team.name": {Decompose: true}}}})
	composed, decomposed := "H\u00f4pital", "Ho\u0302pital"
	account.Run(t,
		providertest.Applies(config(account, `name = "`+composed+`"`), address, plancheck.ResourceActionCreate, providertest.Text(address, "name", composed)),
		providertest.Unchanged(config(account, `name = "`+decomposed+`"`)),
		providertest.ImportsByBlock(address, "392"),
	)
}

func TestAccTeam_entitiesAreTheSameName(t *testing.T) {
	t.Parallel()
	cases := map[string]providertest.Case{}
	for _, response := range []naotest.Response{naotest.Document, naotest.SeeOther} {
		account := providertest.Start(t, naotest.Behavior{
			Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"team.name": {EscapeHTML: true}}},
			Responses:  naotest.Responses{Creates: response, Updates: response},
		})
		cases[string(response)] = providertest.Case{Account: account, Steps: []resource.TestStep{
			providertest.Applies(config(account, `name = "R&D d'Alès"`), address, plancheck.ResourceActionCreate, providertest.Text(address, "name", "R&D d'Alès")),
			providertest.ImportsByBlock(address, "392"),
			providertest.Applies(config(account, `name = "R&D <EU>"`), address, plancheck.ResourceActionUpdate, providertest.Text(address, "name", "R&D <EU>")),
		}}
	}
	providertest.RunTogether(t, cases)
}

func TestAccTeam_rolesThatAreLeftOutAreNeitherSentNorCompared(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{Teams: naotest.Teams{RolesWhenOmitted: []string{"admin"}}})
	account.Run(t,
		providertest.Applies(config(account, `name = "Operations"`), address, plancheck.ResourceActionCreate),
		providertest.Before(
			func() {
				// Somebody changes the roles between the plan and the apply.
				account.AfterRequest(http.MethodGet, "/teams/392", func() {
					account.UpdateTeam("392", func(team *naotest.Team) { team.Roles = []string{"manager"} })
				})
			},
			resource.TestStep{Config: config(account, `name = "Operations EU"`)}),
		resource.TestStep{RefreshState: true, Check: resource.TestCheckResourceAttr(address, "roles.0", "manager")},
	)
	if got := account.Bodies(http.MethodPut, "/teams/*"); !slices.Equal(got, []string{`{"team":{"name":"Operations EU"}}`}) {
		t.Errorf("expected one PUT without roles, got %s", got)
	}
}

func TestAccTeam_renamedOntoATakenName(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.AddTeam(naotest.Team{ID: "1000", Name: "Security"})
	account.Run(t,
		providertest.Applies(config(account, `name = "Operations"`), address, plancheck.ResourceActionCreate),
		providertest.Fails(config(account, `name = "Security"`), `exists already: id 1000. Nothing was changed.`),
		providertest.Unchanged(config(account, `name = "Operations"`)),
	)
	if puts := account.Count(http.MethodPut, "/teams/*"); puts != 0 {
		t.Errorf("expected no PUT, got %v", account.Tally())
	}
}

func TestAccTeam_twoOfOneNameAreRefusedInThePlan(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	two := `
		resource "naocloud_team" "one" { name = "Operations" }
		resource "naocloud_team" "two" { name = "Operations" }
	`
	account.Run(t,
		resource.TestStep{Config: account.Config(two), PlanOnly: true, ExpectError: providertest.Message("Team is declared twice")},
		resource.TestStep{Config: account.ConfigOnExistingCreate(two)},
		// Both have the name already.
		providertest.Unchanged(account.Config(two)),
	)
}

func TestAccTeam_adopts(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.AddTeam(naotest.Team{ID: "1000", Name: "Operations"})
	adopting := func(rest string) string {
		return `provider "naocloud" {
			endpoint    = "` + account.URL + `"
			api_key     = "` + naotest.APIKey + `"
			on_existing = "adopt"
		}
		` + rest
	}
	account.AddTeam(naotest.Team{ID: "1001", Name: "Security"})
	account.AddTeam(naotest.Team{ID: "1002", Name: "Security"})
	account.Run(t,
		providertest.Applies(adopting(`resource "naocloud_team" "test" {
			name  = "Operations"
			roles = ["admin"]
		}`), address, plancheck.ResourceActionCreate, providertest.Text(address, "id", "1000"), providertest.Value(address, "roles", roles("admin"))),
		providertest.Fails(adopting(`
			resource "naocloud_team" "test" {
				name  = "Operations"
				roles = ["admin"]
			}
			resource "naocloud_team" "several" { name = "Security" }`), "Team exists already"),
	)
	if posts := account.Count(http.MethodPost, "/teams"); posts != 0 {
		t.Errorf("expected no POST, got %v", account.Tally())
	}
}
