// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// walked collects what a walk yields until it ends.
func walked(t *testing.T, c *Client, l listing) ([]string, error) {
	t.Helper()
	var ids []string
	for site, err := range c.sites.walk(t.Context(), l) {
		if err != nil {
			return ids, err
		}
		ids = append(ids, site.ID)
	}
	return ids, nil
}

// listed collects what all reads, sorted.
func listed(t *testing.T, c *Client, l listing) ([]string, error) {
	t.Helper()
	first, err := c.sites.page(t.Context(), l, 1)
	if err != nil {
		return nil, err
	}
	objects, _, err := c.sites.all(t.Context(), l, first)
	return slices.Sorted(maps.Keys(objects)), err
}

func idsOf(sites []naotest.Site) []string {
	var ids []string
	for _, site := range sites {
		ids = append(ids, site.ID)
	}
	return ids
}

// However a server pages, a listing yields each object once, and none is missing.
func TestList_yieldsEachObjectOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		listing   naotest.Listing
		documents naotest.Documents
		sites     int
		walk, all int // how many requests they may cost; 0 does not say
	}{
		"as asked":                      {sites: 250, walk: 3, all: 3},
		"nothing":                       {sites: 0, walk: 1, all: 1},
		"one page":                      {sites: 100, walk: 1, all: 1},
		"one more":                      {sites: 101, walk: 2, all: 2},
		"a cap":                         {listing: naotest.Listing{PageCap: 30}, sites: 95, walk: 4, all: 4},
		"the page size ignored":         {listing: naotest.Listing{IgnorePageSize: true, PageSize: 25}, sites: 101, walk: 5, all: 5},
		"numbers as strings":            {listing: naotest.Listing{StringNumbers: true, PageCap: 30}, sites: 95, walk: 4, all: 4},
		"no meta":                       {listing: naotest.Listing{NoMeta: true}, sites: 250, walk: 3},
		"no meta, the last page full":   {listing: naotest.Listing{NoMeta: true}, sites: 200, walk: 3},
		"no meta, a cap":                {listing: naotest.Listing{NoMeta: true, PageCap: 30}, sites: 95, walk: 4},
		"no meta, nothing":              {listing: naotest.Listing{NoMeta: true}, sites: 0, walk: 1},
		"no meta, one page for ever":    {listing: naotest.Listing{NoMeta: true, IgnorePageNumber: true}, sites: 100, walk: 2},
		"meta, one page for ever":       {listing: naotest.Listing{IgnorePageNumber: true}, sites: 100, walk: 1, all: 1},
		"duplicates":                    {listing: naotest.Listing{Duplicates: true}, sites: 250, walk: 3, all: 3},
		"duplicates without meta":       {listing: naotest.Listing{Duplicates: true, NoMeta: true}, sites: 250, walk: 3},
		"no order":                      {listing: naotest.Listing{IgnoreSort: true, PageCap: 10}, sites: 95, walk: 10, all: 10},
		"plain roots":                   {documents: naotest.Documents{PlainRoots: true}, sites: 250, walk: 3, all: 3},
		"plain roots without meta":      {documents: naotest.Documents{PlainRoots: true}, listing: naotest.Listing{NoMeta: true}, sites: 250, walk: 3},
		"numeric ids":                   {documents: naotest.Documents{NumericIDs: true, StringAttributes: true}, sites: 250, walk: 3, all: 3},
		"null relationships and extras": {documents: naotest.Documents{Relationships: naotest.RelationshipsNull, UnknownAttributes: true}, sites: 250, walk: 3, all: 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := naotest.New(naotest.Behavior{Listing: test.listing, Documents: test.documents})
			server.SeedSites(test.sites)
			c := inProcess(t, server)
			want := idsOf(server.Sites())
			ids, err := walked(t, c, wholeListing)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(ids, want) {
				t.Errorf("walk: got %d objects, want the %d of the account in their order", len(ids), len(want))
			}
			if got := len(server.Requests()); test.walk > 0 && got != test.walk {
				t.Errorf("walk: got %d requests, want %d", got, test.walk)
			}
			server.ResetRequests()
			ids, err = listed(t, c, wholeListing)
			if err != nil {
				t.Fatal(err)
			}
			if slices.Sort(want); !slices.Equal(ids, want) {
				t.Errorf("all: got %d objects, want the %d of the account", len(ids), len(want))
			}
			if got := len(server.Requests()); test.all > 0 && got != test.all {
				t.Errorf("all: got %d requests, want %d", got, test.all)
			}
		})
	}
}

