// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import "fmt"

// BlueprintSignature occurs in every signed URL of a blueprint, which is a
// secret: it must not turn up anywhere else.
const BlueprintSignature = "canary-blueprint-signature-5c1d"

// Floor is a floor of a building.
type Floor struct {
	ID          string // "" = the next one, when its building is added
	BuildingID  string // is set when its building is added
	Name        string
	LevelNumber float64
	// Bounds is where the blueprint lies; nil = there is none.
	Bounds *Bounds
}

// Bounds is the box of a blueprint, in degrees.
type Bounds struct{ North, South, East, West, Rotation float64 }

func newFloors(buildings *kind[Building]) *kind[Floor] {
	return newKind(spec[Floor]{
		plural: "floors",
		first:  5200,
		verbs:  []verb{verbList},
		below:  []owner[Floor]{{buildings, func(floor Floor) string { return floor.BuildingID }}},
		id:     func(floor *Floor) *string { return &floor.ID },
		field: fields(map[string]func(Floor) any{
			"name":         func(floor Floor) any { return floor.Name },
			"level_number": func(floor Floor) any { return floor.LevelNumber },
		}),
		show: showFloor,
	})
}

// showFloor shows a floor. Its signed URLs are different at every read.
func showFloor(c *call, r *row[Floor]) resource {
	floor := r.value
	shown := resource{kind: "floor", id: floor.ID, attributes: map[string]any{
		"name":                floor.Name,
		"level_number":        floor.LevelNumber,
		"blueprint_url":       nil,
		"blueprint_json_url":  nil,
		"blueprint_write_url": nil,
		"blueprint_latlonbox": nil,
	}}
	b := floor.Bounds
	if b == nil {
		return shown
	}
	shown.attributes["blueprint_latlonbox"] = map[string]any{
		"north": b.North, "south": b.South, "east": b.East, "west": b.West, "rotation": b.Rotation,
	}
	for _, name := range []string{"blueprint_url", "blueprint_json_url", "blueprint_write_url"} {
		c.s.state.signed++
		shown.attributes[name] = fmt.Sprintf("https://blueprints.example.com/floors/%s/%s?X-Signature=%s-%d",
			floor.ID, name, BlueprintSignature, c.s.state.signed)
	}
	return shown
}

// floors returns the floors of a building in their order.
func (s *Server) floors(building string) []Floor {
	s.mu.Lock()
	defer s.mu.Unlock()
	var floors []Floor
	for _, floor := range s.state.floors.of(building) {
		floors = append(floors, s.state.floors.rows[floor].value)
	}
	return floors
}
