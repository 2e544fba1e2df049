// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"fmt"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestList_whatIsRefusedIsDoneWithout has a service refuse filters, orders and page sizes, each and together: the listing goes on without, and
// what was to blame is not asked for again.
func TestList_whatIsRefusedIsDoneWithout(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 422} {
		for parts := range 8 {
			size, order, filter := parts&1 > 0, parts&2 > 0, parts&4 > 0
			virtually(fmt.Sprintf("%d for size %t, order %t, filter %t", status, size, order, filter), t, func(t *testing.T) {
				refuse := func(part bool) int { return map[bool]int{true: status}[part] }
				server := naotest.New(naotest.Behavior{Listing: naotest.Listing{
					Refused: naotest.RefusedQueries{PageSize: refuse(size), Sort: refuse(order), Filters: refuse(filter)},
				}})
				server.SeedSites(40)
				c := inProcess(t, server)
				lastRefused := func() (refused int) {
					for _, r := range server.Requests() {
						if r.Status == status {
							refused++
						}
					}
					return refused
				}
				if _, err := c.Sites.Create(t.Context(), siteInput("Lab")); err != nil {
					t.Fatal(err)
				}
				// The first query, then those without a part, the mildest first.
				before := lastRefused()
				if before > 7 || before == 0 && parts > 0 || before > 0 && parts == 0 {
					t.Errorf("%d queries were refused: %s", before, requestLog(server))
				}
				if _, err := c.Sites.Create(t.Context(), siteInput("site-00007")); err != nil {
					t.Fatal(err)
				}
				if got := all(t, c.Sites.List(t.Context(), seeded)); len(got) != 41 {
					t.Errorf("listed %d sites, want 41", len(got))
				}
				if got := all(t, c.Sites.List(t.Context(), Query{})); len(got) != 42 {
					t.Errorf("listed %d sites, want 42", len(got))
				}
				if found, err := c.Sites.Find(t.Context(), Site{Name: "site-00040"}); err != nil || len(found) != 1 {
					t.Errorf("found %+v, %v", found, err)
				}
				if after := lastRefused(); after != before {
					t.Errorf("%d more queries were refused: %s", after-before, requestLog(server))
				}
				// What is not refused is still asked for.
				server.ResetRequests()
				_ = all(t, c.Sites.List(t.Context(), Query{NameContains: "none"}))
				if last := server.Requests(); len(last) > 0 && (last[0].Query.Has("page[size]") == size || last[0].Query.Has("sort") == order) {
					t.Errorf("the last query was %v", last[0].Query)
				}
			})
		}
	}
}

// TestList_aPageSizeAboveTheLimit has a service refuse 100 objects a page and give 30.
func TestList_aPageSizeAboveTheLimit(t *testing.T) {
	t.Parallel()
	for _, most := range []int{50, 100} {
		virtually(fmt.Sprint(most), t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Listing: naotest.Listing{Refused: naotest.RefusedQueries{PageSize: 422, MaxPageSize: most}}})
			server.SeedSites(95)
			if got := all(t, inProcess(t, server).Sites.List(t.Context(), Query{})); len(got) != 95 {
				t.Errorf("listed %d sites, want 95", len(got))
			}
		})
	}
}

// TestList_aRefusalOfEverything is no fault of the query.
func TestList_aRefusalOfEverything(t *testing.T) {
	t.Parallel()
	virtually("refused", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.Inject(naotest.Status(422), naotest.On("GET", "/sites"))
		for range 2 {
			_, err := untilError(c.Sites.List(t.Context(), seeded))
			if !IsInvalid(err) || server.Count("GET", "") != 8 {
				t.Errorf("got %v after %d requests, want the 422 after 8", err, server.Count("GET", ""))
			}
			server.ResetRequests()
		}
	})
	virtually("forbidden on the way", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.Inject(naotest.Status(422), naotest.On("GET", "/sites").Times(1))
		server.Inject(naotest.Status(403), naotest.On("GET", "/sites"))
		if _, err := untilError(c.Sites.List(t.Context(), seeded)); !IsForbidden(err) {
			t.Errorf("got %v, want the 403", err)
		}
	})
}
