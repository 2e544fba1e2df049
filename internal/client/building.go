// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/collection"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
)

// Building is a building of a site, with its floors [doc: Getting maps metadata].
type Building struct {
	// SiteID is the site's.
	SiteID   string
	ID, Name string
	// Floors are sorted by level.
	Floors []Floor

	floorIDs []string
}

// ObjectID is ID.
func (b Building) ObjectID() string { return b.ID }

// Complete reports that every document is complete.
func (b Building) Complete() bool { return true }

// Floor is a floor of a building. Its signed blueprint URLs are secrets and are not read.
type Floor struct {
	// SiteID and BuildingID are those of its parents.
	SiteID, BuildingID string
	ID, Name           string
	// LevelNumber counts storeys; 0 is the ground floor.
	LevelNumber Field[float64]
	// Bounds is where the floor's plan lies; nil where the document lacks it.
	Bounds *Bounds
}

// ObjectID is ID.
func (f Floor) ObjectID() string { return f.ID }

// Complete reports that every document is complete.
func (f Floor) Complete() bool { return true }

// Bounds is a box on the map, in decimal degrees (WGS 84), turned by Rotation degrees.
type Bounds struct {
	North, South, East, West, Rotation float64
}

func buildingKind() collection.Kind[Building] {
	return collection.Kind[Building]{
		Singular: "building", Plural: "buildings", Title: "building", Path: "/sites/{}/buildings",
		Parents: func(b Building) []string { return []string{b.SiteID} },
		Decode:  decodeBuilding,
	}
}

func floorKind() collection.Kind[Floor] {
	return collection.Kind[Floor]{
		Singular: "floor", Plural: "floors", Title: "floor", Path: "/sites/{}/buildings/{}/floors",
		Parents: func(f Floor) []string { return []string{f.SiteID, f.BuildingID} },
		Decode:  decodeFloor,
	}
}

// Buildings returns the buildings of a site with their floors, sorted by numeric id. IsNotFound(err) when there is no such site.
func (c *Client) Buildings(ctx context.Context, siteID string) ([]Building, error) {
	buildings, err := collect(ctx, c.buildings, Building{SiteID: siteID})
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
			if building.Floors, err = collect(ctx, c.floors, Floor{SiteID: siteID, BuildingID: building.ID}); err != nil {
				return fmt.Errorf("list the floors of building %s: %w", building.ID, err)
			}
			slices.SortStableFunc(building.Floors, byLevel)
			return nil
		})
	}
	return buildings, group.Wait()
}

// HasBuildings reports whether a site holds a building. IsNotFound(err) when there is no such site.
func (c *Client) HasBuildings(ctx context.Context, siteID string) (bool, error) {
	for _, err := range c.buildings.List(ctx, Building{SiteID: siteID}, nil, func(Building) bool { return true }) {
		return err == nil, err
	}
	return false, nil
}

// collect reads a whole collection, sorted by numeric id.
func collect[T collection.Object](ctx context.Context, service collection.Service[T, none[T]], scope T) ([]T, error) {
	var objects []T
	for object, err := range service.List(ctx, scope, nil, func(T) bool { return true }) {
		if err != nil {
			return nil, err
		}
		objects = append(objects, object)
	}
	collection.SortByID(objects)
	return objects, nil
}

func byLevel(a, b Floor) int {
	levelA, _ := a.LevelNumber.Get()
	levelB, _ := b.LevelNumber.Get()
	return cmp.Compare(levelA, levelB)
}

func decodeBuilding(parents []string, r jsonapi.Resource) (Building, error) {
	var attributes struct {
		Name jsonapi.Text `json:"name"`
	}
	err := r.Attributes(&attributes)
	return Building{SiteID: parents[0], ID: r.ID, Name: string(attributes.Name), floorIDs: r.Related("floors")}, err
}

func decodeFloor(parents []string, r jsonapi.Resource) (Floor, error) {
	var attributes struct {
		Name        jsonapi.Text           `json:"name"`
		LevelNumber Field[jsonapi.Decimal] `json:"level_number"`
		Box         Field[struct {
			North    jsonapi.Decimal `json:"north"`
			South    jsonapi.Decimal `json:"south"`
			East     jsonapi.Decimal `json:"east"`
			West     jsonapi.Decimal `json:"west"`
			Rotation jsonapi.Decimal `json:"rotation"`
		}] `json:"blueprint_latlonbox"`
	}
	if err := r.Attributes(&attributes); err != nil {
		return Floor{ID: r.ID}, err
	}
	floor := Floor{
		SiteID: parents[0], BuildingID: parents[1], ID: r.ID,
		Name:        string(attributes.Name),
		LevelNumber: jsonapi.MapField(attributes.LevelNumber, func(d jsonapi.Decimal) float64 { return float64(d) }),
	}
	if box, ok := attributes.Box.Get(); ok {
		floor.Bounds = &Bounds{
			North: float64(box.North), South: float64(box.South), East: float64(box.East), West: float64(box.West),
			Rotation: float64(box.Rotation),
		}
	}
	return floor, nil
}
