// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// What follows happens to whoever comes a moment too late, which no order of requests brings about for certain.

func TestMemory_keepsTheListingThatBeganLast(t *testing.T) {
	t.Parallel()
	m := newMemory[Site]()
	m.store(map[string]Site{"1": {ID: "1", Name: "after the write"}}, whole, beginning{writes: 1})
	m.store(map[string]Site{"1": {ID: "1", Name: "before the write"}}, whole, beginning{})
	if got := m.snapshot["1"].Name; got != "after the write" {
		t.Errorf("got the listing from %s", got)
	}
}

// TestMemory_steady has two listings, of a server that keeps no count: where they agree, no page has shifted.
func TestMemory_steady(t *testing.T) {
	t.Parallel()
	sites := func(ids ...string) map[string]Site {
		found := map[string]Site{}
		for _, id := range ids {
			found[id] = Site{ID: id}
		}
		return found
	}
	for name, test := range map[string]struct {
		first  extent
		before []string
		after  []string
		write  func(*memory[Site])
		// atOnce is 1 where the second began before the first had ended.
		atOnce int
		want   bool
	}{
		"the same":                      {ended, []string{"1", "2"}, []string{"1", "2"}, nil, 0, true},
		"the same, made at once":        {ended, []string{"1", "2"}, []string{"1", "2"}, nil, 1, false},
		"after one without an end":      {partial, []string{"1", "2"}, []string{"1", "2"}, nil, 0, false},
		"one more":                      {ended, []string{"1", "2"}, []string{"1", "2", "3"}, nil, 0, true},
		"one more that was missed":      {ended, []string{"1", "3"}, []string{"1", "2", "3"}, nil, 0, false},
		"one more of this client":       {ended, []string{"1", "3"}, []string{"1", "2", "3"}, func(m *memory[Site]) { m.wrote("2", Site{ID: "2"}) }, 0, true},
		"one less":                      {ended, []string{"1", "2"}, []string{"1"}, nil, 0, false},
		"one less by this client":       {ended, []string{"1", "2"}, []string{"1"}, func(m *memory[Site]) { m.deleted("2") }, 0, true},
		"one more whose id says little": {ended, []string{"1"}, []string{"1", "x"}, nil, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMemory[Site]()
			m.store(sites(test.before...), test.first, beginning{})
			if test.write != nil {
				test.write(m)
			}
			m.store(sites(test.after...), ended, beginning{writes: 1, stores: 1 - test.atOnce})
			if _, _, got := m.known(func(Site) bool { return true }); got != test.want {
				t.Errorf("got %t, want %t", got, test.want)
			}
		})
	}
}

func TestBulkRead_whatAnotherHasDoneMeanwhileIsNotDoneAgain(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]func(*testing.T, *bulkReader[Site]) error{
		"the confirming": func(t *testing.T, b *bulkReader[Site]) error {
			t.Helper()
			b.unsure = b.cost
			b.confirm(t.Context())
			return nil
		},
		"the listing":    func(t *testing.T, b *bulkReader[Site]) error { t.Helper(); b.list(t.Context()); return nil },
		"the comparison": func(t *testing.T, b *bulkReader[Site]) error { t.Helper(); b.compare(t.Context(), "1"); return nil },
		"the measuring": func(t *testing.T, b *bulkReader[Site]) error {
			t.Helper()
			_, err := b.measure(t.Context())
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := naotest.New(naotest.Behavior{})
			server.SeedSites(200)
			c := inProcess(t, server)
			readSites(t, c, server, 200)
			server.ResetRequests()
			if err := step(t, c.sites.bulk); err != nil {
				t.Error(err)
			}
			wantSent(t, server)
		})
	}
}

func TestSession_whatAnotherHasObtainedMeanwhileIsTaken(t *testing.T) {
	t.Parallel()
	server, id := withASite(naotest.Sessions{})
	c := inSession(t, server)
	if _, err := c.Site(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	own, ok := c.auth.(*session)
	if !ok {
		t.Fatalf("got %T, want a session", c.auth)
	}
	if granted, err := own.obtain(t.Context()); err != nil || granted.JWT != own.current.JWT {
		t.Errorf("got %v, %v; want the session that there is", granted, err)
	}
	if got := loginCount(server); got != 1 {
		t.Errorf("got %d logins, want 1", got)
	}
}
