// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func idsOf(sites []naotest.Site) []string {
	var ids []string
	for _, site := range sites {
		ids = append(ids, site.ID)
	}
	return ids
}

// seeded is what all seeded sites have in common, so that a filter on it reads the pages one by one.
var seeded = Query{NameContains: "site-"}

// However a service pages, a listing yields each object once, and none is missing.
func TestList_yieldsEachObjectOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		listing   naotest.Listing
		documents naotest.Documents
		sites     int
		requests  int // how many a listing may cost
	}{
		"as asked":                       {sites: 1100, requests: 3},
		"nothing":                        {sites: 0, requests: 1},
		"a few":                          {sites: 7, requests: 1},
		"one page":                       {sites: 500, requests: 2},
		"one more":                       {sites: 501, requests: 2},
		"a cap of a hundred":             {listing: naotest.Listing{PageCap: 100}, sites: 350, requests: 4},
		"a hundred without meta":         {listing: naotest.Listing{PageCap: 100, NoMeta: true}, sites: 350, requests: 4},
		"a hundred without page numbers": {listing: naotest.Listing{PageCap: 100, Counts: naotest.CountsPage, NoPageNumbers: true}, sites: 300, requests: 4},
		"a cap":                          {listing: naotest.Listing{PageCap: 30}, sites: 95, requests: 4},
		"the page size ignored":          {listing: naotest.Listing{IgnorePageSize: true, PageSize: 25}, sites: 101, requests: 5},
		"numbers as strings":             {listing: naotest.Listing{StringNumbers: true, PageCap: 30}, sites: 95, requests: 4},
		"no meta":                        {listing: naotest.Listing{NoMeta: true}, sites: 1100, requests: 3},
		"no meta, the last page full":    {listing: naotest.Listing{NoMeta: true}, sites: 1000, requests: 3},
		"no meta, a cap":                 {listing: naotest.Listing{NoMeta: true, PageCap: 30}, sites: 95, requests: 4},
		"no meta, nothing":               {listing: naotest.Listing{NoMeta: true}, sites: 0, requests: 1},
		"no meta, one page for ever":     {listing: naotest.Listing{NoMeta: true, IgnorePageNumber: true}, sites: 500, requests: 2},
		"meta, one page for ever":        {listing: naotest.Listing{IgnorePageNumber: true}, sites: 500, requests: 2},
		"duplicates":                     {listing: naotest.Listing{Duplicates: true}, sites: 1100, requests: 3},
		"duplicates without meta":        {listing: naotest.Listing{Duplicates: true, NoMeta: true}, sites: 1100, requests: 3},
		"no order":                       {listing: naotest.Listing{IgnoreSort: true, PageCap: 10}, sites: 95, requests: 10},
		"plain roots":                    {documents: naotest.Documents{PlainRoots: true}, sites: 1100, requests: 3},
		"plain roots without meta":       {documents: naotest.Documents{PlainRoots: true}, listing: naotest.Listing{NoMeta: true}, sites: 1100, requests: 3},
		"numeric ids":                    {documents: naotest.Documents{NumericIDs: true, StringAttributes: true}, sites: 1100, requests: 3},
		"null relationships and extras":  {documents: naotest.Documents{Relationships: naotest.RelationshipsNull, UnknownAttributes: true}, sites: 1100, requests: 3},
		// The count of a page is not that of the listing.
		"resource_count alone":                    {listing: naotest.Listing{Counts: naotest.CountsPageOnly, PageCap: 30}, sites: 75, requests: 3},
		"resource_count alone, the last one full": {listing: naotest.Listing{Counts: naotest.CountsPageOnly, PageCap: 30}, sites: 90, requests: 4},
		"records of the page":                     {listing: naotest.Listing{Counts: naotest.CountsPage, PageCap: 30}, sites: 75, requests: 3},
		"records of the page, no page numbers":    {listing: naotest.Listing{Counts: naotest.CountsPage, NoPageNumbers: true, PageCap: 30}, sites: 75, requests: 3},
		"the last page full, no page numbers":     {listing: naotest.Listing{Counts: naotest.CountsPage, NoPageNumbers: true, PageCap: 30}, sites: 90, requests: 4},
		// Behind the last page there may be nothing at all.
		"404 behind the last page": {listing: naotest.Listing{NoMeta: true, PageCap: 30, Refused: naotest.RefusedQueries{BehindLast: 404}}, sites: 90, requests: 4},
		"422 behind the last page": {listing: naotest.Listing{NoMeta: true, PageCap: 30, Refused: naotest.RefusedQueries{BehindLast: 422}}, sites: 90, requests: 4},
		"410 behind the last page": {listing: naotest.Listing{Counts: naotest.CountsPageOnly, PageCap: 30, Refused: naotest.RefusedQueries{BehindLast: 410}}, sites: 90, requests: 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := naotest.New(naotest.Behavior{Listing: test.listing, Documents: test.documents})
			server.SeedSites(test.sites)
			want := idsOf(server.Sites())
			for _, query := range []Query{{}, seeded} {
				server.ResetRequests()
				if got := ids(all(t, inProcess(t, server).Sites.List(t.Context(), query))); !slices.Equal(got, want) {
					t.Errorf("%+v: got %d objects, want the %d of the account in their order", query, len(got), len(want))
				}
				if got := len(server.Requests()); got > test.requests {
					t.Errorf("%+v: got %d requests, want at most %d", query, got, test.requests)
				}
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
		"forbidden":    {naotest.Status(http.StatusForbidden), "403"},
		"not found":    {naotest.Status(http.StatusNotFound), "404"},
		"unauthorized": {naotest.Status(http.StatusUnauthorized), "401"},
		"invalid":      {naotest.Status(http.StatusUnprocessableEntity), "422"},
		"a page":       {naotest.HTMLPage, "expected a JSON document"},
		"no body":      {naotest.Canned(http.StatusOK, "", ""), "empty body"},
		"no content":   {naotest.Canned(http.StatusNoContent, "", ""), "empty body"},
		"an object":    {naotest.Canned(http.StatusOK, "", `{"meta":{}}`), "got neither"},
		"other things": {naotest.Canned(http.StatusOK, "", `{"data":[{"id":"1","type":"team"}]}`), "expected a site, got a team"},
		"no ids":       {naotest.Canned(http.StatusOK, "", `{"data":[{"type":"site","attributes":{"name":"Lab"}}]}`), "with an id"},
		"odd values":   {naotest.Canned(http.StatusOK, "", `{"data":[{"id":"1","type":"site","attributes":{"latitude":{}}}]}`), "latitude: expected a number, got an object"},
		"broken JSON":  {naotest.Canned(http.StatusOK, "", `{"data":[{"id":"1"`), "breaks off or is malformed"},
	} {
		for _, noMeta := range []bool{false, true} {
			virtually(fmt.Sprintf("%s, meta %t", name, !noMeta), t, func(t *testing.T) {
				if noMeta && (name == "not found" || name == "invalid") {
					return // Without a count, that is the end.
				}
				server := naotest.New(naotest.Behavior{Listing: naotest.Listing{NoMeta: noMeta, PageCap: 30}})
				server.SeedSites(100)
				server.Inject(test.fault, naotest.On("GET", "/sites").Query("page[number]", "3"))
				c := inProcess(t, server)
				got, err := untilError(c.Sites.List(t.Context(), seeded))
				wantError(t, err, "list sites: ", test.want)
				if len(got) != 60 {
					t.Errorf("got %d objects before the error, want 60", len(got))
				}
				_, err = untilError(c.Sites.List(t.Context(), Query{}))
				wantError(t, err, "list sites: ", test.want)
			})
		}
	}
}

func TestList_failedPagesAreReadAgain(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]naotest.Fault{
		"server error": naotest.Status(http.StatusBadGateway), "rate limit": naotest.TooManyRequests(""), "cut": naotest.CutBefore,
		"response lost": naotest.LoseResponse, "response broken off": naotest.TruncateBody, "refused": naotest.Refuse, "no response": naotest.HangBefore,
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Listing: naotest.Listing{PageCap: 30}})
			server.SeedSites(100)
			server.Inject(fault, naotest.On("GET", "/sites").Query("page[number]", "3").Times(2))
			if got := all(t, inProcess(t, server).Sites.List(t.Context(), Query{})); len(got) != 100 {
				t.Errorf("got %d objects, want 100", len(got))
			}
		})
	}
}

