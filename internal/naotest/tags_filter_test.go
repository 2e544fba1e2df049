// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// aFewTags adds the tags 70001 to 70004 to the site 11416, and one to another site.
func aFewTags(s *naotest.Server) {
	for _, tag := range []naotest.Tag{
		{TrackingID: "AA:01", Name: "Bed one", Category: "bed", Battery: 90},
		{TrackingID: "AA:02", Name: "Bed two", Category: "bed", Battery: 20, Inactive: true},
		{TrackingID: "aa:03", Name: "pump", Category: "pump", Battery: 50},
		{TrackingID: "123456"},
	} {
		tag.SiteID = "11416"
		s.AddTag(tag)
	}
	s.AddTag(naotest.Tag{SiteID: "11417", TrackingID: "AA:01", Name: "Bed one"})
}

func TestTags_filters(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"":                             "70001 70002 70003 70004",
		"filter[tracking_id_eq]=AA:01": "70001",
		"filter[tracking_id_in][]=AA:01&filter[tracking_id_in][]=123456": "70001 70004",
		"filter[tracking_id_not_eq]=AA:01":                               "70002 70003 70004",
		"filter[tracking_id_start]=AA":                                   "70001 70002",
		"filter[tracking_id_matches]=aa:0%25":                            "70001 70002 70003",
		"filter[tracking_id_does_not_match]=aa%25":                       "70004",
		"filter[name_eq]=Bed one":                                        "70001",
		"filter[name_cont]=Bed":                                          "70001 70002",
		"filter[name_i_cont]=PUMP":                                       "70003",
		"filter[name_not_cont]=Bed":                                      "70003",
		"filter[name_cont_all][]=Bed&filter[name_cont_all][]=two":        "70002",
		"filter[name_end_any][]=one&filter[name_end_any][]=pump":         "70001 70003",
		"filter[name_null]=true":                                         "70004",
		"filter[name_not_null]=1":                                        "70001 70002 70003",
		"filter[name_present]=true":                                      "70001 70002 70003",
		"filter[name_blank]=true":                                        "70004",
		"filter[category_eq]=bed":                                        "70001 70002",
		"filter[category_not_in][]=bed&filter[category_not_in][]=x":      "70003",
		"filter[is_active_eq]=true":                                      "70001 70003 70004",
		"filter[is_active_false]=1":                                      "70002",
		"filter[is_active_true]=1":                                       "70001 70003 70004",
		"filter[battery_lt]=60":                                          "70002 70003 70004",
		"filter[battery_gteq]=50&filter[category_eq]=pump":               "70003",
		"filter[id_in][]=70003":                                          "70003",
		"filter[mood_eq]=good":                                           "70001 70002 70003 70004", // unknown: ignored [lib]
		"ids=70001,70003":                                                "70001 70003",
		"tracking_ids=AA:02,123456":                                      "70002 70004",
		"categories=pump,bed&filter[is_active_eq]=false":                 "70002",
		"sort=-name":            "70003 70002 70001 70004",
		"sort=-id&page[size]=1": "70004",
	} {
		t.Run(query, func(t *testing.T) {
			t.Parallel()
			s, c := withTags(t, naotest.Tags{})
			aFewTags(s)
			got := c.do("GET", tagsPath+"?"+strings.ReplaceAll(query, " ", "+"), "", 200).ids()
			equal(t, "tags", strings.Join(got, " "), want)
		})
	}
}

func TestTags_filtersThatAreNotHonoured(t *testing.T) {
	t.Parallel()
	const all, byFilter, byOption = "70001 70002 70003 70004", "?filter[tracking_id_eq]=AA:01", "?tracking_ids=AA:01"
	for name, test := range map[string]struct {
		tags                     naotest.Tags
		listing                  naotest.Listing
		filtered, chosen, folded string
	}{
		"honoured":        {naotest.Tags{}, naotest.Listing{}, "70001", "70001", ""},
		"ignored":         {naotest.Tags{}, naotest.Listing{IgnoreFilters: true}, all, all, all},
		"attribute":       {naotest.Tags{}, naotest.Listing{IgnoredFilters: []string{"tracking_id"}}, all, all, all},
		"option":          {naotest.Tags{}, naotest.Listing{IgnoredFilters: []string{"tracking_ids"}}, "70001", all, ""},
		"without case":    {naotest.Tags{FoldCase: true}, naotest.Listing{}, "70001", "70001", "70001"},
		"all, no case":    {naotest.Tags{}, naotest.Listing{FoldCase: true}, "70001", "70001", "70001"},
		"refused":         {naotest.Tags{}, naotest.Listing{Refused: naotest.RefusedQueries{Filters: 400}}, "", "", ""},
		"refused options": {naotest.Tags{}, naotest.Listing{Refused: naotest.RefusedQueries{Filters: 400, FilterNames: []string{"tracking_ids"}}}, "70001", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, c := withTags(t, test.tags)
			aFewTags(s)
			s.SetBehavior(func(b *naotest.Behavior) { b.Listing = test.listing })
			for query, want := range map[string]string{
				byFilter: test.filtered, byOption: test.chosen, "?filter[tracking_id_eq]=aa:01": test.folded,
			} {
				status := 200
				if refused := test.listing.Refused; refused.Filters != 0 && (query == byOption || refused.FilterNames == nil) {
					status = 400
				}
				got := c.do("GET", tagsPath+query, "", status)
				if status == 200 {
					equal(t, query, strings.Join(got.ids(), " "), want)
				}
			}
		})
	}
}

func TestTags_areListedInTheOrderOfTheirArrivalOrAsSorted(t *testing.T) {
	t.Parallel()
	s, c := withTags(t, naotest.Tags{})
	for _, id := range []string{"9", "3", "5"} {
		s.AddTag(naotest.Tag{ID: id, SiteID: "11416", TrackingID: id})
	}
	for query, want := range map[string]string{"": "9 3 5", "?sort=id": "3 5 9", "?sort=-id": "9 5 3", "?sort=tracking_id": "3 5 9"} {
		equal(t, query, strings.Join(c.do("GET", tagsPath+query, "", 200).ids(), " "), want)
	}
	s.AddTag(naotest.Tag{ID: "3", SiteID: "11417", TrackingID: "moved"})
	equal(t, "replaced", strings.Join(c.do("GET", tagsPath+"?sort=id", "", 200).ids(), " "), "5 9")
}
