// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// Failures on the way of a look, a read or a removal: none is taken for an absence.

func TestCreate_aListedObjectThatCannotBeConfirmed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault naotest.Fault
		is    func(error) bool
	}{
		"it is there":  {naotest.Fault{}, isExists},
		"forbidden":    {naotest.Status(403), IsForbidden},
		"another name": {naotest.Canned(200, "", `{"data":{"id":"7","type":"team","attributes":{"name":"Dev","roles":[]}}}`), func(err error) bool { return err == nil }},
		"gone by now":  {naotest.Status(404), func(err error) bool { return err == nil }},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Listing: naotest.Listing{IgnoreFilters: true}})
			server.AddTeam(naotest.Team{ID: "7", Name: "Ops"})
			server.SeedTeams(10)
			c := inProcess(t, server)
			for i := range 2 * freeReads {
				if _, err := c.Teams.Create(t.Context(), TeamInput{Name: Set("new-" + string(rune('a'+i)))}); err != nil {
					t.Fatal(err)
				}
			}
			server.Inject(test.fault, naotest.On("GET", "/teams/7"))
			if _, err := c.Teams.Create(t.Context(), TeamInput{Name: Set("Ops")}); !test.is(err) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestCreate_filtersRefusedInAnEmptyAccount(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Listing: naotest.Listing{Refused: naotest.RefusedQueries{Filters: 400}}})
		if site, err := inProcess(t, server).Sites.Create(t.Context(), siteInput("Lab")); err != nil || site.ID == "" {
			t.Errorf("got site %q, %v", site.ID, err)
		}
	})
}

// TestCreate_aListingUnderWayAcrossAFailedWrite has a write fail after its object's page was read: the listing does not tell its state.
func TestCreate_aListingUnderWayAcrossAFailedWrite(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Listing: naotest.Listing{PageCap: 100}})
		server.SeedSites(300)
		server.Inject(naotest.Delay(20*time.Second), naotest.On("GET", "/sites").Query("page[number]", "3"))
		server.Inject(naotest.Status(403), naotest.On("PUT", ""))
		c := inProcess(t, server)
		site := server.Sites()[20]
		listed := make(chan []Site)
		go func() {
			sites, _ := untilError(c.Sites.List(t.Context(), Query{}))
			listed <- sites
		}()
		pass(t, 10*time.Second)
		if _, err := c.Sites.Update(t.Context(), Site{ID: site.ID}, SiteInput{Name: Set("other")}); !IsForbidden(err) {
			t.Errorf("got %v, want the 403", err)
		}
		<-listed
		in := SiteInput{Name: Set(site.Name), Latitude: Set(site.Latitude), Longitude: Set(site.Longitude)}
		if _, err := c.Sites.Create(t.Context(), in); !isExists(err) {
			t.Errorf("got %v, want an ExistsError", err)
		}
	})
}

func TestDelete_atTheSameTime(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		c, _ := account(t, naotest.Behavior{Work: naotest.Durations{Deletes: 10 * time.Second}})
		first := make(chan error)
		go func() { first <- c.Sites.Delete(t.Context(), Site{ID: "1"}) }()
		pass(t, time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := c.Sites.Delete(ctx, Site{ID: "1"}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the second got %v, want that time ran out", err)
		}
		if err := <-first; err != nil {
			t.Errorf("the first got %v", err)
		}
	})
}

func TestDelete_whatCannotBeSeenToBeGone(t *testing.T) {
	t.Parallel()
	virtually("a site", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{Responses: naotest.Responses{Deletes: naotest.Accepted}})
		server.Inject(naotest.Status(403), naotest.On("GET", "/sites/*"))
		if err := c.Sites.Delete(t.Context(), Site{ID: "1"}); !IsForbidden(err) {
			t.Errorf("got %v, want the 403", err)
		}
	})
	virtually("an association", t, func(t *testing.T) {
		c, server := reach(t, naotest.Behavior{})
		server.AddAssociation("1", "2")
		server.Inject(naotest.Status(401), naotest.On("GET", "/teams/1/*"))
		if err := c.Associations.Delete(t.Context(), Association{TeamID: "1", SiteID: "2"}); !isStatus(401)(err) {
			t.Errorf("got %v, want the 401", err)
		}
	})
}

func TestAssociation_readsThatAreLeft(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		c, server := reach(t, naotest.Behavior{})
		known := Association(server.AddAssociation("1", "2"))
		server.Inject(naotest.Delay(20*time.Second), naotest.On("GET", "/teams/1"))
		first := make(chan error)
		go func() {
			_, err := c.Associations.Get(t.Context(), known)
			first <- err
		}()
		pass(t, time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.Associations.Get(ctx, known); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the second got %v, want that time ran out", err)
		}
		if err := <-first; err != nil {
			t.Error(err)
		}
		wantCount(t, server, "GET", "/teams/1", 1)
	})
}

// TestBulkRead_noListingForTheseCredentials reads one by one where the listing is forbidden, and asks for it once.
func TestBulkRead_noListingForTheseCredentials(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.SeedSites(50)
		server.Inject(naotest.Status(403), naotest.On("GET", "/sites"))
		readSites(t, inProcess(t, server), server, 50)
		wantCount(t, server, "GET", "/sites", 1)
		wantCount(t, server, "GET", "/sites/*", 50)
	})
}

func TestDoor_oddValues(t *testing.T) {
	t.Parallel()
	_, err := scripted(t, always(200, `{"data":{"id":"1","type":"team","attributes":{"roles":{}}}}`)).Teams.Get(t.Context(), Team{ID: "1"})
	wantError(t, err, "roles: ")
	c, server := account(t, naotest.Behavior{})
	if err := c.PublishAssetTrackingConfig(t.Context(), "../1", nil); err == nil {
		t.Error("published an id that is none")
	}
	wantSent(t, server)
}

// TestList_leftEarly leaves a listing that is at hand, and one that shows what this client has just made.
func TestList_leftEarly(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: time.Hour}}})
		server.SeedSites(3)
		c := inProcess(t, server)
		if _, err := c.Sites.Create(t.Context(), siteInput("site-own")); err != nil {
			t.Fatal(err)
		}
		for _, query := range []Query{seeded, {Name: "site-own"}, {}, {}} {
			for _, err := range c.Sites.List(t.Context(), query) {
				if err != nil {
					t.Error(err)
				}
				break
			}
			for site, err := range c.Sites.List(t.Context(), query) {
				if err != nil {
					t.Error(err)
				}
				if site.Name == "site-own" {
					break
				}
			}
		}
	})
}

// TestDelete_ofAnAssociationThatOnlyItsListingShows has a removal go on whose end only the listing of associations tells.
func TestDelete_ofAnAssociationThatOnlyItsListingShows(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		c, server := reach(t, naotest.Behavior{
			Teams: naotest.Teams{SitesInDetail: naotest.TeamSitesMissing}, Responses: naotest.Responses{Deletes: naotest.AcceptedNothing},
			Removals: naotest.Removals{Linger: 10 * time.Second},
		})
		association := Association(server.AddAssociation("1", "2"))
		if err := c.Associations.Delete(t.Context(), association); err != nil || len(server.Associations()) > 0 {
			t.Errorf("got %v, and %d associations", err, len(server.Associations()))
		}
	})
}

// TestBuilding_isOnlyRead holds what every kind promises against a kind that is only read.
func TestBuilding_isOnlyRead(t *testing.T) {
	t.Parallel()
	var in none[Building]
	if building := in.Wanted(); !building.Complete() || building.ID != "" || !in.ShownBy(building) {
		t.Errorf("got %+v", building)
	}
}
