// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"fmt"
	"slices"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestAssociations_list(t *testing.T) {
	t.Parallel()
	for _, shape := range []naotest.AssociationShape{naotest.AssociationFull, naotest.AssociationSiteOnly} {
		t.Run(string(shape), func(t *testing.T) {
			t.Parallel()
			c, server := reach(t, naotest.Behavior{Associations: naotest.Associations{Shape: shape}})
			server.AddTeam(naotest.Team{ID: "2", Name: "Dev"})
			server.AddTeam(naotest.Team{ID: "3", Name: "Idle"})
			want := []Association{
				Association(server.AddAssociation("1", "1")), Association(server.AddAssociation("1", "3")), Association(server.AddAssociation("2", "1")),
			}
			if got := all(t, c.Associations.List(t.Context(), "")); !slices.Equal(got, want) {
				t.Errorf("got %+v; want %+v", got, want)
			}
			wantSent(t, server, "GET /teams", "GET /teams/1/site_team_associations", "GET /teams/2/site_team_associations")
			if got := all(t, c.Associations.List(t.Context(), "1")); !slices.Equal(got, want[:2]) {
				t.Errorf("got %+v; want %+v", got, want[:2])
			}
		})
	}
}

func TestAssociations_listingThatFails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare func(server *naotest.Server)
		teams   int // whose associations come
		problem string
	}{
		"the teams":                    {func(s *naotest.Server) { s.Inject(naotest.Status(403), naotest.On("GET", "/teams")) }, 0, "list teams: Forbidden"},
		"a team in the middle":         {func(s *naotest.Server) { s.Inject(naotest.Status(403), naotest.On("GET", "/teams/2/*")) }, 1, "list site_team_associations: Forbidden"},
		"a team is gone meanwhile":     {func(s *naotest.Server) { s.Inject(naotest.Status(404), naotest.On("GET", "/teams/2/*")) }, 2, ""},
		"a page in place of a listing": {func(s *naotest.Server) { s.Inject(naotest.HTMLPage, naotest.On("GET", "/teams/3/*")) }, 2, "expected a JSON document"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, server := reach(t, naotest.Behavior{})
			for _, team := range []string{"1", "2", "3"} {
				server.AddTeam(naotest.Team{ID: team, Name: "team-" + team})
				server.AddAssociation(team, "1")
			}
			test.prepare(server)
			got, err := untilError(c.Associations.List(t.Context(), ""))
			if test.problem != "" {
				wantError(t, err, test.problem)
			} else if err != nil {
				t.Error(err)
			}
			if len(got) != test.teams {
				t.Errorf("got %d associations, want %d", len(got), test.teams)
			}
		})
	}
}

// A team's document that does not show its sites is no proof that it reaches none.
func TestAssociations_teamsThatDoNotShowTheirSites(t *testing.T) {
	t.Parallel()
	for _, form := range silentForms {
		t.Run(string(form), func(t *testing.T) {
			t.Parallel()
			c, server := reach(t, naotest.Behavior{Teams: naotest.Teams{SitesInListing: form}})
			want := Association(server.AddAssociation("1", "3"))
			if got := all(t, c.Associations.List(t.Context(), "")); !slices.Equal(got, []Association{want}) {
				t.Errorf("got %+v; want %+v", got, want)
			}
		})
	}
}

func TestAssociations_costARequestForEachTeamThatHasSites(t *testing.T) {
	t.Parallel()
	c, server := reach(t, naotest.Behavior{})
	for i := range 50 {
		server.AddTeam(naotest.Team{ID: fmt.Sprint(100 + i), Name: fmt.Sprint(i)})
	}
	server.AddAssociation("149", "1")
	if got := all(t, c.Associations.List(t.Context(), "")); len(got) != 1 {
		t.Errorf("got %+v; want one", got)
	}
	wantSent(t, server, "GET /teams", "GET /teams/149/site_team_associations")
}

// TestAssociations_costOnePageForEachTeam has as many associations of each team as a full page may have. That the count is one of all pages
// has to be found out once; where it is that of a page, each listing goes on.
func TestAssociations_costOnePageForEachTeam(t *testing.T) {
	t.Parallel()
	const teams, each = 20, 15
	for name, test := range map[string]struct {
		listing naotest.Listing
		most    int
	}{
		"a count of all":             {naotest.Listing{}, 2 + teams + 1},
		"the count of a page":        {naotest.Listing{Counts: naotest.CountsPage, PageCap: each}, 2 * (1 + teams)},
		"the count of a page, alone": {naotest.Listing{Counts: naotest.CountsPageOnly, PageCap: 10}, 3 + 2*teams},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Listing: test.listing})
			server.SeedSites(each)
			server.SeedTeams(teams)
			for _, team := range server.Teams() {
				for _, site := range server.Sites() {
					server.AddAssociation(team.ID, site.ID)
				}
			}
			if got := all(t, inProcess(t, server).Associations.List(t.Context(), "")); len(got) != teams*each {
				t.Errorf("got %d associations, want %d", len(got), teams*each)
			}
			if got := len(server.Requests()); got > test.most {
				t.Errorf("got %d requests, want at most %d", got, test.most)
			}
		})
	}
}

func TestAssociations_stopAskingWhenNobodyWantsMore(t *testing.T) {
	t.Parallel()
	c, server := reach(t, naotest.Behavior{})
	server.AddTeam(naotest.Team{ID: "2", Name: "Dev"})
	server.AddAssociation("1", "1")
	server.AddAssociation("2", "1")
	for _, err := range c.Associations.List(t.Context(), "") {
		if err != nil {
			t.Error(err)
		}
		break
	}
	wantSent(t, server, "GET /teams", "GET /teams/1/site_team_associations")
}
