// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestLookUp_thatFailsIsNoEmptyOne refuses one request of a look-up after the other: whichever it is, nothing may be sent on the strength of
// what was not seen.
func TestLookUp_thatFailsIsNoEmptyOne(t *testing.T) {
	t.Parallel()
	for name, listing := range map[string]naotest.Listing{
		"filter": {}, "filter, no count": {NoMeta: true}, "order": {IgnoreFilters: true}, "order, no count": {IgnoreFilters: true, NoMeta: true},
		"neither": {IgnoreFilters: true, IgnoreSort: true}, "neither, no count": {IgnoreFilters: true, IgnoreSort: true, NoMeta: true},
	} {
		virtually(name, t, func(t *testing.T) {
			listing.PageCap = 30
			refused := 0
			for succeeded := false; !succeeded; refused++ {
				server := naotest.New(naotest.Behavior{Listing: listing})
				server.SeedSites(200)
				// So many of the name, elsewhere, that they fill more than a page.
				for range 70 {
					server.AddSite(naotest.Site{Name: "site-00100 annex"})
				}
				server.Inject(naotest.Status(403), naotest.On("GET", "/sites").Skip(refused).Times(1))
				_, err := inProcess(t, server).CreateSite(t.Context(), siteInput("site-00100 annex"))
				succeeded = err == nil
				if succeeded == (len(server.FaultCount()) > 0) {
					t.Errorf("with request %d refused, got %v; the faults were %v", refused+1, err, server.FaultCount())
				}
				if posts := server.Count(http.MethodPost, "/sites"); err != nil && (posts > 0 || !IsForbidden(err)) {
					t.Errorf("with request %d refused, got %v and %d POSTs, want the 403 and none", refused+1, err, posts)
				}
			}
			if refused < 2 {
				t.Error("no request was refused")
			}
		})
	}
}

// TestLookUp_seesEveryPageOfAName has more objects of one name than a page holds.
func TestLookUp_seesEveryPageOfAName(t *testing.T) {
	t.Parallel()
	for name, listing := range map[string]naotest.Listing{
		"filter": {}, "filter, no count": {NoMeta: true}, "order": {IgnoreFilters: true}, "order, no count": {IgnoreFilters: true, NoMeta: true},
	} {
		virtually(name, t, func(t *testing.T) {
			listing.PageCap = 10
			server := naotest.New(naotest.Behavior{Listing: listing})
			var want []string
			for range 25 {
				want = append(want, server.AddSite(naotest.Site{Name: "Lab", Latitude: 43.5, Longitude: 1.25}).ID)
			}
			server.SeedSites(100)
			_, err := inProcess(t, server).CreateSite(t.Context(), siteInput("Lab"))
			exists, ok := errors.AsType[*ExistsError](err)
			if !ok || !slices.Equal(exists.IDs, want) {
				t.Errorf("got %v, want an ExistsError with the ids %v", err, want)
			}
		})
	}
}

// teamsSortedBy is a server that ignores filters, and sorts teams by name in its own order, 100 on a page. The first has the id 1.
func teamsSortedBy(t *testing.T, compare func(a, b string) int, names ...string) script {
	t.Helper()
	type row struct{ id, name string }
	var teams []row
	for i, name := range names {
		teams = append(teams, row{strconv.Itoa(i + 1), name})
	}
	newest, named := slices.Clone(teams), slices.Clone(teams)
	slices.Reverse(newest)
	slices.SortStableFunc(named, func(a, b row) int { return compare(a.name, b.name) })
	return func(r *http.Request) *http.Response {
		sorted := map[string][]row{"name": named, "-created_at": newest, "id": teams}[r.URL.Query().Get("sort")]
		page, _ := strconv.Atoi(r.URL.Query().Get("page[number]"))
		if r.Method != http.MethodGet || sorted == nil || page == 0 {
			t.Errorf("got %s %s", r.Method, r.URL)
			return says(400, "")
		}
		var data []any
		for _, team := range sorted[min((page-1)*100, len(sorted)):min(page*100, len(sorted))] {
			data = append(data, map[string]any{"id": team.id, "type": "team", "attributes": map[string]any{"name": team.name, "roles": []string{}}})
		}
		last := (len(sorted) + 99) / 100
		body, err := json.Marshal(map[string]any{"data": data, "meta": map[string]any{"pagination": map[string]any{"records": len(sorted), "last": last}}})
		if err != nil {
			t.Error(err)
		}
		return says(200, string(body))
	}
}

