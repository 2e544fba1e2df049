// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package teamsites

import (
	"cmp"
	"context"
	"sync"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/membership"
)

// sites are the sites of one team as members. The id of a member is that of its association, as far as a create has told it.
type sites struct {
	client *client.Client
	teamID string

	once sync.Once
	// ids are those of the associations by site, as far as a listing shows them.
	ids map[string]string
}

var _ membership.Members = (*sites)(nil)

func (s *sites) Held(ctx context.Context, look client.Look) (membership.Held, error) {
	siteIDs, err := s.client.Associations.SitesOf(ctx, s.teamID, look)
	if err != nil {
		return nil, err //nolint:wrapcheck // The client says what it did.
	}
	held := make(membership.Held, len(siteIDs))
	for _, id := range siteIDs {
		held[id] = []membership.Member{{}}
	}
	return held, nil
}

// Confirm finds none: the team's own document lists all of its sites [doc: 10. Teams].
func (s *sites) Confirm(context.Context, map[string]membership.Member) (map[string]membership.Member, error) {
	return nil, nil //nolint:nilnil // An empty map.
}

func (s *sites) Read(_ context.Context, _ string, known membership.Member) (membership.Member, error) {
	return known, nil
}

// Commission makes nothing: there is no request for many associations.
func (s *sites) Commission(context.Context, map[string]string) (bool, error) { return false, nil }

func (s *sites) ResumeBatch(context.Context, client.PendingBatch) ([]string, error) { return nil, nil }

func (s *sites) Create(ctx context.Context, siteID, _ string) (membership.Member, error) {
	association, err := s.client.Associations.Create(ctx, client.AssociationInput{TeamID: s.teamID, SiteID: siteID})
	return membership.Member{ID: association.ID}, err //nolint:wrapcheck // The client says what it did.
}

func (s *sites) Resume(ctx context.Context, siteID, _ string, pending client.Pending) (membership.Member, error) {
	association, err := s.client.Associations.Resume(ctx, client.AssociationInput{TeamID: s.teamID, SiteID: siteID}, pending)
	return membership.Member{ID: association.ID}, err //nolint:wrapcheck // The client says what it did.
}

// Update does nothing: an association has nothing that could change.
func (s *sites) Update(_ context.Context, _ string, known membership.Member, _ string) (membership.Member, error) {
	return known, nil
}

// Delete removes the association of a site. One listing gives the ids of all of them; where there is none, the response to the create has given
// the id.
func (s *sites) Delete(ctx context.Context, siteID string, known membership.Member) error {
	s.once.Do(func() { s.ids = s.client.Associations.IDsOf(ctx, s.teamID) })
	return s.client.Associations.Delete(ctx, client.Association{ID: cmp.Or(s.ids[siteID], known.ID), TeamID: s.teamID, SiteID: siteID}) //nolint:wrapcheck // The client says what it did.
}
