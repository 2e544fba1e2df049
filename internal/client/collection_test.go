// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
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

// writeAnswers are the ways to answer a PUT or a DELETE, and how many requests follow one.
var writeAnswers = map[naotest.Answer]struct{ put, remove []string }{
	naotest.Document:           {},
	naotest.Empty:              {put: []string{"GET /sites/1"}},
	naotest.NoContent:          {put: []string{"GET /sites/1"}},
	naotest.Accepted:           {put: []string{"GET /background_jobs/48145", "GET /sites/1"}, remove: []string{"GET /background_jobs/48145"}},
	naotest.AcceptedID:         {put: []string{"GET /background_jobs/48145", "GET /sites/1"}, remove: []string{"GET /background_jobs/48145"}},
	naotest.AcceptedIdentifier: {put: []string{"GET /background_jobs/48145", "GET /sites/1"}, remove: []string{"GET /background_jobs/48145"}},
	naotest.SeeOther:           {put: []string{"GET /background_jobs/48145", "GET /sites/1"}, remove: []string{"GET /background_jobs/48145"}},
}

func TestUpdate_everyAnswer(t *testing.T) {
	t.Parallel()
	for answer, follows := range writeAnswers {
		for _, location := range []naotest.LocationForm{naotest.LocationDefault, naotest.LocationAbsolute, naotest.LocationRelative} {
			virtually(strings.TrimSpace(string(answer)+" "+string(location)), t, func(t *testing.T) {
				c, server := account(t, naotest.Behavior{
					Answers: naotest.Answers{Updates: answer}, Jobs: naotest.Jobs{Location: location, EmptyBody: location == naotest.LocationRelative},
				})
				site, err := c.UpdateSite(t.Context(), "1", SiteInput{Name: Set("Depot")})
				if err != nil {
					t.Fatal(err)
				}
				if want := (Site{ID: "1", Name: "Depot", Latitude: Set(43.5), Longitude: Set(1.25)}); site != want {
					t.Errorf("got %+v, want %+v", site, want)
				}
				wantSent(t, server, append([]string{`PUT /sites/1 {"site":{"name":"Depot"}}`}, follows.put...)...)
			})
		}
	}
}

func TestDelete_everyAnswer(t *testing.T) {
	t.Parallel()
	for answer, follows := range writeAnswers {
		for _, location := range []naotest.LocationForm{naotest.LocationDefault, naotest.LocationAbsolute, naotest.LocationRelative} {
			virtually(strings.TrimSpace(string(answer)+" "+string(location)), t, func(t *testing.T) {
				c, server := account(t, naotest.Behavior{Answers: naotest.Answers{Deletes: answer}, Jobs: naotest.Jobs{Location: location}})
				if err := c.DeleteSite(t.Context(), "1"); err != nil {
					t.Fatal(err)
				}
				if got := len(server.Sites()); got != 0 {
					t.Errorf("got %d sites, want none", got)
				}
				wantSent(t, server, append([]string{"DELETE /sites/1"}, follows.remove...)...)
			})
		}
	}
}

// The last try to write says in the end what became of the object, whatever happened to the answers.
func TestWrites_underFaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault           naotest.Fault
		update, removal string // the errors; empty for success
	}{
		"answer lost":           {fault: naotest.LoseAnswer},
		"connection cut":        {fault: naotest.CutBefore},
		"connection refused":    {fault: naotest.Refuse},
		"body truncated":        {fault: naotest.TruncateBody},
		"hangs":                 {fault: naotest.HangBefore},
		"hangs after the work":  {fault: naotest.HangAfter},
		"429":                   {fault: naotest.TooManyRequests("1")},
		"500":                   {fault: naotest.Status(http.StatusInternalServerError)},
		"502 page":              {fault: naotest.ProxyPage(http.StatusBadGateway)},
		"503 after the work":    {fault: naotest.Status(http.StatusServiceUnavailable).AfterWork()},
		"job gone":              {fault: naotest.JobGone},
		"asynchronous":          {fault: naotest.Asynchronous},
		"page after the work":   {fault: naotest.HTMLPage.AfterWork()},
		"job fails":             {fault: naotest.JobFails("Site is locked"), update: "the background job failed: Site is locked", removal: "the background job failed: Site is locked"},
		"Location elsewhere":    {fault: naotest.LocationElsewhere("https://evil.example"), update: "the answer points to https://evil.example", removal: "the answer points to https://evil.example"},
		"401":                   {fault: naotest.Status(http.StatusUnauthorized), update: "401 Unauthorized", removal: "401 Unauthorized"},
		"403":                   {fault: naotest.Status(http.StatusForbidden), update: "403 Forbidden", removal: "403 Forbidden"},
		"404":                   {fault: naotest.Status(http.StatusNotFound), update: "404 Not Found"},
		"422":                   {fault: naotest.Unprocessable("/data/attributes/name", "Name is odd"), update: "Name is odd", removal: "Name is odd"},
		"404 page":              {fault: naotest.ProxyPage(http.StatusNotFound), update: "404 Not Found"},
		"page before the work":  {fault: naotest.HTMLPage},
		"redirect":              {fault: naotest.Canned(http.StatusMovedPermanently, "text/html", "<html>")},
		"202 without a job":     {fault: naotest.Canned(http.StatusAccepted, "", "").AfterWork()},
		"303 without a job":     {fault: naotest.Canned(http.StatusSeeOther, "text/html", "<html>").AfterWork()},
		"a job without an id":   {fault: naotest.Canned(http.StatusAccepted, "", `{"data":{"type":"job_watcher"}}`), update: "a background job with an id", removal: "a background job with an id"},
		"another object":        {fault: naotest.Canned(http.StatusOK, "", `{"data":{"id":"2","type":"site"}}`).AfterWork()},
		"an object of one name": {fault: naotest.Canned(http.StatusOK, "", `{"data":{"id":"1","type":"site","attributes":{"name":"Depot"}}}`).AfterWork()},
	} {
		virtually(name, t, func(t *testing.T) {
			for _, method := range []string{"PUT", "DELETE"} {
				c, server := account(t, naotest.Behavior{})
				server.Inject(test.fault, naotest.On(method, "/sites/1").Times(1))
				want, err := test.removal, error(nil)
				var site Site
				if method == "PUT" {
					want = test.update
					site, err = c.UpdateSite(t.Context(), "1", SiteInput{Name: Set("Depot")})
				} else {
					err = c.DeleteSite(t.Context(), "1")
				}
				if want != "" {
					wantError(t, err, map[string]string{"PUT": "update site 1: ", "DELETE": "delete site 1: "}[method], want)
					continue
				}
				if err != nil {
					t.Errorf("%s: %v", method, err)
				}
				if method == "PUT" && (site.Name != "Depot" || server.Sites()[0].Name != "Depot") {
					t.Errorf("got %+v, and the server has %+v", site, server.Sites())
				}
				if name != "404" && name != "404 page" && method == "DELETE" && len(server.Sites()) != 0 {
					t.Error("the site is still there")
				}
			}
		})
	}
}

