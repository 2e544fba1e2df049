// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
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
			says:     "the background job is gone",
		},
		"the job succeeds, and no object is listed": {
			behavior: naotest.Behavior{Answers: asynchronousCreates, Listing: naotest.Listing{Lag: naotest.Lag{For: time.Hour}}},
			says:     `the API says that it is done, but no new site "Lab" at 43.5, 1.25 is listed`,
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

// TestCreate_anEarlierPostMadeAnother has a first POST whose object is listed only after the second one was sent.
func TestCreate_anEarlierPostMadeAnother(t *testing.T) {
	t.Parallel()
	// The last of the looks after the doubt is 15 s after the POST, the second POST at least 50 ms later.
	lag := naotest.Listing{Lag: naotest.Lag{For: 15*time.Second + 10*time.Millisecond}}
	for name, test := range map[string]struct {
		second naotest.Fault
		// refused tells that the look after the second POST is refused.
		refused bool
		sites   int
		check   func(t *testing.T, site Site, err error)
	}{
		"and the second is answered": {naotest.Fault{}, false, 2, func(t *testing.T, site Site, err error) {
			t.Helper()
			ambiguous, ok := errors.AsType[*AmbiguousError](err)
			if !ok || site.ID != "11417" || ambiguous.Created != "11417" || !slices.Equal(ambiguous.IDs, []string{"11416"}) {
				t.Errorf("got site %q and %v, want site 11417 and an AmbiguousError about 11416", site.ID, err)
			}
		}},
		"and nobody may look": {naotest.Fault{}, true, 2, func(t *testing.T, site Site, err error) {
			t.Helper()
			if site.ID != "11417" || !IsForbidden(err) || !strings.Contains(err.Error(), "site 11417 was created, but") {
				t.Errorf("got site %q and %v, want the site that the answer named, and that there may be another", site.ID, err)
			}
		}},
		"and the job of the second fails for that": {naotest.JobFails("Name has already been taken."), false, 1, func(t *testing.T, site Site, err error) {
			t.Helper()
			if site.ID != "11416" || err != nil {
				t.Errorf("got site %q and %v, want the site that the first POST made", site.ID, err)
			}
		}},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Listing: lag})
			server.Schedule(naotest.LoseAnswer, test.second)
			if test.refused {
				// Behind the look before the first POST and those after it.
				server.Inject(naotest.Status(403), naotest.On("GET", "/sites").Skip(1+looksAfterDoubt))
			}
			site, err := inProcess(t, server).CreateSite(t.Context(), siteInput("Lab"))
			test.check(t, site, err)
			if posts, sites := server.Count("POST", "/sites"), len(server.Sites()); posts != 2 || sites != test.sites {
				t.Errorf("got %d sites of %d POSTs, want %d of 2", sites, posts, test.sites)
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

// TestCreate_waitsForAnotherOfItsKey has a second create of one natural key, whose time runs out while the first is under way.
func TestCreate_waitsForAnotherOfItsKey(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Answers: asynchronousCreates, Jobs: naotest.Jobs{Duration: time.Minute}})
		c := inProcess(t, server)
		first := make(chan error)
		go func() {
			_, err := c.CreateSite(t.Context(), siteInput("Lab"))
			first <- err
		}()
		pass(t, time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := c.CreateSite(ctx, siteInput("Lab"))
		_, open := errors.AsType[*PendingError](err)
		if !errors.Is(err, context.DeadlineExceeded) || open {
			t.Errorf("got %v, want that time ran out before anything was sent", err)
		}
		if err := <-first; err != nil {
			t.Error(err)
		}
		if got := server.Count("POST", "/sites"); got != 1 {
			t.Errorf("got %d POSTs, want 1", got)
		}
	})
}

