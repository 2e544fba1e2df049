// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

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
				if before > 11 || before == 0 && parts > 0 || before > 0 && parts == 0 {
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

// TestList_asksForLessWhereAPageIsTooLarge has a service refuse pages of 500 objects, or of 100 too.
func TestList_asksForLessWhereAPageIsTooLarge(t *testing.T) {
	t.Parallel()
	for most, sizes := range map[int][]string{
		50: {"500", "100", "", "", "", "", ""}, 100: {"500", "100", "100"}, 499: {"500", "100", "100"}, 500: {"500"}, 1000: {"500"},
	} {
		virtually(fmt.Sprint(most), t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Listing: naotest.Listing{Refused: naotest.RefusedQueries{PageSize: 422, MaxPageSize: most}}})
			server.SeedSites(133)
			wantPages(t, server, inProcess(t, server), sizes)
		})
	}
}

// TestList_objectsComeOnceHoweverOftenPagesShrink has a second page that is too large in every size but the smallest.
func TestList_objectsComeOnceHoweverOftenPagesShrink(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("nothing runs at the same time here, and the race detector makes it slow")
	}
	const records = 1200
	tooLarge := `{"data":"` + strings.Repeat("a", 17<<20) + `"}`
	c := scripted(t, func(r *http.Request) *http.Response {
		number, _ := strconv.Atoi(r.URL.Query().Get("page[number]"))
		size, _ := strconv.Atoi(cmp.Or(r.URL.Query().Get("page[size]"), "50"))
		if size > 50 && number > 1 {
			return says(200, tooLarge)
		}
		var rows []string
		for id := (number-1)*size + 1; id <= min(number*size, records); id++ {
			rows = append(rows, fmt.Sprintf(`{"id":"%d","type":"site","attributes":{"name":"s"}}`, id))
		}
		return says(200, fmt.Sprintf(`{"data":[%s],"meta":{"pagination":{"records":%d}}}`, strings.Join(rows, ","), records))
	})
	sites := all(t, c.Sites.List(t.Context(), Query{}))
	unique := map[string]bool{}
	for _, site := range sites {
		unique[site.ID] = true
	}
	if len(sites) != records || len(unique) != records {
		t.Errorf("got %d sites, %d of them different, want %d", len(sites), len(unique), records)
	}
}

// TestList_asksForLessOfWhatIsTooMuch has pages that are larger than what the client reads, or that a gateway gives up on.
func TestList_asksForLessOfWhatIsTooMuch(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("nothing runs at the same time here, and the race detector makes it slow")
	}
	large := strings.Repeat("x", 60<<10)
	for name, test := range map[string]struct {
		prepare func(*naotest.Server)
		sizes   []string
	}{
		"the first page": {func(server *naotest.Server) {
			for i := range 300 {
				server.AddSite(naotest.Site{Name: fmt.Sprint(i, large)})
			}
		}, []string{"500", "100", "100", "100"}},
		"a later page": {func(server *naotest.Server) {
			server.SeedSites(500)
			for i := range 300 {
				server.AddSite(naotest.Site{Name: fmt.Sprint(i, large)})
			}
		}, []string{"500", "500", "100", "100", "100", "100", "100", "100", "100", "100"}},
		"a gateway gives up": {func(server *naotest.Server) {
			server.SeedSites(133)
			server.Inject(naotest.Status(504), naotest.On("GET", "/sites").Query("page[size]", "500"))
		}, append(slices.Repeat([]string{"500"}, 9), "100", "100")},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{})
			test.prepare(server)
			wantPages(t, server, inProcess(t, server), test.sizes)
		})
	}
}

// TestList_whatIsTooMuchInEverySize ends in an error, and so does a listing that is refused without a filter.
func TestList_whatIsTooMuchInEverySize(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("nothing runs at the same time here, and the race detector makes it slow")
	}
	for name, test := range map[string]struct {
		small    int
		fault    naotest.Fault
		want     string
		requests int
	}{
		"the first page": {want: "larger than 16 MiB", requests: 3},
		"a later page":   {small: 500, want: "larger than 16 MiB", requests: 2 + 6 + 18},
		"refused":        {fault: naotest.Status(422), want: "422 Unprocessable Entity", requests: 6},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{})
			server.SeedSites(test.small)
			for range 40 {
				server.AddSite(naotest.Site{Name: strings.Repeat("x", 1<<20)})
			}
			server.Inject(test.fault, naotest.On("GET", "/sites"))
			_, err := untilError(inProcess(t, server, func(config *Config) { config.MaxConcurrentRequests = 1 }).Sites.List(t.Context(), Query{}))
			if wantError(t, err, test.want); server.Count("GET", "") != test.requests {
				t.Errorf("got %d requests, want %d", server.Count("GET", ""), test.requests)
			}
		})
	}
}

