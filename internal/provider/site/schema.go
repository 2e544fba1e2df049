// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package site

import (
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/naocloud/terraform-provider-naocloud/internal/provider/coordinate"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/text"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/validate"
)

var resourceSchema = schema.Schema{
	MarkdownDescription: "A site: a place with indoor location, such as a warehouse, a hospital or an airport.\n\n" +
		"~> Destroying this resource deletes the site at NAO Cloud, with all that it holds. A site that has buildings is not destroyed unless `force_destroy` " +
		"is `true`. To take a site out of Terraform's hands and keep it, write a `removed` block with `destroy = false`.\n\n" +
		"Many accounts get their sites from Pole Star and cannot create or delete them. Read those with the data source `naocloud_site`.",
	Attributes: map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "The number that NAO Cloud gave the site, such as `11416`. It never changes.",
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
		},
		"name": schema.StringAttribute{
			MarkdownDescription: "The site's name: 1 to 255 characters, without a blank at either end. Changing it renames the site in place.",
			Required:            true,
			CustomType:          text.Type{},
			Validators:          []validator.String{validate.Name()},
			PlanModifiers:       []planmodifier.String{text.KeepSpelling()},
		},
		"latitude": coordinate.Latitude.Attribute("Where the site is, in decimal degrees (WGS 84), from -90 (south) to 90 (north). Changing it by more than " +
			"1e-5 degrees (about 1 m) moves the site in place; smaller differences are ignored."),
		"longitude": coordinate.Longitude.Attribute("Where the site is, in decimal degrees (WGS 84), from -180 (west) to 180 (east). Changing it by more than " +
			"1e-5 degrees (about 1 m) moves the site in place; smaller differences are ignored."),
		"force_destroy": schema.BoolAttribute{
			MarkdownDescription: "`true` lets a destroy or a replacement delete the site although it has buildings. It is Terraform's alone: changing it sends no request. " +
				"The destroy that needs it must come after the apply that sets it.",
			Optional: true,
		},
	},
}

var dataAttributes = map[string]datasource.Attribute{
	"id": datasource.StringAttribute{
		MarkdownDescription: "The number that NAO Cloud gave the site, such as `11416`.",
		Computed:            true,
	},
	"name": datasource.StringAttribute{
		MarkdownDescription: "The site's name.",
		Computed:            true,
		CustomType:          text.Type{},
	},
	"latitude": datasource.Float64Attribute{
		MarkdownDescription: "Where the site is, in decimal degrees (WGS 84); null for a site that was never placed.",
		Computed:            true,
		CustomType:          coordinate.Latitude,
	},
	"longitude": datasource.Float64Attribute{
		MarkdownDescription: "Where the site is, in decimal degrees (WGS 84); null for a site that was never placed.",
		Computed:            true,
		CustomType:          coordinate.Longitude,
	},
}
