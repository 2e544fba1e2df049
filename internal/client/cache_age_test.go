// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestCache_nothingOlderThanAMinuteIsServed has a team removed elsewhere while a run goes on.
func TestCache_nothingOlderThanAMinuteIsServed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		listing naotest.Listing
		// own tells that this client made the team itself.
		own bool
	}{
		"read":                              {},
		"read, filters ignored":             {listing: naotest.Listing{IgnoreFilters: true}},
		"written by this run":               {own: true},
		"written by this run, no filters":   {listing: naotest.Listing{IgnoreFilters: true}, own: true},
		"written by this run, listing lags": {listing: naotest.Listing{Lag: naotest.Lag{For: 30 * time.Second}}, own: true},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Listing: test.listing})
			server.SeedTeams(40)
			c := inProcess(t, server)
			team := Team{ID: server.AddTeam(naotest.Team{Name: "Ops", Roles: []string{"admin"}}).ID, Name: "Ops"}
			if test.own {
				var err error
				if team, err = c.Teams.Create(t.Context(), TeamInput{Name: Set("Own")}); err != nil {
					t.Fatal(err)
				}
			}
			for _, other := range server.Teams() {
				if _, err := c.Teams.Get(t.Context(), Team{ID: other.ID}); err != nil {
					t.Fatal(err)
				}
			}
			server.RemoveTeam(team.ID)
			pass(t, time.Minute+time.Second)
			if got, err := c.Teams.Get(t.Context(), team); !IsNotFound(err) {
				t.Errorf("by id: got %+v, %v", got, err)
			}
			if got, err := c.Teams.Find(t.Context(), team); err != nil || len(got) > 0 {
				t.Errorf("by name: got %+v, %v", got, err)
			}
			for _, got := range all(t, c.Teams.List(t.Context(), Query{})) {
				if got.ID == team.ID {
					t.Errorf("it is listed as %+v", got)
				}
			}
			// It is gone, so that a create makes it, and what a create elsewhere made is seen.
			made, err := c.Teams.Create(t.Context(), TeamInput{Name: Set(team.Name)})
			if err != nil || made.ID == team.ID {
				t.Errorf("created: got %+v, %v", made, err)
			}
			pass(t, 19*time.Minute)
			server.AddTeam(naotest.Team{Name: "Theirs"})
			if _, err := c.Teams.Create(t.Context(), TeamInput{Name: Set("Theirs")}); !isExists(err) {
				t.Errorf("somebody else's: got %v, want an ExistsError", err)
			}
		})
	}
}

// TestCache_aMinuteIsServed reads everything, and again half a minute later.
func TestCache_aMinuteIsServed(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.SeedTeams(40)
		c := inProcess(t, server)
		read := func() {
			t.Helper()
			for _, team := range server.Teams() {
				if got, err := c.Teams.Get(t.Context(), Team{ID: team.ID}); err != nil || got.Name != team.Name {
					t.Fatalf("got %+v, %v", got, err)
				}
			}
		}
		read()
		before := len(server.Requests())
		pass(t, 30*time.Second)
		read()
		if after := len(server.Requests()); after != before || before > 8 {
			t.Errorf("got %d requests, then %d, want at most 8 and no more", before, after)
		}
	})
}

// TestCache_aRunOfAnHour has somebody read for an hour: a listing a minute pays.
func TestCache_aRunOfAnHour(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.SeedTeams(90)
		c := inProcess(t, server)
		for i := range 3600 {
			id := server.Teams()[i%90].ID
			if i%90 == 0 {
				server.UpdateTeam(id, func(team *naotest.Team) { team.Name += "'" })
			}
			if _, err := c.Teams.Get(t.Context(), Team{ID: id}); err != nil {
				t.Fatal(err)
			}
			pass(t, time.Second)
		}
		if got := len(server.Requests()); got > 10*60 {
			t.Errorf("got %d requests for 3,600 reads in an hour", got)
		}
	})
}

// TestCache_aListingDoesNotKeepAWriteAlive has a team that this run wrote, that is renamed or removed elsewhere, and a listing while the write is
// still served.
func TestCache_aListingDoesNotKeepAWriteAlive(t *testing.T) {
	t.Parallel()
	for name, elsewhere := range map[string]func(*naotest.Server, string){
		"renamed": func(server *naotest.Server, id string) {
			server.UpdateTeam(id, func(team *naotest.Team) { team.Name = "Theirs" })
		},
		"removed": func(server *naotest.Server, id string) { server.RemoveTeam(id) },
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Listing: naotest.Listing{IgnoreFilters: true}})
			server.SeedTeams(40)
			c := inProcess(t, server)
			own, err := c.Teams.Create(t.Context(), TeamInput{Name: Set("Own")})
			if err != nil {
				t.Fatal(err)
			}
			pass(t, 10*time.Second)
			elsewhere(server, own.ID)
			pass(t, 40*time.Second)
			if teams, _, err := c.Teams.All(t.Context(), Team{}, Fresh); err != nil || len(teams) != 41 {
				t.Fatalf("got %d teams, %v", len(teams), err)
			}
			pass(t, 15*time.Second)
			teams, _, err := c.Teams.All(t.Context(), Team{}, Cached)
			if err != nil {
				t.Fatal(err)
			}
			found, err := c.Teams.Find(t.Context(), own)
			if err != nil {
				t.Fatal(err)
			}
			listed, _ := c.Teams.Listed(own)
			for _, team := range slices.Concat(teams, all(t, c.Teams.List(t.Context(), Query{})), found, listed) {
				if team.Name == "Own" {
					t.Errorf("after 65 s, the team is served as %+v", team)
				}
			}
		})
	}
}

// TestCache_aListingThatLagsIsWholeWithOwnWrites creates teams for a while, on a service that ignores filters and whose listings lag by some seconds.
func TestCache_aListingThatLagsIsWholeWithOwnWrites(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Listing: naotest.Listing{IgnoreFilters: true, Lag: naotest.Lag{For: 2 * time.Second}}})
		server.SeedTeams(40)
		c := inProcess(t, server)
		const creates = 180
		for i := range creates {
			if _, err := c.Teams.Create(t.Context(), TeamInput{Name: Set(fmt.Sprintf("Own %d", i))}); err != nil {
				t.Fatal(err)
			}
			pass(t, time.Second)
		}
		// Each minute has one listing of one page.
		if listings := server.Count("GET", "/teams"); listings > 10 {
			t.Errorf("got %d listings for %d creates in three minutes", listings, creates)
		}
	})
}
