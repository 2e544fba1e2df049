// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package team_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

func TestAccTeam_refusedCreatesAreToldAndLeaveNothing(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	operations := config(account, "name = \"Operations\"\nroles = [\"admin\"]\nldap_group = \"cn=ops\"")
	refused := func(fault naotest.Fault, text string) resource.TestStep {
		return providertest.Before(
			func() { account.Inject(fault, naotest.On(http.MethodPost, "/teams").Times(1)) },
			providertest.Fails(operations, text))
	}
	account.Run(t,
		refused(naotest.Status(http.StatusUnauthorized), "The API key is not accepted"),
		refused(naotest.Status(http.StatusForbidden), "The credentials are good, but not for this. Teams need the credentials of a corporate admin."),
		refused(naotest.Unprocessable("/data/attributes/name", "Name is taken"), `Error: Team could not be created with naocloud_team.test, on `+
			`terraform_plugin_test.tf line 17, in resource "naocloud_team" "test": 17: name = "Operations" Team "Operations": NAO Cloud says: Name is taken.`),
		refused(naotest.Unprocessable("/data/attributes/ldap_group", "Group is unknown"), `: ldap_group = "cn=ops"`),
		refused(naotest.Unprocessable("", "Something is wrong"), `Team "Operations": NAO Cloud says: Something is wrong.`),
		refused(naotest.ErrorFields(http.StatusUnprocessableEntity, map[string][]string{"name": {"is odd"}}), `: name = "Operations"`),
		refused(naotest.NullErrors(http.StatusBadRequest), "NAO Cloud gives no reason."),
		refused(naotest.JobFails("No room for teams."), "the background job failed: No room for teams."),
	)
	if teams := account.Teams(); len(teams) != 0 {
		t.Errorf("expected no team, got %v", teams)
	}
}

func TestAccTeam_troubleThatPassesIsNotNoticed(t *testing.T) {
	t.Parallel()
	cases := map[string]providertest.Case{}
	for name, fault := range map[string]naotest.Fault{
		"429":                naotest.TooManyRequests("0"),
		"lost response":      naotest.LoseResponse,
		"cut connection":     naotest.CutBefore,
		"500 after the work": naotest.Status(http.StatusInternalServerError).AfterWork(),
		"503 before":         naotest.ProxyPage(http.StatusServiceUnavailable),
		"truncated body":     naotest.TruncateBody,
		"an HTML page":       naotest.HTMLPage.AfterWork(),
	} {
		account := providertest.Start(t, naotest.Behavior{})
		account.Inject(fault, naotest.On(http.MethodPost, "/teams").Times(1))
		account.Inject(fault, naotest.On(http.MethodPut, "/teams/*").Times(1))
		account.Inject(fault, naotest.On(http.MethodDelete, "/teams/*").Times(1))
		cases[name] = providertest.Case{Account: account, Steps: []resource.TestStep{
			providertest.After(
				providertest.Applies(config(account, `name = "Operations"`), address, plancheck.ResourceActionCreate),
				func() {
					if teams := account.Teams(); len(teams) != 1 {
						t.Errorf("%s: expected one team, got %v", name, teams)
					}
				}),
			providertest.Applies(config(account, `name = "Operations EU"`), address, plancheck.ResourceActionUpdate),
		}}
	}
	providertest.RunTogether(t, cases)
}

