// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// Associations whose documents name no site: what a create cannot read from them, the team's document proves.

const teamsAssociations = "/teams/1/site_team_associations"

// vague is an account of one team and the sites "1" to "3", where no document of an association names its site.
func vague(t *testing.T, behavior naotest.Behavior) (*Client, *naotest.Server) {
	t.Helper()
	behavior.Associations.Shape = naotest.AssociationNull
	return reach(t, behavior)
}

func wantAssociated(t *testing.T, server *naotest.Server, want ...Association) {
	t.Helper()
	var got []Association
	for _, association := range server.Associations() {
		got = append(got, Association(association))
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the account holds %+v, want %+v", got, want)
	}
}

func TestAssociationVague_createdOnceAllTheSame(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behavior naotest.Behavior
		fault    naotest.Fault
	}{
		"a lost answer":            {fault: naotest.LoseAnswer},
		"a lost request":           {fault: naotest.CutBefore},
		"an error after the work":  {fault: naotest.Status(http.StatusBadGateway).AfterWork()},
		"a job":                    {behavior: naotest.Behavior{Answers: naotest.Answers{Creates: naotest.SeeOther}, Jobs: naotest.Jobs{Polls: 2}}},
		"a lost announcement":      {behavior: naotest.Behavior{Answers: naotest.Answers{Creates: naotest.SeeOther}, Jobs: naotest.Jobs{Duration: 5 * time.Second}}, fault: naotest.LoseAnswer},
		"a listing that lags":      {behavior: naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: 4 * time.Second}}}, fault: naotest.LoseAnswer},
		"filters that are ignored": {behavior: naotest.Behavior{Listing: naotest.Listing{IgnoreFilters: true, IgnoreSort: true}}, fault: naotest.LoseAnswer},
		"pages of one":             {behavior: naotest.Behavior{Listing: naotest.Listing{PageCap: 1, IgnoreFilters: true}}, fault: naotest.LoseAnswer},
	} {
		virtually(name, t, func(t *testing.T) {
			c, server := vague(t, test.behavior)
			server.AddAssociation("1", "1")
			server.Inject(test.fault, naotest.On("POST", teamsAssociations).Times(1))
			want := Association{ID: "1094", TeamID: "1", SiteID: "2"}
			if made, err := c.CreateSiteTeamAssociation(t.Context(), "1", "2"); err != nil || made != want {
				t.Errorf("got %+v, %v; want %+v", made, err, want)
			}
			wantAssociated(t, server, Association{ID: "1093", TeamID: "1", SiteID: "1"}, want)
		})
	}
}

// Creates at the same time must not take one another's associations, though no answer tells which is whose.
func TestAssociationVague_createdAtTheSameTime(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		c, server := vague(t, naotest.Behavior{
			Answers: naotest.Answers{Creates: naotest.SeeOther},
			Jobs:    naotest.Jobs{Duration: 3 * time.Second},
			Listing: naotest.Listing{IgnoreFilters: true},
		})
		made := make(chan Association, 3)
		inParallel(t, 3, func(i int) error {
			association, err := c.CreateSiteTeamAssociation(t.Context(), "1", fmt.Sprint(i+1))
			made <- association
			return err
		})
		close(made)
		byID := map[string]Association{}
		for association := range made {
			byID[association.ID] = association
		}
		for _, association := range server.Associations() {
			if byID[association.ID] != Association(association) {
				t.Errorf("a create took %+v for %+v", association, byID[association.ID])
			}
		}
		if got := len(server.Associations()); got != 3 || len(byID) != 3 {
			t.Errorf("got %d associations with %d ids, want 3", got, len(byID))
		}
	})
}

func TestAssociationVague_thatExists(t *testing.T) {
	t.Parallel()
	c, server := vague(t, naotest.Behavior{Listing: naotest.Listing{IgnoreFilters: true}})
	server.AddAssociation("1", "1")
	server.AddAssociation("1", "2")
	_, err := c.CreateSiteTeamAssociation(t.Context(), "1", "2")
	wantError(t, err, "exists already, but the API does not show which it is: one of the ids 1093, 1094")
	if exists, ok := errors.AsType[*ExistsError](err); !ok || !exists.Unsure {
		t.Errorf("got %v, want an ExistsError", err)
	}
	if got := server.Count("POST", ""); got != 0 {
		t.Errorf("got %d POSTs, want none", got)
	}
	_, err = c.SiteTeamAssociation(t.Context(), Association{TeamID: "1", SiteID: "2"})
	wantError(t, err, "whether team 1 reaches site 2 is not to be seen: the API shows associations without their sites")
}

// What nothing proves to be ours is neither taken nor made once more, but named.
func TestAssociationVague_unproven(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behavior naotest.Behavior
		meddle   func(server *naotest.Server)
		problem  string
	}{
		"the team's document lacks its sites": {
			behavior: naotest.Behavior{Documents: naotest.Documents{Relationships: naotest.RelationshipsOmitted}},
			problem:  "a new site team association appeared while the one of team 1 and site 2 was being created, and the API does not show whether it is that: id 1093",
		},
		"somebody else associates at the same time": {
			behavior: naotest.Behavior{Latency: time.Second, Listing: naotest.Listing{IgnoreFilters: true}},
			meddle: func(server *naotest.Server) {
				time.AfterFunc(1500*time.Millisecond, func() { server.AddAssociation("1", "3") })
			},
			problem: "several new site team associations of team 1 and site 2 appeared while one was being created, and the API does not say which one it made: ids 1093, 1094",
		},
		"the team's document is not to be had": {
			meddle: func(server *naotest.Server) {
				server.Inject(naotest.Status(http.StatusForbidden), naotest.On("GET", "/teams/1"))
			},
			problem: "Forbidden",
		},
	} {
		virtually(name, t, func(t *testing.T) {
			c, server := vague(t, test.behavior)
			server.Inject(naotest.LoseAnswer, naotest.On("POST", teamsAssociations).Times(1))
			if test.meddle != nil {
				test.meddle(server)
			}
			_, err := c.CreateSiteTeamAssociation(t.Context(), "1", "2")
			wantError(t, err, test.problem)
			if got := server.Count("POST", ""); got != 1 {
				t.Errorf("got %d POSTs, want 1", got)
			}
		})
	}
}
