// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package site_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

func forced(account *providertest.Account) string {
	return account.Config(`
		resource "naocloud_site" "test" {
			name          = "Purpan"
			latitude      = 43.56439230039133
			longitude     = 1.3871262673941822
			force_destroy = true
		}`)
}

func TestAccSite_withBuildingsIsNotDestroyedWithoutForce(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.Run(t,
		providertest.Applies(purpan(account), address, plancheck.ResourceActionCreate),
		providertest.Before(
			func() { account.AddBuilding(naotest.Building{ID: "9", SiteID: "11416", Name: "Annex"}) },
			resource.TestStep{Config: purpan(account), Destroy: true, ExpectError: providertest.Message("set `force_destroy = true`, apply that, then destroy")}),
		resource.TestStep{Config: account.Config(""), PlanOnly: true, ExpectError: providertest.Message("Site has buildings")},
		providertest.Before(
			func() {
				account.Inject(naotest.Status(http.StatusForbidden), naotest.On(http.MethodGet, "/sites/*/buildings"))
			},
			resource.TestStep{Config: purpan(account), Destroy: true, ExpectError: providertest.Message("Site could not be checked before its removal")}),
		providertest.Before(account.ClearFaults,
			providertest.Applies(forced(account), address, plancheck.ResourceActionUpdate,
				providertest.Value("naocloud_site.test", "force_destroy", knownvalue.Bool(true)))),
	)
	if puts := account.Count(http.MethodPut, "/sites/*"); puts != 0 {
		t.Errorf("expected that force_destroy sends nothing, got %v", account.Tally())
	}
}

func TestAccSite_withBuildingsIsNotReplacedWithoutForce(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.Run(t,
		providertest.Applies(purpan(account), address, plancheck.ResourceActionCreate),
		providertest.Before(
			func() { account.AddBuilding(naotest.Building{ID: "9", SiteID: "11416", Name: "Annex"}) },
			resource.TestStep{Config: purpan(account), Taint: []string{address}, ExpectError: providertest.Message("Site has buildings")}),
		providertest.Before(
			func() { account.RemoveSite("11416") },
			providertest.Applies(purpan(account), address, plancheck.ResourceActionCreate)),
	)
}
