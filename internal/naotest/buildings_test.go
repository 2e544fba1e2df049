// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func withBuildings(t *testing.T, b naotest.Behavior) (*naotest.Server, *client) {
	t.Helper()
	s := naotest.New(b)
	site := s.AddSite(naotest.Site{Name: "s"})
	s.AddBuilding(naotest.Building{SiteID: site.ID, Name: "Hall", Floors: []naotest.Floor{
		{Name: "ground", LevelNumber: 0, Bounds: &naotest.Bounds{North: 2, South: 1, East: 4, West: 3, Rotation: 30}},
		{Name: "cellar", LevelNumber: -1},
	}})
	s.AddBuilding(naotest.Building{SiteID: "999", Name: "elsewhere"})
	return s, inProcess(t, s)
}

func TestBuildings_withTheirFloors(t *testing.T) {
	t.Parallel()
	_, c := withBuildings(t, naotest.Behavior{})
	listed := c.do("GET", "/sites/11416/buildings", "", 200)
	if got := listed.ids(); !slices.Equal(got, []string{"2100"}) {
		t.Fatalf("buildings: got %v", got)
	}
	equal(t, "floor", listed.at("data", 0, "relationships", "floors", "data", 1, "id"), any("5201"))
	equal(t, "included", listed.at("included"), nil)

	floors := c.do("GET", "/sites/11416/buildings/2100/floors?sort=level_number", "", 200)
	if got := floors.ids(); !slices.Equal(got, []string{"5201", "5200"}) {
		t.Errorf("floors: got %v", got)
	}
	equal(t, "level", floors.at("data", 0, "attributes", "level_number"), any(-1.0))
	equal(t, "no blueprint", floors.at("data", 0, "attributes", "blueprint_url"), nil)
	equal(t, "north", floors.at("data", 1, "attributes", "blueprint_latlonbox", "north"), any(2.0))

	c.do("GET", "/sites/11416/buildings/2100", "", 200)
	c.do("GET", "/sites/11416/buildings/2101", "", 404) // another site's
}

func TestBuildings_floorsMayBeIncluded(t *testing.T) {
	t.Parallel()
	_, c := withBuildings(t, naotest.Behavior{Buildings: naotest.Buildings{Included: true}})
	for _, path := range []string{"/sites/11416/buildings", "/sites/11416/buildings/2100"} {
		equal(t, path, c.do("GET", path, "", 200).at("included", 1, "attributes", "name"), any("cellar"))
	}
}

func TestBuildings_signedURLsChangeAtEveryRead(t *testing.T) {
	t.Parallel()
	_, c := withBuildings(t, naotest.Behavior{})
	seen := map[any]bool{}
	for range 2 {
		floors := c.do("GET", "/sites/11416/buildings/2100/floors", "", 200)
		for _, name := range []string{"blueprint_url", "blueprint_json_url", "blueprint_write_url"} {
			url, _ := floors.at("data", 0, "attributes", name).(string)
			if seen[url] || !strings.Contains(url, naotest.BlueprintSignature) {
				t.Errorf("%s: got %q", name, url)
			}
			seen[url] = true
		}
	}
}

func TestBuildings_goWithTheirSite(t *testing.T) {
	t.Parallel()
	s, _ := withBuildings(t, naotest.Behavior{})
	s.RemoveSite("11416")
	equal(t, "buildings", len(s.Buildings()), 1)
}
