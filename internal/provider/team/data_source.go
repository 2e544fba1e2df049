// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package team

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/base"
)

var (
	_ datasource.DataSourceWithConfigure        = (*teamDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*teamDataSource)(nil)
)

// teamDataSource is naocloud_team.
type teamDataSource struct {
	base.DataSource
}

// NewDataSource makes the data source naocloud_team.
func NewDataSource() datasource.DataSource { return &teamDataSource{} }

func (d *teamDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = noun.Type
}

func (d *teamDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := dataAttributes()
	attributes["id"] = schema.StringAttribute{
		MarkdownDescription: "The number that NAO Cloud gave the team, such as `392`. Give either this or `name`.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{base.ID()},
	}
	attributes["name"] = schema.StringAttribute{
		MarkdownDescription: "The team's name, in full and with its capitals. Give either this or `id`; it is an error if no team, or more than one, has the name.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{base.NotEmpty("no team has an empty name")},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A team with its members and sites, found by its id or by its name.",
		Attributes:          attributes,
	}
}

func (d *teamDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name"))}
}

func (d *teamDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config dataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}

	team, diagnostics := d.find(ctx, config)
	resp.Diagnostics.Append(diagnostics...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, dataFrom(team))...)
}

func (d *teamDataSource) find(ctx context.Context, config dataModel) (client.Team, diag.Diagnostics) {
	if id := config.ID.ValueString(); id != "" {
		team, err := d.Client.Team(ctx, id)
		if err != nil {
			return team, noun.NotFound("id", id, err)
		}
		return team, nil
	}
	name := config.Name.ValueString()
	teams, err := d.Client.TeamsNamed(ctx, name)
	if err != nil {
		return client.Team{}, noun.NotListed(err)
	}
	team, diagnostics := base.Only(noun, name, teams, func(team client.Team) string { return team.ID })
	if diagnostics.HasError() || !lacks(team) {
		return team, diagnostics
	}
	// A listing may show less than the team's own document.
	if team, err = d.Client.Team(ctx, team.ID); err != nil {
		return team, noun.NotFound("name", team.ID, err)
	}
	return team, nil
}

// dataAttributes describes dataModel.
func dataAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "The number that NAO Cloud gave the team, such as `392`.",
			Computed:            true,
		},
		"name": schema.StringAttribute{
			MarkdownDescription: "The team's name.",
			Computed:            true,
		},
		"roles": schema.SetAttribute{
			MarkdownDescription: "The roles of the team's members, such as `admin`.",
			ElementType:         types.StringType,
			Computed:            true,
		},
		"roles_mask": schema.Int64Attribute{
			MarkdownDescription: "The roles as NAO Cloud keeps them: a bit mask, in which bit 0 is `admin`.",
			Computed:            true,
		},
		"ldap_group": schema.StringAttribute{
			MarkdownDescription: "The LDAP group that the team mirrors; null for none.",
			Computed:            true,
		},
		"user_id": schema.StringAttribute{
			MarkdownDescription: "The id of the user who created the team, such as `4840`.",
			Computed:            true,
		},
		"user_ids": schema.SetAttribute{
			MarkdownDescription: "The ids of the team's members.",
			ElementType:         types.StringType,
			Computed:            true,
		},
		"site_ids": schema.SetAttribute{
			MarkdownDescription: "The ids of the sites that the team reaches.",
			ElementType:         types.StringType,
			Computed:            true,
		},
	}
}
