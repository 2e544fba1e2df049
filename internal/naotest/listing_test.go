// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func names(r result) []string {
	r.t.Helper()
	var names []string
	for i := range r.ids() {
		names = append(names, fmt.Sprint(r.at("data", i, "attributes", "name")))
	}
	return names
}

func TestListing_paging(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		listing   naotest.Listing
		query     string
		rows      int
		first     string
		current   any
		next      any
		last      any
		wantPrior any
	}{
		"default size":       {naotest.Listing{}, "", 30, "11416", 1.0, 2.0, 3.0, nil},
		"asked size":         {naotest.Listing{}, "?page[size]=20&page[number]=2", 20, "11436", 2.0, 3.0, 4.0, 1.0},
		"last page":          {naotest.Listing{}, "?page[size]=30&page[number]=3", 10, "11476", 3.0, nil, nil, 2.0},
		"beyond":             {naotest.Listing{}, "?page[number]=9", 0, "", 9.0, nil, nil, 8.0},
		"far beyond":         {naotest.Listing{}, "?page[number]=9223372036854775807", 0, "", 9.223372036854775807e18, nil, nil, 9.223372036854775806e18},
		"nonsense":           {naotest.Listing{}, "?page[number]=-1&page[size]=x", 30, "11416", 1.0, 2.0, 3.0, nil},
		"capped":             {naotest.Listing{PageCap: 10}, "?page[size]=100&page[number]=2", 10, "11426", 2.0, 3.0, 7.0, 1.0},
		"size ignored":       {naotest.Listing{PageSize: 7, IgnorePageSize: true}, "?page[size]=100", 7, "11416", 1.0, 2.0, 10.0, nil},
		"number ignored":     {naotest.Listing{IgnorePageNumber: true}, "?page[number]=3", 30, "11416", 1.0, 2.0, 3.0, nil},
		"numbers as strings": {naotest.Listing{StringNumbers: true}, "?page[number]=2", 30, "11446", "2", "3", "3", "1"},
		"no meta":            {naotest.Listing{NoMeta: true}, "?page[number]=2", 30, "11446", nil, nil, nil, nil},
		"duplicates":         {naotest.Listing{Duplicates: true}, "?page[size]=5", 6, "11416", 1.0, 2.0, 14.0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{Listing: test.listing})
			s.SeedSites(70)
			page := inProcess(t, s).do("GET", "/sites"+test.query, "", 200)
			ids := page.ids()
			equal(t, "rows", len(ids), test.rows)
			if len(ids) > 0 {
				equal(t, "first row", ids[0], test.first)
			}
			if test.listing.NoMeta {
				equal(t, "meta", page.at("meta"), nil)
				equal(t, "links", page.at("links"), nil)
				return
			}
			equal(t, "current", page.at("meta", "pagination", "current"), test.current)
			equal(t, "next", page.at("meta", "pagination", "next"), test.next)
			equal(t, "last", page.at("meta", "pagination", "last"), test.last)
			equal(t, "prev", page.at("meta", "pagination", "prev"), test.wantPrior)
			equal(t, "records", fmt.Sprint(page.at("meta", "pagination", "records")), "70")
			equal(t, "resource_count", fmt.Sprint(page.at("meta", "resource_count")), "70")
		})
	}
}

func TestListing_emptyCollectionIsAnEmptyArray(t *testing.T) {
	t.Parallel()
	page := inProcess(t, naotest.New(naotest.Behavior{})).do("GET", "/teams", "", 200)
	if !strings.Contains(page.body, `"data":[]`) {
		t.Errorf("got %s", page.body)
	}
	equal(t, "records", page.at("meta", "pagination", "records"), any(0.0))
}

func TestListing_linksAreNotEscaped(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	s.SeedSites(70)
	page := inProcess(t, s).do("GET", "/sites?page[number]=2", "", 200)
	equal(t, "next", page.at("links", "next"), any(naotest.Endpoint+"/sites?page[number]=3&page[size]=30"))
	if !strings.Contains(page.body, "page[number]=3&page[size]=30") {
		t.Errorf("escaped: %s", page.body)
	}
}

