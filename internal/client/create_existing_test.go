// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestCreate_waitsForAnotherOfItsKey has a second create of one natural key, whose time runs out while the first is under way.
func TestCreate_waitsForAnotherOfItsKey(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Responses: asynchronousCreates, Jobs: naotest.Jobs{Duration: time.Minute}})
		c := inProcess(t, server)
		first := make(chan error)
		go func() {
			_, err := c.Sites.Create(t.Context(), siteInput("Lab"))
			first <- err
		}()
		pass(t, time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := c.Sites.Create(ctx, siteInput("Lab"))
		if _, pending := errors.AsType[*PendingError](err); !errors.Is(err, context.DeadlineExceeded) || pending {
			t.Errorf("got %v, want that time ran out before anything was sent", err)
		}
		if _, err := c.Sites.Resume(ctx, siteInput("Lab"), Pending{}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("resumed: got %v, want that time ran out", err)
		}
		if err := <-first; err != nil {
			t.Error(err)
		}
		if got := server.Count("POST", "/sites"); got != 1 {
			t.Errorf("got %d POSTs, want 1", got)
		}
	})
}

func TestCreate_existing(t *testing.T) {
	t.Parallel()
	for name, listing := range map[string]naotest.Listing{"filter honoured": {}, "filter ignored": {IgnoreFilters: true}} {
		virtually("fail: "+name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Listing: listing})
			server.SeedSites(500)
			first := server.AddSite(naotest.Site{Name: "Lab", Latitude: 43.5, Longitude: 1.25})
			server.AddSite(naotest.Site{Name: "Lab", Latitude: 10, Longitude: 1.25})
			_, err := inProcess(t, server).Sites.Create(t.Context(), siteInput("Lab"))
			if exists, ok := errors.AsType[*ExistsError](err); !ok || !slices.Equal(exists.IDs, []string{first.ID}) {
				t.Fatalf("got %v, want an ExistsError with id %s", err, first.ID)
			}
			if server.Count("POST", "/sites") != 0 {
				t.Error("a POST was sent")
			}
		})
		virtually("create: "+name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Listing: listing, Responses: asynchronousCreates})
			server.SeedSites(500)
			first := server.AddSite(naotest.Site{Name: "Lab", Latitude: 43.5, Longitude: 1.25})
			c := inProcess(t, server, func(config *Config) { config.OnExisting = Create })
			site, err := c.Sites.Create(t.Context(), siteInput("Lab"))
			if err != nil {
				t.Fatal(err)
			}
			if site.ID == first.ID || len(server.Sites()) != 502 {
				t.Errorf("got id %s, and %d sites", site.ID, len(server.Sites()))
			}
		})
	}
}

func isAdopted(err error) bool {
	_, ok := errors.AsType[*AdoptedError](err)
	return ok
}

