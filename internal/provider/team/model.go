// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package team manages and reads teams: users that are given access to sites.
package team

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/base"
)

var noun = base.Noun{
	Name:       "team",
	Type:       "naocloud_team",
	ID:         "392",
	Attributes: map[string]string{"name": "name", "roles": "roles", "roles_mask": "roles", "ldap_group": "ldap_group"},
	Forbidden:  "Teams need the credentials of a corporate admin.",
}

// attributes are what the resource and the data sources have in common.
type attributes struct {
	ID        types.String `tfsdk:"id"`
	Name      types.String `tfsdk:"name"`
	Roles     types.Set    `tfsdk:"roles"`
	LDAPGroup types.String `tfsdk:"ldap_group"`
	UserID    types.String `tfsdk:"user_id"`
}

// resourceModel is the resource.
type resourceModel struct {
	attributes
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// dataModel is what the data sources show of a team.
type dataModel struct {
	attributes
	RolesMask types.Int64 `tfsdk:"roles_mask"`
	UserIDs   types.Set   `tfsdk:"user_ids"`
	SiteIDs   types.Set   `tfsdk:"site_ids"`
}

// with is the API's answer put over what is known.
func (a attributes) with(team client.Team) attributes {
	return attributes{
		ID:        base.Text(team.ID, a.ID),
		Name:      base.Text(team.Name, a.Name),
		Roles:     base.TextSet(team.Roles, a.Roles),
		LDAPGroup: base.OptionalText(team.LDAPGroup, a.LDAPGroup),
		UserID:    base.Text(team.UserID, a.UserID),
	}
}

// over is the API's answer put over what is known of the resource.
func (m resourceModel) over(team client.Team) resourceModel {
	m.attributes = m.attributes.with(team)
	return m
}

// label says in messages which team is meant.
func (a attributes) label() string { return base.Label(a.Name, a.ID) }

// changes is what the API has to be sent to get from the state to the plan; all there is in the plan for the zero state of a create.
func (a attributes) changes(state attributes) client.TeamInput {
	var input client.TeamInput
	if !a.Name.Equal(state.Name) {
		input.Name = client.Set(a.Name.ValueString())
	}
	// Roles that the configuration leaves to the server are null or unknown here: not sent, they stay as they are.
	if roles := base.Texts(a.Roles); roles != nil && (state.Roles.IsNull() || !slices.Equal(roles, base.Texts(state.Roles))) {
		input.Roles = client.Set(roles)
	}
	switch {
	case a.LDAPGroup.Equal(state.LDAPGroup) || a.LDAPGroup.IsUnknown():
	case a.LDAPGroup.IsNull():
		input.LDAPGroup = client.Null[string]()
	default:
		input.LDAPGroup = client.Set(a.LDAPGroup.ValueString())
	}
	return input
}

// changesNothing tells an input that need not be sent.
func changesNothing(input client.TeamInput) bool {
	return input.Name.IsZero() && input.Roles.IsZero() && input.LDAPGroup.IsZero()
}

// dataFrom is the API's answer as the data sources show it.
func dataFrom(team client.Team) dataModel {
	none := types.SetNull(types.StringType)
	return dataModel{
		attributes: attributes{Roles: none}.with(team),
		RolesMask:  base.Integer(team.RolesMask),
		UserIDs:    base.TextSet(team.UserIDs, none),
		SiteIDs:    base.TextSet(team.SiteIDs, none),
	}
}

// lacks tells an answer without something that the data sources show.
func lacks(team client.Team) bool {
	return team.Roles == nil || team.RolesMask.IsZero() || team.LDAPGroup.IsZero() || team.UserIDs == nil || team.SiteIDs == nil
}
