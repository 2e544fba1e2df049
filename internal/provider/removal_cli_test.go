// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// inUse is a site, and an association that would go before it.
func inUse(lines string) string {
	return `
resource "naocloud_team" "it" { name = "Operations" }
resource "naocloud_site" "it" {
  name      = "Purpan"
  latitude  = 43.5
  longitude = 1.25
  ` + lines + `
}
resource "naocloud_site_team_association" "it" {
  team_id = naocloud_team.it.id
  site_id = naocloud_site.it.id
}
`
}

// withBuildings applies a site, which then gets a building.
func withBuildings(t *testing.T, lines string) (*workspace, *naotest.Server) {
	t.Helper()
	cli, base := quickProvider(t)
	account := naotest.Start(t, naotest.Behavior{})
	w := open(t, cli, base, map[string]string{"NAOCLOUD_ENDPOINT": account.URL, "NAOCLOUD_API_KEY": naotest.APIKey})
	w.configure(t, inUse(lines))
	says(t, w.run(t, "apply", "-auto-approve"), "3 added")
	account.AddBuilding(naotest.Building{ID: "9", SiteID: "11416", Name: "Annex"})
	return w, account
}

func TestAccRemoval_aReplacementOfASiteWithBuildingsIsRefusedInThePlan(t *testing.T) {
	t.Parallel()
	w, account := withBuildings(t, "")
	for _, arguments := range [][]string{
		{"plan", "-replace=naocloud_site.it"},
		{"apply", "-auto-approve", "-replace=naocloud_site.it"},
		{"plan", "-replace=naocloud_site.it", "-refresh=false"},
	} {
		output := w.run(t, arguments...)
		says(t, output, "Site has buildings", `Site "Purpan" (id 11416) has buildings on NAO Cloud, and would be deleted with them. Nothing was deleted.`,
			"force_destroy = true", "destroy = false")
		if strings.Contains(output, "Destroying...") {
			t.Errorf("%v: expected that nothing goes, not even the association, got:\n%s", arguments, output)
		}
	}
	if writes := account.Count("DELETE", ""); writes != 0 {
		t.Errorf("expected no DELETE, got %v", account.Tally())
	}
}

func TestAccRemoval_forceDestroyLetsAReplacementPass(t *testing.T) {
	t.Parallel()
	w, account := withBuildings(t, "")
	w.configure(t, inUse("force_destroy = true"))
	says(t, w.run(t, "apply", "-auto-approve"), "1 changed")
	says(t, w.run(t, "apply", "-auto-approve", "-replace=naocloud_site.it"), "2 added", "2 destroyed")
	if sites := account.Sites(); len(sites) != 1 || sites[0].ID != "11417" {
		t.Errorf("expected the site that replaces the other, got %v", sites)
	}
}

func TestAccRemoval_aTaintedSiteWithBuildingsStays(t *testing.T) {
	t.Parallel()
	w, account := withBuildings(t, "")
	w.run(t, "taint", "naocloud_site.it")
	says(t, w.run(t, "apply", "-auto-approve"), "Site has buildings")
	if sites := account.Sites(); len(sites) != 1 || sites[0].ID != "11416" {
		t.Errorf("expected the site with its building, got %v", sites)
	}
	w.run(t, "untaint", "naocloud_site.it")
	// The association went before its site was refused, since Terraform plans a tainted site without its buildings.
	says(t, w.run(t, "apply", "-auto-approve"), "Apply complete!")
	says(t, w.run(t, "plan"), "No changes.")
}