func TestListing_filters(t *testing.T) {
	t.Parallel()
	all := []string{"Alpha", "beta", "alpha", "Gamma"}
	for name, test := range map[string]struct {
		listing naotest.Listing
		query   string
		want    []string
	}{
		"eq":                    {naotest.Listing{}, "filter[name_eq]=alpha", []string{"alpha"}},
		"eq folding case":       {naotest.Listing{FoldCase: true}, "filter[name_eq]=ALPHA", []string{"Alpha", "alpha"}},
		"cont":                  {naotest.Listing{}, "filter[name_cont]=lph", []string{"Alpha", "alpha"}},
		"start":                 {naotest.Listing{}, "filter[name_start]=al", []string{"alpha"}},
		"in":                    {naotest.Listing{}, "filter[name_in][]=beta&filter[name_in][]=Gamma", []string{"beta", "Gamma"}},
		"escaped":               {naotest.Listing{}, "filter%5Bname_eq%5D=beta", []string{"beta"}},
		"id_in":                 {naotest.Listing{}, "filter[id_in][]=11416&filter[id_in][]=11419", []string{"Alpha", "Gamma"}},
		"number":                {naotest.Listing{}, "filter[latitude_eq]=2.0", []string{"alpha"}},
		"greater":               {naotest.Listing{}, "filter[latitude_gteq]=2", []string{"alpha", "Gamma"}},
		"two":                   {naotest.Listing{}, "filter[name_cont]=a&filter[latitude_lt]=2", []string{"Alpha", "beta"}},
		"none":                  {naotest.Listing{}, "filter[name_eq]=nobody", nil},
		"blank is ignored":      {naotest.Listing{}, "filter[name_eq]=", all},
		"unknown attribute":     {naotest.Listing{}, "filter[colour_eq]=red", all},
		"unknown predicate":     {naotest.Listing{}, "filter[name_resembles]=beta", all},
		"ignored":               {naotest.Listing{IgnoreFilters: true}, "filter[name_eq]=beta", all},
		"attribute is ignored":  {naotest.Listing{IgnoredFilters: []string{"name"}}, "filter[name_eq]=beta", all},
		"predicate is ignored":  {naotest.Listing{IgnoredFilters: []string{"name_eq"}}, "filter[name_eq]=beta", all},
		"another one is obeyed": {naotest.Listing{IgnoredFilters: []string{"name_eq"}}, "filter[name_cont]=beta", []string{"beta"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{Listing: test.listing})
			for i, name := range all {
				s.AddSite(naotest.Site{Name: name, Latitude: float64(i)})
			}
			page := inProcess(t, s).do("GET", "/sites?"+test.query, "", 200)
			if got := names(page); !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
			equal(t, "records", page.at("meta", "pagination", "records"), any(float64(len(test.want))))
		})
	}
}

func TestListing_sort(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		listing naotest.Listing
		sort    string
		want    []string
	}{
		"none":             {naotest.Listing{}, "", []string{"b", "A", "a", "B"}},
		"name is bytewise": {naotest.Listing{}, "name", []string{"A", "B", "a", "b"}},
		"descending":       {naotest.Listing{}, "-name", []string{"b", "a", "B", "A"}},
		"folding case":     {naotest.Listing{SortFoldCase: true}, "name", []string{"A", "a", "b", "B"}},
		"newest first":     {naotest.Listing{}, "-created_at", []string{"B", "a", "A", "b"}},
		"ids descending":   {naotest.Listing{}, "-id", []string{"B", "a", "A", "b"}},
		"by two":           {naotest.Listing{}, "latitude,-name", []string{"a", "B", "b", "A"}},
		"unknown":          {naotest.Listing{}, "colour", []string{"b", "A", "a", "B"}},
		"ignored":          {naotest.Listing{IgnoreSort: true}, "name", []string{"b", "A", "a", "B"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{Listing: test.listing})
			for i, name := range []string{"b", "A", "a", "B"} {
				s.AddSite(naotest.Site{Name: name, Latitude: -float64(i / 2)})
			}
			c := inProcess(t, s)
			for range 2 { // the second time from memory
				if got := names(c.do("GET", "/sites?sort="+test.sort, "", 200)); !slices.Equal(got, test.want) {
					t.Errorf("got %v, want %v", got, test.want)
				}
			}
		})
	}
}