func TestCreate_adopts(t *testing.T) {
	t.Parallel()
	adopting := func(config *Config) { config.OnExisting = Adopt }
	virtually("what is there, and brings it to what is asked", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		there := server.AddTeam(naotest.Team{Name: "Ops", Roles: []string{"admin"}}).ID
		c := inProcess(t, server, adopting)
		team, err := c.Teams.Create(t.Context(), TeamInput{Name: Set("Ops"), Roles: Set([]string{"site_manager"})})
		notice, ok := errors.AsType[*AdoptedError](err)
		if !ok || notice.ID != there || team.ID != there || !slices.Equal(team.Roles, []string{"site_manager"}) {
			t.Errorf("got %+v, %v; want team %s", team, err, there)
		}
		wantError(t, err, `the team "Ops" existed already and was adopted: id `+there)
		if server.Count("POST", "/teams") > 0 {
			t.Error("a POST was sent")
		}
		// Another resource of this process has it now.
		if _, err := c.Teams.Create(t.Context(), TeamInput{Name: Set("Ops")}); !isExists(err) {
			t.Errorf("the second got %v, want an ExistsError", err)
		}
	})
	virtually("what a data source has read, but not what a resource has", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.AddTeam(naotest.Team{Name: "Ops"})
		server.AddTeam(naotest.Team{Name: "Dev"})
		c := inProcess(t, server, adopting)
		for _, there := range server.Teams() {
			team, err := c.Teams.Get(t.Context(), Team{ID: there.ID})
			if err != nil {
				t.Fatal(err)
			}
			if team.Name == "Dev" {
				c.Teams.Hold(team)
			}
		}
		if _, err := c.Teams.Create(t.Context(), TeamInput{Name: Set("Ops")}); !isAdopted(err) {
			t.Errorf("read by a data source: got %v, want an AdoptedError", err)
		}
		if _, err := c.Teams.Create(t.Context(), TeamInput{Name: Set("Dev")}); !isExists(err) {
			t.Errorf("held by a resource: got %v, want an ExistsError", err)
		}
	})
	virtually("no more than there is to change", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.AddTeam(naotest.Team{Name: "Ops", Roles: []string{"admin"}})
		c := inProcess(t, server, adopting)
		if team, err := c.Teams.Create(t.Context(), TeamInput{Name: Set("Ops")}); team.ID != "392" || err == nil || server.Count("PUT", "") > 0 {
			t.Errorf("got team %q, %v, and %d PUTs", team.ID, err, server.Count("PUT", ""))
		}
	})
	virtually("nothing that may not be changed", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.AddTeam(naotest.Team{Name: "Ops"})
		server.Inject(naotest.Status(403), naotest.On("PUT", ""))
		_, err := inProcess(t, server, adopting).Teams.Create(t.Context(), TeamInput{Name: Set("Ops"), Roles: Set([]string{"admin"})})
		if !IsForbidden(err) {
			t.Errorf("got %v, want the 403", err)
		}
	})
	virtually("none of several", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.AddTeam(naotest.Team{Name: "Ops"})
		server.AddTeam(naotest.Team{Name: "Ops"})
		_, err := inProcess(t, server, adopting).Teams.Create(t.Context(), TeamInput{Name: Set("Ops")})
		if exists, ok := errors.AsType[*ExistsError](err); !ok || len(exists.IDs) != 2 {
			t.Errorf("got %v, want an ExistsError with two ids", err)
		}
	})
	virtually("associations whose ids nobody tells, each once", t, func(t *testing.T) {
		_, server := reach(t, naotest.Behavior{Associations: naotest.Associations{ListStatus: 404}})
		server.AddAssociation("1", "1")
		server.AddAssociation("1", "2")
		c := inProcess(t, server, adopting)
		for _, site := range []string{"1", "2"} {
			_, err := c.Associations.Create(t.Context(), AssociationInput{TeamID: "1", SiteID: site})
			if _, adopted := errors.AsType[*AdoptedError](err); !adopted {
				t.Errorf("got %v, want that it was adopted", err)
			}
		}
		if _, err := c.Associations.Create(t.Context(), AssociationInput{TeamID: "1", SiteID: "1"}); !isExists(err) {
			t.Errorf("got %v, want an ExistsError", err)
		}
	})
}

func isExists(err error) bool {
	_, ok := errors.AsType[*ExistsError](err)
	return ok
}

// TestCreate_existingNearby has a site of that name at almost the same place.
func TestCreate_existingNearby(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		latitude float64
		exists   bool
	}{
		"the same": {43.5, true}, "a metre away": {43.50001, true}, "ten metres away": {43.5001, false},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{})
			server.AddSite(naotest.Site{Name: "Lab", Latitude: test.latitude, Longitude: 1.25})
			site, err := inProcess(t, server).Sites.Create(t.Context(), siteInput("Lab"))
			if isExists(err) != test.exists || !test.exists && (err != nil || site.ID == "") {
				t.Errorf("got site %q, %v; want that it exists: %t", site.ID, err, test.exists)
			}
		})
	}
}

// TestCreate_aLookThatIsRefused has nobody who may look.
func TestCreate_aLookThatIsRefused(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.Inject(naotest.Status(403), naotest.On("GET", "/sites"))
		if _, err := c.Sites.Create(t.Context(), siteInput("Depot")); !IsForbidden(err) || server.Count("POST", "") > 0 {
			t.Errorf("got %v and %d POSTs, want the 403 and none", err, server.Count("POST", ""))
		}
	})
}

// TestCreate_afterItsPredecessorIsGone has a create begin while this client is removing the object of its key.
func TestCreate_afterItsPredecessorIsGone(t *testing.T) {
	t.Parallel()
	removal := naotest.Behavior{Responses: naotest.Responses{Deletes: naotest.SeeOther}, Jobs: naotest.Jobs{Duration: 10 * time.Second}}
	virtually("it waits", t, func(t *testing.T) {
		c, server := account(t, removal)
		removed := make(chan error)
		go func() { removed <- c.Sites.Delete(t.Context(), Site{ID: "1", Name: "Lab"}) }()
		pass(t, time.Second)
		site, err := c.Sites.Create(t.Context(), siteInput("Lab"))
		if err != nil || site.ID == "1" {
			t.Errorf("got site %q, %v; want a new one", site.ID, err)
		}
		if err := <-removed; err != nil || len(server.Sites()) != 1 {
			t.Errorf("got %v, and the sites %s", err, fmt.Sprint(server.Sites()))
		}
	})
	virtually("until its time is up", t, func(t *testing.T) {
		c, _ := account(t, removal)
		go func() { _ = c.Sites.Delete(t.Context(), Site{ID: "1", Name: "Lab"}) }()
		pass(t, time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.Sites.Create(ctx, siteInput("Lab")); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want that time ran out", err)
		}
		pass(t, time.Minute)
	})
}
