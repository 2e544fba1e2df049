// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package building reads the buildings of a site, with their floors.
package building

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/field"
)

var kind = diags.Kind{
	Name:      "building",
	Type:      "naocloud_building",
	Forbidden: "They do not reach this site's buildings.",
}

// dataModel is what naocloud_buildings asks for and shows.
type dataModel struct {
	SiteID    types.String    `tfsdk:"site_id"`
	Buildings []buildingModel `tfsdk:"buildings"`
	Timeouts  timeouts.Value  `tfsdk:"timeouts"`
}

type buildingModel struct {
	ID     types.String `tfsdk:"id"`
	Name   types.String `tfsdk:"name"`
	Floors []floorModel `tfsdk:"floors"`
}

type floorModel struct {
	ID          types.String  `tfsdk:"id"`
	Name        types.String  `tfsdk:"name"`
	LevelNumber types.Float64 `tfsdk:"level_number"`
	Bounds      *boundsModel  `tfsdk:"bounds"`
}

type boundsModel struct {
	North    types.Float64 `tfsdk:"north"`
	South    types.Float64 `tfsdk:"south"`
	East     types.Float64 `tfsdk:"east"`
	West     types.Float64 `tfsdk:"west"`
	Rotation types.Float64 `tfsdk:"rotation"`
}

// shown are buildings as the data source shows them.
func shown(buildings []client.Building) []buildingModel {
	models := make([]buildingModel, len(buildings))
	for i, building := range buildings {
		models[i] = buildingModel{
			ID:     types.StringValue(building.ID),
			Name:   field.ID(building.Name, types.StringNull()),
			Floors: floorsFrom(building.Floors),
		}
	}
	return models
}

func floorsFrom(floors []client.Floor) []floorModel {
	models := make([]floorModel, len(floors))
	for i, floor := range floors {
		models[i] = floorModel{
			ID:          types.StringValue(floor.ID),
			Name:        field.ID(floor.Name, types.StringNull()),
			LevelNumber: field.Number(floor.LevelNumber),
			Bounds:      boundsFrom(floor.Bounds),
		}
	}
	return models
}

func boundsFrom(bounds *client.Bounds) *boundsModel {
	if bounds == nil {
		return nil
	}
	return &boundsModel{
		North:    types.Float64Value(bounds.North),
		South:    types.Float64Value(bounds.South),
		East:     types.Float64Value(bounds.East),
		West:     types.Float64Value(bounds.West),
		Rotation: types.Float64Value(bounds.Rotation),
	}
}
