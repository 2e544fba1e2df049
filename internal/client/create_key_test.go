// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

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

func TestCreate_existing(t *testing.T) {
	t.Parallel()
	ignoring := naotest.Listing{IgnoreFilters: true}
	deaf := naotest.Listing{IgnoreFilters: true, IgnoreSort: true}
	for name, listing := range map[string]naotest.Listing{"filter": {}, "order": ignoring, "neither": deaf} {
		virtually("fail: "+name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Listing: listing})
			server.SeedSites(500)
			first := server.AddSite(naotest.Site{Name: "Lab", Latitude: 43.5, Longitude: 1.25})
			server.AddSite(naotest.Site{Name: "Lab", Latitude: 10, Longitude: 1.25})
			c := inProcess(t, server)
			_, err := c.CreateSite(t.Context(), siteInput("Lab"))
			var exists *ExistsError
			if !errors.As(err, &exists) || !slices.Equal(exists.IDs, []string{first.ID}) {
				t.Fatalf("got %v, want an ExistsError with id %s", err, first.ID)
			}
			if server.Count("POST", "/sites") != 0 {
				t.Error("a POST was sent")
			}
		})
		virtually("create: "+name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Listing: listing, Answers: naotest.Answers{Creates: naotest.SeeOther}})
			server.SeedSites(500)
			first := server.AddSite(naotest.Site{Name: "Lab", Latitude: 43.5, Longitude: 1.25})
			c := inProcess(t, server, func(config *Config) { config.OnExisting = Create })
			site, err := c.CreateSite(t.Context(), siteInput("Lab"))
			if err != nil {
				t.Fatal(err)
			}
			if site.ID == first.ID || len(server.Sites()) != 502 {
				t.Errorf("got id %s, and %d sites", site.ID, len(server.Sites()))
			}
		})
	}
}

// TestCreate_existingUnderAnOrderThatIsNotTheClients has names that stand in one order bytewise and in another without regard to case; the
// one that is looked for is the only one that tells.
func TestCreate_existingUnderAnOrderThatIsNotTheClients(t *testing.T) {
	t.Parallel()
	for name, folds := range map[string]bool{"bytewise": false, "without regard to case": true} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Listing: naotest.Listing{IgnoreFilters: true, SortFoldCase: folds, PageCap: 30}})
			server.SeedSites(1000)
			there := server.AddSite(naotest.Site{Name: "SITE-00500 annex", Latitude: 43.5, Longitude: 1.25})
			for i := range 200 {
				server.AddSite(naotest.Site{Name: fmt.Sprintf("zone-%03d", i)})
			}
			_, err := inProcess(t, server).CreateSite(t.Context(), siteInput("SITE-00500 annex"))
			exists, ok := errors.AsType[*ExistsError](err)
			if !ok || !slices.Equal(exists.IDs, []string{there.ID}) {
				t.Errorf("got %v, want an ExistsError with id %s", err, there.ID)
			}
			if got := len(server.Requests()); got > 25 {
				t.Errorf("got %d requests, want a search", got)
			}
		})
	}
}

// TestCreate_sameKeyTwice has two blocks of one natural key in one run: they must not find each other's objects.
func TestCreate_sameKeyTwice(t *testing.T) {
	t.Parallel()
	virtually("fail", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: time.Hour}}})
		c := inProcess(t, server)
		var exists *ExistsError
		errs := make(chan error, 2)
		for range 2 {
			go func() {
				_, err := c.CreateTeam(t.Context(), TeamInput{Name: Set("Ops")})
				errs <- err
			}()
		}
		first, second := <-errs, <-errs
		if (first == nil) == (second == nil) || !errors.As(errors.Join(first, second), &exists) {
			t.Errorf("got %v and %v, want one success and one ExistsError", first, second)
		}
	})
	virtually("create", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Answers: naotest.Answers{Creates: naotest.SeeOther}, Jobs: naotest.Jobs{Polls: 3}})
		c := inProcess(t, server, func(config *Config) { config.OnExisting = Create })
		ids := make(chan string, 8)
		for range 8 {
			go func() {
				team, err := c.CreateTeam(t.Context(), TeamInput{Name: Set("Ops")})
				if err != nil {
					t.Error(err)
				}
				ids <- team.ID
			}()
		}
		seen := map[string]bool{}
		for range 8 {
			seen[<-ids] = true
		}
		if len(seen) != 8 || len(server.Teams()) != 8 {
			t.Errorf("got %d ids for %d teams, want 8", len(seen), len(server.Teams()))
		}
	})
}