func TestList_stopsAskingWhenNobodyWantsMore(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{Listing: naotest.Listing{PageCap: 30}})
	server.SeedSites(100)
	for _, err := range inProcess(t, server).Sites.List(t.Context(), seeded) {
		if err != nil {
			t.Error(err)
		}
		break
	}
	wantCount(t, server, "GET", "", 1)
}

func TestList_filtersAreCheckedAgain(t *testing.T) {
	t.Parallel()
	for name, listing := range map[string]naotest.Listing{
		"honoured": {FoldCase: true}, "ignored": {IgnoreFilters: true}, "refused": {Refused: naotest.RefusedQueries{Filters: 422}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := naotest.New(naotest.Behavior{Listing: listing})
			for _, name := range []string{"Lab", "lab", "Lab 2", "The Lab", "Depot"} {
				server.AddSite(naotest.Site{Name: name})
				server.AddTeam(naotest.Team{Name: name})
			}
			for query, want := range map[Query]string{
				{}:                                  "Lab,lab,Lab 2,The Lab,Depot",
				{Name: "Lab"}:                       "Lab",
				{NameContains: "Lab"}:               "Lab,Lab 2,The Lab",
				{Name: "Lab", NameContains: "ab"}:   "Lab",
				{Name: "Lab", NameContains: "none"}: "",
			} {
				c := inProcess(t, server)
				var sites, teams []string
				for _, site := range all(t, c.Sites.List(t.Context(), query)) {
					sites = append(sites, site.Name)
				}
				for _, team := range all(t, c.Teams.List(t.Context(), query)) {
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
