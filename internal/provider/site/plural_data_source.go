// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package site

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/base"
)

var _ datasource.DataSourceWithConfigure = (*sitesDataSource)(nil)

// sitesDataSource is naocloud_sites.
type sitesDataSource struct {
	base.DataSource
}

// pluralModel is what naocloud_sites asks for and shows.
type pluralModel struct {
	Name         types.String `tfsdk:"name"`
	NameContains types.String `tfsdk:"name_contains"`
	Sites        []dataModel  `tfsdk:"sites"`
}

// NewPluralDataSource makes the data source naocloud_sites.
func NewPluralDataSource() datasource.DataSource { return &sitesDataSource{} }

func (d *sitesDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = noun.Type + "s"
}

func (d *sitesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The sites that the credentials reach: all of them, or those whose names match. No match is not an error.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Only sites of exactly this name, capitals included.",
				Optional:            true,
				Validators:          []validator.String{base.NotEmpty("no site has an empty name")},
			},
			"name_contains": schema.StringAttribute{
				MarkdownDescription: "Only sites whose names contain this text, capitals included.",
				Optional:            true,
				Validators:          []validator.String{base.NotEmpty("leave name_contains out to have them all")},
			},
			"sites": schema.ListNestedAttribute{
				MarkdownDescription: "The sites, sorted by numeric id.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: dataAttributes()},
			},
		},
	}
}

func (d *sitesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model pluralModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}

	query := client.SiteQuery{Name: model.Name.ValueString(), NameContains: model.NameContains.ValueString()}
	model.Sites = []dataModel{}
	for site, err := range d.Client.Sites(ctx, query) {
		if err != nil {
			resp.Diagnostics.Append(noun.NotListed(err)...)
			return
		}
		model.Sites = append(model.Sites, dataFrom(site))
	}
	base.SortByID(model.Sites, func(site dataModel) string { return site.ID.ValueString() })
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}
