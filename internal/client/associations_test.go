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
			all, err := associationsOf(t, c, "")
			if err != nil || !slices.Equal(all, want) {
				t.Errorf("got %+v, %v; want %+v", all, err, want)
			}
			wantSent(t, server, "GET /teams", "GET /teams/1/site_team_associations", "GET /teams/2/site_team_associations")
			some, err := associationsOf(t, c, "1")
			if err != nil || !slices.Equal(some, want[:2]) {
				t.Errorf("got %+v, %v; want %+v", some, err, want[:2])
			}
		})
	}
}

func associationsOf(t *testing.T, c *Client, teamID string) ([]Association, error) {
	t.Helper()
	var all []Association
	for association, err := range c.SiteTeamAssociations(t.Context(), teamID) {
		if err != nil {
			return all, err
		}
		all = append(all, association)
	}
	return all, nil
}

func TestAssociations_listingThatFails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare func(server *naotest.Server)
		teams   int // whose associations come
		problem string
	}{
		"the teams":                   {func(s *naotest.Server) { s.Inject(naotest.Status(403), naotest.On("GET", "/teams")) }, 0, "list teams: Forbidden"},
		"a team in the middle":        {func(s *naotest.Server) { s.Inject(naotest.Status(403), naotest.On("GET", "/teams/2/*")) }, 1, "list site_team_associations: Forbidden"},
		"a team is gone meanwhile":    {func(s *naotest.Server) { s.Inject(naotest.Status(404), naotest.On("GET", "/teams/2/*")) }, 2, ""},
		"a page instead of a listing": {func(s *naotest.Server) { s.Inject(naotest.HTMLPage, naotest.On("GET", "/teams/3/*")) }, 2, "got an HTML page"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, server := reach(t, naotest.Behavior{})
			for _, team := range []string{"1", "2", "3"} {
				server.AddTeam(naotest.Team{ID: team, Name: "team-" + team})
				server.AddAssociation(team, "1")
			}
			test.prepare(server)
			all, err := associationsOf(t, c, "")
			if test.problem != "" {
				wantError(t, err, test.problem)
			} else if err != nil {
				t.Error(err)
			}
			if len(all) != test.teams {
				t.Errorf("got %d associations, want %d", len(all), test.teams)
			}
		})
	}
}

// A team's document that lists no sites is no proof that it reaches none.
func TestAssociations_teamsThatShowNoSites(t *testing.T) {
	t.Parallel()
	c, server := reach(t, naotest.Behavior{Teams: naotest.Teams{NoSites: true}})
	want := Association(server.AddAssociation("1", "3"))
	if all, err := associationsOf(t, c, ""); err != nil || !slices.Equal(all, []Association{want}) {
		t.Errorf("got %+v, %v; want %+v", all, err, want)
	}
}

func TestAssociations_costARequestForEachTeamThatHasSites(t *testing.T) {
	t.Parallel()
	c, server := reach(t, naotest.Behavior{})
	for i := range 50 {
		server.AddTeam(naotest.Team{ID: fmt.Sprint(100 + i), Name: fmt.Sprint(i)})
	}
	server.AddAssociation("149", "1")
	if all, err := associationsOf(t, c, ""); err != nil || len(all) != 1 {
		t.Errorf("got %+v, %v; want one", all, err)
	}
	wantSent(t, server, "GET /teams", "GET /teams/149/site_team_associations")
}

func TestAssociations_stopAskingWhenNobodyWantsMore(t *testing.T) {
	t.Parallel()
	c, server := reach(t, naotest.Behavior{})
	server.AddTeam(naotest.Team{ID: "2", Name: "Dev"})
	server.AddAssociation("1", "1")
	server.AddAssociation("2", "1")
	for _, err := range c.SiteTeamAssociations(t.Context(), "") {
		if err != nil {
			t.Error(err)
		}
		break
	}
	wantSent(t, server, "GET /teams", "GET /teams/1/site_team_associations")
}
