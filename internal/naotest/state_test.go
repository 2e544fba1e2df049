// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestState_seedsAreDeterministicAndApart(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	s.SeedSites(3000)
	s.SeedTeams(2)
	sites, teams := s.Sites(), s.Teams()
	equal(t, "first", sites[0].Name, "site-00001")
	equal(t, "last", sites[2999].Name, "site-03000")
	equal(t, "team", teams[1].Name, "team-00002")
	type place struct{ latitude, longitude float64 }
	places := map[place]bool{}
	for _, site := range sites {
		places[place{site.Latitude, site.Longitude}] = true
		if site.Latitude < -90 || site.Latitude > 90 || site.Longitude < -180 || site.Longitude > 180 {
			t.Fatalf("not on earth: %+v", site)
		}
	}
	equal(t, "places", len(places), 3000)
}

func TestState_changesOutOfBand(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	team := s.AddTeam(naotest.Team{ID: "12", Name: "t"})
	site := s.AddSite(naotest.Site{Name: "s"})
	association := s.AddAssociation(team.ID, site.ID)
	equal(t, "id", team.ID, "12")

	equal(t, "updated", s.UpdateTeam("12", func(team *naotest.Team) { team.Name, team.ID = "new", "13" }), true)
	equal(t, "name", s.Teams()[0].Name, "new")
	equal(t, "id stays", s.Teams()[0].ID, "12")
	equal(t, "unknown", s.UpdateSite("1", func(*naotest.Site) { t.Error("called") }), false)

	equal(t, "removed", s.RemoveAssociation(association.ID), true)
	equal(t, "removed twice", s.RemoveAssociation(association.ID), false)
	s.AddAssociation(team.ID, site.ID)
	equal(t, "site removed", s.RemoveSite(site.ID), true)
	equal(t, "associations", len(s.Associations()), 0)
	equal(t, "team removed", s.RemoveTeam(team.ID), true)
	equal(t, "next id", s.AddTeam(naotest.Team{Name: "t"}).ID, "392") // ids are never given twice
}

func TestState_givesCopiesAway(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	group := "g"
	added := s.AddTeam(naotest.Team{Name: "t", Roles: []string{"admin"}, LDAPGroup: &group})
	added.Roles[0], group = "changed", "changed"
	got := s.Teams()[0]
	got.UserIDs[0] = "changed"
	got = s.Teams()[0]
	equal(t, "role", got.Roles[0], "admin")
	equal(t, "group", *got.LDAPGroup, "g")
	equal(t, "user", got.UserIDs[0], "4840")
}
