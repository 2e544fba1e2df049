// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package siteteam

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/naocloud/terraform-provider-naocloud/internal/provider/validate"
)

var resourceSchema = schema.Schema{
	MarkdownDescription: "Lets a team reach a site. Managing associations takes the credentials of a corporate admin.",
	Attributes: map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "The number that NAO Cloud gave the association, such as `1093`. It is neither the team's nor the site's id, and never changes. " +
				"It is null where NAO Cloud does not show it.",
			Computed:      true,
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
		},
		"team_id": schema.StringAttribute{
			MarkdownDescription: "The id of the team, such as `392`. Changing it forces a new association.",
			Required:            true,
			Validators:          []validator.String{validate.ID("392")},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
		"site_id": schema.StringAttribute{
			MarkdownDescription: "The id of the site that the team reaches, such as `11416`. Changing it forces a new association.",
			Required:            true,
			Validators:          []validator.String{validate.ID("11416")},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
	},
}