func TestAccTeam_troubleThatStaysKeepsTheState(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	// A 429 is waited out until the operation has no time left.
	impatient := func(name string) string {
		return config(account, "name = \""+name+"\"\ntimeouts { read = \"3s\" }")
	}
	operations := impatient("Operations")
	troubled := func(method string, fault naotest.Fault, config, text string) resource.TestStep {
		return providertest.Before(
			func() { account.Inject(fault, naotest.On(method, "/teams/392")) },
			providertest.Fails(config, text))
	}
	account.Run(t,
		providertest.Applies(operations, address, plancheck.ResourceActionCreate),
		troubled(http.MethodGet, naotest.Status(http.StatusUnauthorized), operations, "Team could not be read"),
		providertest.Before(account.ClearFaults, providertest.Unchanged(operations)),
		troubled(http.MethodGet, naotest.Status(http.StatusForbidden), operations, "not for this. Teams need the credentials of a corporate admin."),
		providertest.Before(account.ClearFaults, providertest.Unchanged(operations)),
		troubled(http.MethodGet, naotest.Status(http.StatusBadGateway), operations, "NAO Cloud has trouble of its own."),
		providertest.Before(account.ClearFaults, providertest.Unchanged(operations)),
		troubled(http.MethodGet, naotest.HTMLPage, operations, "Something between here and NAO Cloud may have answered in its place"),
		providertest.Before(account.ClearFaults, providertest.Unchanged(operations)),
		troubled(http.MethodGet, naotest.TooManyRequests("0"), operations, "Retries did not outlast the rate limit"),
		providertest.Before(account.ClearFaults, providertest.Unchanged(operations)),
		troubled(http.MethodPut, naotest.Unprocessable("/data/attributes/name", "Name is taken"), impatient("Taken"),
			`: name = "Taken" Team "Operations" (id 392): NAO Cloud says: Name is taken.`),
		providertest.Before(account.ClearFaults, providertest.Unchanged(operations)),
		troubled(http.MethodPut, naotest.JobFails("Try again tomorrow."), impatient("Other"), "the background job failed: Try again tomorrow."),
		providertest.Before(account.ClearFaults, providertest.Unchanged(operations)),
		providertest.Before(func() { account.Inject(naotest.JobFails("It is in use."), naotest.On(http.MethodDelete, "/teams/392")) },
			resource.TestStep{Config: operations, Destroy: true, ExpectError: providertest.Message("the background job failed: It is in use.")}),
		providertest.Before(account.ClearFaults, providertest.Unchanged(operations)),
	)
}

func TestAccTeam_anExistingOneStopsTheCreate(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.AddTeam(naotest.Team{Name: "Operations"})
	account.Run(t,
		providertest.Fails(config(account, `name = "Operations"`),
			`Team exists already with naocloud_team.test, on terraform_plugin_test.tf line 16, in resource "naocloud_team" "test": 16: resource "naocloud_team" "test" { `+
				"The team \"Operations\" exists already: id 392. Nothing was created. If this resource, or one that depends on it, sets `create_before_destroy`, it may be the "+
				`very object that this run replaces: remove that setting, then apply again. To manage what is there, import it (with the address of your resource): `+
				`import { to = naocloud_team.example id = "392" } `+
				"If another resource manages it already, remove one of the two blocks. If only the address or the key of this resource has changed, write a `moved` block "+
				`instead. To make another one beside it, set on_existing = "create"`),
		providertest.Applies(account.ConfigOnExistingCreate(`resource "naocloud_team" "test" { name = "Operations" }`), address, plancheck.ResourceActionCreate,
			providertest.Text(address, "id", "393")),
	)
}

func TestAccTeam_severalNewOnesAreNamedAndNoneIsAdopted(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{Responses: naotest.Responses{Creates: naotest.SeeOther}})
	operations := config(account, `name = "Operations"`)
	account.Run(t,
		providertest.Before(
			func() {
				account.AfterRequest(http.MethodPost, "/teams", func() { account.AddTeam(naotest.Team{Name: "Operations"}) })
			},
			providertest.Fails(operations, `import { to = naocloud_team.example id = "392" } import { to = naocloud_team.example id = "393" }`)),
		providertest.Before(
			func() {
				account.RemoveTeam("392")
				account.RemoveTeam("393")
			},
			providertest.Applies(operations, address, plancheck.ResourceActionCreate, providertest.Text(address, "id", "394"))),
	)
}
