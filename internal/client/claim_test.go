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

// What this client removes, makes or has found for one resource is no other's.

// TestCreate_waitsForTheRemovalOfWhatIsThere gives a resource another address: Terraform destroys the old one and creates the new one at once.
func TestCreate_waitsForTheRemovalOfWhatIsThere(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		removal naotest.Fault
		fails   bool
		check   func(t *testing.T, site Site, err error)
	}{
		"that succeeds": {naotest.Delay(5 * time.Second), false, func(t *testing.T, site Site, err error) {
			t.Helper()
			if err != nil || site.ID == "11416" {
				t.Errorf("got site %q, %v; want a new one", site.ID, err)
			}
		}},
		"that fails": {naotest.JobFails("It is in use."), true, func(t *testing.T, site Site, err error) {
			t.Helper()
			if _, ok := errors.AsType[*ExistsError](err); !ok {
				t.Errorf("got site %q, %v; want an ExistsError", site.ID, err)
			}
		}},
		"that outlasts the create": {naotest.Delay(time.Hour), false, func(t *testing.T, site Site, err error) {
			t.Helper()
			if !errors.Is(err, context.DeadlineExceeded) || site.ID != "" {
				t.Errorf("got site %q, %v; want that time ran out", site.ID, err)
			}
		}},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{})
			old := server.AddSite(naotest.Site{Name: "Lab", Latitude: 43.5, Longitude: 1.25}).ID
			server.Inject(test.removal, naotest.On("DELETE", "/sites/*"))
			c := inProcess(t, server, func(config *Config) { config.RequestTimeout = 2 * time.Hour })
			removed := make(chan error, 1)
			go func() { removed <- c.DeleteSite(t.Context(), old) }()
			defer func() {
				if err := <-removed; (err != nil) != test.fails {
					t.Errorf("the removal ended with %v", err)
				}
			}()
			pass(t, 100*time.Millisecond)
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			site, err := c.CreateSite(ctx, siteInput("Lab"))
			test.check(t, site, err)
		})
	}
}

// TestCreate_seesARemovalEndWhileItLooks has the removal end between the listing and the read of what the listing does not show whole.
func TestCreate_seesARemovalEndWhileItLooks(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		behavior := bareListings()
		behavior.Latency = 100 * time.Millisecond
		server := naotest.New(behavior)
		old := server.AddSite(naotest.Site{Name: "Lab", Latitude: 43.5, Longitude: 1.25}).ID
		c := inProcess(t, server)
		removed := make(chan error, 1)
		go func() {
			pass(t, 50*time.Millisecond)
			removed <- c.DeleteSite(t.Context(), old)
		}()
		if site, err := c.CreateSite(t.Context(), siteInput("Lab")); err != nil || site.ID == old {
			t.Errorf("got site %q, %v; want a new one", site.ID, err)
		}
		if err := <-removed; err != nil {
			t.Error(err)
		}
	})
}

func TestDelete_waitsItsTurn(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		id := server.AddSite(naotest.Site{Name: "Lab"}).ID
		server.Inject(naotest.Delay(time.Hour), naotest.On("DELETE", "/sites/*"))
		c := inProcess(t, server, func(config *Config) { config.RequestTimeout = 2 * time.Hour })
		removed := make(chan error, 1)
		go func() { removed <- c.DeleteSite(t.Context(), id) }()
		pass(t, time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := c.DeleteSite(ctx, id); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want that time ran out", err)
		}
		if err := <-removed; err != nil {
			t.Error(err)
		}
	})
}

// TestResume_leavesWhatAnotherCreateMade resumes, as a destroy does without a refresh, after the resource was created anew.
func TestResume_leavesWhatAnotherCreateMade(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		pending := interrupted(t, server, naotest.HangBefore)
		pass(t, time.Hour)
		c := inProcess(t, server)
		made, err := c.CreateTeam(t.Context(), TeamInput{Name: Set("Ops")})
		if err != nil {
			t.Fatal(err)
		}
		if team, err := c.ResumeTeam(t.Context(), "Ops", pending); !IsNothingMade(err) {
			t.Errorf("got team %q and %v, want nothing: team %s is another's", team.ID, err, made.ID)
		}
	})
}

// TestResume_findsOnceForEach resumes two creates of one key, of which one made something: the one that finds it first has it, however often
// it asks.
func TestResume_findsOnceForEach(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		id := server.AddTeam(naotest.Team{Name: "Ops"}).ID
		one, other := Pending{Doubts: 1, Sent: time.Now().Add(-time.Hour)}, Pending{Doubts: 1, Sent: time.Now().Add(-2 * time.Hour)}
		c := inProcess(t, server)
		for range 2 {
			if team, err := c.ResumeTeam(t.Context(), "Ops", one); err != nil || team.ID != id {
				t.Errorf("got team %q and %v, want team %s", team.ID, err, id)
			}
		}
		if team, err := c.ResumeTeam(t.Context(), "Ops", other); !IsNothingMade(err) {
			t.Errorf("got team %q and %v, want nothing", team.ID, err)
		}
	})
}

// TestResume_waitsForACreateOfTheKey does not look in the middle of another create.
func TestResume_waitsForACreateOfTheKey(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.Inject(naotest.Delay(time.Minute), naotest.On("POST", "/teams"))
		c := inProcess(t, server, func(config *Config) { config.RequestTimeout = time.Hour })
		created := make(chan error, 1)
		go func() {
			_, err := c.CreateTeam(t.Context(), TeamInput{Name: Set("Ops")})
			created <- err
		}()
		pass(t, time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if team, err := c.ResumeTeam(ctx, "Ops", Pending{Doubts: 1}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got team %q and %v, want that time ran out", team.ID, err)
		}
		began := time.Now()
		team, err := c.ResumeTeam(t.Context(), "Ops", Pending{Doubts: 1})
		// The looks alone take a quarter of a minute.
		if waited := time.Since(began); !IsNothingMade(err) || waited < time.Minute {
			t.Errorf("got team %q and %v after %s, want nothing, after the create and the looks", team.ID, err, waited)
		}
		if err := <-created; err != nil {
			t.Error(err)
		}
	})
}
