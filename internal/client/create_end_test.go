// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestCreate_endsPending has creates whose outcome nobody can know: none may claim that there is an object, nor that there is none.
func TestCreate_endsPending(t *testing.T) {
	t.Parallel()
	never := naotest.Listing{Lag: naotest.Lag{For: time.Hour}}
	for name, test := range map[string]struct {
		behavior naotest.Behavior
		inject   func(*naotest.Server)
		timeout  time.Duration
		says     string
	}{
		"the job is gone, and no object is listed": {
			behavior: naotest.Behavior{Listing: never},
			inject:   func(s *naotest.Server) { s.Schedule(naotest.JobGone) },
			says:     "was not seen to finish: how the background job 48145 ended is not known",
		},
		"the job succeeds, and no object is listed": {
			behavior: naotest.Behavior{Responses: asynchronousCreates, Listing: never},
			timeout:  20 * time.Minute,
			says:     "the background job 48145 has succeeded, but the object is not listed yet",
		},
		"the job succeeds, and the look after it is refused": {
			behavior: naotest.Behavior{Responses: asynchronousCreates},
			inject:   func(s *naotest.Server) { s.Inject(naotest.Status(403), naotest.On("GET", "/sites").Skip(1)) },
			says:     "403",
		},
		"the job goes on": {
			behavior: naotest.Behavior{Responses: asynchronousCreates, Jobs: naotest.Jobs{NeverFinish: true}},
			timeout:  20 * time.Minute,
			says:     "the background job 48145 was not seen to finish",
		},
		"the job may not be seen": {
			behavior: naotest.Behavior{Responses: asynchronousCreates, Listing: never},
			inject:   func(s *naotest.Server) { s.Inject(naotest.Status(403), naotest.On("GET", "/background_jobs/*")) },
			says:     "403",
		},
		"accepted, and nothing is named": {
			behavior: naotest.Behavior{Responses: naotest.Responses{Creates: naotest.AcceptedNothing}, Jobs: naotest.Jobs{Duration: time.Hour}},
			timeout:  20 * time.Minute,
			says:     "the API accepted the request, but named no background job",
		},
		"a page that says 201, and no object is listed": {
			inject: func(s *naotest.Server) { s.Schedule(naotest.Canned(201, "text/html", "<html>")) },
			says:   "expected a JSON document",
		},
		"the response is lost, and the look after it is refused": {
			inject: func(s *naotest.Server) {
				s.Schedule(naotest.LoseResponse)
				s.Inject(naotest.Status(403), naotest.On("GET", "/sites").Skip(1))
			},
			says: "403",
		},
		"the response is lost, and time runs out between two looks": {
			behavior: naotest.Behavior{Listing: never},
			inject:   func(s *naotest.Server) { s.Schedule(naotest.LoseResponse) },
			timeout:  2 * time.Second,
			says:     "the request was sent, but its outcome is not known",
		},
		"time runs out before the POST is sent again": {
			inject: func(s *naotest.Server) { s.Inject(naotest.Status(500), naotest.On("POST", "/sites")) },
			// The looks after the failure take 7 s, and the pause after them at least 50 ms.
			timeout: 7*time.Second + 10*time.Millisecond,
			says:    "500",
		},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(test.behavior)
			server.SeedSites(40)
			if test.inject != nil {
				test.inject(server)
			}
			ctx := t.Context()
			if test.timeout > 0 {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, test.timeout)
				defer cancel()
			}
			site, err := inProcess(t, server, func(config *Config) { config.MaxRetries = 2 }).Sites.Create(ctx, siteInput("Lab"))
			wantError(t, err, test.says)
			if _, pending := errors.AsType[*PendingError](err); !pending || site.ID != "" {
				t.Errorf("got site %q and %v, want a PendingError alone", site.ID, err)
			}
			if got := server.Count("POST", "/sites"); got != 1 {
				t.Errorf("got %d POSTs, want 1", got)
			}
		})
	}
}

// TestCreate_retriesAreCounted has every POST fail before its work: it is looked for after each, and nothing is there.
func TestCreate_retriesAreCounted(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.Inject(naotest.Status(500), naotest.On("POST", "/sites"))
		_, err := inProcess(t, server, func(config *Config) { config.MaxRetries = 2 }).Sites.Create(t.Context(), siteInput("Lab"))
		if _, pending := errors.AsType[*PendingError](err); pending || !isStatus(500)(err) {
			t.Errorf("got %v, want the 500: nothing was made", err)
		}
		if posts, looks := server.Count("POST", "/sites"), server.Count("GET", "/sites"); posts != 3 || looks < 1+3*3 {
			t.Errorf("got %d POSTs and %d looks, want 3 and at least 10", posts, looks)
		}
	})
}

// TestCreate_aFailedLookIsNoAbsence has all looks of the first minute fail: a POST is not sent again until one has looked to the end.
func TestCreate_aFailedLookIsNoAbsence(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.Schedule(naotest.LoseResponse)
		server.Inject(naotest.HTMLPage, naotest.On("GET", "/sites").Skip(1).Times(6))
		site, err := inProcess(t, server).Sites.Create(t.Context(), siteInput("Lab"))
		if err != nil || site.ID != "11416" || server.Count("POST", "/sites") != 1 {
			t.Errorf("got site %q, %v after %d POSTs", site.ID, err, server.Count("POST", "/sites"))
		}
	})
}

// TestCreate_whatTheResponseLacksIsRead has a response that shows the new site in part, and an address that responds with 404 for a moment.
func TestCreate_whatTheResponseLacksIsRead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behavior naotest.Behavior
		refused  bool
		whole    bool
	}{
		"at once":          {whole: true},
		"after a moment":   {behavior: naotest.Behavior{DetailLag: naotest.Lag{For: time.Second}}, whole: true},
		"never":            {behavior: naotest.Behavior{DetailLag: naotest.Lag{For: time.Hour}}},
		"not for this one": {refused: true},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(test.behavior)
			server.Schedule(naotest.Canned(201, "application/vnd.api+json", `{"data":{"id":"11416","type":"site","attributes":{"id":11416}}}`).AfterWork())
			if test.refused {
				server.Inject(naotest.Status(403), naotest.On("GET", "/sites/*"))
			}
			within(t, time.Minute, func(t *testing.T) {
				site, err := inProcess(t, server).Sites.Create(t.Context(), siteInput("Lab"))
				if err != nil || site.ID != "11416" {
					t.Fatalf("got site %q and %v, want site 11416: it was made, whether it can be read or not", site.ID, err)
				}
				if whole := site.Name == "Lab"; whole != test.whole {
					t.Errorf("got %+v, want it to be whole: %t", site, test.whole)
				}
			})
		})
	}
}
