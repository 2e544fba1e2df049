// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// The listings of this file lack objects that are there. What they lack is neither gone nor free to be made.

// once runs something after the first page of a listing was put together, and never again.
func once(change func(*naotest.Server)) func(*naotest.Server, int) {
	done := false
	return func(s *naotest.Server, page int) {
		if page == 1 && !done {
			done = true
			change(s)
		}
	}
}

func TestAbsence_ofAnAssociationIsNotItsEnd(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		listing naotest.Listing
		// shifts has the first association removed while the pages are read, and another one made if the server keeps a count, which then is right.
		shifts bool
	}{
		"a page shifts, no count":           {naotest.Listing{NoMeta: true}, true},
		"a page shifts, the count is right": {naotest.Listing{}, true},
		"one page for ever, no count":       {naotest.Listing{NoMeta: true, IgnorePageNumber: true}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.listing.PageCap = 30
			server := naotest.New(naotest.Behavior{Listing: test.listing})
			server.AddTeam(naotest.Team{ID: "1", Name: "Ops"})
			server.SeedSites(60)
			var known []Association
			for _, site := range server.Sites() {
				known = append(known, Association(server.AddAssociation("1", site.ID)))
			}
			if test.shifts {
				first, spare := known[0].ID, server.AddSite(naotest.Site{Name: "Spare"}).ID
				known = known[1:]
				server.SetBehavior(func(b *naotest.Behavior) {
					b.Listing.BetweenPages = once(func(s *naotest.Server) {
						s.RemoveAssociation(first)
						if !test.listing.NoMeta {
							s.AddAssociation("1", spare)
						}
					})
				})
			}
			c := inProcess(t, server)
			for _, association := range known {
				if got, err := c.Associations.Get(t.Context(), association); err != nil || got != association {
					t.Errorf("got %+v, %v; want %+v", got, err, association)
				}
			}
		})
	}
}

func TestAbsence_ofANameIsAskedFor(t *testing.T) {
	t.Parallel()
	swap := func(s *naotest.Server) {
		s.RemoveSite(s.Sites()[0].ID)
		s.AddSite(naotest.Site{Name: "Spare"})
	}
	for name, test := range map[string]struct {
		listing naotest.Listing
		// meanwhile happens after the listing's first page was read to see how many there are, and before the others are read.
		meanwhile func(*naotest.Server)
	}{
		"a page shifts, no count":                 {listing: naotest.Listing{NoMeta: true, BetweenPages: once(func(s *naotest.Server) { s.RemoveSite(s.Sites()[0].ID) })}},
		"a page shifts between probe and listing": {meanwhile: swap},
		"one page for ever, no count":             {listing: naotest.Listing{NoMeta: true, IgnorePageNumber: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.listing.PageCap = 30
			server := naotest.New(naotest.Behavior{Listing: test.listing})
			server.SeedSites(300)
			sites := server.Sites()
			// It is on page 2, and slips to page 1.
			slipped := sites[30]
			c := inProcess(t, server)
			for i, site := range sites[100:120] {
				if i == freeReads+1 && test.meanwhile != nil {
					test.meanwhile(server)
				}
				if _, err := c.Sites.Get(t.Context(), Site{ID: site.ID}); err != nil {
					t.Fatal(err)
				}
			}
			if found, err := c.Sites.Find(t.Context(), Site{Name: slipped.Name}); err != nil || len(found) != 1 || found[0].ID != slipped.ID {
				t.Errorf("by its name, got %+v, %v; want site %s", found, err, slipped.ID)
			}
			_, err := c.Sites.Create(t.Context(), SiteInput{Name: Set(slipped.Name), Latitude: Set(slipped.Latitude), Longitude: Set(slipped.Longitude)})
			if exists, ok := errors.AsType[*ExistsError](err); !ok || !slices.Equal(exists.IDs, []string{slipped.ID}) {
				t.Errorf("a create of the same got %v, want an ExistsError about site %s", err, slipped.ID)
			}
		})
	}
}

// TestAbsence_aServerThatCountsPagesOfTheSizeAskedFor says that there are three pages of 100, and gives ten of 30.
func TestAbsence_aServerThatCountsPagesOfTheSizeAskedFor(t *testing.T) {
	t.Parallel()
	const records, size = 300, 30
	c := scripted(t, func(r *http.Request) *http.Response {
		number, _ := strconv.Atoi(r.URL.Query().Get("page[number]"))
		var rows []string
		for id := (number-1)*size + 1; id <= min(number*size, records); id++ {
			rows = append(rows, fmt.Sprintf(`{"id":"%d","type":"site","attributes":{"name":"s%d"}}`, id, id))
		}
		return says(200, fmt.Sprintf(`{"data":[%s],"meta":{"pagination":{"records":%d,"last":%d}}}`, strings.Join(rows, ","), records, records/100))
	})
	got := 0
	for _, err := range c.Sites.List(t.Context(), Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		got++
	}
	if got != records {
		t.Errorf("got %d sites, want %d", got, records)
	}
}