// numbered are so many names of each of the words.
func numbered(count int, words ...string) []string {
	var names []string
	for i := range count {
		for _, word := range words {
			names = append(names, fmt.Sprintf("%s %05d", word, i))
		}
	}
	return names
}

// TestLookUp_orderOfPeople has databases that sort names as people do, and look for a name that is elsewhere in such an order than in that of
// its bytes: what is there must not be made again.
func TestLookUp_orderOfPeople(t *testing.T) {
	t.Parallel()
	bare := func(name string) string {
		return strings.NewReplacer("-", "", " ", "", "É", "e", "Ö", "o").Replace(name)
	}
	for order, comparer := range map[string]func() func(a, b string) int{
		"ICU": func() func(a, b string) int { return collate.New(language.Und).CompareString },
		"punctuation aside": func() func(a, b string) int {
			return func(a, b string) int { return strings.Compare(strings.ToLower(bare(a)), strings.ToLower(bare(b))) }
		},
		"accents aside": func() func(a, b string) int { return collate.New(language.Und, collate.Loose).CompareString },
		// As Swedes do: Ö is the last letter.
		"of a language": func() func(a, b string) int { return collate.New(language.Swedish).CompareString },
	} {
		for _, name := range []string{"Évry", "Ber-lin 00700", "Öland", "berlin 00701", "Berlin 03000", "BERLIN-00703", "zug"} {
			virtually(order+" "+name, t, func(t *testing.T) {
				names := append([]string{name}, numbered(667, "Berlin", "Paris", "Zug")...)
				_, err := scripted(t, teamsSortedBy(t, comparer(), names...)).CreateTeam(t.Context(), TeamInput{Name: Set(name)})
				if exists, ok := errors.AsType[*ExistsError](err); !ok || !slices.Equal(exists.IDs, []string{"1"}) {
					t.Errorf("team 1 has the name; got %v", err)
				}
			})
		}
	}
}

// TestLookUp_whereAccentsDoNotCount has a page end with the Café and the next begin with the Cafe, which are equal to the database.
func TestLookUp_whereAccentsDoNotCount(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		names := append([]string{"Café", "Cafe"}, append(numbered(299, "Alpha"), numbered(180, "Zeta")...)...)
		loose := collate.New(language.Und, collate.Loose).CompareString
		_, err := scripted(t, teamsSortedBy(t, loose, names...)).CreateTeam(t.Context(), TeamInput{Name: Set("Cafe")})
		if exists, ok := errors.AsType[*ExistsError](err); !ok || !slices.Equal(exists.IDs, []string{"2"}) {
			t.Errorf("team 2 has the name; got %v", err)
		}
	})
}

// TestLookUp_beyondTheEnd looks, without a count to go by, for names before, among and behind those of the listing, also where a page comes for
// ever, so that no page is the last.
func TestLookUp_beyondTheEnd(t *testing.T) {
	t.Parallel()
	for name, listing := range map[string]naotest.Listing{
		"":                     {IgnoreFilters: true, NoMeta: true, PageCap: 10},
		"one page for ever":    {IgnoreFilters: true, NoMeta: true, PageCap: 10, IgnorePageNumber: true},
		"one object on a page": {IgnoreFilters: true, NoMeta: true, PageCap: 1},
	} {
		for _, key := range []string{"aaa", "site-00003", "site-00035", "zzz"} {
			virtually(name+" "+key, t, func(t *testing.T) {
				server := naotest.New(naotest.Behavior{Listing: listing})
				server.SeedSites(70)
				there := server.AddSite(naotest.Site{Name: key, Latitude: 43.5, Longitude: 1.25}).ID
				site, err := inProcess(t, server).CreateSite(t.Context(), siteInput(key))
				exists, ok := errors.AsType[*ExistsError](err)
				if listing.IgnorePageNumber && err == nil && site.ID != there {
					return // What such a server does not show, nobody can know.
				}
				if !ok || !slices.Equal(exists.IDs, []string{there}) {
					t.Errorf("got site %q, %v; want an ExistsError with the id %s", site.ID, err, there)
				}
			})
		}
	}
}

