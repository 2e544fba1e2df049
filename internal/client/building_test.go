// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestFloor_decode(t *testing.T) {
	t.Parallel()
	attributes := func(a string) string { return `{"data":{"id":"5","type":"floor","attributes":` + a + `}}` }
	for name, test := range map[string]struct {
		body string
		want Floor
	}{
		"as documented": {
			attributes(`{"name":"Ground","level_number":0,"blueprint_url":"https://x/?sig","blueprint_latlonbox":{"north":2,"south":1,"east":4,"west":3,"rotation":-12.5}}`),
			Floor{SiteID: "1", BuildingID: "9", ID: "5", Name: "Ground", LevelNumber: Set(0.0), Bounds: &Bounds{North: 2, South: 1, East: 4, West: 3, Rotation: -12.5}},
		},
		"strings":          {attributes(`{"level_number":"-1.5","blueprint_latlonbox":{"north":"2"}}`), Floor{SiteID: "1", BuildingID: "9", ID: "5", LevelNumber: Set(-1.5), Bounds: &Bounds{North: 2}}},
		"nulls":            {attributes(`{"name":null,"level_number":null,"blueprint_latlonbox":null}`), Floor{SiteID: "1", BuildingID: "9", ID: "5", LevelNumber: Null[float64]()}},
		"null in the box":  {attributes(`{"name":"Ground","blueprint_latlonbox":{"north":2,"south":1,"east":4,"west":3,"rotation":null}}`), Floor{SiteID: "1", BuildingID: "9", ID: "5", Name: "Ground", Bounds: &Bounds{North: 2, South: 1, East: 4, West: 3}}},
		"nothing":          {attributes(`{}`), Floor{SiteID: "1", BuildingID: "9", ID: "5"}},
		"a number as name": {attributes(`{"name":2}`), Floor{SiteID: "1", BuildingID: "9", ID: "5", Name: "2"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := decodeFloor([]string{"1", "9"}, resourceOf(t, test.body))
			if err != nil || !reflect.DeepEqual(got, test.want) || !got.Complete() {
				t.Errorf("got %+v, %v; want %+v", got, err, test.want)
			}
		})
	}
	_, err := decodeFloor([]string{"1", "9"}, resourceOf(t, attributes(`{"blueprint_latlonbox":[1,2]}`)))
	wantError(t, err, "attributes of floor 5: blueprint_latlonbox: expected an object, got an array")
}

func TestBuildings(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behavior naotest.Behavior
		requests int
	}{
		"as documented":          {naotest.Behavior{}, 3}, // The empty building says itself that it has no floors.
		"floors are not shown":   {naotest.Behavior{Documents: naotest.Documents{Relationships: naotest.RelationshipsNull}}, 4},
		"plain roots":            {naotest.Behavior{Documents: naotest.Documents{PlainRoots: true, StringAttributes: true}}, 4},
		"floors come along":      {naotest.Behavior{Buildings: naotest.Buildings{Included: true}}, 3},
		"no order, small pages":  {naotest.Behavior{Listing: naotest.Listing{IgnoreSort: true, PageCap: 2}}, 5},
		"no meta":                {naotest.Behavior{Listing: naotest.Listing{NoMeta: true, PageCap: 2}}, 0},
		"numbers and duplicates": {naotest.Behavior{Documents: naotest.Documents{NumericIDs: true, UnknownAttributes: true}, Listing: naotest.Listing{Duplicates: true}}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, server := account(t, test.behavior)
			bounds := naotest.Bounds{North: 2, South: 1, East: 4, West: 3, Rotation: 5}
			server.AddBuilding(naotest.Building{ID: "10", SiteID: "1", Name: "B", Floors: []naotest.Floor{
				{ID: "21", Name: "first", LevelNumber: 1}, {ID: "22", Name: "cellar", LevelNumber: -1, Bounds: &bounds}, {ID: "23", Name: "ground", LevelNumber: 0},
			}})
			server.AddBuilding(naotest.Building{ID: "9", SiteID: "1", Name: "A", Floors: []naotest.Floor{{ID: "24", Name: "only", LevelNumber: 0.5}}})
			server.AddBuilding(naotest.Building{ID: "11", SiteID: "1", Name: "empty"})
			buildings, err := c.Buildings(t.Context(), "1")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, building := range buildings {
				got = append(got, building.ID+" "+building.Name)
				for _, floor := range building.Floors {
					level, _ := floor.LevelNumber.Get()
					got = append(got, fmt.Sprint(floor.ID, " ", floor.Name, " ", level))
				}
			}
			const want = "9 A, 24 only 0.5, 10 B, 22 cellar -1, 23 ground 0, 21 first 1, 11 empty"
			if got := strings.Join(got, ", "); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if got := buildings[1].Floors[0].Bounds; got == nil || *got != Bounds(bounds) {
				t.Errorf("got the bounds %+v, want %+v", got, bounds)
			}
			if got := len(server.Requests()); test.requests > 0 && got != test.requests {
				t.Errorf("got %d requests, want %d", got, test.requests)
			}
			if strings.Contains(fmt.Sprintf("%+v", buildings), naotest.BlueprintSignature) {
				t.Error("a signed URL was kept")
			}
		})
	}
}

func TestBuildings_failures(t *testing.T) {
	t.Parallel()
	c, server := account(t, naotest.Behavior{})
	_, err := c.Buildings(t.Context(), "2")
	wantError(t, err, "list the buildings of site 2: ", "Not Found")
	if !IsNotFound(err) {
		t.Errorf("got %v, want a 404", err)
	}
	if buildings, err := c.Buildings(t.Context(), "1"); err != nil || len(buildings) != 0 {
		t.Errorf("got %+v, %v; want none", buildings, err)
	}
	server.AddBuilding(naotest.Building{ID: "9", SiteID: "1", Floors: []naotest.Floor{{Name: "only"}}})
	c = inProcess(t, server)
	server.Inject(naotest.Status(http.StatusForbidden), naotest.On("GET", "/sites/1/buildings/9/floors"))
	_, err = c.Buildings(t.Context(), "1")
	wantError(t, err, "list the floors of building 9: ", "Forbidden")
}

func TestHasBuildings(t *testing.T) {
	t.Parallel()
	c, server := account(t, naotest.Behavior{})
	server.AddSite(naotest.Site{ID: "2", Name: "Depot"})
	server.AddBuilding(naotest.Building{ID: "9", SiteID: "1"})
	for site, want := range map[string]bool{"1": true, "2": false} {
		if has, err := c.HasBuildings(t.Context(), site); err != nil || has != want {
			t.Errorf("site %s: got %t, %v; want %t", site, has, err, want)
		}
	}
	wantCount(t, server, "GET", "/sites/*/buildings", 2)
	if _, err := c.HasBuildings(t.Context(), "3"); !IsNotFound(err) {
		t.Errorf("got %v, want a 404", err)
	}
}
