// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package tag manages and reads tags: the tracked badges and labels of a site.
package tag

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/field"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/text"
)

const (
	siteExample     = "11416"
	trackingExample = "AA:BB:CC:44:55:66"
)

// Words is how messages speak of tags.
var Words = diags.Kind{
	Name:       "tag",
	Type:       "naocloud_tag",
	Attributes: map[string]string{"name": "name", "tracking_id": "tracking_id", "site_id": "site_id", "site": "site_id"},
	Forbidden: "Tags need one of the roles site creator, site admin or tracking manager on the site; in the web console these are the site manager, the assets " +
		"manager and the tracking manager.",
	Once: true,
}

var siteWords = diags.Kind{Name: "site"}

// attributes are what the resource and the data sources have in common.
type attributes struct {
	ID         types.String `tfsdk:"id"`
	SiteID     types.String `tfsdk:"site_id"`
	TrackingID types.String `tfsdk:"tracking_id"`
	Name       text.Value   `tfsdk:"name"`
}

// model is the resource.
type model struct {
	attributes
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// with puts a tag over what is known.
func (a attributes) with(tag client.Tag) attributes {
	if client.SameTrackingID(tag.TrackingID, a.TrackingID.ValueString()) {
		// A service may store it in another case.
		tag.TrackingID = ""
	}
	return attributes{
		ID:         field.ID(tag.ID, a.ID),
		SiteID:     field.ID(tag.SiteID, a.SiteID),
		TrackingID: field.ID(tag.TrackingID, a.TrackingID),
		Name:       field.Text(tag.Name, a.Name),
	}
}

func (m model) with(tag client.Tag) model {
	m.attributes = m.attributes.with(tag)
	return m
}

// tag is the other way: its id and its natural key.
func (m model) tag() client.Tag {
	return client.Tag{ID: m.ID.ValueString(), SiteID: m.SiteID.ValueString(), TrackingID: m.TrackingID.ValueString()}
}

// input is what to send.
func (m model) input() client.TagInput {
	return client.TagInput{SiteID: m.SiteID.ValueString(), TrackingID: m.TrackingID.ValueString(), Name: field.FromText(m.Name)}
}

func (m model) label() string {
	return fmt.Sprintf("%s of site %s", m.TrackingID.ValueString(), m.SiteID.ValueString())
}

func (m model) key() string {
	return m.SiteID.ValueString() + "/" + client.FoldTrackingID(m.TrackingID.ValueString())
}

// shownModel is what the data sources show of a tag.
type shownModel struct {
	attributes
	Category   types.String  `tfsdk:"category"`
	MACAddress types.String  `tfsdk:"mac_address"`
	Active     types.Bool    `tfsdk:"active"`
	Present    types.Bool    `tfsdk:"present"`
	Battery    types.Float64 `tfsdk:"battery"`
	Latitude   types.Float64 `tfsdk:"latitude"`
	Longitude  types.Float64 `tfsdk:"longitude"`
	Altitude   types.Float64 `tfsdk:"altitude"`
	LocatedAt  types.String  `tfsdk:"located_at"`
	BatteryAt  types.String  `tfsdk:"battery_changed_at"`
	EndOfLife  types.String  `tfsdk:"end_of_life"`
}

// shown is a tag as the data sources show it.
func shown(tag client.Tag) shownModel {
	none := types.StringNull()
	return shownModel{
		attributes: attributes{}.with(tag),
		Category:   field.ID(tag.Category, none),
		MACAddress: field.ID(tag.MACAddress, none),
		Active:     field.Flag(tag.Active),
		Present:    field.Flag(tag.Present),
		Battery:    field.Number(tag.Battery),
		Latitude:   field.Number(tag.Latitude),
		Longitude:  field.Number(tag.Longitude),
		Altitude:   field.Number(tag.Altitude),
		LocatedAt:  field.ID(tag.LocatedAt, none),
		BatteryAt:  field.ID(tag.BatteriesAt, none),
		EndOfLife:  field.ID(tag.EndOfLife, none),
	}
}

// listModel is the config of a list block.
type listModel struct {
	SiteID       types.String `tfsdk:"site_id"`
	NameContains types.String `tfsdk:"name_contains"`
	TrackingIDs  types.List   `tfsdk:"tracking_ids"`
	Category     types.String `tfsdk:"category"`
	Active       types.Bool   `tfsdk:"active"`
}

func (m listModel) query() client.TagQuery {
	query := client.TagQuery{
		Query:    client.Query{NameContains: m.NameContains.ValueString()},
		Category: m.Category.ValueString(),
	}
	for _, element := range m.TrackingIDs.Elements() {
		if id, ok := element.(types.String); ok {
			query.TrackingIDs = append(query.TrackingIDs, id.ValueString())
		}
	}
	if !m.Active.IsNull() {
		query.Active = client.Set(m.Active.ValueBool())
	}
	return query
}
