// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// sent is the log of an account: one line a request, in order.
func sent(server *naotest.Server) string {
	var lines []string
	for _, r := range server.Requests() {
		lines = append(lines, strings.TrimSpace(r.Method+" "+r.Path+" "+string(r.Body)))
	}
	return strings.Join(lines, "\n")
}

func wantSent(t *testing.T, server *naotest.Server, want ...string) {
	t.Helper()
	if got := sent(server); got != strings.Join(want, "\n") {
		t.Errorf("got the requests\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

// account is a simulated account with one site, and a client of it.
func account(t *testing.T, behavior naotest.Behavior) (*Client, *naotest.Server) {
	t.Helper()
	server := naotest.New(behavior)
	server.AddSite(naotest.Site{ID: "1", Name: "Lab", Latitude: 43.5, Longitude: 1.25})
	return inProcess(t, server), server
}

func TestRead_oneRequest(t *testing.T) {
	t.Parallel()
	c, server := account(t, naotest.Behavior{})
	site, err := c.Site(t.Context(), "1")
	if want := (Site{ID: "1", Name: "Lab", Latitude: Set(43.5), Longitude: Set(1.25)}); err != nil || site != want {
		t.Errorf("got %+v, %v; want %+v", site, err, want)
	}
	wantSent(t, server, "GET /sites/1")
}

func TestRead_failures(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ body, want string }{
		"a job instead":     {jobDocument("success", true), "expected a site, got a job_watcher"},
		"another site":      {`{"data":{"id":"2","type":"site","attributes":{"name":"Depot"}}}`, "expected site 1, got 2"},
		"another plain one": {`{"site":{"id":2}}`, "expected site 1, got 2"},
		"several":           {`{"data":[{"id":"1","type":"site"},{"id":"2","type":"site"}]}`, "expected one site, got 2 resources"},
		"none":              {`{"data":null}`, "expected one site, got 0 resources"},
		"no id":             {`{"data":{"type":"site","attributes":{"name":"Lab"}}}`, "expected a site with an id, got one without"},
		"a page":            {`<!DOCTYPE html><html></html>`, "expected a JSON document, got an HTML page"},
		"half a document":   {`{"data":{"id":"1","ty`, "expected a JSON document, got an object that breaks off or is malformed"},
		"errors with a 200": {`{"errors":[{"detail":"no"}]}`, "got neither"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := scripted(t, always(200, test.body, "X-Request-Id", "r-1")).Site(t.Context(), "1")
			wantError(t, err, "read site 1: unreadable answer to GET /sites/1: ", test.want+" (request id r-1)")
		})
	}
}

// A read asks once: only the create of an object may wait for its address to answer.
func TestRead_neverWaitsForWhatIsNotThere(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{DetailLag: naotest.Lag{For: time.Second}})
		c := inProcess(t, server)
		made, err := c.CreateTeam(t.Context(), TeamInput{Name: Set("Ops")})
		if err != nil {
			t.Fatal(err)
		}
		server.ResetRequests()
		if _, err := inProcess(t, server).Team(t.Context(), made.ID); !IsNotFound(err) {
			t.Errorf("got %v, want a 404", err)
		}
		if got := server.Count("GET", "/teams/*"); got != 1 {
			t.Errorf("got %d reads, want 1", got)
		}
	})
}

// The ids and names that a person types reach the server as they are, and change no other part of the address.
func TestRequests_escapeWhatPeopleType(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"12/../13": "/api/v2/sites/12%2F..%2F13", "a b": "/api/v2/sites/a%20b", "1?x=1": "/api/v2/sites/1%3Fx=1", "1#2": "/api/v2/sites/1%232", "ü": "/api/v2/sites/%C3%BC",
	} {
		var got string
		c := scripted(t, func(r *http.Request) *http.Response {
			got = r.URL.RequestURI()
			return says(403, "")
		})
		if _, err := c.Site(t.Context(), id); !IsForbidden(err) {
			t.Errorf("%q: got %v", id, err)
		}
		if got != want {
			t.Errorf("%q: got the request %s, want %s", id, got, want)
		}
	}
}

