// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/collection"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
)

// Association lets a team reach a site [doc: 10. Teams]. Its natural key is the pair.
type Association struct {
	// ID is the association's own, which DELETE takes; "" where the API does not show it.
	ID string
	// TeamID and SiteID are the pair. SiteID is "" where a listing does not show it.
	TeamID, SiteID string
}

// ObjectID is ID.
func (a Association) ObjectID() string { return a.ID }

// Complete reports that every document is complete: what it lacks is known from the request.
func (a Association) Complete() bool { return true }

// AssociationInput is what a create sends.
type AssociationInput struct {
	TeamID string `json:"-"`
	SiteID string `json:"site_id"`
}

// Wanted is the association that the input describes.
func (in AssociationInput) Wanted() Association {
	return Association{TeamID: in.TeamID, SiteID: in.SiteID}
}

// ShownBy reports true: an association has nothing but its pair.
func (in AssociationInput) ShownBy(Association) bool { return true }

// Associations are the calls on associations. A team's own document says which sites the team reaches [doc: 10. Teams]; the listing of
// associations, which may be missing [assumed], only gives their ids.
type Associations struct {
	collection.Service[Association, AssociationInput]
	teams *Teams
}

func newAssociations(c *Client) *Associations {
	associations := &Associations{teams: c.Teams}
	associations.Service = collection.NewService[Association, AssociationInput](c.account, collection.Kind[Association]{
		Singular: "site_team_association", Plural: "site_team_associations", Title: "site team association",
		Path:    "/teams/{}/site_team_associations",
		Parents: func(a Association) []string { return []string{a.TeamID} },
		Decode:  decodeAssociation,
		Key: func(a Association) collection.Key[Association] {
			// A listing may show an association without its site.
			matches := func(other Association) bool {
				return other.SiteID == a.SiteID || other.SiteID == "" && a.ID != "" && other.ID == a.ID
			}
			return collection.Key[Association]{
				Text: fmt.Sprintf("of team %s and site %s", a.TeamID, a.SiteID), Lock: a.SiteID,
				Filters: []collection.Filter{{Predicate: "site_id_eq", Value: a.SiteID}}, Matches: matches, Resembles: matches,
			}
		},
		Exists: associations.exists,
		WithID: func(wanted Association, id string) Association {
			wanted.ID = id
			return wanted
		},
		Created: func(a Association) {
			c.Teams.Patch(Team{ID: a.TeamID}, func(team Team) Team { return team.reaching(a.SiteID) })
		},
		Removed: func(a Association) {
			c.Teams.Patch(Team{ID: a.TeamID}, func(team Team) Team { return team.notReaching(a.SiteID) })
		},
	})
	return associations
}

// exists says by the team's document whether an association exists. A document that shows no sites at all, such as that of a thin listing,
// says nothing.
func (a *Associations) exists(ctx context.Context, wanted Association, look collection.Look) (collection.Existence, error) {
	team, err := a.teams.Document(ctx, Team{ID: wanted.TeamID}, look, func(team Team) bool { return team.SiteIDs != nil })
	switch {
	case err != nil:
		return collection.Undecided, err
	case team.SiteIDs == nil:
		return collection.Undecided, nil
	case slices.Contains(team.SiteIDs, wanted.SiteID):
		return collection.Present, nil
	default:
		return collection.Absent, nil
	}
}

// SitesOf returns the ids of the sites that a team reaches, as the team's document shows them or, where it does not, the listing of its
// associations. A Fresh look does not take a document of the last minute.
func (a *Associations) SitesOf(ctx context.Context, teamID string, look Look) ([]string, error) {
	team, err := a.teams.Document(ctx, Team{ID: teamID}, look, func(team Team) bool { return team.SiteIDs != nil })
	if err != nil {
		return nil, fmt.Errorf("read the sites of team %s: %w", teamID, err)
	}
	if team.SiteIDs != nil {
		return team.SiteIDs, nil
	}
	all, _, err := a.All(ctx, Association{TeamID: teamID}, look)
	if err != nil {
		return nil, err
	}
	siteIDs := []string{}
	for _, association := range all {
		if association.SiteID == "" {
			return nil, fmt.Errorf("read the sites of team %s: the API lists its association %s without its site", teamID, association.ID)
		}
		siteIDs = append(siteIDs, association.SiteID)
	}
	slices.Sort(siteIDs)
	return slices.Compact(siteIDs), nil
}

// IDsOf returns the ids of a team's associations by site. It leaves out what no listing shows.
func (a *Associations) IDsOf(ctx context.Context, teamID string) map[string]string {
	ids := map[string]string{}
	all, _, err := a.All(ctx, Association{TeamID: teamID}, collection.Fresh)
	if err != nil {
		return ids
	}
	for _, association := range all {
		ids[association.SiteID] = association.ID
	}
	return ids
}

// List yields the associations of a team, or those of all teams for an empty teamID. An error ends the sequence.
func (a *Associations) List(ctx context.Context, teamID string) iter.Seq2[Association, error] {
	if teamID != "" {
		return a.ofTeam(ctx, teamID)
	}
	return func(yield func(Association, error) bool) {
		for team, err := range a.teams.List(ctx, Query{}) {
			if err != nil {
				yield(Association{}, err)
				return
			}
			if team.SiteIDs != nil && len(team.SiteIDs) == 0 {
				continue
			}
			for association, err := range a.ofTeam(ctx, team.ID) {
				// A team that was removed meanwhile has no associations.
				if IsNotFound(err) {
					break
				}
				if !yield(association, err) || err != nil {
					return
				}
			}
		}
	}
}

func (a *Associations) ofTeam(ctx context.Context, teamID string) iter.Seq2[Association, error] {
	return a.Service.List(ctx, Association{TeamID: teamID}, nil, func(Association) bool { return true })
}

// decodeAssociation reads the ids from the attributes or from the relationships, whichever the document has [assumed].
func decodeAssociation(parents []string, r jsonapi.Resource) (Association, error) {
	var attributes struct {
		SiteID jsonapi.ID `json:"site_id"`
	}
	err := r.Attributes(&attributes)
	association := Association{ID: r.ID, TeamID: parents[0], SiteID: string(attributes.SiteID)}
	if association.SiteID == "" {
		association.SiteID = r.RelatedOne("site")
	}
	return association, err
}
