// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package tag

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	list "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/mac"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/text"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/validate"
)

var sameTrackingID = text.Keep(client.SameTrackingID, "Tracking ids that differ only in their case are the same.")

var resourceSchema = schema.Schema{
	MarkdownDescription: "A tag: a tracked badge or asset label of a site. Tags need one of the roles site creator, site admin or tracking manager.\n\n" +
		"One resource for each tag suits some hundreds of tags, and tags that other resources refer to. For thousands take `naocloud_site_tags`. " +
		"What moves (position, battery, presence) is no part of the resource: the data source `naocloud_tag` shows it.",
	Attributes: map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "The number that NAO Cloud gave the tag, such as `70001`.",
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
		},
		"site_id": schema.StringAttribute{
			MarkdownDescription: "The id of the site, such as `11416`. Changing it forces a new tag.",
			Required:            true,
			Validators:          []validator.String{validate.ID(siteExample)},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
		"tracking_id": schema.StringAttribute{
			MarkdownDescription: "What the tag is tracked by: usually a MAC, which is written as `AA:BB:CC:44:55:66`. The function `tracking_id` turns other spellings into " +
				"this one. Its case makes no difference. Changing it forces a new tag.",
			Required:      true,
			Validators:    []validator.String{mac.TrackingID()},
			PlanModifiers: []planmodifier.String{sameTrackingID, stringplanmodifier.RequiresReplace()},
		},
		"name": schema.StringAttribute{
			MarkdownDescription: "The tag's name: 1 to 255 characters, without a blank at either end. Changing it renames the tag in place.",
			Required:            true,
			CustomType:          text.Type{},
			Validators:          []validator.String{validate.Name()},
			PlanModifiers:       []planmodifier.String{text.KeepSpelling()},
		},
	},
}

// listArguments narrow a list block beside site_id and name_contains.
var listArguments = map[string]list.Attribute{
	"tracking_ids": list.ListAttribute{
		MarkdownDescription: "Only the tags with one of these tracking ids.",
		ElementType:         types.StringType,
		Optional:            true,
		Validators:          trackingIDs,
	},
	"category": list.StringAttribute{
		MarkdownDescription: "Only the tags of this category.",
		Optional:            true,
		Validators:          []validator.String{validate.NotEmpty("leave category out to have them all")},
	},
	"active": list.BoolAttribute{
		MarkdownDescription: "Only the tags that are active (`true`) or are not (`false`).",
		Optional:            true,
	},
}

var trackingIDs = []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues(), listvalidator.ValueStringsAre(mac.TrackingID())}

// dataAttributes are what the data sources show of a tag.
var dataAttributes = map[string]datasource.Attribute{
	"id":                 computedText("The number that NAO Cloud gave the tag, such as `70001`."),
	"site_id":            computedText("The id of the site."),
	"tracking_id":        computedText("What the tag is tracked by: usually a MAC, such as `AA:BB:CC:44:55:66`."),
	"name":               datasource.StringAttribute{MarkdownDescription: "The tag's name.", Computed: true, CustomType: text.Type{}},
	"category":           computedText("The tag's category; null for none."),
	"mac_address":        computedText("The tag's MAC; null where NAO Cloud does not show it."),
	"active":             datasource.BoolAttribute{MarkdownDescription: "Whether the tag is active.", Computed: true},
	"present":            datasource.BoolAttribute{MarkdownDescription: "Whether the tag is on the site now. It changes from read to read.", Computed: true},
	"battery":            computedNumber("How full the battery is, in percent. It changes from read to read."),
	"latitude":           computedNumber("Where the tag was last, in decimal degrees (WGS 84). It changes from read to read."),
	"longitude":          computedNumber("Where the tag was last, in decimal degrees (WGS 84). It changes from read to read."),
	"altitude":           computedNumber("How high the tag was last, in metres. It changes from read to read."),
	"located_at":         computedText("When the tag was located last, as NAO Cloud writes it."),
	"battery_changed_at": computedText("When the tag got new batteries, as NAO Cloud writes it."),
	"end_of_life":        computedText("When the batteries are expected to be empty, as NAO Cloud writes it."),
}

func computedText(description string) datasource.StringAttribute {
	return datasource.StringAttribute{MarkdownDescription: description, Computed: true}
}

func computedNumber(description string) datasource.Float64Attribute {
	return datasource.Float64Attribute{MarkdownDescription: description, Computed: true}
}
