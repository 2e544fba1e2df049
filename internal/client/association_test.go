// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
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
			got, err := decodeAssociation([]string{"392"}, resourceOf(t, test.body))
			if want := (Association{ID: "1093", TeamID: "392", SiteID: test.siteID}); err != nil || got != want || !got.Complete() {
				t.Errorf("got %+v, %v; want %+v", got, err, want)
			}
		})
	}
}

// shapes are those of association documents that name the site.
var shapes = []naotest.AssociationShape{
	naotest.AssociationFull, naotest.AssociationAttributes, naotest.AssociationRelationships, naotest.AssociationSiteOnly,
}

func TestAssociation_requests(t *testing.T) {
	t.Parallel()
	for _, shape := range append(shapes, naotest.AssociationTeamOnly, naotest.AssociationNull) {
		virtually(string(shape), t, func(t *testing.T) {
			c, server := reach(t, naotest.Behavior{Associations: naotest.Associations{Shape: shape}})
			want := Association{ID: "1093", TeamID: "1", SiteID: "2"}
			made, err := c.Associations.Create(t.Context(), AssociationInput{TeamID: "1", SiteID: "2"})
			if err != nil || made != want {
				t.Fatalf("made %+v, %v; want %+v", made, err, want)
			}
			wantSent(t, server, "GET /teams/1", `POST /teams/1/site_team_associations {"site_team_association":{"site_id":"2"}}`)
			server.ResetRequests()
			// The team's document is corrected by what was made.
			if read, err := c.Associations.Get(t.Context(), want); err != nil || read != want || len(server.Requests()) > 0 {
				t.Errorf("read %+v, %v; want %+v", read, err, want)
			}
			c = inProcess(t, server)
			if read, err := c.Associations.Get(t.Context(), want); err != nil || read != want {
				t.Errorf("read %+v, %v; want %+v", read, err, want)
			}
			wantSent(t, server, "GET /teams/1")
			server.ResetRequests()
			if err := c.Associations.Delete(t.Context(), want); err != nil {
				t.Error(err)
			}
			wantSent(t, server, "DELETE /teams/1/site_team_associations/1093")
			if _, err := c.Associations.Get(t.Context(), want); !IsNotFound(err) {
				t.Errorf("got %v, want that it is gone", err)
			}
		})
	}
}

func TestAssociation_read(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		c, server := reach(t, naotest.Behavior{Associations: naotest.Associations{AllowDuplicates: true}})
		first, second := server.AddAssociation("1", "2"), server.AddAssociation("1", "2")
		for known, want := range map[Association]string{
			{TeamID: "1", SiteID: "2"}:                first.ID,
			{ID: first.ID, TeamID: "1", SiteID: "2"}:  first.ID,
			{ID: second.ID, TeamID: "1", SiteID: "2"}: second.ID,
		} {
			got, err := c.Associations.Get(t.Context(), known)
			if err != nil || got != (Association{ID: want, TeamID: "1", SiteID: "2"}) {
				t.Errorf("%+v: got %+v, %v; want id %s", known, got, err, want)
			}
		}
		_, err := c.Associations.Get(t.Context(), Association{TeamID: "1", SiteID: "3"})
		wantError(t, err, "there is no site team association of team 1 and site 3")
		if !IsNotFound(err) {
			t.Errorf("got %v, want that it is gone", err)
		}
		if _, err := c.Associations.Get(t.Context(), Association{TeamID: "9", SiteID: "3"}); !IsNotFound(err) {
			t.Errorf("of a team that is gone: got %v, want a 404", err)
		}
		server.Inject(naotest.Status(http.StatusForbidden), naotest.On("GET", "/teams/*"))
		_, err = inProcess(t, server).Associations.Get(t.Context(), Association{TeamID: "1", SiteID: "2"})
		if !IsForbidden(err) || IsNotFound(err) {
			t.Errorf("got %v, want a 403", err)
		}
	})
}

// What two associations of one pair have in common is the pair: a create of it is one too many.
func TestAssociation_existing(t *testing.T) {
	t.Parallel()
	for name, listStatus := range map[string]int{"listed": 0, "not listed": 404, "forbidden": 403} {
		virtually(name, t, func(t *testing.T) {
			c, server := reach(t, naotest.Behavior{Associations: naotest.Associations{AllowDuplicates: true, ListStatus: listStatus}})
			there := server.AddAssociation("1", "2").ID
			_, err := c.Associations.Create(t.Context(), AssociationInput{TeamID: "1", SiteID: "2"})
			want := map[bool]string{true: there, false: ""}[listStatus == 0]
			if exists, ok := errors.AsType[*ExistsError](err); !ok || !slices.Equal(exists.IDs, []string{want}) {
				t.Errorf("got %v, want an ExistsError with the id %q", err, want)
			}
			wantError(t, err, "the site team association of team 1 and site 2 exists already")
			if server.Count("POST", "") > 0 {
				t.Error("a POST was sent")
			}
		})
	}
}

func TestAssociation_ofWhatDoesNotExist(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		c, server := reach(t, naotest.Behavior{})
		_, err := c.Associations.Create(t.Context(), AssociationInput{TeamID: "1", SiteID: "9"})
		wantError(t, err, "create site team association of team 1 and site 9: Site must exist")
		if !IsInvalid(err) {
			t.Errorf("got %v, want a 422", err)
		}
		if _, err = c.Associations.Create(t.Context(), AssociationInput{TeamID: "9", SiteID: "1"}); !IsNotFound(err) {
			t.Errorf("got %v, want a 404", err)
		}
		if got := len(server.Associations()); got != 0 {
			t.Errorf("got %d associations", got)
		}
	})
}

// An id that could change the meaning of an address is not sent anywhere.
func TestAssociation_ofWhatCannotBeATeam(t *testing.T) {
	t.Parallel()
	c, server := reach(t, naotest.Behavior{})
	for _, team := range []string{"", "../sites", "1/users", "1?x"} {
		known, in := Association{ID: "7", TeamID: team, SiteID: "1"}, AssociationInput{TeamID: team, SiteID: "1"}
		_, read := c.Associations.Get(t.Context(), known)
		_, found := c.Associations.Find(t.Context(), known)
		_, made := c.Associations.Create(t.Context(), in)
		_, resumed := c.Associations.Resume(t.Context(), in, Pending{})
		_, changed := c.Associations.Update(t.Context(), known, in)
		_, listed := untilError(c.Associations.ofTeam(t.Context(), team))
		for _, err := range []error{read, found, made, resumed, changed, listed, c.Associations.Delete(t.Context(), known)} {
			wantError(t, err, "cannot be the id of a parent")
		}
	}
	wantSent(t, server)
}

func TestAssociation_resume(t *testing.T) {
	t.Parallel()
	virtually("a job that goes on", t, func(t *testing.T) {
		c, server := reach(t, naotest.Behavior{Responses: asynchronousCreates, Jobs: naotest.Jobs{Duration: time.Minute}})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		in := AssociationInput{TeamID: "1", SiteID: "2"}
		_, err := c.Associations.Create(ctx, in)
		pending, ok := errors.AsType[*PendingError](err)
		if !ok {
			t.Fatalf("got %v, want a PendingError", err)
		}
		// Another process goes on.
		made, err := inProcess(t, server).Associations.Resume(t.Context(), in, pending.Pending)
		if want := (Association{ID: "1093", TeamID: "1", SiteID: "2"}); err != nil || made != want {
			t.Errorf("got %+v, %v; want %+v", made, err, want)
		}
		wantCount(t, server, "POST", "", 1)
	})
}
