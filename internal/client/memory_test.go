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
	m.store(map[string]Site{"1": {ID: "1", Name: "after the write"}}, 1, true)
	m.store(map[string]Site{"1": {ID: "1", Name: "before the write"}}, 0, true)
	if got := m.snapshot["1"].Name; got != "after the write" {
		t.Errorf("got the listing from %s", got)
	}
}

func TestBulkRead_whatAnotherHasDoneMeanwhileIsNotDoneAgain(t *testing.T) {
	t.Parallel()
	for name, step := range map[string]func(*testing.T, *bulkReader[Site]) error{
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
