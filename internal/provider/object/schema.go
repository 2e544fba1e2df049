// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package object

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var resourceSchema = schema.Schema{
	MarkdownDescription: "An object of any collection of NAO Cloud that has no resource type of its own: a zone, a notifier, an API key of a site. Its attributes are what the " +
		"service knows, and not checked here. It is created exactly once, read in pages, and masked like the objects of the other resource types, which " +
		"are the better choice where there is one.",
	Attributes: map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "The id that NAO Cloud gave the object.",
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
		},
		"collection": schema.StringAttribute{
			MarkdownDescription: "The path of the collection below the API, such as `sites/11416/notifiers`: names and ids in turn, at most three names, without a slash at either " +
				"end. Changing it forces a new object.",
			Required:      true,
			PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
		"attributes": schema.DynamicAttribute{
			MarkdownDescription: "The attributes of the object, without `id`: an object in HCL, not a JSON text. What is declared is compared, and nothing else: numbers by their " +
				"values, `\"1\"` and `1` alike, `\"true\"` and `true` alike, fractions to six decimals or in single precision, points in time (RFC 3339) by their " +
				"instants, sets without their order. An attribute that is removed from the block keeps its value on NAO Cloud; write `null` to clear it. An attribute that is " +
				"an object or a list is sent whole, as it is declared: declare all of it, since NAO Cloud may remove what is not sent.",
			Required: true,
		},
		"attributes_wo": schema.DynamicAttribute{
			MarkdownDescription: "Further attributes, such as a secret. They are sent with the create, and again when `attributes_wo_version` changes; what they add to an object of `attributes` is " +
				"sent with each update, since NAO Cloud may replace the object as a whole. They are never in the state or in a log. They are added to `attributes`, and must not be declared there too. Needs Terraform or OpenTofu 1.11.",
			Optional:  true,
			WriteOnly: true,
		},
		"attributes_wo_version": schema.Int64Attribute{
			MarkdownDescription: "A number. Change it to send `attributes_wo` again.",
			Optional:            true,
			Validators:          []validator.Int64{int64validator.AlsoRequires(path.MatchRoot("attributes_wo"))},
		},
		"natural_key": schema.ListAttribute{
			MarkdownDescription: "The names of the attributes that tell the object from all others of its collection. Default `[\"name\"]` where `attributes` has a `name`. `[]` means " +
				"that nothing does: the create is then sent once, and where its outcome is not known, a person has to find out what became of it. Do not combine `[]` with " +
				"`create_before_destroy`: Terraform does not tell a provider that a create replaces something, so that it would create a second object beside one whose create is pending.",
			ElementType: types.StringType,
			Optional:    true,
		},
		"type": schema.StringAttribute{
			MarkdownDescription: "The type of the objects, which is the root of requests and documents. Default is the singular of the last name of the collection: `notifier`.",
			Optional:            true,
		},
		"export": schema.SetAttribute{
			MarkdownDescription: "The names of attributes to show in `output`. A name that looks secret belongs in `export_sensitive`: it is, or ends in `_` and, `token`, `secret`, " +
				"`password`, `auth` or `key`, or it ends in `_url`. So does a name that `attributes_wo` declares.",
			ElementType: types.StringType,
			Optional:    true,
		},
		"export_sensitive": schema.SetAttribute{
			MarkdownDescription: "The names of attributes to show in `sensitive_output`. They are then in the state.",
			ElementType:         types.StringType,
			Optional:            true,
		},
		"output": schema.DynamicAttribute{
			MarkdownDescription: "The attributes that `export` names, as NAO Cloud shows them; null for one that it does not show. Members whose names look secret are left out.",
			Computed:            true,
		},
		"sensitive_output": schema.DynamicAttribute{
			MarkdownDescription: "The attributes that `export_sensitive` names, as NAO Cloud shows them; null for one that it does not show.",
			Computed:            true,
			Sensitive:           true,
		},
		"replace_on": schema.SetAttribute{
			MarkdownDescription: "The names of attributes whose change forces a new object, because NAO Cloud does not change them in place.",
			ElementType:         types.StringType,
			Optional:            true,
		},
	},
}
