// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestCall_sendsItsBodyAndFollowsTheJob(t *testing.T) {
	t.Parallel()
	for _, response := range []naotest.Response{naotest.Document, naotest.Accepted, naotest.AcceptedID, naotest.SeeOther, naotest.Empty} {
		for _, method := range []string{http.MethodPost, http.MethodPut} {
			virtually(method+" "+string(response), t, func(t *testing.T) {
				server := naotest.New(naotest.Behavior{
					Responses: naotest.Responses{Creates: response, Updates: response}, Jobs: naotest.Jobs{Polls: 2}, Collections: []naotest.Collection{{Path: "zones"}},
				})
				server.AddObject(naotest.Object{ID: "7", Collection: "zones", Attributes: map[string]any{"name": "old"}})
				path := map[string]string{http.MethodPost: "zones", http.MethodPut: "zones/7"}[method]
				body := map[string]any{"zone": map[string]any{"name": "new"}}
				if err := inProcess(t, server).Call(t.Context(), Call{Method: method, Path: path, Body: body}, nil); err != nil {
					t.Fatal(err)
				}
				zones := server.Objects("zones")
				if last := zones[len(zones)-1]; last.Attributes["name"] != "new" {
					t.Errorf("got %v", zones)
				}
				if got := server.Count(method, ""); got != 1 {
					t.Errorf("sent %d times, want once", got)
				}
			})
		}
	}
}

func TestCall_isSentOnceWhateverItsMethod(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]naotest.Fault{"response lost": naotest.LoseResponse, "502": naotest.ProxyPage(http.StatusBadGateway), "504": naotest.Status(504), "a page in a success": naotest.HTMLPage} {
		for _, method := range []string{http.MethodPost, http.MethodPut} {
			virtually(method+" "+name, t, func(t *testing.T) {
				server := naotest.New(naotest.Behavior{})
				server.SeedSites(1)
				server.Inject(fault, naotest.On(method, ""))
				err := inProcess(t, server).Call(t.Context(), Call{Method: method, Path: "sites/11416"}, nil)
				if _, unknown := errors.AsType[*CallError](err); !unknown {
					t.Errorf("got %v, want a call whose end is not known", err)
				}
				if got := server.Count(method, ""); got != 1 {
					t.Errorf("sent %d times, want once", got)
				}
			})
		}
	}
}

// A call may change anything, so that what was read before is read again.
func TestCall_outdatesWhatWasRead(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.SeedSites(1)
		c := inProcess(t, server)
		read := func() string {
			site, err := c.Sites.Get(t.Context(), Site{ID: "11416"})
			if err != nil {
				t.Fatal(err)
			}
			return site.Name
		}
		before := read()
		call := Call{Method: http.MethodPut, Path: "sites/11416", Body: map[string]any{"site": map[string]any{"name": "renamed"}}}
		if err := c.Call(t.Context(), call, nil); err != nil {
			t.Fatal(err)
		}
		if after := read(); before == "renamed" || after != "renamed" {
			t.Errorf("read %q, then %q", before, after)
		}
		<-time.After(time.Second) // of the bubble's clock: nothing is left running
	})
}

func TestCall_sendsNothingToWhatItMustNotReach(t *testing.T) {
	t.Parallel()
	for _, path := range []string{
		"", "/sites", "sites/", "sites//5", "sites/../teams", "sites/..", "sites/5%2f..", "sites/5?x=1", "sites/5#x", "https://example.com", "sessions", "oauth/token",
		"oauth/authorize", "sites/5/sessions", "background_jobs/1", "Sites", "sites/é",
	} {
		c, server := account(t, naotest.Behavior{})
		if err := c.Call(t.Context(), Call{Method: http.MethodPost, Path: path}, nil); err == nil {
			t.Errorf("%q: was sent", path)
		}
		wantSent(t, server)
	}
	for _, method := range []string{"", "GET", "DELETE", "PATCH", "post"} {
		c, server := account(t, naotest.Behavior{})
		if err := c.Call(t.Context(), Call{Method: method, Path: "sites/5"}, nil); err == nil {
			t.Errorf("%q: was sent", method)
		}
		wantSent(t, server)
	}
}