func TestResume_failures(t *testing.T) {
	t.Parallel()
	job := naotest.Endpoint + "/background_jobs/48145"
	for name, test := range map[string]struct {
		pending Pending
		inject  func(*naotest.Server)
		nothing bool
		says    string
	}{
		"a job that is forgotten, and no object": {Pending{Job: job}, nil, true, "nothing was created"},
		"a job that nobody may see": {
			Pending{Job: job}, func(s *naotest.Server) { s.Inject(naotest.Status(403), naotest.On("GET", "/background_jobs/*")) }, false, "403 Forbidden",
		},
		"no object, and nobody may look": {
			Pending{}, func(s *naotest.Server) { s.Inject(naotest.Status(403), naotest.On("GET", "/sites")) }, false, "(GET /sites: 403 Forbidden",
		},
		"no job, and no object":              {Pending{}, nil, true, "nothing was created"},
		"accepted a moment ago, no object":   {Pending{Accepted: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)}, nil, false, "is listed yet"},
		"accepted long ago, and no object":   {Pending{Accepted: time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)}, nil, true, "nothing was created"},
		"a job that is none, from elsewhere": {Pending{Job: "https://evil.example/background_jobs/1"}, nil, false, "no request was sent there"},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{})
			if test.inject != nil {
				test.inject(server)
			}
			site, err := inProcess(t, server).ResumeSite(t.Context(), "Lab", 43.5, 1.25, test.pending)
			wantError(t, err, `resume the create of the site "Lab" at 43.5, 1.25`, test.says)
			_, open := errors.AsType[*PendingError](err)
			if site.ID != "" || IsNothingMade(err) != test.nothing || open == test.nothing {
				t.Errorf("got site %q, nothing made: %t, open: %t; want nothing made: %t", site.ID, IsNothingMade(err), open, test.nothing)
			}
		})
	}
}

// TestCreate_aNoAfterADoubtLeavesItOpen has a POST in doubt of which nothing came, and a second one that the API turns down, be it for what the
// first one made: only time tells.
func TestCreate_aNoAfterADoubtLeavesItOpen(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		lag    time.Duration
		first  naotest.Fault
		second naotest.Fault
		// made tells that the first POST made the object after all.
		made bool
	}{
		"nothing was made":         {0, naotest.Status(500), naotest.Status(422), false},
		"it was made":              {time.Minute, naotest.LoseAnswer, naotest.Status(422), true},
		"it was made, then logout": {time.Minute, naotest.LoseAnswer, naotest.Status(401), true},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: test.lag}}})
			server.Schedule(test.first, test.second)
			_, err := inProcess(t, server).CreateSite(t.Context(), siteInput("Lab"))
			pending, open := errors.AsType[*PendingError](err)
			if !open {
				t.Fatalf("got %v, want a PendingError", err)
			}
			site, err := inProcess(t, server).ResumeSite(t.Context(), "Lab", 43.5, 1.25, pending.Pending)
			if made := err == nil && site.ID == "11416"; made != test.made || !made && !IsNothingMade(err) {
				t.Errorf("got site %q and %v, want it to be made: %t", site.ID, err, test.made)
			}
		})
	}
}

// TestCreate_everyPostInDoubtCounts loses the answers to two POSTs, the first of which made an object that appears only after the second was
// sent.
func TestCreate_everyPostInDoubtCounts(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: 16 * time.Second}}})
		server.Schedule(naotest.LoseAnswer, naotest.LoseAnswer)
		site, err := inProcess(t, server).CreateSite(t.Context(), siteInput("Lab"))
		ambiguous, ok := errors.AsType[*AmbiguousError](err)
		if made := server.Sites(); !ok || site.ID != "" || len(ambiguous.IDs) != len(made) || len(made) != 2 {
			t.Errorf("got site %q and %v, want an error that names all of the %d sites", site.ID, err, len(made))
		}
	})
}