// TestList_aGatewayThatAlwaysGivesUpIsAskedTwice has a page of 100 objects time out as well: that is for another reason.
func TestList_aGatewayThatAlwaysGivesUpIsAskedTwice(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.Inject(naotest.Status(504), naotest.On("GET", "/sites"))
		_, err := untilError(inProcess(t, server).Sites.List(t.Context(), Query{}))
		if wantError(t, err, "504 Gateway Timeout"); server.Count("GET", "") != 18 {
			t.Errorf("got %d requests, want the nine attempts of two pages", server.Count("GET", ""))
		}
	})
}

// wantPages fails the test unless a listing of all sites is whole and asks for pages of these sizes, the last of which is
// what the next listing begins with. It runs in virtual time.
func wantPages(t *testing.T, server *naotest.Server, c *Client, sizes []string) {
	t.Helper()
	pages := func() (asked []string) {
		for _, r := range server.Requests() {
			asked = append(asked, r.Query.Get("page[size]"))
		}
		return asked
	}
	if got, want := ids(all(t, c.Sites.List(t.Context(), Query{}))), idsOf(server.Sites()); !slices.Equal(got, want) {
		t.Errorf("listed %d sites, want each of the %d once", len(got), len(want))
	}
	if got := pages(); !slices.Equal(got, sizes) {
		t.Errorf("asked for pages of %q, want %q", got, sizes)
	}
	server.ResetRequests()
	time.Sleep(2 * time.Minute) //nolint:forbidigo // Virtual time: until the listing is forgotten.
	_ = all(t, c.Sites.List(t.Context(), Query{NameContains: "none"}))
	if got, last := pages(), sizes[len(sizes)-1]; len(got) != 1 || got[0] != last {
		t.Errorf("then it asked for pages of %q, want %q, which worked before", got, last)
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
			if !IsInvalid(err) || server.Count("GET", "") != 12 {
				t.Errorf("got %v after %d requests, want the 422 after 12", err, server.Count("GET", ""))
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

// TestList_whatFailsIsDoneWithout has a service fail by a filter, an order or a page size that it does not know: the listing goes on without.
func TestList_whatFailsIsDoneWithout(t *testing.T) {
	t.Parallel()
	for parts := range 8 {
		size, order, filter := parts&1 > 0, parts&2 > 0, parts&4 > 0
		virtually(fmt.Sprintf("size %t, order %t, filter %t", size, order, filter), t, func(t *testing.T) {
			fails := func(part bool) int { return map[bool]int{true: 500}[part] }
			server := naotest.New(naotest.Behavior{Listing: naotest.Listing{
				Refused: naotest.RefusedQueries{PageSize: fails(size), Sort: fails(order), Filters: fails(filter)},
			}})
			server.SeedSites(40)
			c := inProcess(t, server)
			for i := range 3 {
				if _, err := c.Sites.Create(t.Context(), siteInput(fmt.Sprint("Lab ", i))); err != nil {
					t.Fatal(err)
				}
			}
			if got := all(t, c.Sites.List(t.Context(), Query{})); len(got) != 43 || len(server.Sites()) != 43 {
				t.Errorf("listed %d of %d sites, want 43", len(got), len(server.Sites()))
			}
			if failed := slices.DeleteFunc(server.Requests(), func(r naotest.Request) bool { return r.Status != 500 }); len(failed) > 11 {
				t.Errorf("%d queries failed: %s", len(failed), requestLog(server))
			}
		})
	}
	virtually("an outage", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.Inject(naotest.Status(500), naotest.On("GET", "/sites"))
		_, err := c.Sites.Create(t.Context(), siteInput("Shed"))
		wantError(t, err, "500")
		if got := server.Count("GET", "/sites"); got > 11 || server.Count("POST", "/sites") != 0 {
			t.Errorf("got %d requests for listings, want at most 11, and no POST", got)
		}
	})
}
