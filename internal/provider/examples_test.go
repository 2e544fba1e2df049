// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

// exampleAccount holds what the examples speak of.
func exampleAccount(t *testing.T) *providertest.Account {
	t.Helper()
	account := providertest.Start(t, undocumented())
	account.AddTeam(naotest.Team{ID: "392", Name: "Operations", Roles: []string{"admin"}})
	account.AddSite(naotest.Site{ID: "11416", Name: "Purpan hospital", Latitude: 43.6112154, Longitude: 1.3995927})
	account.AddSite(naotest.Site{Name: "North warehouse"})
	account.AddAssociation("392", "11416")
	account.AddTag(naotest.Tag{SiteID: "11416", TrackingID: "AA:BB:CC:44:55:66", Name: "Bed 12", Category: "bed"})
	account.AddObject(naotest.Object{ID: "7", Collection: "sites/11416/notifiers", Attributes: map[string]any{
		"name": "Alerts to the control room", "url": "https://control-room.example/nao", "active": true,
	}})
	return account
}

// undocumented has the collection that the examples of naocloud_object speak of.
func undocumented() naotest.Behavior {
	return naotest.Behavior{Collections: []naotest.Collection{{Path: "sites/{}/notifiers"}}}
}

// theRest imports what the association's example declares beside it.
const theRest = `
import {
  to = naocloud_team.operations
  id = "392"
}

import {
  to = naocloud_site.hospital
  id = "11416"
}
`

// theSite imports what the tag's example declares beside it.
const theSite = `
import {
  to = naocloud_site.hospital
  id = "11416"
}
`

// setExamples import a set by its parent: the first apply takes over what they declare.
var setExamples = map[string]struct{ address, rest string }{
	"naocloud_site_tags":  {"naocloud_site_tags.beds", theSite},
	"naocloud_team_sites": {"naocloud_team_sites.operations", theRest},
}

var resourceExamples = map[string]struct{ address, rest string }{
	"naocloud_team":                  {"naocloud_team.operations", ""},
	"naocloud_site":                  {"naocloud_site.hospital", ""},
	"naocloud_site_team_association": {"naocloud_site_team_association.operations_hospital", theRest},
	"naocloud_tag":                   {"naocloud_tag.bed_12", theSite},
	"naocloud_object":                {"naocloud_object.alerts", ""},
}

func TestAccExamples_resourcesAreCreated(t *testing.T) {
	t.Parallel()
	cases := map[string]providertest.Case{}
	for _, name := range slices.Concat(slices.Collect(maps.Keys(resourceExamples)), slices.Collect(maps.Keys(setExamples))) {
		account := providertest.Start(t, undocumented())
		account.SeedSites(1) // The first site has the id 11416.
		cases[name] = providertest.Case{Account: account, Steps: []resource.TestStep{
			{Config: account.Config(providertest.Example(t, "resources/"+name+"/resource.tf"))},
		}}
	}
	providertest.RunTogether(t, cases)
}

func TestAccExamples_importCommands(t *testing.T) {
	t.Parallel()
	for name := range resourceExamples {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			script := strings.Fields(providertest.Example(t, "resources/"+name+"/import.sh"))
			address, id := script[len(script)-2], script[len(script)-1]
			account := exampleAccount(t)
			account.Run(t, resource.TestStep{
				Config:       account.Config(providertest.Example(t, "resources/"+name+"/resource.tf")),
				ResourceName: address, ImportState: true, ImportStateId: id,
			})
		})
	}
}

func importStep(t *testing.T, account *providertest.Account, name, block string) resource.TestStep {
	t.Helper()
	example := resourceExamples[name]
	folder := "resources/" + name + "/"
	config := account.Config(providertest.Example(t, folder+"resource.tf") + providertest.Example(t, folder+block) + example.rest)
	return providertest.Applies(config, example.address, plancheck.ResourceActionNoop)
}

func TestAccExamples_importBlocks(t *testing.T) {
	t.Parallel()
	for name := range resourceExamples {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := exampleAccount(t)
			account.Run(t, importStep(t, account, name, "import-by-string-id.tf"))
		})
	}
}

func TestAccExamples_setsAreImported(t *testing.T) {
	t.Parallel()
	for name, example := range setExamples {
		folder := "resources/" + name + "/"
		created := providertest.Example(t, folder+"resource.tf")
		for _, block := range []string{"import-by-string-id.tf", "import-by-identity.tf"} {
			t.Run(name+" "+block, func(t *testing.T) {
				t.Parallel()
				account := exampleAccount(t)
				config := account.Config(created + providertest.Example(t, folder+block) + example.rest)
				account.RunWithIdentity(t, providertest.Applies(config, example.address, plancheck.ResourceActionUpdate))
			})
		}
		t.Run(name+" import.sh", func(t *testing.T) {
			t.Parallel()
			script := strings.Fields(providertest.Example(t, folder+"import.sh"))
			account := exampleAccount(t)
			account.Run(t, resource.TestStep{
				Config:       account.Config(created),
				ResourceName: script[len(script)-2], ImportState: true, ImportStateId: script[len(script)-1],
			})
		})
	}
}

func TestAccExamples_importBlocksWithIdentity(t *testing.T) {
	t.Parallel()
	for name := range resourceExamples {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := exampleAccount(t)
			account.RunWithIdentity(t, importStep(t, account, name, "import-by-identity.tf"))
		})
	}
}

func TestAccExamples_dataSources(t *testing.T) {
	t.Parallel()
	cases := map[string]providertest.Case{}
	for _, name := range []string{"naocloud_team", "naocloud_teams", "naocloud_site", "naocloud_sites", "naocloud_buildings", "naocloud_tag", "naocloud_tags", "naocloud_object", "naocloud_objects"} {
		account := exampleAccount(t)
		account.AddBuilding(naotest.Building{SiteID: "11416", Name: "Main", Floors: []naotest.Floor{{Name: "Ground"}, {Name: "First", LevelNumber: 1}}})
		cases[name] = providertest.Case{Account: account, Steps: []resource.TestStep{
			{Config: account.Config(providertest.Example(t, "data-sources/"+name+"/data-source.tf"))},
		}}
	}
	providertest.RunTogether(t, cases)
}