func TestRequests_headers(t *testing.T) {
	t.Parallel()
	c, server := account(t, naotest.Behavior{})
	c.config.UserAgent = "terraform-provider-naocloud/test"
	_, _ = c.Site(t.Context(), "1")
	_, _ = c.UpdateSite(t.Context(), "1", SiteInput{Name: Set("Depot")})
	for _, r := range server.Requests() {
		want := map[string]string{
			"Accept": "application/vnd.api+json", "Content-Type": "application/json",
			"Authorization": naotest.APIKey, "User-Agent": "terraform-provider-naocloud/test",
		}
		for name := range maps.Keys(want) {
			if got := r.Header.Get(name); got != want[name] {
				t.Errorf("%s: %s: got %q, want %q", r.Method, name, got, want[name])
			}
		}
	}
}

func TestRequests_whatCannotBePreparedIsNotSent(t *testing.T) {
	t.Parallel()
	for want, call := range map[string]call{
		"encode the body of PUT /sites/1: ": {method: http.MethodPut, path: "/sites/1", body: map[string]any{"name": func() {}}},
		"prepare FIND IT /sites: ":          {method: "FIND IT", path: "/sites"},
	} {
		c, server := account(t, naotest.Behavior{})
		_, err := c.send(t.Context(), call)
		wantError(t, err, want)
		wantSent(t, server)
	}
}

// The forms of a document make no difference.
func TestDocuments_everyForm(t *testing.T) {
	t.Parallel()
	for name, documents := range map[string]naotest.Documents{
		"JSON:API":          {},
		"plain roots":       {PlainRoots: true},
		"numeric ids":       {NumericIDs: true},
		"strings":           {StringAttributes: true},
		"unknown":           {UnknownAttributes: true},
		"no relationships":  {Relationships: naotest.RelationshipsOmitted},
		"null":              {Relationships: naotest.RelationshipsNull},
		"null data":         {Relationships: naotest.RelationshipsDataNull},
		"all at once":       {NumericIDs: true, StringAttributes: true, UnknownAttributes: true, Relationships: naotest.RelationshipsNull},
		"as text":           {ContentType: "text/html"},
		"plain and strings": {PlainRoots: true, StringAttributes: true, UnknownAttributes: true},
	} {
		for _, answer := range []naotest.Answer{naotest.Document, naotest.Accepted, naotest.AcceptedID, naotest.SeeOther} {
			virtually(fmt.Sprintf("%s, %s", name, answer), t, func(t *testing.T) {
				server := naotest.New(naotest.Behavior{Documents: documents, Answers: naotest.Answers{Creates: answer, Updates: answer, Deletes: answer}})
				c := inProcess(t, server)
				input := TeamInput{Name: Set("Ops"), Roles: Set([]string{"admin"}), LDAPGroup: Set("cn=ops")}
				made, err := c.CreateTeam(t.Context(), input)
				if err != nil {
					t.Fatal(err)
				}
				if made.Name != "Ops" || fmt.Sprint(made.Roles) != "[admin]" || made.LDAPGroup != Set("cn=ops") || made.RolesMask != Set[int64](1) || made.UserID != "4840" {
					t.Errorf("made %+v", made)
				}
				changed, err := c.UpdateTeam(t.Context(), made.ID, TeamInput{LDAPGroup: Null[string]()})
				if err != nil {
					t.Fatal(err)
				}
				if changed.Name != "Ops" || changed.LDAPGroup != Null[string]() {
					t.Errorf("changed to %+v", changed)
				}
				read, err := c.Team(t.Context(), made.ID)
				if err != nil || fmt.Sprint(read) != fmt.Sprint(changed) {
					t.Errorf("read %+v, %v; want %+v", read, err, changed)
				}
				if err := c.DeleteTeam(t.Context(), made.ID); err != nil || len(server.Teams()) != 0 {
					t.Errorf("deleted: %v, %d teams are left", err, len(server.Teams()))
				}
			})
		}
	}
}
