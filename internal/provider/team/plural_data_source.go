// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package team

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/base"
)

var _ datasource.DataSourceWithConfigure = (*teamsDataSource)(nil)

// teamsDataSource is naocloud_teams.
type teamsDataSource struct {
	base.DataSource
}

// pluralModel is what naocloud_teams asks for and shows.
type pluralModel struct {
	Name         types.String `tfsdk:"name"`
	NameContains types.String `tfsdk:"name_contains"`
	Teams        []dataModel  `tfsdk:"teams"`
}

// NewPluralDataSource makes the data source naocloud_teams.
func NewPluralDataSource() datasource.DataSource { return &teamsDataSource{} }

func (d *teamsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = noun.Type + "s"
}

func (d *teamsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The teams that the credentials reach: all of them, or those whose names match. No match is not an error.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Only teams of exactly this name, capitals included.",
				Optional:            true,
				Validators:          []validator.String{base.NotEmpty("no team has an empty name")},
			},
			"name_contains": schema.StringAttribute{
				MarkdownDescription: "Only teams whose names contain this text, capitals included.",
				Optional:            true,
				Validators:          []validator.String{base.NotEmpty("leave name_contains out to have them all")},
			},
			"teams": schema.ListNestedAttribute{
				MarkdownDescription: "The teams, sorted by numeric id.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: dataAttributes()},
			},
		},
	}
}

func (d *teamsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model pluralModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}

	query := client.TeamQuery{Name: model.Name.ValueString(), NameContains: model.NameContains.ValueString()}
	model.Teams = []dataModel{}
	for team, err := range d.Client.Teams(ctx, query) {
		if err != nil {
			resp.Diagnostics.Append(noun.NotListed(err)...)
			return
		}
		model.Teams = append(model.Teams, dataFrom(team))
	}
	base.SortByID(model.Teams, func(team dataModel) string { return team.ID.ValueString() })
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}
