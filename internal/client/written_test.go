// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// listsTeam counts how often a listing of all teams shows one.
func listsTeam(t *testing.T, c *Client, id string) (times int) {
	t.Helper()
	for team, err := range c.Teams(t.Context(), TeamQuery{NameContains: "O"}) {
		if err != nil {
			t.Fatal(err)
		}
		if team.ID == id {
			times++
		}
	}
	return times
}

// TestRead_seesWhatWasJustWritten has listings that lag behind for an hour: whoever asks by name, or for all, sees the writes of this client
// all the same.
func TestRead_seesWhatWasJustWritten(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: time.Hour}}})
	server.SeedTeams(5)
	c := inProcess(t, server)
	named := func(name string, want ...string) {
		t.Helper()
		found, err := c.TeamsNamed(t.Context(), name)
		if err != nil || len(found) != len(want) || len(want) > 0 && found[0].ID != want[0] {
			t.Errorf("named %s: got %+v, %v; want %v", name, found, err, want)
		}
	}
	team, err := c.CreateTeam(t.Context(), TeamInput{Name: Set("Ops")})
	if err != nil {
		t.Fatal(err)
	}
	named("Ops", team.ID)
	if got := listsTeam(t, c, team.ID); got != 1 {
		t.Errorf("it was listed %d times, want once", got)
	}
	if _, err := c.UpdateTeam(t.Context(), team.ID, TeamInput{Name: Set("Other")}); err != nil {
		t.Fatal(err)
	}
	named("Ops")
	named("Other", team.ID)
	if err := c.DeleteTeam(t.Context(), team.ID); err != nil {
		t.Fatal(err)
	}
	named("Other")
	if got := listsTeam(t, c, team.ID); got != 0 {
		t.Errorf("it was listed %d times after its end", got)
	}
}

// TestRead_aNameThatChangedBehindAListing has a listing that goes on showing the name from before an update.
func TestRead_aNameThatChangedBehindAListing(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{Listing: naotest.Listing{IgnoreFilters: true}})
	server.SeedTeams(5)
	c := inProcess(t, server)
	team := server.Teams()[0]
	if _, err := c.UpdateTeam(t.Context(), team.ID, TeamInput{Name: Set("Other")}); err != nil {
		t.Fatal(err)
	}
	// Somebody takes the name back: this client's last word is not the truth.
	server.UpdateTeam(team.ID, func(t *naotest.Team) { t.Name = team.Name })
	if found, err := c.TeamsNamed(t.Context(), team.Name); err != nil || len(found) != 1 {
		t.Errorf("got %+v, %v; want team %s", found, err, team.ID)
	}
	if found, err := c.TeamsNamed(t.Context(), "Other"); err != nil || len(found) != 0 {
		t.Errorf("got %+v, %v; want none", found, err)
	}
}

func TestRead_whatCannotBeReadAfterAWriteIsAnError(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: time.Hour}}})
	c := inProcess(t, server)
	if _, err := c.CreateTeam(t.Context(), TeamInput{Name: Set("Ops")}); err != nil {
		t.Fatal(err)
	}
	server.Inject(naotest.Status(403), naotest.On("GET", "/teams/*"))
	if found, err := c.TeamsNamed(t.Context(), "Ops"); !IsForbidden(err) {
		t.Errorf("got %+v, %v; want the 403", found, err)
	}
	var last error
	for _, err := range c.Teams(t.Context(), TeamQuery{}) {
		last = err
	}
	if !IsForbidden(last) {
		t.Errorf("the listing ended with %v, want the 403", last)
	}
}

// TestDelete_reachesWhatHangsOnTheObject reads teams and associations from listings, and then removes a site and a team.
func TestDelete_reachesWhatHangsOnTheObject(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{})
	server.SeedTeams(20)
	server.SeedSites(2)
	teams, sites := server.Teams(), server.Sites()
	ofSite := Association(server.AddAssociation(teams[0].ID, sites[0].ID))
	ofTeam := Association(server.AddAssociation(teams[1].ID, sites[1].ID))
	c := inProcess(t, server)
	for _, team := range teams {
		if _, err := c.Team(t.Context(), team.ID); err != nil {
			t.Fatal(err)
		}
	}
	for _, association := range []Association{ofSite, ofTeam} {
		association.ID = ""
		if _, err := c.SiteTeamAssociation(t.Context(), association); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.DeleteSite(t.Context(), sites[0].ID); err != nil {
		t.Fatal(err)
	}
	if team, err := c.Team(t.Context(), teams[0].ID); err != nil || len(team.SiteIDs) > 0 {
		t.Errorf("the team still shows the sites %v, %v", team.SiteIDs, err)
	}
	if err := c.DeleteTeam(t.Context(), teams[1].ID); err != nil {
		t.Fatal(err)
	}
	for _, association := range []Association{ofSite, ofTeam} {
		if got, err := c.SiteTeamAssociation(t.Context(), association); !IsNotFound(err) {
			t.Errorf("got %+v, %v; want a 404", got, err)
		}
	}
}

// TestRead_whatSomebodyElseRemovedAfterAWrite has a team removed that this client made, and that no listing shows yet.
func TestRead_whatSomebodyElseRemovedAfterAWrite(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: time.Hour}}})
	c := inProcess(t, server)
	team, err := c.CreateTeam(t.Context(), TeamInput{Name: Set("Ops")})
	if err != nil {
		t.Fatal(err)
	}
	server.RemoveTeam(team.ID)
	if found, err := c.TeamsNamed(t.Context(), "Ops"); err != nil || len(found) > 0 {
		t.Errorf("got %+v, %v; want none", found, err)
	}
	if got := listsTeam(t, c, team.ID); got != 0 {
		t.Errorf("it was listed %d times", got)
	}
}
