// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package sitetags

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/provider/validate"
)

var resourceSchema = schema.Schema{
	MarkdownDescription: "Many tags of one site, from tracking id to name: some hundreds to ten thousand. It manages **the declared tags only**. Several sets may share a " +
		"site if their tracking ids differ, and a destroy removes only what the set declares. With `exclusive` it manages all tags of the site.\n\n" +
		"Tags that exist already are an error that names them, unless the provider's `on_existing` is `adopt` or the set was imported. A site without any tag is " +
		"commissioned with one request if NAO Cloud takes it. See the guide *Ten thousand tags*.",
	Attributes: map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "The id of the site.",
			Computed:            true,
		},
		"site_id": schema.StringAttribute{
			MarkdownDescription: "The id of the site, such as `11416`. Changing it removes the tags there and makes them on the other site.",
			Required:            true,
			Validators:          []validator.String{validate.ID(siteExample)},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
		"tags": schema.MapAttribute{
			MarkdownDescription: "The tags: a map from tracking id to name. A MAC is written as `AA:BB:CC:44:55:66`; the function `tracking_id` turns other spellings into " +
				"this one. Another name renames the tag in place; a tracking id that is left out removes the tag.",
			ElementType: types.StringType,
			Required:    true,
			Validators:  []validator.Map{tagsValidator{}},
		},
		"ids": schema.MapAttribute{
			MarkdownDescription: "The numbers that NAO Cloud gave the tags, by tracking id.",
			ElementType:         types.StringType,
			Computed:            true,
		},
		"exclusive": schema.BoolAttribute{
			MarkdownDescription: "`true` says that the site has these tags and no others. What is not declared is shown in `undeclared`; the plan shows its removal and the apply " +
				"removes just that. A create, and the apply that switches `exclusive` on, remove nothing: the next plan shows what will go. Default `false`.",
			Optional: true,
			Computed: true,
			Default:  booldefault.StaticBool(false),
		},
		"undeclared": schema.MapAttribute{
			MarkdownDescription: "The tags of the site that are not declared, from tracking id to name: what an `exclusive` set will remove. It is null for a set that is not " +
				"exclusive.",
			ElementType: types.StringType,
			Computed:    true,
		},
	},
}
