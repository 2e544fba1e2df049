// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"iter"
)

// Association lets a team reach a site [doc: 10. Teams].
type Association struct {
	// ID is the association's own; what DELETE takes.
	ID string
	// TeamID and SiteID are its natural key.
	TeamID, SiteID string
}

// SiteTeamAssociation reads the association of a team and a site. Where known.ID is set and the server holds the pair more than once,
// that one is preferred. IsNotFound(err) when the team does not reach the site.
func (c *Client) SiteTeamAssociation(ctx context.Context, known Association) (Association, error) {
	panic("TODO")
}

// SiteTeamAssociations lists the associations of a team, or those of all teams for an empty teamID; an error ends the sequence.
func (c *Client) SiteTeamAssociations(ctx context.Context, teamID string) iter.Seq2[Association, error] {
	panic("TODO")
}

// CreateSiteTeamAssociation lets a team reach a site, exactly once; the natural key is the pair. It fails as CreateTeam does, and with
// an *Error of 404 or 422 when the team or the site does not exist.
func (c *Client) CreateSiteTeamAssociation(ctx context.Context, teamID, siteID string) (Association, error) {
	panic("TODO")
}

// ResumeSiteTeamAssociation finishes a create that a *PendingError told of.
func (c *Client) ResumeSiteTeamAssociation(ctx context.Context, teamID, siteID string, pending Pending) (Association, error) {
	panic("TODO")
}

// DeleteSiteTeamAssociation ends a team's access to a site. That it has ended already is a success.
func (c *Client) DeleteSiteTeamAssociation(ctx context.Context, association Association) error {
	panic("TODO")
}
