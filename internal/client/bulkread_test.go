// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestBulkRead_strangeListings(t *testing.T) {
	t.Parallel()
	var removed atomic.Bool
	shift := func(s *naotest.Server, _ int) {
		if removed.CompareAndSwap(false, true) {
			s.RemoveSite(s.Sites()[0].ID)
		}
	}
	for name, listing := range map[string]naotest.Listing{
		"caps the page size":        {PageCap: 10},
		"ignores the page size":     {IgnorePageSize: true},
		"ignores the order":         {IgnoreSort: true},
		"repeats rows":              {Duplicates: true},
		"lacks meta":                {NoMeta: true},
		"writes numbers as strings": {StringNumbers: true},
		"lacks attributes":          {OmitAttributes: []string{"latitude"}},
		"repeats the page for ever": {IgnorePageNumber: true},
		"repeats it and lacks meta": {IgnorePageNumber: true, NoMeta: true},
		"lags behind":               {Lag: naotest.Lag{For: time.Hour}},
		"shifts while others write": {BetweenPages: shift},
	} {
		virtually(name, t, func(t *testing.T) {
			listing.PageCap = cmp.Or(listing.PageCap, 100)
			server := naotest.New(naotest.Behavior{Listing: listing})
			server.SeedSites(200)
			c := inProcess(t, server)
			for _, want := range server.Sites()[1:] {
				site, err := c.Sites.Get(t.Context(), Site{ID: want.ID})
				if err != nil {
					t.Fatal(err)
				}
				if latitude, ok := site.Latitude.Get(); site.Name != want.Name || !ok || !SameCoordinate(latitude, want.Latitude) {
					t.Fatalf("got %+v, want %+v", site, want)
				}
			}
		})
	}
}

func TestBulkRead_aListingThatFailsFallsBackToSingleReads(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Listing: naotest.Listing{PageCap: 100}})
		server.SeedSites(400)
		server.Inject(naotest.Status(403), naotest.On("GET", "/sites").Query("page[number]", "3"))
		readSites(t, inProcess(t, server), server, 400)
		if got := server.Count("GET", "/sites"); got > mostFailures*15 {
			t.Errorf("got %d pages, want that it stops trying", got)
		}
	})
}

func TestBulkRead_whatTheListingLacksIsAskedForSingly(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.SeedSites(100)
		c := inProcess(t, server)
		readSites(t, c, server, 100)
		late := server.AddSite(naotest.Site{Name: "late"})
		if site, err := c.Sites.Get(t.Context(), Site{ID: late.ID}); err != nil || site.Name != "late" {
			t.Errorf("got %+v, %v", site, err)
		}
		if _, err := c.Sites.Get(t.Context(), Site{ID: "999999"}); !IsNotFound(err) {
			t.Errorf("got %v, want a 404", err)
		}
		if server.Count("GET", "/sites/999999") != 1 {
			t.Error("a site counted as gone without being asked for")
		}
	})
}

func TestBulkRead_aWriteEndsItsCopy(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Responses: naotest.Responses{Updates: naotest.NoContent}})
		server.SeedSites(100)
		c := inProcess(t, server)
		readSites(t, c, server, 100)
		id := server.Sites()[50].ID
		if _, err := c.Sites.Update(t.Context(), Site{ID: id}, SiteInput{Name: Set("renamed")}); err != nil {
			t.Fatal(err)
		}
		if site, err := c.Sites.Get(t.Context(), Site{ID: id}); err != nil || site.Name != "renamed" {
			t.Errorf("got %+v, %v after the update", site, err)
		}
		if named, err := c.Sites.Find(t.Context(), Site{Name: "renamed"}); err != nil || len(named) != 1 {
			t.Errorf("got %v, %v by name after the update", named, err)
		}
		if err := c.Sites.Delete(t.Context(), Site{ID: id}); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Sites.Get(t.Context(), Site{ID: id}); !IsNotFound(err) {
			t.Errorf("got %v after the delete, want a 404", err)
		}
	})
}

