// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package live

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

const (
	team        = "naocloud_team.test"
	site        = "naocloud_site.test"
	association = "naocloud_site_team_association.test"
	tag         = "naocloud_tag.test"
	siteTags    = "naocloud_site_tags.test"
	teamSites   = "naocloud_team_sites.test"
)

// imported imports what is there already under its own id.
func imported(address string) resource.TestStep {
	return resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true}
}

func TestAccLive_team(t *testing.T) {
	t.Parallel()
	a := open(t)
	a.run(t,
		providertest.Applies(a.team("team", ""), team, plancheck.ResourceActionCreate,
			providertest.Text(team, "name", a.name+" team"), providertest.Value(team, "id", knownvalue.NotNull())),
		imported(team),
		providertest.Applies(a.team("renamed", ""), team, plancheck.ResourceActionUpdate, providertest.Text(team, "name", a.name+" renamed")),
		providertest.Applies(a.team("renamed", "  ldap_group = \"cn=terraform\"\n"), team, plancheck.ResourceActionUpdate,
			providertest.Text(team, "ldap_group", "cn=terraform")),
		providertest.Applies(a.team("renamed", ""), team, plancheck.ResourceActionUpdate, providertest.Value(team, "ldap_group", knownvalue.Null())),
		providertest.Applies(a.team("renamed", "  roles = [\"admin\"]\n"), team, plancheck.ResourceActionUpdate,
			providertest.Value(team, "roles", knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("admin")}))),
	)
}

func TestAccLive_site(t *testing.T) {
	t.Parallel()
	a := open(t)
	created, ok := a.site()
	if !ok {
		t.Skip("NAOCLOUD_ACC_SITE_ID is set: the account may not create sites")
	}
	moved := fmt.Sprintf("resource \"naocloud_site\" \"test\" {\n  name      = %q\n  latitude  = 44\n  longitude = 1.5\n}\n", a.name+" site")
	a.run(t,
		providertest.Applies(created, site, plancheck.ResourceActionCreate, providertest.Text(site, "name", a.name+" site")),
		imported(site),
		providertest.Applies(moved, site, plancheck.ResourceActionUpdate,
			providertest.Value(site, "latitude", knownvalue.Float64Exact(44)), providertest.Value(site, "longitude", knownvalue.Float64Exact(1.5))),
	)
}

func TestAccLive_association(t *testing.T) {
	t.Parallel()
	a := open(t)
	place, _ := a.site()
	config := place + a.team("team", "") + "resource \"naocloud_site_team_association\" \"test\" {\n  team_id = naocloud_team.test.id\n  site_id = local.site_id\n}\n"
	// The pair is the import id.
	pair := resource.TestStep{ResourceName: association, ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateIdFunc: pairOf(association, "team_id", "site_id")}
	a.run(t,
		providertest.Applies(config, association, plancheck.ResourceActionCreate,
			statecheck.CompareValuePairs(association, tfjsonpath.New("team_id"), team, tfjsonpath.New("id"), compare.ValuesSame())),
		pair,
		providertest.Unchanged(config),
	)
}

func TestAccLive_tags(t *testing.T) {
	t.Parallel()
	a := open(t)
	place, created := a.site()
	if !created {
		t.Skip("NAOCLOUD_ACC_SITE_ID is set: tags are made on a site of their own")
	}
	tags := func(name, entries string) string {
		return place + fmt.Sprintf("resource \"naocloud_tag\" \"test\" {\n  site_id     = local.site_id\n  tracking_id = %q\n  name        = %q\n}\n", a.name, name) +
			fmt.Sprintf("resource \"naocloud_site_tags\" \"test\" {\n  site_id = local.site_id\n  tags = {\n%s  }\n}\n", entries)
	}
	entry := func(key, name string) string { return fmt.Sprintf("    %q = %q\n", a.name+key, name) }
	a.run(t,
		providertest.Applies(tags("Bed 1", entry("-2", "Bed 2")+entry("-3", "Bed 3")), tag, plancheck.ResourceActionCreate,
			providertest.Text(tag, "name", "Bed 1"), providertest.Value(siteTags, "ids", knownvalue.MapSizeExact(2))),
		resource.TestStep{ResourceName: tag, ImportState: true, ImportStateVerify: true, ImportStateIdFunc: pairOf(tag, "site_id", "tracking_id")},
		providertest.Applies(tags("Bed one", entry("-2", "Bed two")+entry("-4", "Bed 4")), siteTags, plancheck.ResourceActionUpdate,
			providertest.Text(tag, "name", "Bed one")),
	)
}

func TestAccLive_teamSites(t *testing.T) {
	t.Parallel()
	a := open(t)
	place, _ := a.site()
	config := func(exclusive bool) string {
		return place + a.team("team", "") + fmt.Sprintf("resource \"naocloud_team_sites\" \"test\" {\n  team_id   = naocloud_team.test.id\n  site_ids  = [local.site_id]\n  exclusive = %t\n}\n", exclusive)
	}
	a.run(t,
		providertest.Applies(config(false), teamSites, plancheck.ResourceActionCreate, providertest.Value(teamSites, "site_ids", knownvalue.SetSizeExact(1))),
		providertest.Applies(config(true), teamSites, plancheck.ResourceActionUpdate, providertest.Value(teamSites, "undeclared", knownvalue.SetSizeExact(0))),
	)
}

func TestAccLive_dataSources(t *testing.T) {
	t.Parallel()
	a := open(t)
	shown := a.team("team", "") + `
data "naocloud_team" "by_name" {
  name = naocloud_team.test.name
}
data "naocloud_teams" "some" {
  name_contains = naocloud_team.test.name
}
data "naocloud_sites" "all" {}
`
	same := func(address string, path tfjsonpath.Path) statecheck.StateCheck {
		return statecheck.CompareValuePairs(address, path, team, tfjsonpath.New("id"), compare.ValuesSame())
	}
	a.run(t, resource.TestStep{Config: shown, ConfigStateChecks: []statecheck.StateCheck{
		same("data.naocloud_team.by_name", tfjsonpath.New("id")),
		same("data.naocloud_teams.some", tfjsonpath.New("teams").AtSliceIndex(0).AtMapKey("id")),
		providertest.Value("data.naocloud_sites.all", "sites", knownvalue.NotNull()),
	}})
}

func TestAccLive_whatExistsIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	a := open(t)
	twice := a.team("team", "") + fmt.Sprintf("resource \"naocloud_team\" \"second\" {\n  name       = %q\n  depends_on = [naocloud_team.test]\n}\n", a.name+" team")
	a.run(t, providertest.Fails(twice, "is declared twice"))
}

// pairOf is the import id of a resource that two attributes identify.
func pairOf(address, first, second string) resource.ImportStateIdFunc {
	return func(state *terraform.State) (string, error) {
		found, ok := state.RootModule().Resources[address]
		if !ok {
			return "", fmt.Errorf("%s is not in the state", address)
		}
		return found.Primary.Attributes[first] + "/" + found.Primary.Attributes[second], nil
	}
}
