// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// Associations exist where the team's document says so. The listing of associations, which nobody documents, gives their ids.

// silentForms are the ways in which a team's document does not say which sites the team reaches.
var silentForms = []naotest.TeamSites{naotest.TeamSitesMissing, naotest.TeamSitesNull, naotest.TeamSitesLinks}

// TestAssociation_lifeWithoutAListing goes through create, read, drift and delete where nothing lists associations.
func TestAssociation_lifeWithoutAListing(t *testing.T) {
	t.Parallel()
	for _, status := range []int{0, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusForbidden} {
		virtually(fmt.Sprint(status), t, func(t *testing.T) {
			c, server := reach(t, naotest.Behavior{Associations: naotest.Associations{ListStatus: status}})
			in, want := AssociationInput{TeamID: "1", SiteID: "2"}, Association{ID: "1093", TeamID: "1", SiteID: "2"}
			if made, err := c.Associations.Create(t.Context(), in); err != nil || made != want {
				t.Fatalf("made %+v, %v; want %+v", made, err, want)
			}
			c = inProcess(t, server)
			if read, err := c.Associations.Get(t.Context(), want); err != nil || read != want {
				t.Errorf("read %+v, %v; want %+v", read, err, want)
			}
			// An import knows the pair alone.
			read, err := c.Associations.Get(t.Context(), Association{TeamID: "1", SiteID: "2"})
			if wantID := map[bool]string{true: "1093", false: ""}[status == 0]; err != nil || read.ID != wantID || read.SiteID != "2" {
				t.Errorf("by its pair, read %+v, %v; want the id %q", read, err, wantID)
			}
			server.RemoveAssociation("1093")
			if _, err := inProcess(t, server).Associations.Get(t.Context(), want); !IsNotFound(err) {
				t.Errorf("removed elsewhere, got %v, want that it is gone", err)
			}
			if err := inProcess(t, server).Associations.Delete(t.Context(), want); err != nil {
				t.Errorf("delete what is gone: %v", err)
			}
			again := Association(server.AddAssociation("1", "2"))
			if err := inProcess(t, server).Associations.Delete(t.Context(), again); err != nil || len(server.Associations()) > 0 {
				t.Errorf("delete: %v, and %d are left", err, len(server.Associations()))
			}
		})
	}
}

// TestAssociation_existsByTheTeamsDocument has everything made by requests of unknown outcome, with and without a listing.
func TestAssociation_existsByTheTeamsDocument(t *testing.T) {
	t.Parallel()
	for _, status := range []int{0, 404, 405, 403} {
		for name, test := range map[string]struct {
			behavior naotest.Behavior
			fault    naotest.Fault
			posts    int
		}{
			"response lost":     {fault: naotest.LoseResponse, posts: 1},
			"request lost":      {fault: naotest.CutBefore, posts: 2},
			"502 after work":    {fault: naotest.Status(502).AfterWork(), posts: 1},
			"a job":             {behavior: naotest.Behavior{Responses: asynchronousCreates, Jobs: naotest.Jobs{Polls: 2}}, posts: 1},
			"a slow job":        {behavior: naotest.Behavior{Responses: asynchronousCreates, Jobs: naotest.Jobs{Duration: 50 * time.Second}}, posts: 1},
			"the document lags": {behavior: naotest.Behavior{Teams: naotest.Teams{SitesLag: naotest.Lag{For: 3 * time.Second}}}, fault: naotest.LoseResponse, posts: 1},
		} {
			virtually(fmt.Sprint(name, ", ", status), t, func(t *testing.T) {
				test.behavior.Associations.ListStatus = status
				c, server := reach(t, test.behavior)
				server.AddAssociation("1", "1")
				server.Inject(test.fault, naotest.On("POST", "/teams/1/*").Times(1))
				made, err := c.Associations.Create(t.Context(), AssociationInput{TeamID: "1", SiteID: "2"})
				if err != nil || made.TeamID != "1" || made.SiteID != "2" || status == 0 && made.ID != "1094" {
					t.Errorf("made %+v, %v", made, err)
				}
				wantCount(t, server, "POST", "", test.posts)
				if got := len(server.Associations()); got != 2 {
					t.Errorf("got %d associations, want 2", got)
				}
			})
		}
	}
}

// TestAssociation_whatIsSilentSaysNothing has teams' documents that do not show sites: in listings alone, or at their own addresses too.
func TestAssociation_whatIsSilentSaysNothing(t *testing.T) {
	t.Parallel()
	for _, form := range silentForms {
		for name, teams := range map[string]naotest.Teams{
			"in listings": {SitesInListing: form},
			"everywhere":  {SitesInListing: form, SitesInDetail: form},
		} {
			virtually(fmt.Sprint(form, ", ", name), t, func(t *testing.T) {
				server := naotest.New(naotest.Behavior{Teams: teams})
				server.SeedTeams(40)
				server.SeedSites(2)
				site := server.Sites()[0].ID
				c := inProcess(t, server)
				for i, team := range server.Teams() {
					known := Association(server.AddAssociation(team.ID, site))
					if i%2 == 1 {
						server.RemoveAssociation(known.ID)
					}
					_, err := c.Associations.Get(t.Context(), known)
					if i%2 == 0 && err != nil || i%2 == 1 && !IsNotFound(err) {
						t.Fatalf("association %d: got %v; it is there: %t", i, err, i%2 == 0)
					}
				}
			})
		}
	}
	virtually("nothing says anything", t, func(t *testing.T) {
		c, server := reach(t, naotest.Behavior{
			Teams: naotest.Teams{SitesInDetail: naotest.TeamSitesMissing}, Associations: naotest.Associations{ListStatus: 405},
		})
		known := Association(server.AddAssociation("1", "2"))
		if _, err := c.Associations.Get(t.Context(), known); err == nil || IsNotFound(err) {
			t.Errorf("got %v, want an error that tells no end", err)
		}
	})
}

