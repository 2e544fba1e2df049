// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestListing_refusedQueries(t *testing.T) {
	t.Parallel()
	type refused = naotest.RefusedQueries
	const (
		size, large = "?page[size]=10", "?page[size]=100"
		sort        = "?sort=name"
		name, id    = "?filter[name_eq]=x", "?filter[id_in][]=1"
		last, after = "?page[number]=2", "?page[number]=3"
	)
	for what, test := range map[string]struct {
		refused refused
		status  int
		queries string // those that are refused
	}{
		"none":             {refused{}, 200, ""},
		"page size":        {refused{PageSize: 400}, 400, size + " " + large},
		"large page size":  {refused{PageSize: 422, MaxPageSize: 50}, 422, large},
		"sort":             {refused{Sort: 400}, 400, sort},
		"filters":          {refused{Filters: 422}, 422, name + " " + id},
		"filter":           {refused{Filters: 400, FilterNames: []string{"name_eq"}}, 400, name},
		"attribute":        {refused{Filters: 400, FilterNames: []string{"id"}}, 400, id},
		"behind the last":  {refused{BehindLast: 404}, 404, after},
		"everything, each": {refused{PageSize: 400, Sort: 400, Filters: 400, BehindLast: 400}, 400, strings.Join([]string{size, large, sort, name, id, after}, " ")},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{Listing: naotest.Listing{Refused: test.refused}})
			s.SeedSites(40)
			c := inProcess(t, s)
			for _, query := range []string{"", size, large, sort, name, id, last, after} {
				want := 200
				if query != "" && strings.Contains(" "+test.queries+" ", " "+query+" ") {
					want = test.status
				}
				c.do("GET", "/sites"+query, "", want)
			}
			c.do("GET", "/teams", "", 200) // the first page is never behind the last
		})
	}
}

func TestListing_counts(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		listing naotest.Listing
		meta    string // of the second page
		next    bool   // whether something tells of a third
	}{
		"total":     {naotest.Listing{}, `"meta":{"pagination":{"current":2,"first":1,"last":3,"next":3,"prev":1,"records":75},"resource_count":75}`, true},
		"page":      {naotest.Listing{Counts: naotest.CountsPage}, `"meta":{"pagination":{"current":2,"first":1,"last":3,"next":3,"prev":1,"records":30},"resource_count":30}`, true},
		"page only": {naotest.Listing{Counts: naotest.CountsPageOnly}, `"meta":{"resource_count":30}`, false},
		"alone":     {naotest.Listing{NoPageNumbers: true}, `"meta":{"pagination":{"current":2,"records":75},"resource_count":75}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{Listing: test.listing})
			s.SeedSites(75)
			c := inProcess(t, s)
			got := c.do("GET", "/sites?page[number]=2", "", 200).body
			if !strings.Contains(got, test.meta) || strings.Contains(got, `"next"`) != test.next {
				t.Errorf("got %s\nwant %s", got, test.meta)
			}
			rest := c.do("GET", "/sites?page[number]=3", "", 200)
			equal(t, "rows of the last page", len(rest.ids()), 15)
			if test.listing.Counts != naotest.CountsTotal {
				equal(t, "count of the last page", rest.at("meta", "resource_count"), any(15.0))
			}
		})
	}
}

func TestListing_sortsUnderscores(t *testing.T) {
	t.Parallel()
	for last, want := range map[bool]string{false: "392 394 393", true: "394 393 392"} {
		s := naotest.New(naotest.Behavior{Listing: naotest.Listing{SortUnderscoreLast: last}})
		for _, name := range []string{"wh_050", "whz", "wha"} {
			s.AddTeam(naotest.Team{Name: name})
		}
		c := inProcess(t, s)
		equal(t, "order", strings.Join(c.do("GET", "/teams?sort=name", "", 200).ids(), " "), want)
	}
}
