// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package siteteam

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
)

var definition = crud.Definition[model, client.Association, client.AssociationInput]{
	Kind:   kind,
	Schema: resourceSchema,
	Path:   "/teams/{team_id}/site_team_associations",
	// Nobody knows the association's own id by heart.
	Identity: []crud.Part{
		{Attribute: "team_id", Placeholder: "TEAM_ID", Words: "the id of the team", Example: "392"},
		{Attribute: "site_id", Placeholder: "SITE_ID", Words: "the id of the site", Example: "11416"},
	},
	Fixed: true,
	Objects: func(c *client.Client) crud.Objects[client.Association, client.AssociationInput] {
		return c.Associations
	},
	Label:         model.label,
	Known:         model.association,
	Model:         model.with,
	Input:         model.input,
	KeyAttributes: []string{"site_id", "team_id"},
	Declares: func(m model) (parent, member string) {
		return "team " + m.TeamID.ValueString(), m.SiteID.ValueString()
	},
	Key:         func(m model) string { return m.TeamID.ValueString() + "/" + m.SiteID.ValueString() },
	Missing:     missing,
	NotImported: notImported,
}

var listing = crud.Listing[model, client.Association, client.AssociationInput]{
	Definition:  definition,
	Description: "Which teams reach which sites: for all teams that the credentials reach, or for one.",
	Parent: &crud.Parent{
		Kind:        teamKind,
		Attribute:   "team_id",
		Description: "Only the sites of this team, by its id such as `392`.",
		Example:     "392",
	},
	Objects: func(ctx context.Context, c *client.Client, team string, _ client.Query) iter.Seq2[client.Association, error] {
		return c.Associations.List(ctx, team)
	},
	Name:    names,
	Problem: unnamed,
}

// Kind is the resource and the list of associations.
func Kind() crud.Kind {
	return crud.Kind{
		Resources:     []func() resource.Resource{definition.NewResource},
		ListResources: []func() list.ListResource{listing.NewListResource},
	}
}

// missing reports that the team or the site does not exist: the API's 404 does not say which of them it means. The 404 of the listing of
// associations means neither: the service has no such listing.
func missing(ctx context.Context, c *client.Client, plan model, err error) diag.Diagnostics {
	team := plan.TeamID.ValueString()
	switch _, problem := c.Teams.Get(ctx, client.Team{ID: team}); {
	case problem == nil:
		if refusal, ok := errors.AsType[*client.Error](err); ok && refusal.Method == http.MethodGet {
			return nil
		}
		return diags.NotFound(siteKind, "site_id", plan.SiteID.ValueString(), err)
	case client.IsNotFound(problem):
		return diags.NotFound(teamKind, "team_id", team, err)
	default:
		return nil
	}
}

// notImported reports that there is no such association. Both parts of its import id are numbers, and easily exchanged.
func notImported(ctx context.Context, c *client.Client, imported model) diag.Diagnostics {
	team, site := imported.TeamID.ValueString(), imported.SiteID.ValueString()
	detail := fmt.Sprintf("Team %s does not reach site %s, or one of them does not exist, or these credentials do not reach it. ", team, site)
	if _, err := c.Associations.Get(ctx, client.Association{TeamID: site, SiteID: team}); err == nil {
		detail += fmt.Sprintf("But team %s reaches site %s: the team comes first. Write \"%s/%s\", or exchange them in the identity.", site, team, site, team)
	} else {
		detail += "The import id is TEAM_ID/SITE_ID: the team comes first."
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Site team association does not exist", detail)}
}