// TestAssociation_thatNothingNamesIsKnownByItsID has documents of associations without their sites, and documents of teams without any.
func TestAssociation_thatNothingNamesIsKnownByItsID(t *testing.T) {
	t.Parallel()
	for _, shape := range []naotest.AssociationShape{naotest.AssociationTeamOnly, naotest.AssociationNull} {
		virtually(string(shape), t, func(t *testing.T) {
			c, server := reach(t, naotest.Behavior{
				Teams:        naotest.Teams{SitesInDetail: naotest.TeamSitesMissing, SitesInListing: naotest.TeamSitesMissing},
				Associations: naotest.Associations{Shape: shape},
			})
			other := Association(server.AddAssociation("1", "3"))
			made, err := c.Associations.Create(t.Context(), AssociationInput{TeamID: "1", SiteID: "2"})
			if err != nil || made.ID == "" {
				t.Fatalf("created: got %+v, %v", made, err)
			}
			for range 2 {
				if got, err := c.Associations.Get(t.Context(), made); err != nil || got.ID != made.ID {
					t.Errorf("there: got %+v, %v", got, err)
				}
				pass(t, 2*time.Minute)
			}
			if err := c.Associations.Delete(t.Context(), made); err != nil {
				t.Error(err)
			}
			if left := server.Associations(); len(left) != 1 || left[0].ID != other.ID {
				t.Errorf("got %+v after the removal", left)
			}
			if _, err := c.Associations.Get(t.Context(), made); !IsNotFound(err) {
				t.Errorf("gone: got %v", err)
			}
		})
	}
}

// TestAssociation_costsPagesOfTeams reads 150 associations of 150 teams.
func TestAssociation_costsPagesOfTeams(t *testing.T) {
	t.Parallel()
	for name, associations := range map[string]naotest.Associations{"listed": {}, "not listed": {ListStatus: 404}} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Associations: associations, Listing: naotest.Listing{PageCap: 100}})
			server.SeedTeams(150)
			server.SeedSites(1)
			var known []Association
			for _, team := range server.Teams() {
				known = append(known, Association(server.AddAssociation(team.ID, server.Sites()[0].ID)))
			}
			c := inProcess(t, server)
			inParallel(t, len(known), func(i int) error {
				got, err := c.Associations.Get(t.Context(), known[i])
				if err == nil && got != known[i] {
					err = fmt.Errorf("got %+v, want %+v", got, known[i])
				}
				return err
			})
			if got := len(server.Requests()); got > 12 {
				t.Errorf("got %d requests, want at most 12: %s", got, requestLog(server))
			}
		})
	}
}

// TestAssociation_deleteWithoutAnID removes an association that is known by its pair alone.
func TestAssociation_deleteWithoutAnID(t *testing.T) {
	t.Parallel()
	known := Association{TeamID: "1", SiteID: "2"}
	virtually("listed", t, func(t *testing.T) {
		c, server := reach(t, naotest.Behavior{Associations: naotest.Associations{AllowDuplicates: true}})
		server.AddAssociation("1", "2")
		server.AddAssociation("1", "2")
		server.AddAssociation("1", "3")
		if err := c.Associations.Delete(t.Context(), known); err != nil || len(server.Associations()) != 1 {
			t.Errorf("got %v, and %d associations are left, want the one of site 3", err, len(server.Associations()))
		}
	})
	virtually("not listed yet", t, func(t *testing.T) {
		c, server := reach(t, naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: 30 * time.Second}}})
		if _, err := c.Associations.Create(t.Context(), AssociationInput{TeamID: "1", SiteID: "2"}); err != nil {
			t.Fatal(err)
		}
		another := inProcess(t, server)
		if err := another.Associations.Delete(t.Context(), known); err != nil || len(server.Associations()) != 0 {
			t.Errorf("got %v, and %d associations are left, want none", err, len(server.Associations()))
		}
	})
	for _, status := range []int{404, 405, 403} {
		virtually(fmt.Sprint("not listed, ", status), t, func(t *testing.T) {
			c, server := reach(t, naotest.Behavior{Associations: naotest.Associations{ListStatus: status}})
			server.AddAssociation("1", "2")
			err := c.Associations.Delete(t.Context(), known)
			if _, noID := errors.AsType[*NoIDError](err); !noID || IsNotFound(err) {
				t.Errorf("got %v, want a NoIDError", err)
			}
			wantError(t, err, "delete site team association of team 1 and site 2", "but not its id")
			server.RemoveAssociation("1093")
			if err := c.Associations.Delete(t.Context(), known); err != nil {
				t.Errorf("what is gone: got %v", err)
			}
		})
	}
	virtually("listed, but it may not be removed", t, func(t *testing.T) {
		c, server := reach(t, naotest.Behavior{})
		server.AddAssociation("1", "2")
		server.Inject(naotest.Status(403), naotest.On("DELETE", ""))
		if err := c.Associations.Delete(t.Context(), known); !IsForbidden(err) {
			t.Errorf("got %v, want the 403", err)
		}
	})
}
