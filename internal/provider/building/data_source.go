// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package building

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/validate"
)

// example is the id of a site.
const example = "11416"

var _ datasource.DataSourceWithConfigure = (*buildingsDataSource)(nil)

// buildingsDataSource is naocloud_buildings.
type buildingsDataSource struct {
	provider *crud.Provider
}

// Kind is the data source of buildings.
func Kind() crud.Kind {
	return crud.Kind{DataSources: []func() datasource.DataSource{func() datasource.DataSource { return &buildingsDataSource{} }}}
}

func (d *buildingsDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.provider = crud.FromProvider(req.ProviderData, &resp.Diagnostics)
}

func (d *buildingsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = kind.Type + "s"
}

func (d *buildingsDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The buildings of a site, with their floors.",
		Attributes: map[string]schema.Attribute{
			"site_id": schema.StringAttribute{
				MarkdownDescription: "The id of the site, such as `11416`.",
				Required:            true,
				Validators:          []validator.String{validate.ID(example)},
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
		Blocks: crud.DataSourceTimeouts(ctx),
	}
}

func (d *buildingsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config dataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(validate.Number(ctx, path.Root("site_id"), config.SiteID, example)...)
	ctx, cancel := crud.WithReadTimeout(ctx, req.Config, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	siteID := config.SiteID.ValueString()
	buildings, err := d.provider.Client.Buildings(ctx, siteID)
	switch {
	case client.IsNotFound(err):
		resp.Diagnostics.Append(diags.NotFound(diags.Kind{Name: "site"}, "site_id", siteID, err)...)
	case err != nil:
		resp.Diagnostics.Append(diags.NotListed(kind, err)...)
	default:
		config.Buildings = shown(buildings)
		resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
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
