// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package site manages and reads sites: places with indoor location.
package site

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/base"
)

var noun = base.Noun{
	Name:       "site",
	Type:       "naocloud_site",
	ID:         "11416",
	Attributes: map[string]string{"name": "name", "latitude": "latitude", "longitude": "longitude"},
	Forbidden: "Many accounts get their sites from Pole Star and may not create, change or delete them: read such a site with the data source " +
		"naocloud_site, or ask Pole Star.",
}

// resourceModel is the resource.
type resourceModel struct {
	ID        types.String    `tfsdk:"id"`
	Name      types.String    `tfsdk:"name"`
	Latitude  base.Coordinate `tfsdk:"latitude"`
	Longitude base.Coordinate `tfsdk:"longitude"`
	Timeouts  timeouts.Value  `tfsdk:"timeouts"`
}

// dataModel is what the data sources show of a site.
type dataModel struct {
	ID        types.String  `tfsdk:"id"`
	Name      types.String  `tfsdk:"name"`
	Latitude  types.Float64 `tfsdk:"latitude"`
	Longitude types.Float64 `tfsdk:"longitude"`
}

// over is the API's answer put over what is known of the resource.
func (m resourceModel) over(site client.Site) resourceModel {
	return resourceModel{
		ID:        base.Text(site.ID, m.ID),
		Name:      base.Text(site.Name, m.Name),
		Latitude:  base.Latitude.From(site.Latitude, m.Latitude),
		Longitude: base.Longitude.From(site.Longitude, m.Longitude),
		Timeouts:  m.Timeouts,
	}
}

// label says in messages which site is meant.
func (m resourceModel) label() string { return base.Label(m.Name, m.ID) }

// changes is what the API has to be sent to get from the state to the plan; all there is in the plan for the zero state of a create.
func (m resourceModel) changes(state resourceModel) client.SiteInput {
	var input client.SiteInput
	if !m.Name.Equal(state.Name) {
		input.Name = client.Set(m.Name.ValueString())
	}
	if !m.Latitude.Same(state.Latitude) {
		input.Latitude = client.Set(m.Latitude.ValueFloat64())
	}
	if !m.Longitude.Same(state.Longitude) {
		input.Longitude = client.Set(m.Longitude.ValueFloat64())
	}
	return input
}

// dataFrom is the API's answer as the data sources show it.
func dataFrom(site client.Site) dataModel {
	return dataModel{
		ID:        types.StringValue(site.ID),
		Name:      base.Text(site.Name, types.StringNull()),
		Latitude:  base.Number(site.Latitude),
		Longitude: base.Number(site.Longitude),
	}
}

// lacks tells an answer without something that the data sources show.
func lacks(site client.Site) bool {
	return site.Latitude.IsZero() || site.Longitude.IsZero()
}
