// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"errors"
	"net/http"
	"slices"
	"testing"

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
