// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// The bounds of the ski-rental rule: how many objects are read one by one first, and after how many failed listings no other is tried.
const (
	freeReads    = 4
	mostFailures = 3
)

// full tells that the whole of every grid is asked for: `make storm`.
var full = os.Getenv("NAOCLOUD_STORM") == "full"

// readSites reads the first n sites of an account, ten at a time, and holds them against the account.
func readSites(t *testing.T, c *Client, server *naotest.Server, n int) {
	t.Helper()
	sites := server.Sites()[:n]
	inParallel(t, n, func(i int) error {
		site, err := c.Sites.Get(t.Context(), Site{ID: sites[i].ID})
		if err == nil && (site.ID != sites[i].ID || site.Name != sites[i].Name) {
			return fmt.Errorf("got %+v, want %+v", site, sites[i])
		}
		return err
	})
}

// TestBulkRead_costs counts the requests of a refresh against the figures that the documentation promises.
func TestBulkRead_costs(t *testing.T) {
	t.Parallel()
	tests := []struct{ n, account, pageCap, most int }{
		{1, 1, 100, 1},
		{3, 50_000, 100, 3},
		{300, 40_000, 100, 301},
		{1000, 1000, 100, 19},
		{1000, 1000, 500, 10},
		{1000, 1000, 30, 75},
		{5000, 5000, 100, 110},
		{5000, 5000, 500, 26},
	}
	if full {
		tests = append(tests, []struct{ n, account, pageCap, most int }{
			{300, 100_000, 100, 301},
			{5000, 100_000, 100, 2006},
			{5000, 100_000, 30, 6674},
			{5000, 50_000, 10, 10_006},
		}...)
	}
	for _, test := range tests {
		virtually(fmt.Sprintf("%d of %d by %d", test.n, test.account, test.pageCap), t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Latency: 10 * time.Millisecond, Listing: naotest.Listing{PageCap: test.pageCap}})
			server.SeedSites(test.account)
			readSites(t, inProcess(t, server), server, test.n)
			if got := len(server.Requests()); got > test.most {
				t.Errorf("sites: got %d requests, want at most %d", got, test.most)
			}
			server = naotest.New(naotest.Behavior{Latency: 10 * time.Millisecond, Listing: naotest.Listing{PageCap: test.pageCap}})
			server.SeedTeams(test.account)
			teams, c := server.Teams(), inProcess(t, server)
			inParallel(t, test.n, func(i int) error {
				_, err := c.Teams.Get(t.Context(), Team{ID: teams[i].ID})
				return err
			})
			if got := len(server.Requests()); got > test.most {
				t.Errorf("teams: got %d requests, want at most %d", got, test.most)
			}
		})
	}
}

// TestBulkRead_bound holds the doc comment's bound over a grid.
func TestBulkRead_bound(t *testing.T) {
	t.Parallel()
	accounts, reads := []int{1, 7, 100, 1000}, []int{1, 3, 4, 5, 6, 10, 31, 100, 1000}
	if full {
		accounts, reads = append(accounts, 5000, 20_000, 100_000), append(reads, 5000)
	}
	for _, pageCap := range []int{10, 30, 100, 500} {
		for _, noMeta := range []bool{false, true} {
			virtually(fmt.Sprintf("cap %d, no meta %t", pageCap, noMeta), t, func(t *testing.T) {
				for _, account := range accounts {
					server := naotest.New(naotest.Behavior{
						Latency: time.Millisecond,
						Listing: naotest.Listing{PageCap: pageCap, NoMeta: noMeta},
					})
					server.SeedSites(account)
					for _, n := range reads {
						if n > account {
							break
						}
						server.ResetRequests()
						readSites(t, inProcess(t, server), server, n)
						pages := (account + pageCap - 1) / pageCap
						best := min(n, pages)
						most := 2*best + freeReads + 2
						if noMeta {
							// The length of the listing is not known, so everything is listed; a round reads up to five pages past the end.
							most = freeReads + pages + 6
						}
						if n <= freeReads {
							most = n
						}
						if got := len(server.Requests()); got > most {
							t.Errorf("%d of %d: got %d requests, want at most %d; the best possible is %d", n, account, got, most, best)
						}
					}
				}
			})
		}
	}
}
