// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package team

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/base"
)

var _ list.ListResourceWithConfigure = (*teamList)(nil)

// teamList is the list resource naocloud_team.
type teamList struct {
	base.Resource
}

// listModel is what a list block asks for.
type listModel struct {
	NameContains types.String `tfsdk:"name_contains"`
}

// NewListResource makes the list resource naocloud_team.
func NewListResource() list.ListResource { return &teamList{} }

func (l *teamList) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = noun.Type
}

func (l *teamList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The teams that the credentials reach: all of them, or those whose names match. " + base.ListBlock,
		Attributes: map[string]schema.Attribute{
			"name_contains": schema.StringAttribute{
				MarkdownDescription: "Only teams whose names contain this text, capitals included.",
				Optional:            true,
				Validators:          []validator.String{base.NotEmpty("leave name_contains out to have them all")},
			},
		},
	}
}

func (l *teamList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config listModel
	if diagnostics := req.Config.Get(ctx, &config); diagnostics.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diagnostics)
		return
	}
	teams := l.Client.Teams(ctx, client.TeamQuery{NameContains: config.NameContains.ValueString()})
	if req.IncludeResource {
		teams = base.Whole(teams, hasRoles, func(team client.Team) (client.Team, error) { return l.Client.Team(ctx, team.ID) })
	}
	stream.Results = base.Results(ctx, noun, req, teams, listed)
}

// hasRoles tells whether the answer says which roles the team has, be it none.
func hasRoles(team client.Team) bool { return team.Roles != nil }

func listed(team client.Team) base.Listed {
	return base.Listed{
		Name:     cmp.Or(team.Name, "team "+team.ID),
		Identity: base.IdentityOf(team.ID),
		Resource: resourceModel{Timeouts: base.NoTimeouts("create", "read", "update", "delete")}.over(team),
	}
}
