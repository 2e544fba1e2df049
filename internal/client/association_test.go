// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestAssociation_decode(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ body, siteID string }{
		"attributes":             {`{"data":{"id":"1093","type":"site_team_association","attributes":{"id":1093,"site_id":11416,"team_id":392}}}`, "11416"},
		"attributes of strings":  {`{"data":{"id":1093,"type":"site_team_association","attributes":{"site_id":"11416"}}}`, "11416"},
		"relationships":          {`{"data":{"id":"1093","type":"site_team_association","relationships":{"site":{"data":{"id":"11416","type":"site"}}}}}`, "11416"},
		"numbers":                {`{"data":{"id":"1093","attributes":{"site_id":null},"relationships":{"site":{"data":{"id":11416}}}}}`, "11416"},
		"nothing":                {`{"data":{"id":"1093","type":"site_team_association"}}`, ""},
		"nulls":                  {`{"data":{"id":"1093","attributes":{"site_id":null},"relationships":{"site":{"data":null}}}}`, ""},
		"plain":                  {`{"site_team_association":{"id":1093,"site_id":11416}}`, "11416"},
		"several, for one":       {`{"data":{"id":"1093","relationships":{"site":{"data":[{"id":"1"},{"id":"2"}]}}}}`, ""},
		"attributes come before": {`{"data":{"id":"1093","attributes":{"site_id":1},"relationships":{"site":{"data":{"id":"2"}}}}}`, "1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := new(Client).decodeAssociation("392")(resourceOf(t, test.body))
			if want := (Association{ID: "1093", TeamID: "392", SiteID: test.siteID}); err != nil || got != want {
				t.Errorf("got %+v, %v; want %+v", got, err, want)
			}
		})
	}
}

// reach is an account of one team, "1", and the sites "1" to "3".
func reach(t *testing.T, behavior naotest.Behavior) (*Client, *naotest.Server) {
	t.Helper()
	server := naotest.New(behavior)
	server.AddTeam(naotest.Team{ID: "1", Name: "Ops"})
	for id := 1; id <= 3; id++ {
		server.AddSite(naotest.Site{ID: fmt.Sprint(id), Name: fmt.Sprintf("site-%d", id)})
	}
	return inProcess(t, server), server
}

var shapes = []naotest.AssociationShape{
	naotest.AssociationFull, naotest.AssociationAttributes, naotest.AssociationRelationships, naotest.AssociationSiteOnly, naotest.AssociationTeamOnly, naotest.AssociationNull,
}

func TestAssociation_requests(t *testing.T) {
	t.Parallel()
	for _, shape := range shapes {
		t.Run(string(shape), func(t *testing.T) {
			t.Parallel()
			c, server := reach(t, naotest.Behavior{Associations: naotest.Associations{Shape: shape}})
			want := Association{ID: "1093", TeamID: "1", SiteID: "2"}
			made, err := c.CreateSiteTeamAssociation(t.Context(), "1", "2")
			if err != nil || made != want {
				t.Fatalf("made %+v, %v; want %+v", made, err, want)
			}
			wantSent(t, server, "GET /teams/1/site_team_associations", `POST /teams/1/site_team_associations {"site_team_association":{"site_id":"2"}}`)
			server.ResetRequests()
			c = inProcess(t, server)
			if read, err := c.SiteTeamAssociation(t.Context(), want); err != nil || read != want {
				t.Errorf("read %+v, %v; want %+v", read, err, want)
			}
			wantSent(t, server, "GET /teams/1/site_team_associations")
			server.ResetRequests()
			if err := c.DeleteSiteTeamAssociation(t.Context(), want); err != nil {
				t.Error(err)
			}
			wantSent(t, server, "DELETE /teams/1/site_team_associations/1093")
			if _, err := c.SiteTeamAssociation(t.Context(), want); !IsNotFound(err) {
				t.Errorf("got %v, want a 404", err)
			}
		})
	}
}

