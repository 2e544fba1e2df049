// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package siteteam

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/base"
)

// isImported tells a state that an import began: it has the pair alone.
func isImported(ctx context.Context, state resourceModel, private base.PrivateState) bool {
	return state.ID.IsNull() && !base.IsPending(ctx, private)
}

// nothingToImport reports that there is no such association. Both parts of its import id are numbers, and easily exchanged.
func (r *associationResource) nothingToImport(ctx context.Context, state resourceModel) diag.Diagnostics {
	team, site := state.TeamID.ValueString(), state.SiteID.ValueString()
	detail := fmt.Sprintf("Team %s does not reach site %s, or one of them does not exist, or these credentials do not reach it. ", team, site)
	if _, err := r.Client.SiteTeamAssociation(ctx, client.Association{TeamID: site, SiteID: team}); err == nil {
		detail += fmt.Sprintf("But team %s reaches site %s: the team comes first. Write \"%s/%s\", or exchange them in the identity.", site, team, site, team)
	} else {
		detail += "The import id is TEAM_ID/SITE_ID: the team comes first."
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Site team association does not exist", detail)}
}
