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

// asynchronousCreates answers creates with a job.
var asynchronousCreates = naotest.Answers{Creates: naotest.SeeOther}

// TestCreate_endsOpen has creates whose end nobody can know: none may claim that there is an object, nor that there is none.
func TestCreate_endsOpen(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behavior naotest.Behavior
		inject   func(*naotest.Server)
		timeout  time.Duration
		says     string
	}{
		"the job is gone, and no object is listed": {
			behavior: naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: time.Hour}}},
			inject:   func(s *naotest.Server) { s.Schedule(naotest.JobGone) },
			says:     "was not seen to finish: how the background job ended is not known: Not Found (GET /api/v2/background_jobs/48145: 404",
		},
		"the job succeeds, and no object is listed": {
			behavior: naotest.Behavior{Answers: asynchronousCreates, Listing: naotest.Listing{Lag: naotest.Lag{For: time.Hour}}},
			says:     "background_jobs/48145 has succeeded: what it made is not listed",
		},
		"the job succeeds, and the look after it is refused": {
			behavior: naotest.Behavior{Answers: asynchronousCreates},
			inject:   func(s *naotest.Server) { s.Inject(naotest.Status(403), naotest.On("GET", "/sites").Skip(1)) },
			says:     "(GET /sites: 403 Forbidden",
		},
		"the answer is lost, and the look after it is refused": {
			inject: func(s *naotest.Server) {
				s.Schedule(naotest.LoseAnswer)
				s.Inject(naotest.Status(403), naotest.On("GET", "/sites").Skip(1))
			},
			says: "(GET /sites: 403 Forbidden",
		},
		"the answer is lost, and time runs out between two looks": {
			behavior: naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: time.Hour}}},
			inject:   func(s *naotest.Server) { s.Schedule(naotest.LoseAnswer) },
			timeout:  2 * time.Second,
			says:     context.DeadlineExceeded.Error(),
		},
		"every POST is in doubt": {
			inject: func(s *naotest.Server) { s.Inject(naotest.Status(500), naotest.On("POST", "/sites")) },
			says:   "(POST /sites: 500 Internal Server Error",
		},
		"the job cannot be watched, and no object is listed": {
			behavior: naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: time.Hour}}},
			inject:   func(s *naotest.Server) { s.Schedule(naotest.LocationElsewhere("https://evil.example")) },
			says:     "points to https://evil.example",
		},
		"the second of two POSTs in doubt is found, and the look for the first is refused": {
			inject: func(s *naotest.Server) {
				s.Schedule(naotest.Status(500), naotest.LoseAnswer)
				// Behind the look before the POSTs, those after the first, and the one after the second.
				s.Inject(naotest.Status(403), naotest.On("GET", "/sites").Skip(1+looksAfterDoubt+1))
			},
			says: "(GET /sites: 403 Forbidden",
		},
		"time runs out before the POST is sent again": {
			inject: func(s *naotest.Server) { s.Inject(naotest.Status(500), naotest.On("POST", "/sites")) },
			// The looks after the doubt take 15 s, and the pause after them at least 50 ms.
			timeout: 15*time.Second + 10*time.Millisecond,
			says:    context.DeadlineExceeded.Error(),
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
			site, err := inProcess(t, server, func(config *Config) { config.MaxRetries = 2 }).CreateSite(ctx, siteInput("Lab"))
			wantError(t, err, test.says)
			if _, open := errors.AsType[*PendingError](err); !open || site.ID != "" {
				t.Errorf("got site %q and %v, want a PendingError alone", site.ID, err)
			}
			if got := server.Count("POST", "/sites"); got > 3 {
				t.Errorf("got %d POSTs, want at most the first and two retries", got)
			}
		})
	}
}

// TestCreate_whatTheAnswerLacksIsRead has an answer that shows the new site in part, and an address that answers 404 for a moment.
func TestCreate_whatTheAnswerLacksIsRead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behavior naotest.Behavior
		refused  bool
		whole    bool
		reads    int
	}{
		"at once":          {whole: true, reads: 1},
		"after a moment":   {behavior: naotest.Behavior{DetailLag: naotest.Lag{For: time.Second}}, whole: true, reads: 3},
		"never":            {behavior: naotest.Behavior{DetailLag: naotest.Lag{For: time.Hour}}, reads: readBacks},
		"not for this one": {refused: true, reads: 1},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(test.behavior)
			server.Schedule(naotest.Canned(201, "application/vnd.api+json", `{"data":{"id":"11416","type":"site","attributes":{"id":11416}}}`).AfterWork())
			if test.refused {
				server.Inject(naotest.Status(403), naotest.On("GET", "/sites/*"))
			}
			site, err := inProcess(t, server).CreateSite(t.Context(), siteInput("Lab"))
			if err != nil || site.ID != "11416" {
				t.Fatalf("got site %q and %v, want site 11416: it was made, whether it can be read or not", site.ID, err)
			}
			if whole := site.Name == "Lab"; whole != test.whole {
				t.Errorf("got %+v, want it to be whole: %t", site, test.whole)
			}
			if got := server.Count("GET", "/sites/*"); got != test.reads {
				t.Errorf("read it %d times, want %d", got, test.reads)
			}
		})
	}
}