func TestAssociation_read(t *testing.T) {
	t.Parallel()
	c, server := reach(t, naotest.Behavior{Associations: naotest.Associations{AllowDuplicates: true}})
	first, second := server.AddAssociation("1", "2"), server.AddAssociation("1", "2")
	for known, want := range map[Association]string{
		{TeamID: "1", SiteID: "2"}:                first.ID,
		{ID: first.ID, TeamID: "1", SiteID: "2"}:  first.ID,
		{ID: second.ID, TeamID: "1", SiteID: "2"}: second.ID,
		{ID: "7", TeamID: "1", SiteID: "2"}:       first.ID,
	} {
		got, err := c.SiteTeamAssociation(t.Context(), known)
		if err != nil || got != (Association{ID: want, TeamID: "1", SiteID: "2"}) {
			t.Errorf("%+v: got %+v, %v; want id %s", known, got, err, want)
		}
	}
	_, err := c.SiteTeamAssociation(t.Context(), Association{TeamID: "1", SiteID: "3"})
	wantError(t, err, "team 1 does not reach site 3")
	if !IsNotFound(err) {
		t.Errorf("got %v, want a 404", err)
	}
	if _, err := c.SiteTeamAssociation(t.Context(), Association{TeamID: "9", SiteID: "3"}); !IsNotFound(err) {
		t.Errorf("of a team that is gone: got %v, want a 404", err)
	}
	server.Inject(naotest.Status(http.StatusForbidden), naotest.On("GET", "/teams/*/site_team_associations"))
	_, err = inProcess(t, server).SiteTeamAssociation(t.Context(), Association{TeamID: "1", SiteID: "2"})
	if !IsForbidden(err) || IsNotFound(err) {
		t.Errorf("got %v, want a 403", err)
	}
}

func TestAssociation_theTeamsDocumentAnswers(t *testing.T) {
	t.Parallel()
	c, server := reach(t, naotest.Behavior{})
	known := Association(server.AddAssociation("1", "2"))
	if _, err := c.Team(t.Context(), "1"); err != nil {
		t.Fatal(err)
	}
	if got, err := c.SiteTeamAssociation(t.Context(), known); err != nil || got != known {
		t.Errorf("got %+v, %v; want %+v", got, err, known)
	}
	wantSent(t, server, "GET /teams/1")
	// What the document does not show is asked for.
	if _, err := c.SiteTeamAssociation(t.Context(), Association{ID: "7", TeamID: "1", SiteID: "3"}); !IsNotFound(err) {
		t.Errorf("got %v, want a 404", err)
	}
}