// An error anywhere in a listing is an error, and never a shorter list.
func TestList_errorInTheMiddle(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault naotest.Fault
		want  string
	}{
		"forbidden":    {naotest.Status(http.StatusForbidden), "403 Forbidden"},
		"not found":    {naotest.Status(http.StatusNotFound), "404 Not Found"},
		"unauthorized": {naotest.Status(http.StatusUnauthorized), "401 Unauthorized"},
		"a page":       {naotest.HTMLPage, "got an HTML page"},
		"no body":      {naotest.Canned(http.StatusOK, "", ""), "got an empty body"},
		"no content":   {naotest.Canned(http.StatusNoContent, "", ""), "got an empty body"},
		"an object":    {naotest.Canned(http.StatusOK, "", `{"errors":[]}`), "got neither"},
		"a redirect":   {naotest.Canned(http.StatusFound, "text/html", "<html>"), "302 Found"},
		"other things": {naotest.Canned(http.StatusOK, "", `{"data":[{"id":"1","type":"team"}]}`), "expected a site, got a team"},
		"no ids":       {naotest.Canned(http.StatusOK, "", `{"data":[{"type":"site","attributes":{"name":"Lab"}}]}`), "expected a site with an id, got one without"},
		"odd values":   {naotest.Canned(http.StatusOK, "", `{"data":[{"id":"1","type":"site","attributes":{"latitude":{}}}]}`), "latitude: expected a number, got an object"},
		"broken JSON":  {naotest.Canned(http.StatusOK, "", `{"data":[{"id":"1"`), "breaks off or is malformed"},
	} {
		for _, noMeta := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, meta %t", name, !noMeta), func(t *testing.T) {
				t.Parallel()
				server := naotest.New(naotest.Behavior{Listing: naotest.Listing{NoMeta: noMeta, PageCap: 30}})
				server.SeedSites(100)
				server.Inject(test.fault, naotest.On("GET", "/sites").Query("page[number]", "3"))
				c := inProcess(t, server)
				ids, err := walked(t, c, wholeListing)
				wantError(t, err, test.want)
				if len(ids) != 60 {
					t.Errorf("got %d objects before the error, want 60", len(ids))
				}
				_, err = listed(t, c, wholeListing)
				wantError(t, err, test.want)
				var last error
				for _, err := range c.Sites(t.Context(), SiteQuery{}) {
					last = err
				}
				wantError(t, last, "list sites: ", test.want)
			})
		}
	}
}

func TestList_failedPagesAreReadAgain(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]naotest.Fault{
		"server error": naotest.Status(http.StatusBadGateway), "rate limit": naotest.TooManyRequests(""), "cut": naotest.CutBefore,
		"answer lost": naotest.LoseAnswer, "answer broken off": naotest.TruncateBody, "refused": naotest.Refuse, "no answer": naotest.HangBefore,
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Listing: naotest.Listing{PageCap: 30}})
			server.SeedSites(100)
			server.Inject(fault, naotest.On("GET", "/sites").Query("page[number]", "3").Times(2))
			c := inProcess(t, server)
			if ids, err := walked(t, c, wholeListing); err != nil || len(ids) != 100 {
				t.Errorf("got %d objects, %v; want 100", len(ids), err)
			}
		})
	}
}

func TestList_stopsAskingWhenNobodyWantsMore(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{Listing: naotest.Listing{PageCap: 30}})
	server.SeedSites(100)
	c := inProcess(t, server)
	for _, err := range c.Sites(t.Context(), SiteQuery{}) {
		if err != nil {
			t.Error(err)
		}
		break
	}
	if got := len(server.Requests()); got != 1 {
		t.Errorf("got %d requests, want 1", got)
	}
}

func TestList_filtersAreCheckedAgain(t *testing.T) {
	t.Parallel()
	for _, ignored := range []bool{false, true} {
		t.Run(fmt.Sprintf("ignored %t", ignored), func(t *testing.T) {
			t.Parallel()
			server := naotest.New(naotest.Behavior{Listing: naotest.Listing{IgnoreFilters: ignored, FoldCase: true}})
			for _, name := range []string{"Lab", "lab", "Lab 2", "The Lab", "Depot"} {
				server.AddSite(naotest.Site{Name: name})
				server.AddTeam(naotest.Team{Name: name})
			}
			c := inProcess(t, server)
			for query, want := range map[SiteQuery]string{
				{}:                                  "Lab,lab,Lab 2,The Lab,Depot",
				{Name: "Lab"}:                       "Lab",
				{NameContains: "Lab"}:               "Lab,Lab 2,The Lab",
				{Name: "Lab", NameContains: "ab"}:   "Lab",
				{Name: "Lab", NameContains: "none"}: "",
			} {
				var sites, teams []string
				for site, err := range c.Sites(t.Context(), query) {
					if err != nil {
						t.Fatal(err)
					}
					sites = append(sites, site.Name)
				}
				for team, err := range c.Teams(t.Context(), TeamQuery(query)) {
					if err != nil {
						t.Fatal(err)
					}
					teams = append(teams, team.Name)
				}
				if got := strings.Join(sites, ","); got != want {
					t.Errorf("sites of %+v: got %s, want %s", query, got, want)
				}
				if got := strings.Join(teams, ","); got != want {
					t.Errorf("teams of %+v: got %s, want %s", query, got, want)
				}
			}
		})
	}
}

func TestListing_query(t *testing.T) {
	t.Parallel()
	l := listing{filters: []filter{{"name_eq", "A & B"}, {"name_cont", "ü"}}, sort: byName}
	const want = "filter%5Bname_cont%5D=%C3%BC&filter%5Bname_eq%5D=A+%26+B&page%5Bnumber%5D=2&page%5Bsize%5D=100&sort=name"
	if got := l.query(2).Encode(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := (listing{}).query(1).Encode(), "page%5Bnumber%5D=1&page%5Bsize%5D=100"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
