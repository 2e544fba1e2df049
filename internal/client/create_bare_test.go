// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// The listings of these services leave coordinates out: only a site's own address tells whether it is the one of its name.

func bareListings() naotest.Behavior {
	return naotest.Behavior{Listing: naotest.Listing{OmitAttributes: []string{"latitude", "longitude"}}}
}

func TestCreate_bareListing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		latitude float64
		exists   bool
	}{
		"the site is elsewhere": {10, false},
		"the site is there":     {43.5, true},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(bareListings())
			there := server.AddSite(naotest.Site{Name: "Lab", Latitude: test.latitude, Longitude: 1.25}).ID
			site, err := inProcess(t, server).Sites.Create(t.Context(), siteInput("Lab"))
			exists, ok := errors.AsType[*ExistsError](err)
			if ok != test.exists || ok && !slices.Equal(exists.IDs, []string{there}) || !ok && (err != nil || site.ID == there) {
				t.Errorf("got site %q and %v beside site %s", site.ID, err, there)
			}
		})
	}
}

// TestCreate_bareListingAndAnother has somebody make a site of the same name elsewhere while the outcome of the create is unknown.
func TestCreate_bareListingAndAnother(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(bareListings())
		server.Schedule(naotest.CutBefore)
		theirs := make(chan string, 1)
		time.AfterFunc(time.Second, func() { theirs <- server.AddSite(naotest.Site{Name: "Lab", Latitude: 10, Longitude: 20}).ID })
		site, err := inProcess(t, server).Sites.Create(t.Context(), siteInput("Lab"))
		if id := <-theirs; err != nil || site.ID == id || len(server.Sites()) != 2 {
			t.Errorf("got site %q, %v; %s is another's; there are %d sites", site.ID, err, id, len(server.Sites()))
		}
	})
}

// TestCreate_bareListingAndAnotherResource has two resources of one name at two places, the first of which is interrupted.
func TestCreate_bareListingAndAnotherResource(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		behavior := bareListings()
		behavior.Jobs.Duration = 10 * time.Second
		server := naotest.New(behavior)
		server.Schedule(naotest.Asynchronous)
		c := inProcess(t, server)
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		at := func(degrees float64) SiteInput {
			return SiteInput{Name: Set("Lab"), Latitude: Set(degrees), Longitude: Set(degrees)}
		}
		_, err := c.Sites.Create(ctx, at(1))
		pending, ok := errors.AsType[*PendingError](err)
		if !ok {
			t.Fatalf("got %v, want a PendingError", err)
		}
		server.Schedule(naotest.CutBefore)
		second, err := c.Sites.Create(t.Context(), at(2))
		if err != nil {
			t.Fatal(err)
		}
		first, err := inProcess(t, server).Sites.Resume(t.Context(), at(1), pending.Pending)
		if err != nil || first.ID == second.ID || len(server.Sites()) != 2 {
			t.Errorf("got site %q and site %q, %v; there are %d", first.ID, second.ID, err, len(server.Sites()))
		}
	})
}

// TestCreate_bareListingThatIsAhead lists a site whose own address does not know it yet, which may be ours or somebody else's.
func TestCreate_bareListingThatIsAhead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		post  naotest.Fault
		times int
		// ours tells that the site that is listed is the one that the create ends with, and sites is how many there are then.
		ours  bool
		sites int
	}{
		"ours":              {naotest.LoseResponse, 1, true, 1},
		"ours, for ever":    {naotest.LoseResponse, 1000, true, 1},
		"another's":         {naotest.CutBefore, 1, false, 2},
		"another's, longer": {naotest.CutBefore, 3, false, 2},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(bareListings())
			server.Schedule(test.post)
			server.Inject(naotest.Status(404), naotest.On("GET", "/sites/*").Times(test.times))
			if test.post == naotest.CutBefore {
				time.AfterFunc(100*time.Millisecond, func() { server.AddSite(naotest.Site{Name: "Lab", Latitude: 10, Longitude: 20}) })
			}
			site, err := inProcess(t, server).Sites.Create(t.Context(), siteInput("Lab"))
			listed := server.Sites()[0].ID
			if made := len(server.Sites()); err != nil || made != test.sites || (site.ID == listed) != test.ours {
				t.Errorf("got site %q of %d, %v; want %d; site %s is listed", site.ID, made, err, test.sites, listed)
			}
		})
	}
}

// TestCreate_bareListingOfManyOfAName reads what this client did not make itself, and that once for each look.
func TestCreate_bareListingOfManyOfAName(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(bareListings())
		c := inProcess(t, server)
		for i := range 20 {
			if _, err := c.Sites.Create(t.Context(), SiteInput{Name: Set("Lab"), Latitude: Set(float64(i)), Longitude: Set(1.25)}); err != nil {
				t.Fatal(err)
			}
		}
		if got := server.Count("GET", "/sites/*"); got > 0 {
			t.Errorf("got %d single reads of sites that this client made", got)
		}
	})
}

func TestCreate_bareListingThatNobodyMayLookBehind(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(bareListings())
		server.AddSite(naotest.Site{Name: "Lab"})
		server.Inject(naotest.Status(403), naotest.On("GET", "/sites/*"))
		if _, err := inProcess(t, server).Sites.Create(t.Context(), siteInput("Lab")); !IsForbidden(err) || server.Count("POST", "/sites") > 0 {
			t.Errorf("got %v and %d POSTs, want the 403 and none", err, server.Count("POST", "/sites"))
		}
	})
}