func TestAssociation_delete(t *testing.T) {
	t.Parallel()
	const collection = "/teams/1/site_team_associations"
	for name, test := range map[string]struct {
		prepare func(server *naotest.Server) Association
		sent    []string
		problem string
	}{
		"gone": {
			prepare: func(*naotest.Server) Association { return Association{ID: "7", TeamID: "1", SiteID: "2"} },
			sent:    []string{"DELETE " + collection + "/7", "GET " + collection},
		},
		"made anew": {
			prepare: func(server *naotest.Server) Association {
				server.AddAssociation("1", "3")
				server.AddAssociation("1", "2")
				return Association{ID: "7", TeamID: "1", SiteID: "2"}
			},
			sent: []string{"DELETE " + collection + "/7", "GET " + collection, "DELETE " + collection + "/1094"},
		},
		"the team is gone": {
			prepare: func(server *naotest.Server) Association {
				server.RemoveTeam("1")
				return Association{ID: "7", TeamID: "1", SiteID: "2"}
			},
			sent: []string{"DELETE " + collection + "/7", "GET " + collection},
		},
		"the rest may not be seen": {
			prepare: func(server *naotest.Server) Association {
				server.Inject(naotest.Status(http.StatusForbidden), naotest.On("GET", collection))
				return Association{ID: "7", TeamID: "1", SiteID: "2"}
			},
			sent:    []string{"DELETE " + collection + "/7", "GET " + collection},
			problem: "make sure that team 1 does not reach site 2 any more: Forbidden",
		},
		"forbidden": {
			prepare: func(server *naotest.Server) Association {
				server.Inject(naotest.Status(http.StatusForbidden), naotest.On("DELETE", ""))
				return Association(server.AddAssociation("1", "2"))
			},
			sent:    []string{"DELETE " + collection + "/1093"},
			problem: "delete site team association 1093: Forbidden",
		},
		"the new one is forbidden": {
			prepare: func(server *naotest.Server) Association {
				server.AddAssociation("1", "2")
				server.Inject(naotest.Status(http.StatusForbidden), naotest.On("DELETE", collection+"/1093"))
				return Association{ID: "7", TeamID: "1", SiteID: "2"}
			},
			sent:    []string{"DELETE " + collection + "/7", "GET " + collection, "DELETE " + collection + "/1093"},
			problem: "delete site team association 1093: Forbidden",
		},
		// There is no reading of a single association, so its deletion tells.
		"the job is gone": {
			prepare: func(server *naotest.Server) Association {
				server.Inject(naotest.JobGone, naotest.On("DELETE", ""))
				return Association(server.AddAssociation("1", "2"))
			},
			sent: []string{"DELETE " + collection + "/1093", "GET /background_jobs/48145", "DELETE " + collection + "/1093"},
		},
		"a page before the work": {
			prepare: func(server *naotest.Server) Association {
				server.Inject(naotest.HTMLPage, naotest.On("DELETE", "").Times(1))
				return Association(server.AddAssociation("1", "2"))
			},
			sent: []string{"DELETE " + collection + "/1093", "DELETE " + collection + "/1093"},
		},
	} {
		virtually(name, t, func(t *testing.T) {
			c, server := reach(t, naotest.Behavior{})
			association := test.prepare(server)
			err := c.DeleteSiteTeamAssociation(t.Context(), association)
			if test.problem != "" {
				wantError(t, err, test.problem)
			} else if err != nil {
				t.Error(err)
			}
			wantSent(t, server, test.sent...)
			for _, left := range server.Associations() {
				if left.SiteID == "2" && test.problem == "" {
					t.Errorf("team 1 still reaches site 2 by %s", left.ID)
				}
			}
		})
	}
}

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

func TestAssociation_ofWhatDoesNotExist(t *testing.T) {
	t.Parallel()
	c, server := reach(t, naotest.Behavior{})
	_, err := c.CreateSiteTeamAssociation(t.Context(), "1", "9")
	wantError(t, err, "create site team association of team 1 and site 9: Site must exist")
	if !IsInvalid(err) {
		t.Errorf("got %v, want a 422", err)
	}
	_, err = c.CreateSiteTeamAssociation(t.Context(), "9", "1")
	if !IsNotFound(err) {
		t.Errorf("got %v, want a 404", err)
	}
	if got := len(server.Associations()); got != 0 {
		t.Errorf("got %d associations", got)
	}
}

func TestAssociation_resume(t *testing.T) {
	t.Parallel()
	virtually("a job that goes on", t, func(t *testing.T) {
		c, server := reach(t, naotest.Behavior{Answers: naotest.Answers{Creates: naotest.SeeOther}, Jobs: naotest.Jobs{Duration: time.Minute}})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_, err := c.CreateSiteTeamAssociation(ctx, "1", "2")
		pending, ok := errors.AsType[*PendingError](err)
		if !ok {
			t.Fatalf("got %v, want a PendingError", err)
		}
		// Another process goes on.
		made, err := inProcess(t, server).ResumeSiteTeamAssociation(t.Context(), "1", "2", pending.Pending)
		if want := (Association{ID: "1093", TeamID: "1", SiteID: "2"}); err != nil || made != want {
			t.Errorf("got %+v, %v; want %+v", made, err, want)
		}
		if got := server.Count("POST", ""); got != 1 {
			t.Errorf("got %d POSTs, want 1", got)
		}
	})
}
