// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package siteteam manages site team associations: which team reaches which site.
package siteteam

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/field"
)

var kind = diags.Kind{
	Name:       "site team association",
	Type:       "naocloud_site_team_association",
	Attributes: map[string]string{"team_id": "team_id", "team": "team_id", "site_id": "site_id", "site": "site_id"},
	Forbidden:  "Teams need the credentials of a corporate admin.",
	Once:       true,
}

// The kinds that an association refers to.
var (
	teamKind = diags.Kind{Name: "team"}
	siteKind = diags.Kind{Name: "site"}
)

// model is the resource.
type model struct {
	ID       types.String   `tfsdk:"id"`
	TeamID   types.String   `tfsdk:"team_id"`
	SiteID   types.String   `tfsdk:"site_id"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// with puts an association over what is known.
func (m model) with(association client.Association) model {
	return model{
		ID:       field.ID(association.ID, m.ID),
		TeamID:   field.ID(association.TeamID, m.TeamID),
		SiteID:   field.ID(association.SiteID, m.SiteID),
		Timeouts: m.Timeouts,
	}
}

// association is the other way: the pair, and the id where it is known.
func (m model) association() client.Association {
	return client.Association{ID: m.ID.ValueString(), TeamID: m.TeamID.ValueString(), SiteID: m.SiteID.ValueString()}
}

// input is what to send.
func (m model) input() client.AssociationInput {
	return client.AssociationInput{TeamID: m.TeamID.ValueString(), SiteID: m.SiteID.ValueString()}
}

func (m model) label() string {
	return fmt.Sprintf("of team %s and site %s", m.TeamID.ValueString(), m.SiteID.ValueString())
}
