// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

// Building is a building of a site.
type Building struct {
	ID     string // "" = the next one, when it is added
	SiteID string
	Name   string
	Floors []Floor
}

// Buildings says how buildings behave.
type Buildings struct {
	// Included embeds the floors as `included` resources of their buildings.
	Included bool
}

func newBuildings(sites *kind[Site]) *kind[Building] {
	return newKind(spec[Building]{
		plural: "buildings",
		first:  2100,
		verbs:  []verb{verbList, verbRead},
		below:  []owner[Building]{{sites, func(building Building) string { return building.SiteID }}},
		id:     func(building *Building) *string { return &building.ID },
		field: fields(map[string]func(Building) any{
			"name":    func(building Building) any { return building.Name },
			"site_id": func(building Building) any { return number(building.SiteID) },
		}),
		show: showBuilding,
	})
}

func showBuilding(c *call, r *row[Building]) resource {
	floors := c.s.state.floors
	shown := resource{
		kind:       "building",
		id:         r.value.ID,
		attributes: map[string]any{"name": r.value.Name},
		toMany:     map[string][]reference{"floors": references(floors, r.value.ID)},
	}
	if c.b.Buildings.Included {
		for _, floor := range floors.of(r.value.ID) {
			shown.included = append(shown.included, showFloor(c, floors.rows[floor]))
		}
	}
	return shown
}

// AddBuilding puts a building with its floors into the account, without a
// request. It does not check that the site exists.
func (s *Server) AddBuilding(building Building) Building {
	floors := building.Floors
	building.Floors = nil
	s.RemoveBuilding(building.ID)
	building = addTo(s, s.state.buildings, building)
	for _, floor := range floors {
		floor.BuildingID = building.ID
		building.Floors = append(building.Floors, addTo(s, s.state.floors, floor))
	}
	return building
}

// Buildings returns the buildings, with their floors, in the order of their numeric ids.
func (s *Server) Buildings() []Building {
	buildings := valuesOf(s, s.state.buildings, every)
	for i := range buildings {
		buildings[i].Floors = s.floors(buildings[i].ID)
	}
	return buildings
}

// RemoveBuilding removes a building and its floors. It reports whether there was one.
func (s *Server) RemoveBuilding(id string) bool { return removeFrom(s, s.state.buildings, id) }
