// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package siteteam

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// names names associations by their teams and sites. Where names cannot be read, it stops asking and uses ids.
func names(ctx context.Context, c *client.Client) func(client.Association) string {
	n := namer{client: c}
	return func(association client.Association) string {
		return n.team(ctx, association.TeamID) + " → " + n.site(ctx, association.SiteID)
	}
}

type namer struct {
	client           *client.Client
	noTeams, noSites bool
}

func (n *namer) team(ctx context.Context, id string) string {
	var team client.Team
	if !n.noTeams {
		var err error
		team, err = n.client.Teams.Get(ctx, client.Team{ID: id})
		n.noTeams = err != nil && !client.IsNotFound(err)
	}
	return cmp.Or(team.Name, "team "+id)
}

func (n *namer) site(ctx context.Context, id string) string {
	var site client.Site
	if !n.noSites {
		var err error
		site, err = n.client.Sites.Get(ctx, client.Site{ID: id})
		n.noSites = err != nil && !client.IsNotFound(err)
	}
	return cmp.Or(site.Name, "site "+id)
}

// unnamed reports an association that cannot be imported, since NAO Cloud does not name its site.
func unnamed(association client.Association) diag.Diagnostics {
	if association.SiteID != "" {
		return nil
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Site team association does not name its site",
		fmt.Sprintf("NAO Cloud lists the association %s of team %s without its site, so that it cannot be imported.", association.ID, association.TeamID))}
}
