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
	for team, err := range c.Teams.List(t.Context(), Query{NameContains: "O"}) {
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
		found, err := c.Teams.Find(t.Context(), Team{Name: name})
		if err != nil || len(found) != len(want) || len(want) > 0 && found[0].ID != want[0] {
			t.Errorf("named %s: got %+v, %v; want %v", name, found, err, want)
		}
	}
	team, err := c.Teams.Create(t.Context(), TeamInput{Name: Set("Ops")})
	if err != nil {
		t.Fatal(err)
	}
	named("Ops", team.ID)
	if got := listsTeam(t, c, team.ID); got != 1 {
		t.Errorf("it was listed %d times, want once", got)
	}
	if _, err := c.Teams.Update(t.Context(), Team{ID: team.ID}, TeamInput{Name: Set("Other")}); err != nil {
		t.Fatal(err)
	}
	named("Ops")
	named("Other", team.ID)
	if err := c.Teams.Delete(t.Context(), Team{ID: team.ID}); err != nil {
		t.Fatal(err)
	}
	named("Other")
	if got := listsTeam(t, c, team.ID); got != 0 {
		t.Errorf("it was listed %d times after its end", got)
	}
}

// TestRead_aNameThatChangedBehindAListing has somebody take a name back: for a minute, this client's own write is the last word.
func TestRead_aNameThatChangedBehindAListing(t *testing.T) {
	t.Parallel()
	virtually("", t, aNameThatChangedBehindAListing)
}

func aNameThatChangedBehindAListing(t *testing.T) {
	server := naotest.New(naotest.Behavior{Listing: naotest.Listing{IgnoreFilters: true}})
	server.SeedTeams(5)
	c := inProcess(t, server)
	team := server.Teams()[0]
	if _, err := c.Teams.Update(t.Context(), Team{ID: team.ID}, TeamInput{Name: Set("Other")}); err != nil {
		t.Fatal(err)
	}
	server.UpdateTeam(team.ID, func(t *naotest.Team) { t.Name = team.Name })
	pass(t, time.Minute+time.Second)
	if found, err := c.Teams.Find(t.Context(), Team{Name: team.Name}); err != nil || len(found) != 1 {
		t.Errorf("got %+v, %v; want team %s", found, err, team.ID)
	}
	if found, err := c.Teams.Find(t.Context(), Team{Name: "Other"}); err != nil || len(found) != 0 {
		t.Errorf("got %+v, %v; want none", found, err)
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
		if _, err := c.Teams.Get(t.Context(), Team{ID: team.ID}); err != nil {
			t.Fatal(err)
		}
	}
	for _, association := range []Association{ofSite, ofTeam} {
		association.ID = ""
		if _, err := c.Associations.Get(t.Context(), association); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Sites.Delete(t.Context(), Site{ID: sites[0].ID}); err != nil {
		t.Fatal(err)
	}
	if team, err := c.Teams.Get(t.Context(), Team{ID: teams[0].ID}); err != nil || len(team.SiteIDs) > 0 {
		t.Errorf("the team still shows the sites %v, %v", team.SiteIDs, err)
	}
	if err := c.Teams.Delete(t.Context(), Team{ID: teams[1].ID}); err != nil {
		t.Fatal(err)
	}
	for _, association := range []Association{ofSite, ofTeam} {
		if got, err := c.Associations.Get(t.Context(), association); !IsNotFound(err) {
			t.Errorf("got %+v, %v; want a 404", got, err)
		}
	}
}

// TestRead_whatSomebodyElseRemovedAfterAWrite has a team removed that this client made, and that no listing shows yet.
func TestRead_whatSomebodyElseRemovedAfterAWrite(t *testing.T) {
	t.Parallel()
	virtually("", t, whatSomebodyElseRemovedAfterAWrite)
}

func whatSomebodyElseRemovedAfterAWrite(t *testing.T) {
	server := naotest.New(naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: time.Hour}}})
	c := inProcess(t, server)
	team, err := c.Teams.Create(t.Context(), TeamInput{Name: Set("Ops")})
	if err != nil {
		t.Fatal(err)
	}
	server.RemoveTeam(team.ID)
	pass(t, time.Minute+time.Second)
	if found, err := c.Teams.Find(t.Context(), Team{Name: "Ops"}); err != nil || len(found) > 0 {
		t.Errorf("got %+v, %v; want none", found, err)
	}
	if got := listsTeam(t, c, team.ID); got != 0 {
		t.Errorf("it was listed %d times", got)
	}
}
