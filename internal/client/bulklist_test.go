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

// TestBulkRead_aListingAtHandServesListings lists what reads have made a listing of already.
func TestBulkRead_aListingAtHandServesListings(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Listing: naotest.Listing{PageCap: 10}})
		server.SeedSites(50)
		c := inProcess(t, server)
		readSites(t, c, server, 50)
		server.ResetRequests()
		for _, want := range []int{50, 1} {
			got := 0
			for _, err := range c.Sites(t.Context(), SiteQuery{}) {
				if err != nil {
					t.Fatal(err)
				}
				if got++; got == want {
					break
				}
			}
			if got != want {
				t.Errorf("got %d sites, want %d", got, want)
			}
		}
		if requests := len(server.Requests()); requests != 0 {
			t.Errorf("got %d requests, want none", requests)
		}
	})
}

// TestBulkRead_failuresOnTheWayToAListing has a server that keeps no count refuse one of the pages that tell how many there are, and a probe
// that nobody waits for any longer. Neither costs a read its object.
func TestBulkRead_failuresOnTheWayToAListing(t *testing.T) {
	t.Parallel()
	virtually("a page that tells how many there are", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Listing: naotest.Listing{PageCap: 10, NoMeta: true}})
		server.SeedSites(200)
		server.Inject(naotest.Status(403), naotest.On("GET", "/sites").Query("page[number]", "2").Times(1))
		readSites(t, inProcess(t, server), server, 200)
	})
	virtually("a probe that is left alone", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.SeedSites(200)
		server.Inject(naotest.Delay(time.Minute), naotest.On("GET", "/sites").Times(maxListingFailures))
		c := inProcess(t, server)
		readSites(t, c, server, freeReads)
		for _, site := range server.Sites()[freeReads : freeReads+maxListingFailures] {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			if _, err := c.Site(ctx, site.ID); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v, want that time ran out", err)
			}
			cancel()
		}
		// That they were left says nothing against listings.
		server.ResetRequests()
		readSites(t, c, server, 200)
		if got := len(server.Requests()); got > 20 {
			t.Errorf("got %d requests, want a listing", got)
		}
	})
}
