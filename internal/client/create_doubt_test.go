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

func TestCreate_interrupted(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behavior naotest.Behavior
		fault    naotest.Fault
		resumed  bool
	}{
		"while the job runs":          {naotest.Behavior{Answers: naotest.Answers{Creates: naotest.SeeOther}, Jobs: naotest.Jobs{Duration: time.Minute}}, naotest.Fault{}, true},
		"while the answer is awaited": {naotest.Behavior{}, naotest.HangAfter, true},
		"before the work":             {naotest.Behavior{}, naotest.HangBefore, false},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(test.behavior)
			server.SeedSites(40)
			server.Schedule(test.fault)
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			_, err := inProcess(t, server).CreateSite(ctx, siteInput("Lab"))
			var pending *PendingError
			if !errors.As(err, &pending) {
				t.Fatalf("got %v, want a PendingError", err)
			}
			// Another process goes on.
			site, err := inProcess(t, server).ResumeSite(t.Context(), "Lab", 43.5, 1.25, pending.Pending)
			if !test.resumed {
				if !IsNothingMade(err) {
					t.Errorf("got %v, want that nothing was made", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if all := server.Sites(); len(all) != 41 || site.ID != all[40].ID {
				t.Errorf("got id %q, and %d sites, want 41", site.ID, len(all))
			}
		})
	}
}

func TestCreate_jobThatCannotBeWatched(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]naotest.Fault{
		"another host": naotest.LocationElsewhere("https://evil.example"), "gone": naotest.JobGone,
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Jobs: naotest.Jobs{WorkAtOnce: true}})
			server.SeedSites(40)
			server.Schedule(fault)
			site, err := inProcess(t, server).CreateSite(t.Context(), siteInput("Lab"))
			var pending *PendingError
			switch all := server.Sites(); {
			case len(all) == 41 && err == nil && site.ID == all[40].ID:
			case len(all) == 40 && errors.As(err, &pending):
			default:
				t.Errorf("got %v, and %d sites", err, len(all))
			}
		})
	}
}

func TestCreate_severalNewObjectsAreNamed(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Answers: naotest.Answers{Creates: naotest.SeeOther}, Jobs: naotest.Jobs{Duration: 10 * time.Second}})
		go func() {
			time.Sleep(5 * time.Second) //nolint:forbidigo // virtual time
			server.AddSite(naotest.Site{Name: "Lab", Latitude: 43.5, Longitude: 1.25})
		}()
		_, err := inProcess(t, server).CreateSite(t.Context(), siteInput("Lab"))
		var ambiguous *AmbiguousError
		if !errors.As(err, &ambiguous) || len(ambiguous.IDs) != 2 {
			t.Errorf("got %v, want an AmbiguousError with two ids", err)
		}
	})
}

// TestCreate_aListingThatForgetsIsNotBelieved has two POSTs in doubt, and a server of several minds: the one object that a look found is shown by no
// look for the other.
func TestCreate_aListingThatForgetsIsNotBelieved(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		posts, shown := 0, false
		c := scripted(t, func(r *http.Request) *http.Response {
			switch {
			case r.Method == http.MethodPost:
				posts++
				return says(500, "")
			case posts == 2 && !shown:
				shown = true
				return says(200, `{"data":[{"id":"6","type":"site","attributes":{"name":"Lab","latitude":43.5,"longitude":1.25}}]}`)
			}
			return says(200, `{"data":[]}`)
		})
		if site, err := c.CreateSite(t.Context(), siteInput("Lab")); err != nil || site.ID != "6" || posts != 2 {
			t.Errorf("got site %q and %v after %d POSTs, want site 6 after 2", site.ID, err, posts)
		}
	})
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
			ambiguous, ok := errors.AsType[*AmbiguousError](err)
			if !ok || site.ID != "11417" || ambiguous.Created != "11417" || len(ambiguous.IDs) > 0 || !IsForbidden(ambiguous.Err) {
				t.Errorf("got site %q and %v, want the site that the answer named, and that there may be another", site.ID, err)
			}
			wantError(t, err, "made id 11417, but an attempt before, whose answer was lost, may have made another, and that could not be looked for: ", "403 Forbidden")
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