// TestBulkRead_aListingUnderWayAcrossAWriteIsNotKeptForIt changes a site after its page was read and before the listing ended.
func TestBulkRead_aListingUnderWayAcrossAWriteIsNotKeptForIt(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Listing: naotest.Listing{PageCap: 100}})
		server.SeedSites(300)
		server.Inject(naotest.Delay(time.Minute), naotest.On("GET", "/sites").Query("page[number]", "3"))
		c := inProcess(t, server, func(config *Config) { config.RequestTimeout = time.Hour })
		sites := server.Sites()
		go readSites(t, c, server, 100)
		time.Sleep(30 * time.Second) //nolint:forbidigo // virtual time
		if _, err := c.Sites.Update(t.Context(), Site{ID: sites[120].ID}, SiteInput{Name: Set("renamed")}); err != nil {
			t.Error(err)
		}
		time.Sleep(time.Hour) //nolint:forbidigo // virtual time
		if site, err := c.Sites.Get(t.Context(), Site{ID: sites[120].ID}); err != nil || site.Name != "renamed" {
			t.Errorf("got %+v, %v", site, err)
		}
	})
}

// TestBulkRead_theListingOutlivesTheReadThatStartedIt cancels the first reader while others wait.
func TestBulkRead_theListingOutlivesTheReadThatStartedIt(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Listing: naotest.Listing{PageCap: 100}})
		server.SeedSites(200)
		c := inProcess(t, server)
		readSites(t, c, server, freeReads)
		server.Inject(naotest.Delay(20*time.Second), naotest.On("GET", "/sites"))
		sites := server.Sites()
		ctx, cancel := context.WithCancel(t.Context())
		first, second := make(chan error), make(chan error)
		go func() {
			_, err := c.Sites.Get(ctx, Site{ID: sites[10].ID})
			first <- err
		}()
		synctest.Wait()
		go func() {
			_, err := c.Sites.Get(t.Context(), Site{ID: sites[11].ID})
			second <- err
		}()
		synctest.Wait()
		cancel()
		if err := <-first; err == nil {
			t.Error("the cancelled read succeeded")
		}
		if err := <-second; err != nil {
			t.Error(err)
		}
		probes := 0
		for _, request := range server.Requests() {
			if request.Query.Get("page[number]") == "1" {
				probes++
			}
		}
		if probes != 1 {
			t.Errorf("got %d probes, want 1", probes)
		}
	})
}

func TestBulkRead_associations(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behavior naotest.Behavior
		teams    bool
		most     int
	}{
		"by the teams' documents":      {naotest.Behavior{Listing: naotest.Listing{PageCap: 30}}, false, 6},
		"which are at hand":            {naotest.Behavior{}, true, 6},
		"documents lack relationships": {naotest.Behavior{Documents: naotest.Documents{Relationships: naotest.RelationshipsNull}}, true, 20 + 5 + 20*(freeReads+3)},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(test.behavior)
			server.SeedSites(50)
			server.SeedTeams(20)
			var known []Association
			for _, team := range server.Teams() {
				for _, site := range server.Sites() {
					a := server.AddAssociation(team.ID, site.ID)
					known = append(known, Association{ID: a.ID, TeamID: a.TeamID, SiteID: a.SiteID})
				}
			}
			c := inProcess(t, server)
			if test.teams {
				for _, team := range server.Teams() {
					if _, err := c.Teams.Get(t.Context(), Team{ID: team.ID}); err != nil {
						t.Fatal(err)
					}
				}
			}
			inParallel(t, len(known), func(i int) error {
				got, err := c.Associations.Get(t.Context(), known[i])
				if err == nil && got != known[i] {
					return fmt.Errorf("got %+v, want %+v", got, known[i])
				}
				return err
			})
			if got := len(server.Requests()); got > test.most {
				t.Errorf("got %d requests, want at most %d", got, test.most)
			}
		})
	}
}

func TestBulkRead_dataSourceSeesTheWrite(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.SeedTeams(20)
		c := inProcess(t, server)
		for i := range 20 {
			name := "new " + strconv.Itoa(i)
			team, err := c.Teams.Create(t.Context(), TeamInput{Name: Set(name)})
			if err != nil {
				t.Fatal(err)
			}
			if found, err := c.Teams.Find(t.Context(), Team{Name: name}); err != nil || len(found) != 1 || found[0].ID != team.ID {
				t.Fatalf("got %v, %v, want team %s", found, err, team.ID)
			}
			n := 0
			for _, err := range c.Teams.List(t.Context(), Query{}) {
				if err != nil {
					t.Fatal(err)
				}
				n++
			}
			if n != 21+i {
				t.Fatalf("listed %d teams, want %d", n, 21+i)
			}
		}
	})
}
