// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import "context"

// Building is a building of a site, with its floors [doc: Getting maps metadata].
type Building struct {
	ID, Name string
	// Floors are sorted by level.
	Floors []Floor
}

// Floor is a floor of a building. Its signed blueprint URLs are secrets and are not read.
type Floor struct {
	ID, Name string
	// LevelNumber counts storeys; 0 is the ground floor.
	LevelNumber Field[float64]
	// Bounds is where the floor's plan lies; nil when the answer lacks it.
	Bounds *Bounds
}

// Bounds is a box on the map, in decimal degrees (WGS 84), turned by Rotation degrees.
type Bounds struct {
	North, South, East, West, Rotation float64
}

// Buildings returns the buildings of a site, sorted by numeric id. IsNotFound(err) when there is no such site.
func (c *Client) Buildings(ctx context.Context, siteID string) ([]Building, error) {
	panic("TODO")
}
