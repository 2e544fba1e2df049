// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package building

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/base"
)

var _ datasource.DataSourceWithConfigure = (*buildingsDataSource)(nil)

// buildingsDataSource is naocloud_buildings.
type buildingsDataSource struct {
	base.DataSource
}

// NewPluralDataSource makes the data source naocloud_buildings.
func NewPluralDataSource() datasource.DataSource { return &buildingsDataSource{} }

func (d *buildingsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = noun.Type + "s"
}

func (d *buildingsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The buildings of a site, with their floors.",
		Attributes: map[string]schema.Attribute{
			"site_id": schema.StringAttribute{
				MarkdownDescription: "The id of the site, such as `11416`.",
				Required:            true,
				Validators:          []validator.String{base.ID()},
			},
			"buildings": schema.ListNestedAttribute{
				MarkdownDescription: "The buildings, sorted by numeric id. A site may have none.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id": schema.StringAttribute{
						MarkdownDescription: "The number that NAO Cloud gave the building.",
						Computed:            true,
					},
					"name": schema.StringAttribute{
						MarkdownDescription: "The building's name.",
						Computed:            true,
					},
					"floors": schema.ListNestedAttribute{
						MarkdownDescription: "The building's floors, sorted by level.",
						Computed:            true,
						NestedObject:        schema.NestedAttributeObject{Attributes: floorAttributes()},
					},
				}},
			},
		},
	}
}

func (d *buildingsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config dataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	siteID := config.SiteID.ValueString()
	buildings, err := d.Client.Buildings(ctx, siteID)
	switch {
	case client.IsNotFound(err):
		resp.Diagnostics.Append(base.Noun{Name: "site"}.NotFound("site_id", siteID, err)...)
	case err != nil:
		resp.Diagnostics.Append(noun.NotListed(err)...)
	default:
		resp.Diagnostics.Append(resp.State.Set(ctx, dataFrom(config.SiteID, buildings))...)
	}
}

func floorAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "The number that NAO Cloud gave the floor.",
			Computed:            true,
		},
		"name": schema.StringAttribute{
			MarkdownDescription: "The floor's name.",
			Computed:            true,
		},
		"level_number": schema.Float64Attribute{
			MarkdownDescription: "Which storey the floor is, counted from the ground floor, which is 0.",
			Computed:            true,
		},
		"bounds": schema.SingleNestedAttribute{
			MarkdownDescription: "Where the floor's plan lies on the map; null for a floor without one.",
			Computed:            true,
			Attributes: map[string]schema.Attribute{
				"north":    degrees("The latitude of the plan's northern edge"),
				"south":    degrees("The latitude of the plan's southern edge"),
				"east":     degrees("The longitude of the plan's eastern edge"),
				"west":     degrees("The longitude of the plan's western edge"),
				"rotation": degrees("The angle by which the plan is turned"),
			},
		},
	}
}

func degrees(description string) schema.Float64Attribute {
	return schema.Float64Attribute{MarkdownDescription: description + ", in decimal degrees.", Computed: true}
}
