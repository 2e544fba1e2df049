// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
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

// Creates at the same time must not take one another's associations where no answer tells which is whose.
func TestAssociationVague_createdAtTheSameTime(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		c, server := vague(t, naotest.Behavior{Answers: naotest.Answers{Creates: naotest.SeeOther}, Jobs: naotest.Jobs{Duration: 3 * time.Second}})
		inParallel(t, 3, func(i int) error {
			_, err := c.CreateSiteTeamAssociation(t.Context(), "1", fmt.Sprint(i+1))
			if ambiguous, ok := errors.AsType[*AmbiguousError](err); !ok || !ambiguous.Unsure || len(ambiguous.IDs) != 3 {
				return fmt.Errorf("got %w, want an AmbiguousError that names all three", err)
			}
			return nil
		})
		if got := server.Count("POST", ""); got != 3 {
			t.Errorf("got %d POSTs, want 3", got)
		}
	})
}

// What somebody else associates meanwhile is not taken for ours, and ours is not forgotten for it.
func TestAssociationVague_besideOthers(t *testing.T) {
	t.Parallel()
	later := func(_ *testing.T, server *naotest.Server) {
		time.AfterFunc(500*time.Millisecond, func() { server.AddAssociation("1", "3") })
	}
	for name, test := range map[string]struct {
		behavior naotest.Behavior
		fault    naotest.Fault
		meddle   func(t *testing.T, server *naotest.Server)
	}{
		"ours is not made yet": {
			behavior: naotest.Behavior{Answers: naotest.Answers{Creates: naotest.SeeOther}, Jobs: naotest.Jobs{Duration: 5 * time.Second}},
			fault:    naotest.LoseAnswer, meddle: later,
		},
		"ours was never made": {fault: naotest.CutBefore, meddle: later},
		"ours is not listed yet": {
			behavior: naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: 4 * time.Second}}},
			fault:    naotest.LoseAnswer,
			meddle: func(t *testing.T, server *naotest.Server) {
				t.Helper()
				_, _ = inProcess(t, server).CreateSiteTeamAssociation(t.Context(), "1", "3") // seen below
				time.Sleep(2 * time.Second)                                                  //nolint:forbidigo // virtual time
			},
		},
	} {
		virtually(name, t, func(t *testing.T) {
			test.behavior.Listing.IgnoreFilters = true
			c, server := vague(t, test.behavior)
			server.Inject(test.fault, naotest.On("POST", teamsAssociations).Times(1).Skip(server.Count("POST", "")))
			test.meddle(t, server)
			made, err := c.CreateSiteTeamAssociation(t.Context(), "1", "2")
			ambiguous, _ := errors.AsType[*AmbiguousError](err)
			for _, association := range server.Associations() {
				named := ambiguous != nil && slices.Contains(ambiguous.IDs, association.ID)
				if association.SiteID == "2" && association.ID != made.ID && !named || association.SiteID == "3" && association.ID == made.ID {
					t.Errorf("the create of site 2 ended with %+v, %v; the account holds %+v", made, err, server.Associations())
				}
			}
			if got := len(server.Associations()); got != 2 {
				t.Errorf("got %d associations, want 2", got)
			}
		})
	}
}

// What was there before, and shows no site, is not "the same, which exists already".
func TestAssociationVague_thatAListingMissed(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		c, server := vague(t, naotest.Behavior{Listing: naotest.Listing{IgnoreFilters: true}})
		if _, err := c.CreateSiteTeamAssociation(t.Context(), "1", "99"); !IsInvalid(err) {
			t.Fatalf("got %v, want that there is no such site", err)
		}
		other := server.AddAssociation("1", "3")
		if _, err := c.SiteTeamAssociation(t.Context(), Association{ID: other.ID, TeamID: "1", SiteID: "3"}); err != nil {
			t.Fatal(err)
		}
		server.Inject(naotest.CutBefore, naotest.On("POST", teamsAssociations).Times(1))
		if _, err := c.CreateSiteTeamAssociation(t.Context(), "1", "2"); err != nil {
			t.Error(err)
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
	wantError(t, err, "the API shows associations of team 1 without their sites, so that none can be told to be that of site 2")
	if IsNotFound(err) {
		t.Error("what cannot be seen is not gone")
	}
}

// A request that fails on the way to a proof is no proof.
func TestAssociationVague_requestsThatFail(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		refused naotest.Match
		posts   int
	}{
		"the team, before":                 {refused: naotest.On("GET", "/teams/1")},
		"the team, afterwards":             {refused: naotest.On("GET", "/teams/1").Skip(1), posts: 1},
		"the whole listing":                {refused: naotest.On("GET", teamsAssociations).Skip(3), posts: 1},
		"the listing that was looked into": {refused: naotest.On("GET", teamsAssociations).Skip(2), posts: 1},
	} {
		virtually(name, t, func(t *testing.T) {
			c, server := vague(t, naotest.Behavior{Listing: naotest.Listing{IgnoreFilters: true}})
			server.AddAssociation("1", "1")
			server.Inject(naotest.Status(http.StatusForbidden), test.refused.Times(1))
			server.Inject(naotest.LoseAnswer, naotest.On("POST", teamsAssociations).Times(1))
			if _, err := c.CreateSiteTeamAssociation(t.Context(), "1", "2"); !IsForbidden(err) {
				t.Errorf("got %v, want the 403", err)
			}
			if got := server.Count("POST", ""); got != test.posts {
				t.Errorf("got %d POSTs, want %d", got, test.posts)
			}
		})
	}
}

// Another beside one that cannot be told from it would be lost.
func TestAssociationVague_thatExistsIsNeverMadeTwice(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{Associations: naotest.Associations{Shape: naotest.AssociationNull, AllowDuplicates: true}})
	server.AddTeam(naotest.Team{ID: "1"})
	server.AddSite(naotest.Site{ID: "2"})
	server.AddAssociation("1", "2")
	_, err := inProcess(t, server, func(config *Config) { config.OnExisting = Create }).CreateSiteTeamAssociation(t.Context(), "1", "2")
	if _, ok := errors.AsType[*ExistsError](err); !ok || server.Count("POST", "") > 0 {
		t.Errorf("got %v after %d POSTs, want an ExistsError and none", err, server.Count("POST", ""))
	}
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
			problem:  "new site team associations appeared while the one of team 1 and site 2 was being created, and the API does not show whether it is among them: ids 1093",
		},
		"somebody else associates at the same time": {
			behavior: naotest.Behavior{Latency: time.Second, Listing: naotest.Listing{IgnoreFilters: true}},
			meddle: func(server *naotest.Server) {
				time.AfterFunc(1500*time.Millisecond, func() { server.AddAssociation("1", "3") })
			},
			problem: "does not show whether it is among them: ids 1093, 1094",
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
