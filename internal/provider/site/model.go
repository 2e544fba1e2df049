// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package site manages and reads sites: places with indoor location.
package site

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/coordinate"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/field"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/text"
)

var kind = diags.Kind{
	Name:       "site",
	Type:       "naocloud_site",
	Attributes: map[string]string{"name": "name", "latitude": "latitude", "longitude": "longitude"},
	Forbidden: "Many accounts get their sites from Pole Star and may not create, change or delete them: read such a site with the data source " +
		"naocloud_site, or ask Pole Star.",
}

// attributes are what the resource and the data sources have in common.
type attributes struct {
	ID        types.String     `tfsdk:"id"`
	Name      text.Value       `tfsdk:"name"`
	Latitude  coordinate.Value `tfsdk:"latitude"`
	Longitude coordinate.Value `tfsdk:"longitude"`
}

// model is the resource.
type model struct {
	attributes
	ForceDestroy types.Bool     `tfsdk:"force_destroy"`
	Timeouts     timeouts.Value `tfsdk:"timeouts"`
}

// with puts a site over what is known.
func (a attributes) with(site client.Site) attributes {
	return attributes{
		ID:        field.ID(site.ID, a.ID),
		Name:      field.Name(site.Name, a.Name),
		Latitude:  coordinate.Latitude.From(site.Latitude, a.Latitude),
		Longitude: coordinate.Longitude.From(site.Longitude, a.Longitude),
	}
}

func (m model) with(site client.Site) model {
	m.attributes = m.attributes.with(site)
	return m
}

// site is the other way: what is known of the site.
func (m model) site() client.Site {
	return client.Site{
		ID:        m.ID.ValueString(),
		Name:      m.Name.ValueString(),
		Latitude:  field.FromCoordinate(m.Latitude),
		Longitude: field.FromCoordinate(m.Longitude),
	}
}

// input is what to send.
func (m model) input() client.SiteInput {
	return client.SiteInput{Name: field.FromText(m.Name), Latitude: field.FromCoordinate(m.Latitude), Longitude: field.FromCoordinate(m.Longitude)}
}

func (m model) withID(id string) model {
	m.ID = types.StringValue(id)
	return m
}

// isAt reports whether two sites are at the same place.
func (m model) isAt(other model) bool {
	return m.Latitude.Same(other.Latitude) && m.Longitude.Same(other.Longitude)
}

func (m model) label() string { return diags.Label(m.Name.StringValue, m.ID) }

// shown is a site as the data sources show it.
func shown(site client.Site) attributes { return attributes{}.with(site) }

// isPlaced reports whether a site shows where it is, or that it is nowhere.
func isPlaced(site client.Site) bool { return !site.Latitude.IsZero() && !site.Longitude.IsZero() }
