// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package team

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/provider/text"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/validate"
)

var resourceSchema = schema.Schema{
	MarkdownDescription: "A team of users that is given access to sites. Managing teams takes the credentials of a corporate admin.\n\n" +
		"The team's members and sites are not part of it: sites are given to a team by `naocloud_site_team_association`, and the data source " +
		"`naocloud_team` shows both.",
	Attributes: map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "The number that NAO Cloud gave the team, such as `392`. It never changes.",
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
		},
		"name": schema.StringAttribute{
			MarkdownDescription: "The team's name: 1 to 255 characters, without a blank at either end. Changing it renames the team in place.",
			Required:            true,
			CustomType:          text.Type{},
			Validators:          []validator.String{validate.Name()},
			PlanModifiers:       []planmodifier.String{text.KeepSpelling()},
		},
		"roles": schema.SetAttribute{
			MarkdownDescription: "The roles of the team's members, such as `admin`. NAO Cloud decides which there are: one that it does not accept is an " +
				"error. Changing them replaces the whole set in place. Left out, NAO Cloud chooses them for a new team, and an existing team keeps those it has.",
			ElementType: types.StringType,
			Optional:    true,
			Computed:    true,
			// Nothing but this attribute changes the roles.
			PlanModifiers: []planmodifier.Set{setplanmodifier.UseNonNullStateForUnknown()},
			Validators:    []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(validate.NotEmpty("leave the role out"))},
		},
		"ldap_group": schema.StringAttribute{
			MarkdownDescription: "The LDAP group that the team mirrors. Changing it changes the team in place; removing it detaches the team from the group.",
			Optional:            true,
			CustomType:          text.Type{},
			// The API tells "" from null, but neither means a group. With one way to say it, a plan cannot waver between them.
			Validators:    []validator.String{validate.NotEmpty("leave ldap_group out to have no group")},
			PlanModifiers: []planmodifier.String{text.KeepSpelling()},
		},
		"user_id": schema.StringAttribute{
			MarkdownDescription: "The id of the user who created the team, such as `4840`. It never changes.",
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
		},
	},
}

var dataAttributes = map[string]datasource.Attribute{
	"id": datasource.StringAttribute{
		MarkdownDescription: "The number that NAO Cloud gave the team, such as `392`.",
		Computed:            true,
	},
	"name": datasource.StringAttribute{
		MarkdownDescription: "The team's name.",
		Computed:            true,
		CustomType:          text.Type{},
	},
	"roles": datasource.SetAttribute{
		MarkdownDescription: "The roles of the team's members, such as `admin`.",
		ElementType:         types.StringType,
		Computed:            true,
	},
	"roles_mask": datasource.Int64Attribute{
		MarkdownDescription: "The roles as NAO Cloud keeps them: a bit mask, in which bit 0 is `admin`.",
		Computed:            true,
	},
	"ldap_group": datasource.StringAttribute{
		MarkdownDescription: "The LDAP group that the team mirrors; null for none.",
		Computed:            true,
		CustomType:          text.Type{},
	},
	"user_id": datasource.StringAttribute{
		MarkdownDescription: "The id of the user who created the team, such as `4840`.",
		Computed:            true,
	},
	"user_ids": datasource.ListAttribute{
		MarkdownDescription: "The ids of the team's members, in the order of their numbers.",
		ElementType:         types.StringType,
		Computed:            true,
	},
	"site_ids": datasource.ListAttribute{
		MarkdownDescription: "The ids of the sites that the team reaches, in the order of their numbers. For `for_each`, write `toset()` around it.",
		ElementType:         types.StringType,
		Computed:            true,
	},
}
