// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package team manages and reads teams: users that are given access to sites.
package team

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/field"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/text"
)

var kind = diags.Kind{
	Name:       "team",
	Type:       "naocloud_team",
	Attributes: map[string]string{"name": "name", "roles": "roles", "roles_mask": "roles", "ldap_group": "ldap_group"},
	Forbidden:  "Teams need the credentials of a corporate admin.",
}

// attributes are what the resource and the data sources have in common.
type attributes struct {
	ID        types.String `tfsdk:"id"`
	Name      text.Value   `tfsdk:"name"`
	Roles     types.Set    `tfsdk:"roles"`
	LDAPGroup text.Value   `tfsdk:"ldap_group"`
	UserID    types.String `tfsdk:"user_id"`
}

// model is the resource.
type model struct {
	attributes
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// dataModel is what the data sources show of a team.
type dataModel struct {
	attributes
	RolesMask types.Int64 `tfsdk:"roles_mask"`
	UserIDs   types.List  `tfsdk:"user_ids"`
	SiteIDs   types.List  `tfsdk:"site_ids"`
}

// with puts a team over what is known.
func (a attributes) with(team client.Team) attributes {
	return attributes{
		ID:        field.ID(team.ID, a.ID),
		Name:      field.Name(team.Name, a.Name),
		Roles:     field.Set(team.Roles, a.Roles),
		LDAPGroup: field.Text(team.LDAPGroup, a.LDAPGroup),
		UserID:    field.ID(team.UserID, a.UserID),
	}
}

func (m model) with(team client.Team) model {
	m.attributes = m.attributes.with(team)
	return m
}

// team is the other way: what is known of the team.
func (m model) team() client.Team {
	return client.Team{ID: m.ID.ValueString(), Name: m.Name.ValueString()}
}

// input is what to send.
func (m model) input() client.TeamInput {
	return client.TeamInput{Name: field.FromText(m.Name), Roles: field.FromSet(m.Roles), LDAPGroup: field.FromText(m.LDAPGroup)}
}

func (m model) label() string { return diags.Label(m.Name.StringValue, m.ID) }

// shown is a team as the data sources show it.
func shown(team client.Team) dataModel {
	none := types.SetNull(types.StringType)
	return dataModel{
		attributes: attributes{Roles: none}.with(team),
		RolesMask:  field.Integer(team.RolesMask),
		UserIDs:    field.IDs(team.UserIDs),
		SiteIDs:    field.IDs(team.SiteIDs),
	}
}

// isWhole reports whether a team shows all that the data sources show.
func isWhole(team client.Team) bool {
	return hasRoles(team) && !team.RolesMask.IsZero() && !team.LDAPGroup.IsZero() && team.UserIDs != nil && team.SiteIDs != nil
}

// hasRoles reports whether a team shows which roles it has, be it none.
func hasRoles(team client.Team) bool { return team.Roles != nil }