// TestCreate_seesWhatFailedWritesLeft has creates share a listing, and then one of the objects that it shows written to in vain.
func TestCreate_seesWhatFailedWritesLeft(t *testing.T) {
	t.Parallel()
	for name, write := range map[string]func(*testing.T, *Client, *naotest.Server, Site) error{
		"a DELETE that is refused": func(t *testing.T, c *Client, server *naotest.Server, site Site) error {
			t.Helper()
			server.Inject(naotest.Status(403), naotest.On("DELETE", ""))
			return c.Sites.Delete(t.Context(), Site{ID: site.ID})
		},
		"a PUT that is refused": func(t *testing.T, c *Client, server *naotest.Server, site Site) error {
			t.Helper()
			server.Inject(naotest.Status(403), naotest.On("PUT", ""))
			_, err := c.Sites.Update(t.Context(), Site{ID: site.ID}, SiteInput{Name: Set("Depot")})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := naotest.New(naotest.Behavior{})
			server.SeedSites(20)
			c := inProcess(t, server)
			for i := range 2 * freeReads {
				if _, err := c.Sites.Create(t.Context(), siteInput(fmt.Sprint("new-", i))); err != nil {
					t.Fatal(err)
				}
			}
			there := server.Sites()[3]
			if err := write(t, c, server, Site{ID: there.ID}); !IsForbidden(err) {
				t.Fatalf("got %v, want a 403", err)
			}
			_, err := c.Sites.Create(t.Context(), SiteInput{Name: Set(there.Name), Latitude: Set(there.Latitude), Longitude: Set(there.Longitude)})
			if _, ok := errors.AsType[*ExistsError](err); !ok {
				t.Errorf("got %v, want an ExistsError about site %s", err, there.ID)
			}
		})
	}
}

// TestCreate_seesItsOwnAfterAWriteBeside has a team made that no listing shows yet, and a site given to it, which changes the team.
func TestCreate_seesItsOwnAfterAWriteBeside(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: time.Hour}}})
	server.SeedSites(1)
	c := inProcess(t, server)
	team, err := c.Teams.Create(t.Context(), TeamInput{Name: Set("Ops")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Associations.Create(t.Context(), AssociationInput{TeamID: team.ID, SiteID: server.Sites()[0].ID}); err != nil {
		t.Fatal(err)
	}
	if _, err = c.Teams.Create(t.Context(), TeamInput{Name: Set("Ops")}); err == nil || len(server.Teams()) != 1 {
		t.Errorf("got %v, and %d teams; want an ExistsError", err, len(server.Teams()))
	}
}

// TestCreate_aReplacementIsNotItsPredecessor has a site removed and made anew, while listings go on showing the old one for a while.
func TestCreate_aReplacementIsNotItsPredecessor(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		const old, replacement = `{"id":"5","type":"site","attributes":{"name":"Lab","latitude":43.5,"longitude":1.25}}`,
			`{"id":"6","type":"site","attributes":{"name":"Lab","latitude":43.5,"longitude":1.25}}`
		var looks atomic.Int64
		c := scripted(t, func(r *http.Request) *http.Response {
			switch {
			case r.Method == http.MethodDelete:
				return says(204, "")
			case r.Method == http.MethodPost:
				return says(303, "", "Location", "/api/v2/background_jobs/7")
			case strings.Contains(r.URL.Path, "background_jobs"):
				return says(200, jobDocument("success"))
			}
			if looks.Add(1) < 5 {
				return says(200, `{"data":[`+old+`]}`)
			}
			return says(200, `{"data":[`+old+`,`+replacement+`]}`)
		})
		if err := c.Sites.Delete(t.Context(), Site{ID: "5"}); err != nil {
			t.Fatal(err)
		}
		for site, err := range c.Sites.List(t.Context(), Query{}) {
			t.Errorf("listed %+v, %v; want none", site, err)
		}
		if site, err := c.Sites.Create(t.Context(), siteInput("Lab")); err != nil || site.ID != "6" {
			t.Errorf("got site %q, %v; want site 6", site.ID, err)
		}
	})
}

// TestDelete_whatIsNewIsGoneAtOnce believes a 404 about a new object, once its DELETE was sent.
func TestDelete_whatIsNewIsGoneAtOnce(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		c, _ := account(t, naotest.Behavior{Responses: naotest.Responses{Deletes: naotest.Accepted}})
		made, err := c.Sites.Create(t.Context(), siteInput("Office"))
		if err != nil {
			t.Fatal(err)
		}
		within(t, 5*time.Second, func(t *testing.T) {
			if err := c.Sites.Delete(t.Context(), made); err != nil {
				t.Error(err)
			}
		})
	})
}

// TestDelete_withoutAnIDSendsNothing has an object of which nobody knows the id.
func TestDelete_withoutAnIDSendsNothing(t *testing.T) {
	t.Parallel()
	c, server := account(t, naotest.Behavior{})
	for kind, err := range map[string]error{
		"team": c.Teams.Delete(t.Context(), Team{Name: "Ops"}), "tag": c.Tags.Delete(t.Context(), Tag{SiteID: "1", TrackingID: "badge"}),
	} {
		if err == nil || IsNotFound(err) {
			t.Errorf("%s: got %v, want an error", kind, err)
		}
	}
	if requests := server.Requests(); len(requests) > 0 {
		t.Errorf("sent %v", requests)
	}
}
