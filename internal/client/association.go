// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"fmt"
	"iter"
	"slices"
)

// Association lets a team reach a site [doc: 10. Teams].
type Association struct {
	// ID is the association's own; what DELETE takes.
	ID string
	// TeamID and SiteID are its natural key.
	TeamID, SiteID string
}

func (a Association) id() string { return a.ID }

// complete is true for every document: what it may lack is known from the request.
func (a Association) complete() bool { return true }

// vague tells that the document shows no site.
func (a Association) vague() bool { return a.SiteID == "" }

type associationInput struct {
	SiteID string `json:"site_id"`
}

// SiteTeamAssociation reads the association of a team and a site. Where known.ID is set and the server holds the pair more than once,
// that one is preferred. IsNotFound(err) when the team does not reach the site.
//
// It is answered by the team's document where that was read already and lists the site, else by the listing of the team's associations:
// one request a team, however many associations it has.
func (c *Client) SiteTeamAssociation(ctx context.Context, known Association) (Association, error) {
	if team, ok := c.teams.bulk.document(known.TeamID); ok && known.ID != "" && slices.Contains(team.SiteIDs, known.SiteID) {
		return known, nil
	}
	col := c.associationsOf(known.TeamID)
	key := associationKey(known.TeamID, known.SiteID)
	key.matches = func(a Association) bool {
		return a.SiteID == known.SiteID || a.SiteID == "" && (a.ID == known.ID || known.ID == "")
	}
	found, err := col.find(ctx, key)
	if err != nil {
		return Association{}, err
	}
	if known.ID == "" && slices.ContainsFunc(found, Association.vague) {
		if found = slices.DeleteFunc(found, Association.vague); len(found) == 0 {
			return Association{}, fmt.Errorf("the API shows associations of team %s without their sites, so that none can be told to be that of site %s", known.TeamID, known.SiteID)
		}
	}
	if len(found) == 0 {
		return Association{}, &UnreachedError{TeamID: known.TeamID, SiteID: known.SiteID}
	}
	association := found[0]
	if i := slices.IndexFunc(found, func(a Association) bool { return a.ID == known.ID }); i >= 0 {
		association = found[i]
	}
	association.SiteID = known.SiteID
	return association, nil
}

// SiteTeamAssociations lists the associations of a team, or those of all teams for an empty teamID; an error ends the sequence.
func (c *Client) SiteTeamAssociations(ctx context.Context, teamID string) iter.Seq2[Association, error] {
	all := func(Association) bool { return true }
	if teamID != "" {
		return c.associationsOf(teamID).list(ctx, nil, all)
	}
	return func(yield func(Association, error) bool) {
		// That a team shows no sites says something only where others show theirs.
		var bare []string
		shown := false
		for team, err := range c.Teams(ctx, TeamQuery{}) {
			if err != nil {
				yield(Association{}, err)
				return
			}
			shown = shown || len(team.SiteIDs) > 0
			if team.SiteIDs != nil && len(team.SiteIDs) == 0 {
				bare = append(bare, team.ID)
			} else if !c.yieldAssociations(ctx, team.ID, yield) {
				return
			}
		}
		for _, team := range bare {
			if shown || !c.yieldAssociations(ctx, team, yield) {
				return
			}
		}
	}
}

// yieldAssociations yields those of a team, and tells whether more are wanted.
func (c *Client) yieldAssociations(ctx context.Context, teamID string, yield func(Association, error) bool) bool {
	for association, err := range c.associationsOf(teamID).list(ctx, nil, func(Association) bool { return true }) {
		// A team that was removed meanwhile has no associations.
		if IsNotFound(err) {
			break
		}
		if !yield(association, err) || err != nil {
			return false
		}
	}
	return true
}

// CreateSiteTeamAssociation lets a team reach a site, exactly once; the natural key is the pair. It fails as CreateTeam does, and with
// an *Error of 404 or 422 when the team or the site does not exist.
func (c *Client) CreateSiteTeamAssociation(ctx context.Context, teamID, siteID string) (Association, error) {
	defer c.teams.bulk.wrote(teamID, Team{})
	association, err := c.associationsOf(teamID).create(ctx, c.newAssociationKey(teamID, siteID), associationInput{SiteID: siteID})
	return association.of(teamID, siteID), err
}

