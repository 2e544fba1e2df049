// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

// generic is a resource of the generic REST provider.
func generic(id, path, data string) string {
	return fmt.Sprintf("resource \"restapi_object\" \"x\" {\n  id   = %q\n  path = %q\n  data = %q\n}\n", id, path, data)
}

func moved(to string) string {
	return fmt.Sprintf("moved {\n  from = restapi_object.x\n  to   = %s.x\n}\n", to)
}

// moveAccount holds one object of each kind.
func moveAccount(t *testing.T) *providertest.Account {
	t.Helper()
	account := providertest.Start(t, naotest.Behavior{})
	account.AddTeam(naotest.Team{ID: "392", Name: "Operations", Roles: []string{"admin"}})
	account.AddSite(naotest.Site{ID: "11416", Name: "Purpan hospital", Latitude: 43.6112154, Longitude: 1.3995927})
	account.AddAssociation("392", "11416")
	account.AddTag(naotest.Tag{SiteID: "11416", TrackingID: "AA:BB:CC:44:55:66", Name: "Bed 12"})
	return account
}

const (
	teamBlock = "resource \"naocloud_team\" \"x\" {\n  name = \"Operations\"\n}\n"
	siteBlock = "resource \"naocloud_site\" \"x\" {\n  name = \"Purpan hospital\"\n  latitude = 43.6112154\n  longitude = 1.3995927\n}\n"
	pairBlock = "resource \"naocloud_site_team_association\" \"x\" {\n  team_id = \"392\"\n  site_id = \"11416\"\n}\n"
	tagBlock  = "resource \"naocloud_tag\" \"x\" {\n  site_id = \"11416\"\n  tracking_id = \"AA:BB:CC:44:55:66\"\n  name = \"Bed 12\"\n}\n"
)

func TestAccMoved_fromTheGenericRESTProvider(t *testing.T) {
	t.Parallel()
	for kind, test := range map[string]struct{ from, to string }{
		"naocloud_team":                  {generic("392", "/teams", `{"team":{"name":"Operations"}}`), teamBlock},
		"naocloud_site":                  {generic("11416", "/api/v2/sites/", `{"site":{"name":"Purpan hospital"}}`), siteBlock},
		"naocloud_site_team_association": {generic("1093", "teams/392/site_team_associations", `{"site_team_association":{"site_id":11416}}`), pairBlock},
		"naocloud_tag":                   {generic("70001", "/sites/11416/nao_trackables", `{"nao_trackable":{"name":"Bed 12","tracking_id":"AA:BB:CC:44:55:66"}}`), tagBlock},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			account := moveAccount(t)
			account.RunMoving(t,
				resource.TestStep{Config: account.Config(test.from)},
				resource.TestStep{
					Config: account.Config(test.to + moved(kind)),
					ConfigPlanChecks: resource.ConfigPlanChecks{
						PreApply:             []plancheck.PlanCheck{plancheck.ExpectResourceAction(kind+".x", plancheck.ResourceActionNoop)},
						PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
					},
				})
		})
	}
}

func TestAccMoved_whatCannotBeMovedGetsTheRecipe(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ from, to, text string }{
		"another path":     {generic("392", "/teams", `{}`), siteBlock + moved("naocloud_site"), `path is "/teams", that of a site is "/sites"`},
		"no number":        {generic("abc", "/teams", `{}`), teamBlock + moved("naocloud_team"), `got "abc"`},
		"no second id":     {generic("1093", "/teams/392/site_team_associations", `{}`), pairBlock + moved("naocloud_site_team_association"), `does not say the id of the site: got ""`},
		"another resource": {"resource \"terraform_data\" \"x\" {}\n", teamBlock + "moved {\n  from = terraform_data.x\n  to = naocloud_team.x\n}\n", "removed { from = terraform_data.example"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := moveAccount(t)
			before := resource.TestStep{Config: account.Config(test.from)}
			account.RunMoving(t, before, providertest.Fails(account.Config(test.to), test.text), before)
		})
	}
}
