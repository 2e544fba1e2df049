// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// A page that repeats for ever, while the server counts more, ends in an error.
func TestList_aPageThatRepeats(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{Listing: naotest.Listing{IgnorePageNumber: true, PageCap: 30}})
	server.SeedSites(100)
	c := inProcess(t, server)
	for _, query := range []Query{{}, seeded} {
		_, err := untilError(c.Sites.List(t.Context(), query))
		wantError(t, err, "list sites: each page repeats the first one, and 70 of 100 objects are missing")
	}
	if got := len(server.Requests()); got > 16 {
		t.Errorf("got %d requests", got)
	}
}

// A server that ignores the number of the page is asked no more, however much it counts.
func TestList_aPageThatRepeatsIsNotAskedForTenThousandTimes(t *testing.T) {
	t.Parallel()
	var rows []string
	for id := range 100 {
		rows = append(rows, fmt.Sprintf(`{"id":"%d","type":"site","attributes":{"name":"s"}}`, id+1))
	}
	body := fmt.Sprintf(`{"data":[%s],"meta":{"pagination":{"records":1000000}}}`, strings.Join(rows, ","))
	var requests atomic.Int64
	_, err := untilError(scripted(t, func(*http.Request) *http.Response {
		requests.Add(1)
		return says(200, body)
	}).Sites.List(t.Context(), Query{}))
	wantError(t, err, "999900 of 1000000 objects are missing")
	if got := requests.Load(); got > 20 {
		t.Errorf("got %d requests", got)
	}
}

// Objects that slip from page to page while others write are neither missed nor yielded twice.
func TestList_pagesThatShift(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		listing naotest.Listing
		between func(s *naotest.Server, page int)
		sites   int // that stay throughout
	}{
		"an object is removed": {
			between: func(s *naotest.Server, page int) {
				if page == 1 {
					s.RemoveSite("11416")
				}
			},
			sites: 99,
		},
		"an object is removed between every two pages": {
			between: func(s *naotest.Server, page int) { s.RemoveSite(strconv.Itoa(11415 + page)) },
			sites:   95,
		},
		"an object is added in front": {
			between: func(s *naotest.Server, page int) {
				if page == 1 {
					s.AddSite(naotest.Site{ID: "1", Name: "site-new"})
				}
			},
			sites: 100,
		},
		"objects are added at the end": {
			between: func(s *naotest.Server, page int) {
				if page == 1 {
					s.SeedSites(30)
				}
			},
			sites: 100,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var once [100]bool
			server := naotest.New(naotest.Behavior{Listing: naotest.Listing{
				PageCap: 20,
				BetweenPages: func(s *naotest.Server, page int) {
					if !once[page] {
						once[page] = true
						test.between(s, page)
					}
				},
			}})
			server.SeedSites(100)
			before := idsOf(server.Sites())
			ids := ids(all(t, inProcess(t, server).Sites.List(t.Context(), seeded)))
			after := idsOf(server.Sites())
			stayed := 0
			for _, id := range before {
				if slices.Contains(after, id) {
					stayed++
					if !slices.Contains(ids, id) {
						t.Errorf("%s is missing", id)
					}
				}
			}
			if stayed < test.sites {
				t.Errorf("%d sites stayed, want at least %d: the test does not do what it says", stayed, test.sites)
			}
			if sorted := slices.Sorted(slices.Values(ids)); len(slices.Compact(sorted)) != len(ids) {
				t.Error("an object came twice")
			}
		})
	}
}

// A server whose count is above what it shows ends the listing all the same.
func TestList_aCountThatIsTooHigh(t *testing.T) {
	t.Parallel()
	const body = `{"data":[{"id":"1","type":"site"},{"id":"2","type":"site"}],"meta":{"pagination":{"current":1,"records":3}}}`
	var requests atomic.Int64
	c := scripted(t, func(r *http.Request) *http.Response {
		requests.Add(1)
		if r.URL.Query().Get("page[number]") != "1" {
			return says(200, `{"data":[]}`)
		}
		return says(200, body)
	})
	if got := ids(all(t, c.Sites.List(t.Context(), Query{}))); !slices.Equal(got, []string{"1", "2"}) {
		t.Errorf("got %q", got)
	}
	if got := requests.Load(); got > 4 {
		t.Errorf("got %d requests", got)
	}
}

// Some servers keep a count but do not say how many pages it takes, and repeat a row on every page.
func TestList_aCountWithoutAPageNumber(t *testing.T) {
	t.Parallel()
	const records, size = 31, 10
	c := scripted(t, func(r *http.Request) *http.Response {
		number, _ := strconv.Atoi(r.URL.Query().Get("page[number]"))
		var rows []string
		for id := (number-1)*size + 1; id <= min(number*size, records); id++ {
			rows = append(rows, fmt.Sprintf(`{"id":"%d","type":"site"}`, id))
		}
		if len(rows) > 0 {
			rows = append(rows, rows[0])
		}
		return says(200, fmt.Sprintf(`{"data":[%s],"meta":{"resource_count":%d}}`, strings.Join(rows, ","), records))
	})
	if got := all(t, c.Sites.List(t.Context(), Query{})); len(got) != records {
		t.Errorf("got %d objects; want %d", len(got), records)
	}
}
