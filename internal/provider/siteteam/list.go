// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package siteteam

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/base"
)

var _ list.ListResourceWithConfigure = (*associationList)(nil)

// associationList is the list resource naocloud_site_team_association.
type associationList struct {
	base.Resource
}

// listModel is what a list block asks for.
type listModel struct {
	TeamID types.String `tfsdk:"team_id"`
}

// NewListResource makes the list resource naocloud_site_team_association.
func NewListResource() list.ListResource { return &associationList{} }

func (l *associationList) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = noun.Type
}

func (l *associationList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Which teams reach which sites: for all teams that the credentials reach, or for one. It takes one request for each team that has sites. " + base.ListBlock,
		Attributes: map[string]schema.Attribute{
			"team_id": schema.StringAttribute{
				MarkdownDescription: "Only the sites of this team, by its id such as `392`.",
				Optional:            true,
				Validators:          []validator.String{base.ID()},
			},
		},
	}
}

func (l *associationList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config listModel
	if diagnostics := req.Config.Get(ctx, &config); diagnostics.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diagnostics)
		return
	}
	names := namer{client: l.Client}
	team := config.TeamID.ValueString()
	show := func(association client.Association) base.Listed {
		return listed(association, func() string {
			return names.team(ctx, association.TeamID) + " → " + names.site(ctx, association.SiteID)
		})
	}
	stream.Results = base.ResultsOr(ctx, noun, req, l.Client.SiteTeamAssociations(ctx, team), show, func(err error) diag.Diagnostics {
		if team != "" && client.IsNotFound(err) {
			return base.Noun{Name: "team"}.NotFound("team_id", team, err)
		}
		return noun.NotListed(err)
	})
}

func listed(association client.Association, name func() string) base.Listed {
	if association.SiteID == "" {
		return base.Listed{Problem: diag.Diagnostics{diag.NewErrorDiagnostic("Site team association does not name its site",
			fmt.Sprintf("NAO Cloud lists the association %s of team %s without its site, so that it cannot be imported.", association.ID, association.TeamID))}}
	}
	model := resourceModel{Timeouts: base.NoTimeouts("create", "read", "delete")}.over(association)
	return base.Listed{Name: name(), Identity: model.identity(), Resource: model}
}

// namer finds what a person knows teams and sites by. Names are a courtesy: where they cannot be read, it stops asking, and ids stand in.
type namer struct {
	client           *client.Client
	noTeams, noSites bool
}

func (n *namer) team(ctx context.Context, id string) string {
	var team client.Team
	if !n.noTeams {
		var err error
		team, err = n.client.Team(ctx, id)
		n.noTeams = err != nil && !client.IsNotFound(err)
	}
	return cmp.Or(team.Name, "team "+id)
}

func (n *namer) site(ctx context.Context, id string) string {
	var site client.Site
	if !n.noSites {
		var err error
		site, err = n.client.Site(ctx, id)
		n.noSites = err != nil && !client.IsNotFound(err)
	}
	return cmp.Or(site.Name, "site "+id)
}
