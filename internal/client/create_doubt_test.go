// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"net/http"
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

func TestResume_ofATeam(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.Schedule(naotest.HangAfter)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := inProcess(t, server).CreateTeam(ctx, TeamInput{Name: Set("Ops")})
		pending, open := errors.AsType[*PendingError](err)
		if !open {
			t.Fatalf("got %v, want a PendingError", err)
		}
		team, err := inProcess(t, server).ResumeTeam(t.Context(), "Ops", pending.Pending)
		if made := server.Teams(); err != nil || len(made) != 1 || team.ID != made[0].ID {
			t.Errorf("got team %q, %v; want the one that was made of %+v", team.ID, err, made)
		}
	})
}
