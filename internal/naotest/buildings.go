// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

// BlueprintSignature occurs in every signed URL of a blueprint, which is a
// secret: it must not turn up anywhere else.
const BlueprintSignature = "canary-blueprint-signature-5c1d"

// Building is a building of a site.
type Building struct {
	ID     string // "" = the next one, when it is added
	SiteID string
	Name   string
	Floors []Floor
}

// Floor is a floor of a building.
type Floor struct {
	ID          string // "" = the next one, when its building is added
	Name        string
	LevelNumber float64
	// Bounds is where the blueprint lies; nil = there is none.
	Bounds *Bounds
}

// Bounds is the box of a blueprint, in degrees.
type Bounds struct{ North, South, East, West, Rotation float64 }

// Buildings says how buildings behave.
type Buildings struct {
	// Included embeds the floors as `included` resources of their buildings.
	Included bool
}

func copyBuilding(building Building) Building {
	building.Floors = slices.Clone(building.Floors)
	return building
}

func buildingFields() map[string]func(*row[Building]) any {
	return map[string]func(*row[Building]) any{
		"name":    func(r *row[Building]) any { return r.value.Name },
		"site_id": func(r *row[Building]) any { return number(r.value.SiteID) },
	}
}

// AddBuilding puts a building with its floors into the account, without a
// request. It does not check that the site exists.
func (s *Server) AddBuilding(building Building) Building {
	s.mu.Lock()
	defer s.mu.Unlock()
	building = copyBuilding(building)
	for i := range building.Floors {
		floor := &building.Floors[i]
		if floor.ID == "" {
			floor.ID = id(s.state.lastFloor + 1)
		}
		s.state.lastFloor = max(s.state.lastFloor, number(floor.ID))
	}
	r := s.state.buildings.add(number(building.ID), time.Now(), building)
	r.value.ID = id(r.id)
	s.state.ofSite[number(building.SiteID)] = append(s.state.ofSite[number(building.SiteID)], r.id)
	return copyBuilding(r.value)
}

func (c *call) buildingResource(r *row[Building]) resource {
	floors := make([]reference, 0, len(r.value.Floors))
	shown := resource{kind: "building", id: r.id, attributes: map[string]any{"name": r.value.Name}}
	for _, floor := range r.value.Floors {
		floors = append(floors, reference{"floor", floor.ID})
		if c.b.Buildings.Included {
			shown.included = append(shown.included, c.floorResource(floor))
		}
	}
	shown.toMany = map[string][]reference{"floors": floors}
	return shown
}

// floorResource shows a floor. Its signed URLs are different at every read.
func (c *call) floorResource(floor Floor) resource {
	shown := resource{kind: "floor", id: number(floor.ID), attributes: map[string]any{
		"name":                floor.Name,
		"level_number":        floor.LevelNumber,
		"blueprint_url":       nil,
		"blueprint_json_url":  nil,
		"blueprint_write_url": nil,
		"blueprint_latlonbox": nil,
	}}
	if b := floor.Bounds; b != nil {
		shown.attributes["blueprint_latlonbox"] = map[string]any{
			"north": b.North, "south": b.South, "east": b.East, "west": b.West, "rotation": b.Rotation,
		}
		for _, name := range []string{"blueprint_url", "blueprint_json_url", "blueprint_write_url"} {
			c.s.state.signed++
			shown.attributes[name] = fmt.Sprintf("https://blueprints.example.com/floors/%s/%s?X-Signature=%s-%d",
				floor.ID, name, BlueprintSignature, c.s.state.signed)
		}
	}
	return shown
}

func (s *Server) listBuildings(c *call) reply {
	return c.withSite(func(site *row[Site]) reply {
		return listSome(c, s.state.buildings, s.state.ofSite[site.id], c.buildingResource)
	})
}

func (s *Server) readBuilding(c *call) reply {
	return c.withBuilding(func(r *row[Building]) reply {
		self := "/sites/" + r.value.SiteID + "/buildings/" + id(r.id)
		return reply{status: http.StatusOK, document: c.member(c.buildingResource(r), self)}
	})
}

// listFloors lists the floors in the order of the building, page by page.
func (s *Server) listFloors(c *call) reply {
	return c.withBuilding(func(r *row[Building]) reply {
		floors := newCollection("floors", 0, map[string]func(*row[Floor]) any{
			"name":         func(r *row[Floor]) any { return r.value.Name },
			"level_number": func(r *row[Floor]) any { return r.value.LevelNumber },
		})
		var ids []int64
		for _, floor := range r.value.Floors {
			ids = append(ids, floors.add(number(floor.ID), r.created, floor).id)
		}
		return listSome(c, floors, ids, func(r *row[Floor]) resource { return c.floorResource(r.value) })
	})
}

// withBuilding finds the building of the path, in its site.
func (c *call) withBuilding(then func(*row[Building]) reply) reply {
	return c.withSite(func(site *row[Site]) reply {
		r, ok := c.s.state.buildings.get(c.r.PathValue("building"))
		if !ok || number(r.value.SiteID) != site.id {
			return notFound()
		}
		return then(r)
	})
}
