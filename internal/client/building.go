// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"
)

// Building is a building of a site, with its floors [doc: Getting maps metadata].
type Building struct {
	ID, Name string
	// Floors are sorted by level.
	Floors []Floor

	floorIDs []string
}

func (b Building) id() string     { return b.ID }
func (b Building) complete() bool { return true }

// Floor is a floor of a building. Its signed blueprint URLs are secrets and are not read.
type Floor struct {
	ID, Name string
	// LevelNumber counts storeys; 0 is the ground floor.
	LevelNumber Field[float64]
	// Bounds is where the floor's plan lies; nil when the answer lacks it.
	Bounds *Bounds
}

func (f Floor) id() string     { return f.ID }
func (f Floor) complete() bool { return true }

// Bounds is a box on the map, in decimal degrees (WGS 84), turned by Rotation degrees.
type Bounds struct {
	North, South, East, West, Rotation float64
}

// Buildings returns the buildings of a site, sorted by numeric id. IsNotFound(err) when there is no such site.
func (c *Client) Buildings(ctx context.Context, siteID string) ([]Building, error) {
	path := memberPath("/sites", siteID) + "/buildings"
	buildings, err := collect(ctx, newCollection(c, noun{"building", "buildings", "building"}, path, decodeBuilding))
	if err != nil {
		return nil, fmt.Errorf("list the buildings of site %s: %w", siteID, err)
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(c.config.MaxConcurrentRequests)
	for i := range buildings {
		building := &buildings[i]
		if building.floorIDs != nil && len(building.floorIDs) == 0 {
			continue
		}
		group.Go(func() (err error) {
			floors := newCollection(c, noun{"floor", "floors", "floor"}, memberPath(path, building.ID)+"/floors", decodeFloor)
			if building.Floors, err = collect(ctx, floors); err != nil {
				return fmt.Errorf("list the floors of building %s: %w", building.ID, err)
			}
			slices.SortStableFunc(building.Floors, byLevel)
			return nil
		})
	}
	return buildings, group.Wait()
}

// collect reads a whole collection, sorted by numeric id.
func collect[T object](ctx context.Context, col *collection[T]) ([]T, error) {
	var objects []T
	for object, err := range col.walk(ctx, wholeListing) {
		if err != nil {
			return nil, err
		}
		objects = append(objects, object)
	}
	slices.SortFunc(objects, compareID)
	return objects, nil
}

func byLevel(a, b Floor) int {
	levelA, _ := a.LevelNumber.Get()
	levelB, _ := b.LevelNumber.Get()
	return cmp.Compare(levelA, levelB)
}

func decodeBuilding(r resource) (Building, error) {
	var attributes struct {
		Name text `json:"name"`
	}
	err := r.decodeAttributes(&attributes)
	return Building{ID: r.id(), Name: string(attributes.Name), floorIDs: r.related("floors")}, err
}

func decodeFloor(r resource) (Floor, error) {
	var attributes struct {
		Name        text           `json:"name"`
		LevelNumber Field[decimal] `json:"level_number"`
		Box         Field[struct {
			North    decimal `json:"north"`
			South    decimal `json:"south"`
			East     decimal `json:"east"`
			West     decimal `json:"west"`
			Rotation decimal `json:"rotation"`
		}] `json:"blueprint_latlonbox"`
	}
	if err := r.decodeAttributes(&attributes); err != nil {
		return Floor{ID: r.id()}, err
	}
	floor := Floor{
		ID:          r.id(),
		Name:        string(attributes.Name),
		LevelNumber: mapField(attributes.LevelNumber, func(d decimal) float64 { return float64(d) }),
	}
	if box, ok := attributes.Box.Get(); ok {
		floor.Bounds = &Bounds{
			North: float64(box.North), South: float64(box.South), East: float64(box.East), West: float64(box.West),
			Rotation: float64(box.Rotation),
		}
	}
	return floor, nil
}