// A page that says 200 is no proof that an object was changed or is gone.
func TestWrites_aPageIsNoAnswer(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ fault naotest.Fault }{
		"a page":     {naotest.HTMLPage},
		"a redirect": {naotest.Canned(http.StatusFound, "text/html", "<html>")},
		"words":      {naotest.Canned(http.StatusOK, "text/plain", "Maintenance")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, server := account(t, naotest.Behavior{})
			server.Inject(test.fault, naotest.On("", "/sites/1").Times(4))
			_, err := c.UpdateSite(t.Context(), "1", SiteInput{Name: Set("Depot")})
			wantError(t, err, "update site 1: unreadable answer to PUT /sites/1: ")
			wantError(t, c.DeleteSite(t.Context(), "1"), "delete site 1: unreadable answer to DELETE /sites/1: ")
			if sites := server.Sites(); len(sites) != 1 || sites[0].Name != "Lab" {
				t.Errorf("got the sites %+v", sites)
			}
		})
	}
}

func TestDelete_anyJSONWillDo(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "{}", "null", `{"meta":{}}`, `{"data":null}`, `{"data":{"id":"1","type":"site"}}`, `{"site":{"id":1}}`, "true", " \n"} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			c, server := account(t, naotest.Behavior{})
			server.Inject(naotest.Canned(http.StatusOK, "", body), naotest.On("DELETE", ""))
			if err := c.DeleteSite(t.Context(), "1"); err != nil {
				t.Error(err)
			}
			wantSent(t, server, "DELETE /sites/1")
		})
	}
}

func TestDelete_ofWhatIsGoneSucceeds(t *testing.T) {
	t.Parallel()
	c, server := account(t, naotest.Behavior{})
	if err := c.DeleteSite(t.Context(), "2"); err != nil {
		t.Error(err)
	}
	if err := c.DeleteTeam(t.Context(), "2"); err != nil {
		t.Error(err)
	}
	wantSent(t, server, "DELETE /sites/2", "DELETE /teams/2")
}

func TestWrites_whoseJobNeverEndsEndWithTheContext(t *testing.T) {
	t.Parallel()
	virtually("never", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.Inject(naotest.JobNeverFinishes, naotest.On("", "/sites/1"))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		began := time.Now()
		_, err := c.UpdateSite(ctx, "1", SiteInput{Name: Set("Depot")})
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if err := c.DeleteSite(ctx, "1"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if passed := time.Since(began); passed > time.Minute {
			t.Errorf("it took %s", passed)
		}
	})
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

// The ids and names that a person types reach the server as they are, and change no other part of the address.
func TestRequests_escapeWhatPeopleType(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"12/../13": "/api/v2/sites/12%2F..%2F13", "a b": "/api/v2/sites/a%20b", "1?x=1": "/api/v2/sites/1%3Fx=1", "1#2": "/api/v2/sites/1%232", "ü": "/api/v2/sites/%C3%BC",
	} {
		var got string
		c := scripted(t, func(r *http.Request) *http.Response {
			got = r.URL.RequestURI()
			return says(404, "")
		})
		if _, err := c.Site(t.Context(), id); !IsNotFound(err) {
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

func TestRequests_bodyThatCannotBeEncoded(t *testing.T) {
	t.Parallel()
	c, server := account(t, naotest.Behavior{})
	_, err := c.sites.update(t.Context(), "1", map[string]any{"name": func() {}})
	wantError(t, err, "update site 1: encode the body of PUT /sites/1: ")
	wantSent(t, server)
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