// ResumeSiteTeamAssociation finishes a create that a *PendingError told of.
func (c *Client) ResumeSiteTeamAssociation(ctx context.Context, teamID, siteID string, pending Pending) (Association, error) {
	defer c.teams.bulk.wrote(teamID, Team{})
	association, err := c.associationsOf(teamID).resume(ctx, c.newAssociationKey(teamID, siteID), pending)
	return association.of(teamID, siteID), err
}

// of fills in what the answer left out.
func (a Association) of(teamID, siteID string) Association {
	a.TeamID, a.SiteID = teamID, siteID
	return a
}

// DeleteSiteTeamAssociation ends a team's access to a site. That it has ended already is a success; that the association was made anew
// under another id is not overlooked.
func (c *Client) DeleteSiteTeamAssociation(ctx context.Context, association Association) error {
	defer c.teams.bulk.wrote(association.TeamID, Team{})
	col := c.associationsOf(association.TeamID)
	gone, err := col.remove(ctx, association.ID)
	if err != nil || !gone {
		return err
	}
	found, err := col.search(ctx, associationKey(association.TeamID, association.SiteID), 0)
	if IsNotFound(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("make sure that team %s does not reach site %s any more: %w", association.TeamID, association.SiteID, err)
	}
	for _, other := range found {
		if err := col.delete(ctx, other.ID); err != nil {
			return err
		}
	}
	return nil
}

// forgetAssociationsOf forgets what was known of the associations of a team that was removed.
func (c *Client) forgetAssociationsOf(teamID string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.associations, teamID)
}

// outdateAssociations notes that associations of any team may have changed.
func (c *Client) outdateAssociations() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, col := range c.associations {
		col.bulk.outdate()
	}
}

// associationsOf returns the collection of a team's associations.
func (c *Client) associationsOf(teamID string) *collection[Association] {
	c.mu.Lock()
	defer c.mu.Unlock()
	col, ok := c.associations[teamID]
	if !ok {
		names := noun{singular: "site_team_association", plural: "site_team_associations", title: "site team association"}
		col = newCollection(c, names, memberPath("/teams", teamID)+"/site_team_associations", decodeAssociation(teamID))
		// There is no single read of an association [assumed].
		col.bulk.addressless = true
		c.associations[teamID] = col
	}
	return col
}

func associationKey(teamID, siteID string) naturalKey[Association] {
	return naturalKey[Association]{
		text:    fmt.Sprintf("of team %s and site %s", teamID, siteID),
		filters: []filter{{"site_id_eq", siteID}},
		matches: func(a Association) bool { return a.SiteID == siteID },
	}
}

// newAssociationKey is the key by which a create finds what it made. It counts in what shows no site: the team's document, which lists its
// sites [doc: 10. Teams], tells whether ours can be among that.
func (c *Client) newAssociationKey(teamID, siteID string) naturalKey[Association] {
	key := associationKey(teamID, siteID)
	key.vague = Association.vague
	key.matches = func(a Association) bool { return a.SiteID == siteID || a.vague() }
	key.elsewhere = func(ctx context.Context) (hint, error) {
		team, err := c.teams.get(ctx, teamID)
		return hint{taken: slices.Contains(team.SiteIDs, siteID), known: len(team.SiteIDs)}, err
	}
	return key
}

// decodeAssociation reads the ids from the attributes or from the relationships, whichever the answer has [assumed].
func decodeAssociation(teamID string) func(resource) (Association, error) {
	return func(r resource) (Association, error) {
		var attributes struct {
			SiteID text `json:"site_id"`
		}
		err := r.decodeAttributes(&attributes)
		association := Association{ID: r.id(), TeamID: teamID, SiteID: string(attributes.SiteID)}
		if association.SiteID == "" {
			association.SiteID = r.relatedOne("site")
		}
		return association, err
	}
}