func TestListing_ofTeams(t *testing.T) {
	t.Parallel()
	for query, want := range map[string][]string{
		"filter[ldap_group_eq]=ops": {"b"},
		"filter[user_id_eq]=7":      {"c"},
		"filter[user_id_eq]=x":      nil,
		"sort=ldap_group":           {"a", "c", "b"}, // null comes first
		"sort=-ldap_group":          {"b", "a", "c"},
		"sort=-user_id,name":        {"a", "b", "c"},
	} {
		t.Run(query, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{})
			group := "ops"
			s.AddTeam(naotest.Team{Name: "a"})
			s.AddTeam(naotest.Team{Name: "b", LDAPGroup: &group})
			s.AddTeam(naotest.Team{Name: "c", UserID: "7"})
			if got := names(inProcess(t, s).do("GET", "/teams?"+query, "", 200)); !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func TestListing_sortFollowsEveryWrite(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	c := inProcess(t, s)
	want := func(want ...string) {
		t.Helper()
		if got := names(c.do("GET", "/sites?sort=name", "", 200)); !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
	b := s.AddSite(naotest.Site{Name: "b"})
	want("b")
	s.AddSite(naotest.Site{Name: "a"})
	want("a", "b")
	c.do("PUT", "/sites/"+b.ID, `{"site":{"name":"0"}}`, 200)
	want("0", "a")
	s.UpdateSite(b.ID, func(site *naotest.Site) { site.Name = "z" })
	want("a", "z")
	c.do("DELETE", "/sites/"+b.ID, "", 204)
	want("a")
}

// Ids may be older than they look: created_at is what counts.
func TestListing_sortByCreationOfSeededObjects(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	day := func(day int) time.Time { return time.Date(2024, 1, day, 0, 0, 0, 0, time.UTC) }
	s.AddSite(naotest.Site{Name: "second", CreatedAt: day(2)})
	s.AddSite(naotest.Site{Name: "first", CreatedAt: day(1)})
	s.AddSite(naotest.Site{Name: "third", ID: "5", CreatedAt: day(3)})
	c := inProcess(t, s)
	if got := names(c.do("GET", "/sites?sort=created_at", "", 200)); !slices.Equal(got, []string{"first", "second", "third"}) {
		t.Errorf("got %v", got)
	}
	if got := c.do("GET", "/sites", "", 200).ids(); !slices.Equal(got, []string{"5", "11416", "11417"}) {
		t.Errorf("ids: got %v", got)
	}
}

func TestListing_showsLessThanTheDetail(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{Listing: naotest.Listing{OmitAttributes: []string{"ldap_group"}, OmitRelationships: true}})
	s.AddTeam(naotest.Team{Name: "x"})
	c := inProcess(t, s)
	listed, detail := c.do("GET", "/teams", "", 200), c.do("GET", "/teams/392", "", 200)
	equal(t, "listed", strings.Contains(listed.body, "ldap_group") || strings.Contains(listed.body, "relationships"), false)
	equal(t, "detail", strings.Contains(detail.body, "ldap_group") && strings.Contains(detail.body, "relationships"), true)
}

func TestListing_pagesShiftBetweenRequests(t *testing.T) {
	t.Parallel()
	var pages []int
	s := naotest.New(naotest.Behavior{Listing: naotest.Listing{BetweenPages: func(s *naotest.Server, page int) {
		pages = append(pages, page)
		s.RemoveSite(s.Sites()[0].ID)
	}}})
	s.SeedSites(4)
	c := inProcess(t, s)
	first := c.do("GET", "/sites?page[size]=2&page[number]=1", "", 200).ids()
	second := c.do("GET", "/sites?page[size]=2&page[number]=2", "", 200).ids()
	if !slices.Equal(first, []string{"11416", "11417"}) || !slices.Equal(second, []string{"11419"}) {
		t.Errorf("got %v and %v", first, second)
	}
	if !slices.Equal(pages, []int{1}) { // the last page has none after it
		t.Errorf("called after pages %v", pages)
	}
}

func BenchmarkListing_pageOfALargeAccount(b *testing.B) {
	s := naotest.New(naotest.Behavior{})
	s.SeedSites(100_000)
	c := inProcess(b, s)
	for b.Loop() {
		c.do("GET", "/sites?page[size]=100&page[number]=500&sort=name", "", 200)
	}
}
