// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package building_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

const address = "data.naocloud_buildings.test"

func config(account *providertest.Account, siteID string) string {
	return account.Config("data \"naocloud_buildings\" \"test\" {\n  site_id = \"" + siteID + "\"\n}\n")
}

func TestAccBuildingsDataSource_showsBuildingsWithTheirFloors(t *testing.T) {
	t.Parallel()
	cases := map[string]providertest.Case{}
	for name, behavior := range map[string]naotest.Behavior{
		"related":  {Listing: naotest.Listing{PageCap: 1}},
		"included": {Buildings: naotest.Buildings{Included: true}},
		"tolerant": {Documents: naotest.Documents{NumericIDs: true, StringAttributes: true, UnknownAttributes: true}},
	} {
		account := providertest.Start(t, behavior)
		account.SeedSites(2)
		account.AddBuilding(naotest.Building{ID: "9", SiteID: "11416", Name: "Annex"})
		account.AddBuilding(naotest.Building{ID: "10", SiteID: "11416", Name: "Main", Floors: []naotest.Floor{
			{ID: "72", Name: "First", LevelNumber: 1},
			{ID: "71", Name: "Ground", LevelNumber: 0, Bounds: &naotest.Bounds{North: 43.7, South: 43.5, East: 1.5, West: 1.25, Rotation: -12.5}},
		}})
		cases[name] = providertest.Case{Account: account, Steps: []resource.TestStep{
			providertest.Fails(config(account, "4711"), `No site has the id 4711`),
			providertest.Fails(config(account, "here"), `site_id must be the number that NAO Cloud gave the object`),
			{Config: config(account, "11416"), ConfigStateChecks: []statecheck.StateCheck{
				providertest.Value(address, "buildings", knownvalue.ListExact([]knownvalue.Check{
					knownvalue.ObjectExact(map[string]knownvalue.Check{
						"id": knownvalue.StringExact("9"), "name": knownvalue.StringExact("Annex"), "floors": knownvalue.ListSizeExact(0),
					}),
					knownvalue.ObjectExact(map[string]knownvalue.Check{
						"id": knownvalue.StringExact("10"), "name": knownvalue.StringExact("Main"),
						"floors": knownvalue.ListExact([]knownvalue.Check{
							floor("71", "Ground", 0, knownvalue.ObjectExact(map[string]knownvalue.Check{
								"north": knownvalue.Float64Exact(43.7), "south": knownvalue.Float64Exact(43.5),
								"east": knownvalue.Float64Exact(1.5), "west": knownvalue.Float64Exact(1.25), "rotation": knownvalue.Float64Exact(-12.5),
							})),
							floor("72", "First", 1, knownvalue.Null()),
						}),
					}),
				})),
			}},
			{Config: config(account, "11417"), ConfigStateChecks: []statecheck.StateCheck{
				providertest.Value(address, "buildings", knownvalue.ListSizeExact(0)),
			}},
		}}
	}
	providertest.RunTogether(t, cases)
}

func floor(id, name string, level float64, bounds knownvalue.Check) knownvalue.Check {
	return knownvalue.ObjectExact(map[string]knownvalue.Check{
		"id": knownvalue.StringExact(id), "name": knownvalue.StringExact(name), "level_number": knownvalue.Float64Exact(level), "bounds": bounds,
	})
}
