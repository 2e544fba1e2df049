// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
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
			got, err := decodeAssociation("392")(resourceOf(t, test.body))
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
