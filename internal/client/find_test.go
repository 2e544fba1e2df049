// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// looking are services that differ in what helps to find a name.
var looking = map[string]naotest.Listing{
	"filter": {}, "filter, no count": {NoMeta: true}, "no filter": {IgnoreFilters: true}, "no filter, no count": {IgnoreFilters: true, NoMeta: true},
	"filter refused": {Refused: naotest.RefusedQueries{Filters: 400}}, "no order": {IgnoreSort: true, IgnoreFilters: true},
}

// TestFind_aLookThatFailsIsNoEmptyOne refuses one request of a look after the other: whichever it is, nothing may be sent on the strength of
// what was not seen.
func TestFind_aLookThatFailsIsNoEmptyOne(t *testing.T) {
	t.Parallel()
	for name, listing := range looking {
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
				_, err := inProcess(t, server).Sites.Create(t.Context(), siteInput("site-00100 annex"))
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

// TestFind_seesEveryPageOfAName has more objects of one name than a page holds.
func TestFind_seesEveryPageOfAName(t *testing.T) {
	t.Parallel()
	for name, listing := range looking {
		virtually(name, t, func(t *testing.T) {
			listing.PageCap = 10
			server := naotest.New(naotest.Behavior{Listing: listing})
			var want []string
			for range 25 {
				want = append(want, server.AddSite(naotest.Site{Name: "Lab", Latitude: 43.5, Longitude: 1.25}).ID)
			}
			server.SeedSites(100)
			_, err := inProcess(t, server).Sites.Create(t.Context(), siteInput("Lab"))
			if exists, ok := errors.AsType[*ExistsError](err); !ok || !slices.Equal(exists.IDs, want) {
				t.Errorf("got %v, want an ExistsError with the ids %v", err, want)
			}
		})
	}
}

// TestFind_whateverTheOrder has a collation that sorts "_" after all letters, and 1,500 sites: no second object is made.
func TestFind_whateverTheOrder(t *testing.T) {
	t.Parallel()
	for name, listing := range map[string]naotest.Listing{
		"bytewise": {}, "underscores last": {SortUnderscoreLast: true}, "case folded": {SortFoldCase: true}, "none": {IgnoreSort: true},
	} {
		if testing.Short() && name != "none" {
			continue // One shows the race detector what runs at the same time.
		}
		for _, ignored := range []bool{false, true} {
			virtually(fmt.Sprint(name, ", filters ignored: ", ignored), t, func(t *testing.T) {
				listing.IgnoreFilters = ignored
				server := naotest.New(naotest.Behavior{Listing: listing, Latency: 10 * time.Millisecond})
				for i := range 500 {
					for _, name := range []string{"wh_%03d", "whA%03d", "Wh%03d"} {
						server.AddSite(naotest.Site{Name: fmt.Sprintf(name, i), Latitude: 43.5, Longitude: 1.25})
					}
				}
				c := inProcess(t, server)
				inParallel(t, 500, func(i int) error {
					if _, err := c.Sites.Create(t.Context(), siteInput(fmt.Sprintf("wh_%03d", i))); !isExists(err) {
						return fmt.Errorf("wh_%03d: got %w, want an ExistsError", i, err)
					}
					return nil
				})
				if len(server.Sites()) != 1500 || server.Count("POST", "") > 0 {
					t.Errorf("there are %d sites after %d POSTs", len(server.Sites()), server.Count("POST", ""))
				}
			})
		}
	}
}

// TestFind_decomposedNames has a service hold a name in the form of Unicode that HCL cannot say, and compare bytes.
func TestFind_decomposedNames(t *testing.T) {
	t.Parallel()
	const composed, decomposed = "Caf\u00e9", "Cafe\u0301"
	for name, stored := range map[string]string{"composed": composed, "decomposed": decomposed} {
		for _, ignored := range []bool{false, true} {
			virtually(fmt.Sprint(name, ", filters ignored: ", ignored), t, func(t *testing.T) {
				server := naotest.New(naotest.Behavior{Listing: naotest.Listing{IgnoreFilters: ignored}})
				server.SeedTeams(50)
				there := server.AddTeam(naotest.Team{Name: stored, Roles: []string{"admin"}}).ID
				for _, asked := range []string{composed, decomposed} {
					c := inProcess(t, server)
					if found, err := c.Teams.Find(t.Context(), Team{Name: asked}); err != nil || len(found) != 1 || found[0].ID != there {
						t.Errorf("%q: found %+v, %v", asked, found, err)
					}
					if _, err := c.Teams.Create(t.Context(), TeamInput{Name: Set(asked)}); !isExists(err) {
						t.Errorf("%q: created: %v, want an ExistsError", asked, err)
					}
					for _, query := range []Query{{Name: asked}, {NameContains: asked[3:]}} {
						if listed := all(t, c.Teams.List(t.Context(), query)); len(listed) != 1 || listed[0].ID != there {
							t.Errorf("%+v: listed %+v", query, listed)
						}
					}
				}
			})
		}
	}
	for _, stored := range []naotest.Text{{}, {Decompose: true}} {
		virtually(fmt.Sprint("the service decomposes: ", stored.Decompose), t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"": stored}}, Responses: asynchronousCreates})
			within(t, 5*time.Second, func(t *testing.T) {
				team, err := inProcess(t, server).Teams.Create(t.Context(), TeamInput{Name: Set(composed)})
				if err != nil || team.ID == "" || !SameText(team.Name, composed) {
					t.Errorf("got %+v, %v", team, err)
				}
			})
			wantCount(t, server, "POST", "", 1)
		})
	}
}

// TestFind_idsThatAreNoNumbers has a service whose ids nobody can order: what it names is found all the same.
func TestFind_idsThatAreNoNumbers(t *testing.T) {
	t.Parallel()
	sites := `{"data":[` +
		`{"id":"b","type":"site","attributes":{"name":"Lab","latitude":43.5,"longitude":1.25}},` +
		`{"id":"a","type":"site","attributes":{"name":"Lab","latitude":43.5,"longitude":1.25}}]}`
	_, err := scripted(t, always(200, sites)).Sites.Create(t.Context(), siteInput("Lab"))
	if exists, ok := errors.AsType[*ExistsError](err); !ok || !slices.Equal(exists.IDs, []string{"a", "b"}) {
		t.Errorf("got %v, want an ExistsError with the ids a and b", err)
	}
}