// TestCreate_whatWasThereBeforeIsNotAdopted has creates share a listing, somebody else make a site, and then a create of that very site, whose
// POST fails before the work.
func TestCreate_whatWasThereBeforeIsNotAdopted(t *testing.T) {
	t.Parallel()
	for name, listing := range map[string]naotest.Listing{"filter": {}, "neither": {IgnoreFilters: true, IgnoreSort: true}} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Listing: listing})
			server.SeedSites(20)
			c := inProcess(t, server)
			create := func(name string) error {
				_, err := c.CreateSite(t.Context(), siteInput(name))
				return err
			}
			for i := range 2 * freeReads {
				if err := create(fmt.Sprint("new-", i)); err != nil {
					t.Fatal(err)
				}
			}
			theirs := server.AddSite(naotest.Site{Name: "Lab", Latitude: 43.5, Longitude: 1.25})
			if err := create("another"); err != nil {
				t.Fatal(err)
			}
			server.Schedule(naotest.ProxyPage(502))
			err := create("Lab")
			exists, ok := errors.AsType[*ExistsError](err)
			if !ok || !slices.Equal(exists.IDs, []string{theirs.ID}) {
				t.Errorf("got %v, want an ExistsError about site %s", err, theirs.ID)
			}
		})
	}
}

// TestCreate_besideAnOpenOne has a create whose outcome nobody knows, and a second one of the same: either could end with the other's object.
func TestCreate_besideAnOpenOne(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.Schedule(naotest.HangBefore)
		c := inProcess(t, server)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.CreateSite(ctx, siteInput("Lab")); err == nil {
			t.Fatal("got no error, want that time ran out")
		}
		_, err := c.CreateSite(t.Context(), siteInput("Lab"))
		wantError(t, err, "is still open; apply again once")
		if got := server.Count("POST", "/sites"); got != 1 {
			t.Errorf("got %d POSTs, want 1", got)
		}
	})
}

// TestResume_waitsForWhatMayStillBeAtWork has the answer of a create lost whose job takes half a minute, and the run interrupted at once.
func TestResume_waitsForWhatMayStillBeAtWork(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: 30 * time.Second}}})
		server.Schedule(naotest.LoseAnswer)
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		_, err := inProcess(t, server).CreateSite(ctx, siteInput("Lab"))
		pending, open := errors.AsType[*PendingError](err)
		if !open {
			t.Fatalf("got %v, want a PendingError", err)
		}
		if site, err := inProcess(t, server).ResumeSite(t.Context(), "Lab", 43.5, 1.25, pending.Pending); err != nil || site.ID != "11416" {
			t.Errorf("got site %q and %v, want site 11416", site.ID, err)
		}
	})
}

// TestResume_ofAnAssociationWhoseTeamIsGone has nothing left that the association could be in.
func TestResume_ofAnAssociationWhoseTeamIsGone(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		_, err := inProcess(t, naotest.New(naotest.Behavior{})).ResumeSiteTeamAssociation(t.Context(), "1", "2", Pending{Doubts: 1})
		if !IsNothingMade(err) {
			t.Errorf("got %v, want that nothing was made", err)
		}
		// At a wrong endpoint, nothing can be known.
		_, err = scripted(t, always(404, "")).ResumeSiteTeamAssociation(t.Context(), "1", "2", Pending{Doubts: 1})
		if _, open := errors.AsType[*PendingError](err); !open {
			t.Errorf("at a wrong endpoint, got %v, want a PendingError", err)
		}
	})
}

// TestCreate_aJobThatFailsAfterADoubt has a POST in doubt of which nothing came, and the job of the second one fails: that may be for what the
// first one made, until time has told.
func TestCreate_aJobThatFailsAfterADoubt(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.Schedule(naotest.Status(500), naotest.JobFails("Name has already been taken."))
		_, err := inProcess(t, server).CreateSite(t.Context(), siteInput("Lab"))
		pending, open := errors.AsType[*PendingError](err)
		if !open {
			t.Fatalf("got %v, want a PendingError", err)
		}
		pass(t, 3*time.Minute)
		_, err = inProcess(t, server).ResumeSite(t.Context(), "Lab", 43.5, 1.25, pending.Pending)
		if !IsNothingMade(err) {
			t.Errorf("got %v, want that nothing was made", err)
		}
	})
}
