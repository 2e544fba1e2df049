// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package siteteam manages site team associations: which team reaches which site.
package siteteam

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/base"
)

var noun = base.Noun{
	Name:       "site team association",
	Type:       "naocloud_site_team_association",
	Attributes: map[string]string{"team_id": "team_id", "team": "team_id", "site_id": "site_id", "site": "site_id"},
	Forbidden:  "Teams need the credentials of a corporate admin.",
	Once:       true,
}

// resourceModel is the resource.
type resourceModel struct {
	ID       types.String   `tfsdk:"id"`
	TeamID   types.String   `tfsdk:"team_id"`
	SiteID   types.String   `tfsdk:"site_id"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// identity is the identity of an association: its pair, since nobody knows the association's own id by heart.
type identity struct {
	TeamID types.String `tfsdk:"team_id"`
	SiteID types.String `tfsdk:"site_id"`
}

// over is the API's answer put over what is known of the resource.
func (m resourceModel) over(association client.Association) resourceModel {
	return resourceModel{
		ID:       base.Text(association.ID, m.ID),
		TeamID:   base.Text(association.TeamID, m.TeamID),
		SiteID:   base.Text(association.SiteID, m.SiteID),
		Timeouts: m.Timeouts,
	}
}

// association is the other way: the pair, and the id where it is known.
func (m resourceModel) association() client.Association {
	return client.Association{ID: m.ID.ValueString(), TeamID: m.TeamID.ValueString(), SiteID: m.SiteID.ValueString()}
}

func (m resourceModel) identity() identity { return identity{TeamID: m.TeamID, SiteID: m.SiteID} }

// importID is what terraform import takes: TEAM_ID/SITE_ID.
func (m resourceModel) importID() string {
	return m.TeamID.ValueString() + "/" + m.SiteID.ValueString()
}

// label says in messages which association is meant.
func (m resourceModel) label() string {
	return fmt.Sprintf("of team %s and site %s", m.TeamID.ValueString(), m.SiteID.ValueString())
}
