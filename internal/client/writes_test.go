// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// writeResponses are the ways to respond to a PUT or a DELETE, and how many requests follow one.
var writeResponses = map[naotest.Response]struct{ put, remove []string }{
	naotest.Document:           {},
	naotest.Empty:              {put: []string{"GET /sites/1"}},
	naotest.NoContent:          {put: []string{"GET /sites/1"}},
	naotest.Accepted:           {put: []string{"GET /background_jobs/48145", "GET /sites/1"}, remove: []string{"GET /background_jobs/48145", "GET /sites/1", "GET /sites"}},
	naotest.AcceptedID:         {put: []string{"GET /background_jobs/48145", "GET /sites/1"}, remove: []string{"GET /background_jobs/48145", "GET /sites/1", "GET /sites"}},
	naotest.AcceptedIdentifier: {put: []string{"GET /background_jobs/48145", "GET /sites/1"}, remove: []string{"GET /background_jobs/48145", "GET /sites/1", "GET /sites"}},
	naotest.SeeOther:           {put: []string{"GET /background_jobs/48145", "GET /sites/1"}, remove: []string{"GET /background_jobs/48145", "GET /sites/1", "GET /sites"}},
}

func TestUpdate_everyResponse(t *testing.T) {
	t.Parallel()
	for response, follows := range writeResponses {
		for _, location := range []naotest.LocationForm{naotest.LocationDefault, naotest.LocationAbsolute, naotest.LocationRelative} {
			virtually(strings.TrimSpace(string(response)+" "+string(location)), t, func(t *testing.T) {
				c, server := account(t, naotest.Behavior{
					Responses: naotest.Responses{Updates: response}, Jobs: naotest.Jobs{Location: location, EmptyBody: location == naotest.LocationRelative},
				})
				site, err := c.Sites.Update(t.Context(), Site{ID: "1"}, SiteInput{Name: Set("Depot")})
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

func TestDelete_everyResponse(t *testing.T) {
	t.Parallel()
	for response, follows := range writeResponses {
		for _, location := range []naotest.LocationForm{naotest.LocationDefault, naotest.LocationAbsolute, naotest.LocationRelative} {
			virtually(strings.TrimSpace(string(response)+" "+string(location)), t, func(t *testing.T) {
				c, server := account(t, naotest.Behavior{Responses: naotest.Responses{Deletes: response}, Jobs: naotest.Jobs{Location: location}})
				if err := c.Sites.Delete(t.Context(), Site{ID: "1"}); err != nil {
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

// The last try to write says in the end what became of the object, whatever happened to the responses.
func TestWrites_underFaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault           naotest.Fault
		update, removal string // the errors; empty for success
	}{
		"response lost":         {fault: naotest.LoseResponse},
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
		"job fails":             {fault: naotest.JobFails("Site is locked"), update: "the background job 48145 failed: Site is locked", removal: "the background job 48145 failed: Site is locked"},
		"Location elsewhere":    {fault: naotest.LocationElsewhere("https://evil.example")},
		"401":                   {fault: naotest.Status(http.StatusUnauthorized), update: "401", removal: "401"},
		"403":                   {fault: naotest.Status(http.StatusForbidden), update: "403", removal: "403"},
		"404":                   {fault: naotest.Status(http.StatusNotFound), update: "404", removal: "is still there after its removal"},
		"422":                   {fault: naotest.Unprocessable("/data/attributes/name", "Name is odd"), update: "Name is odd", removal: "Name is odd"},
		"404 page":              {fault: naotest.ProxyPage(http.StatusNotFound), update: "404", removal: "404"},
		"page before the work":  {fault: naotest.HTMLPage, update: "expected a JSON document", removal: "expected a JSON document"},
		"redirect":              {fault: naotest.Canned(http.StatusMovedPermanently, "text/html", "<html>"), update: "update", removal: "delete"},
		"202 without a job":     {fault: naotest.Canned(http.StatusAccepted, "", "").AfterWork()},
		"303 without a job":     {fault: naotest.Canned(http.StatusSeeOther, "text/html", "<html>").AfterWork()},
		"a job without an id":   {fault: naotest.Canned(http.StatusAccepted, "", `{"data":{"type":"job_watcher"}}`).AfterWork()},
		"another object":        {fault: naotest.Canned(http.StatusOK, "", `{"data":{"id":"2","type":"site"}}`).AfterWork()},
		"an object of one name": {fault: naotest.Canned(http.StatusOK, "", `{"data":{"id":"1","type":"site","attributes":{"name":"Depot"}}}`).AfterWork()},
	} {
		virtually(name, t, func(t *testing.T) {
			for _, method := range []string{"PUT", "DELETE"} {
				c, server := account(t, naotest.Behavior{})
				server.Inject(test.fault, naotest.On(method, "/sites/1").Times(1))
				var want string
				var site Site
				var err error
				if method == "PUT" {
					want = test.update
					site, err = c.Sites.Update(t.Context(), Site{ID: "1"}, SiteInput{Name: Set("Depot")})
				} else {
					want = test.removal
					err = c.Sites.Delete(t.Context(), Site{ID: "1"})
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
				if method == "DELETE" && len(server.Sites()) != 0 {
					t.Error("the site is still there")
				}
			}
		})
	}
}

// A page that says 200 is no proof that an object was changed or is gone.
func TestWrites_aPageIsNoResponse(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ fault naotest.Fault }{
		"a page":     {naotest.HTMLPage},
		"a redirect": {naotest.Canned(http.StatusFound, "text/html", "<html>")},
		"words":      {naotest.Canned(http.StatusOK, "text/plain", "Maintenance")},
	} {
		virtually(name, t, func(t *testing.T) {
			c, server := account(t, naotest.Behavior{})
			server.Inject(test.fault, naotest.On("", "/sites/1"))
			_, err := c.Sites.Update(t.Context(), Site{ID: "1"}, SiteInput{Name: Set("Depot")})
			wantError(t, err, "update site 1: ")
			wantError(t, c.Sites.Delete(t.Context(), Site{ID: "1"}), "delete site 1: ")
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
			if err := c.Sites.Delete(t.Context(), Site{ID: "1"}); err != nil {
				t.Error(err)
			}
			wantSent(t, server, "DELETE /sites/1")
		})
	}
}

func TestWrites_whoseJobNeverEndsEndWithTheContext(t *testing.T) {
	t.Parallel()
	virtually("never", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.Inject(naotest.JobNeverFinishes, naotest.On("", "/sites/1"))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		began := time.Now()
		_, err := c.Sites.Update(ctx, Site{ID: "1"}, SiteInput{Name: Set("Depot")})
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if err := c.Sites.Delete(ctx, Site{ID: "1"}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if passed := time.Since(began); passed > time.Minute {
			t.Errorf("it took %s", passed)
		}
	})
}

// TestDelete_aRepeatedOneMayFindNothing has the response to a DELETE lost whose job does the work, so that the job of the second one fails.
func TestDelete_aRepeatedOneMayFindNothing(t *testing.T) {
	t.Parallel()
	for name, gone := range map[string]bool{"the first did the work": true, "the site is still there": false} {
		virtually(name, t, func(t *testing.T) {
			deletes := 0
			c := scripted(t, func(r *http.Request) *http.Response {
				switch {
				case r.Method == http.MethodDelete:
					if deletes++; deletes == 1 {
						return says(502, "")
					}
					return says(303, "", "Location", "/api/v2/background_jobs/2")
				case strings.Contains(r.URL.Path, "background_jobs"):
					return says(200, jobDocument("failure"))
				case strings.HasSuffix(r.URL.Path, "/sites"):
					return says(200, `{"data":[]}`)
				case gone:
					return says(404, "")
				}
				return says(200, `{"data":{"id":"7","type":"site","attributes":{"name":"Lab"}}}`)
			})
			if err := c.Sites.Delete(t.Context(), Site{ID: "7"}); (err == nil) != gone {
				t.Errorf("got %v, want a success: %t", err, gone)
			}
		})
	}
}

// TestWrites_jobsThatDoNotTell has jobs whose addresses show something else once they have ended: the objects themselves tell.
func TestWrites_jobsThatDoNotTell(t *testing.T) {
	t.Parallel()
	responses := naotest.Responses{Creates: naotest.SeeOther, Updates: naotest.Accepted, Deletes: naotest.SeeOther}
	for _, end := range []naotest.JobEnd{naotest.EndRedirect, naotest.EndPage, naotest.EndForbidden, naotest.EndBroken} {
		virtually(string(end), t, func(t *testing.T) {
			c, server := account(t, naotest.Behavior{Responses: responses, Jobs: naotest.Jobs{Polls: 1, Ended: end}})
			site, err := c.Sites.Create(t.Context(), siteInput("Shed"))
			if err != nil || len(server.Sites()) != 2 || server.Count("POST", "/sites") != 1 {
				t.Fatalf("got site %+v, %v; the server has %+v", site, err, server.Sites())
			}
			if site, err = c.Sites.Update(t.Context(), site, SiteInput{Name: Set("Depot")}); err != nil || site.Name != "Depot" {
				t.Errorf("got %+v, %v after the update", site, err)
			}
			if err := c.Sites.Delete(t.Context(), site); err != nil || len(server.Sites()) != 1 {
				t.Errorf("got %v after the removal; the server has %+v", err, server.Sites())
			}
		})
	}
}