// TestLookUp_idsThatAreNoNumbers has a server whose ids nobody can order: what it names is found all the same.
func TestLookUp_idsThatAreNoNumbers(t *testing.T) {
	t.Parallel()
	sites := `{"data":[` +
		`{"id":"b","type":"site","attributes":{"name":"Lab","latitude":43.5,"longitude":1.25}},` +
		`{"id":"a","type":"site","attributes":{"name":"Lab","latitude":43.5,"longitude":1.25}}]}`
	_, err := scripted(t, always(200, sites)).CreateSite(t.Context(), siteInput("Lab"))
	exists, ok := errors.AsType[*ExistsError](err)
	if !ok || !slices.Equal(exists.IDs, []string{"a", "b"}) {
		t.Errorf("got %v, want an ExistsError with the ids a and b", err)
	}
}

// TestLookUp_order asks for the newest first, of servers that heed that, or do not, or show too little to tell.
func TestLookUp_order(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		pages   [][]string
		counted bool // whether the server tells how many pages there are
		since   int64
		order   order
		found   []string
	}{
		"falls":                           {pages: [][]string{{"9", "8"}, {"7", "6"}}, since: 7, order: falling, found: []string{"8", "9"}},
		"falls to the end":                {pages: [][]string{{"9", "8"}, {"7", "6"}}, counted: true, since: 1, order: falling, found: []string{"6", "7", "8", "9"}},
		"falls over pages of one":         {pages: [][]string{{"9"}, {"8"}, {"7"}}, since: 7, order: falling, found: []string{"8", "9"}},
		"falls while others add":          {pages: [][]string{{"9", "8"}, {"8", "7"}}, since: 7, order: falling, found: []string{"8", "9"}},
		"falls while others add two":      {pages: [][]string{{"9", "8", "7"}, {"8", "7", "6"}}, since: 6, order: falling, found: []string{"7", "8", "9"}},
		"rises":                           {pages: [][]string{{"6", "7"}, {"8", "9"}}, since: 7, order: unordered},
		"rises from the second page on":   {pages: [][]string{{"9", "8"}, {"7", "10"}}, since: 5, order: unordered},
		"rises between pages":             {pages: [][]string{{"9", "8"}, {"10", "7"}}, since: 5, order: unordered},
		"one object":                      {pages: [][]string{{"9"}}, counted: true, since: 7, order: unseen, found: []string{"9"}},
		"no object":                       {pages: [][]string{{}}, since: 7, order: unseen},
		"one object, again and again":     {pages: [][]string{{"9"}, {"9"}, {"9"}}, since: 7, order: unseen},
		"ends":                            {pages: [][]string{{"9", "8"}, {}}, since: 5, order: falling, found: []string{"8", "9"}},
		"a page that comes for ever":      {pages: [][]string{{"9", "8"}, {"9", "8"}}, since: 5, order: unseen},
		"one page where nothing is known": {pages: [][]string{{"9", "8"}, {"7", "6"}}, since: 0, order: falling, found: []string{"8", "9"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := scripted(t, func(r *http.Request) *http.Response {
				number, err := strconv.Atoi(r.URL.Query().Get("page[number]"))
				if err != nil || number > len(test.pages) {
					t.Errorf("asked for page %q of %d", r.URL.Query().Get("page[number]"), len(test.pages))
					return says(400, "")
				}
				var body struct {
					Data []map[string]any `json:"data"`
					Meta any              `json:"meta,omitempty"`
				}
				for _, id := range test.pages[number-1] {
					body.Data = append(body.Data, map[string]any{"id": id, "type": "team", "attributes": map[string]any{"name": "Ops"}})
				}
				if test.counted {
					body.Meta = map[string]any{"pagination": map[string]any{"last": len(test.pages)}}
				}
				text, err := json.Marshal(body)
				if err != nil {
					t.Error(err)
				}
				return says(200, string(text))
			})
			found, order, err := c.teams.newest(t.Context(), naturalKey[Team]{matches: func(Team) bool { return true }}, test.since)
			if err != nil || order != test.order || !slices.Equal(ids(found), test.found) {
				t.Errorf("got %v, order %d, %v; want %v, order %d", ids(found), order, err, test.found, test.order)
			}
		})
	}
}
