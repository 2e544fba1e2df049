// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestParent_thatReadsDoNotKnowYet has a service not know a new team or site for some seconds: what this run made is asked for again.
func TestParent_thatReadsDoNotKnowYet(t *testing.T) {
	t.Parallel()
	for _, lag := range []time.Duration{0, 3 * time.Second, 10 * time.Second} {
		virtually(lag.String(), t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{ParentLag: naotest.Lag{For: lag}, DetailLag: naotest.Lag{For: lag}})
			server.AddTeam(naotest.Team{ID: "1", Name: "Dev"})
			pass(t, time.Hour)
			c := inProcess(t, server)
			team, err := c.Teams.Create(t.Context(), TeamInput{Name: Set("Ops"), Roles: Set([]string{"admin"})})
			if err != nil {
				t.Fatal(err)
			}
			site, err := c.Sites.Create(t.Context(), siteInput("Lab"))
			if err != nil {
				t.Fatal(err)
			}
			association, err := c.Associations.Create(t.Context(), AssociationInput{TeamID: team.ID, SiteID: site.ID})
			if err != nil || association.ID == "" {
				t.Errorf("got %+v, %v", association, err)
			}
			if buildings, err := c.Buildings(t.Context(), site.ID); err != nil || len(buildings) > 0 {
				t.Errorf("got %+v, %v", buildings, err)
			}
			wantCount(t, server, "POST", "/teams", 1)
			if got := len(server.Associations()); got != 1 {
				t.Errorf("got %d associations, want 1", got)
			}
		})
	}
}

// TestParent_thatIsNotThere waits for nothing that this run did not make, nor longer than a moment for what it made.
func TestParent_thatIsNotThere(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		c := inProcess(t, server)
		team, err := c.Teams.Create(t.Context(), TeamInput{Name: Set("Ops"), Roles: Set([]string{"admin"})})
		if err != nil {
			t.Fatal(err)
		}
		within(t, 0, func(t *testing.T) {
			if _, err := c.Associations.Create(t.Context(), AssociationInput{TeamID: "7", SiteID: "1"}); !IsNotFound(err) {
				t.Errorf("got %v, want a 404", err)
			}
		})
		server.RemoveTeam(team.ID)
		within(t, 20*time.Second, func(t *testing.T) {
			if _, err := c.Associations.Create(t.Context(), AssociationInput{TeamID: team.ID, SiteID: "1"}); !IsNotFound(err) {
				t.Errorf("got %v, want a 404", err)
			}
		})
	})
	virtually("until time is up", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		c := inProcess(t, server)
		site, err := c.Sites.Create(t.Context(), siteInput("Lab"))
		if err != nil {
			t.Fatal(err)
		}
		server.RemoveSite(site.ID)
		ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
		defer cancel()
		// A 404 that was not waited out does not say that the site is gone.
		if _, err := c.Buildings(ctx, site.ID); IsNotFound(err) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want that the time ran out", err)
		}
	})
}

// TestRead_gone is an object that is no more, by 404 or by 410.
func TestRead_gone(t *testing.T) {
	t.Parallel()
	for _, gone := range []bool{false, true} {
		virtually(fmt.Sprint("410: ", gone), t, func(t *testing.T) {
			c, server := reach(t, naotest.Behavior{Gone: gone})
			association := Association(server.AddAssociation("1", "2"))
			server.RemoveTeam("1")
			server.RemoveSite("2")
			_, site := c.Sites.Get(t.Context(), Site{ID: "2"})
			_, team := c.Teams.Get(t.Context(), Team{ID: "1"})
			_, of := c.Associations.Get(t.Context(), association)
			_, buildings := c.Buildings(t.Context(), "2")
			_, update := c.Sites.Update(t.Context(), Site{ID: "2"}, siteInput("Lab"))
			for name, err := range map[string]error{"site": site, "team": team, "association": of, "buildings": buildings, "update": update} {
				if !IsNotFound(err) {
					t.Errorf("%s: got %v, want that it is gone", name, err)
				}
			}
			for name, err := range map[string]error{
				"site": c.Sites.Delete(t.Context(), Site{ID: "2"}), "team": c.Teams.Delete(t.Context(), Team{ID: "1"}),
				"association": c.Associations.Delete(t.Context(), association),
			} {
				if err != nil {
					t.Errorf("delete the %s: %v", name, err)
				}
			}
		})
	}
}

// A read asks once: only what this run made may not be known yet.
func TestRead_neverWaitsForWhatIsNotThere(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{DetailLag: naotest.Lag{For: time.Second}})
		made, err := inProcess(t, server).Teams.Create(t.Context(), TeamInput{Name: Set("Ops")})
		if err != nil {
			t.Fatal(err)
		}
		server.ResetRequests()
		if _, err := inProcess(t, server).Teams.Get(t.Context(), Team{ID: made.ID}); !IsNotFound(err) {
			t.Errorf("got %v, want a 404", err)
		}
		wantCount(t, server, "GET", "/teams/*", 1)
	})
}
