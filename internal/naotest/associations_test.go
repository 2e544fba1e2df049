// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"slices"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// account returns a client of an account with a team, a site, and the path of
// the team's associations.
func account(t *testing.T, b naotest.Behavior) (s *naotest.Server, c *client, path, body string) {
	t.Helper()
	s = naotest.New(b)
	team, site := s.AddTeam(naotest.Team{Name: "t"}), s.AddSite(naotest.Site{Name: "s"})
	return s, inProcess(t, s), "/teams/" + team.ID + "/site_team_associations",
		`{"site_team_association":{"site_id":` + site.ID + `}}`
}

func TestAssociation_createListDelete(t *testing.T) {
	t.Parallel()
	s, c, path, body := account(t, naotest.Behavior{})
	created := c.do("POST", path, body, 201)
	equal(t, "id", created.at("data", "id"), any("1093"))
	equal(t, "type", created.at("data", "type"), any("site_team_association"))
	equal(t, "listed", c.do("GET", path, "", 200).ids()[0], "1093")

	c.do("GET", path+"/1093", "", 404) // not documented
	s.SetBehavior(func(b *naotest.Behavior) { b.Associations.Readable = true })
	c.do("GET", path+"/1093", "", 200)

	s.AddTeam(naotest.Team{ID: "7", Name: "another"})
	c.do("DELETE", "/teams/7/site_team_associations/1093", "", 404)
	c.do("DELETE", path+"/1093", "", 204)
	c.do("DELETE", path+"/1093", "", 404)
	equal(t, "associations", len(s.Associations()), 0)
}

func TestAssociation_acceptsTheSiteAsString(t *testing.T) {
	t.Parallel()
	s, c, path, _ := account(t, naotest.Behavior{})
	c.do("POST", path, `{"site_team_association":{"site_id":"11416"}}`, 201)
	equal(t, "site", s.Associations()[0].SiteID, "11416")
}

func TestAssociation_secondOfAPair(t *testing.T) {
	t.Parallel()
	s, c, path, body := account(t, naotest.Behavior{})
	c.do("POST", path, body, 201)
	c.do("POST", path, body, 422)
	s.SetBehavior(func(b *naotest.Behavior) { b.Associations.AllowDuplicates = true })
	c.do("POST", path, body, 201)
	equal(t, "associations", len(s.Associations()), 2)
	sites, _ := c.do("GET", "/teams/392", "", 200).at("data", "relationships", "sites", "data").([]any)
	equal(t, "sites of the team", len(sites), 1)
}

func TestAssociation_ofTheUnknown(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behavior       naotest.Associations
		team, body     string
		status         int
		pointer        any
		wantsNoPointer bool
	}{
		"site":            {naotest.Associations{}, "392", `{"site_id":1}`, 422, "/data/relationships/site", false},
		"no site":         {naotest.Associations{}, "392", `{"other":1}`, 422, "/data/relationships/site", false},
		"team":            {naotest.Associations{}, "1", `{"site_id":11416}`, 404, nil, true},
		"site as 404":     {naotest.Associations{UnknownStatus: 404}, "392", `{"site_id":1}`, 404, nil, true},
		"team as 422":     {naotest.Associations{UnknownStatus: 422}, "1", `{"site_id":1}`, 422, "/data/relationships/team", false},
		"another pointer": {naotest.Associations{UnknownPointer: "/data/attributes/site_id"}, "392", `{"site_id":1}`, 422, "/data/attributes/site_id", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c, _, _ := account(t, naotest.Behavior{Associations: test.behavior})
			path := "/teams/" + test.team + "/site_team_associations"
			rejected := c.do("POST", path, `{"site_team_association":`+test.body+`}`, test.status)
			if test.wantsNoPointer {
				equal(t, "source", rejected.at("errors", 0, "source"), nil)
			} else {
				equal(t, "pointer", rejected.at("errors", 0, "source", "pointer"), test.pointer)
			}
		})
	}
}

func TestAssociation_shapes(t *testing.T) {
	t.Parallel()
	for shape, want := range map[naotest.AssociationShape]struct{ siteID, teamID, site, team any }{
		naotest.AssociationFull:          {11416.0, 392.0, "11416", "392"},
		naotest.AssociationAttributes:    {11416.0, 392.0, nil, nil},
		naotest.AssociationRelationships: {nil, nil, "11416", "392"},
		naotest.AssociationSiteOnly:      {11416.0, nil, "11416", nil},
		naotest.AssociationTeamOnly:      {nil, 392.0, nil, "392"},
		naotest.AssociationNull:          {nil, nil, nil, nil},
	} {
		t.Run(string(shape), func(t *testing.T) {
			t.Parallel()
			_, c, path, body := account(t, naotest.Behavior{Associations: naotest.Associations{Shape: shape}})
			created := c.do("POST", path, body, 201)
			equal(t, "site_id", created.at("data", "attributes", "site_id"), want.siteID)
			equal(t, "team_id", created.at("data", "attributes", "team_id"), want.teamID)
			equal(t, "site", created.at("data", "relationships", "site", "data", "id"), want.site)
			equal(t, "team", created.at("data", "relationships", "team", "data", "id"), want.team)
		})
	}
}

func TestAssociation_listingIsPagedAndFiltered(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	team, other := s.AddTeam(naotest.Team{Name: "t"}), s.AddTeam(naotest.Team{Name: "other"})
	s.SeedSites(5)
	for _, site := range s.Sites() {
		s.AddAssociation(team.ID, site.ID)
		s.AddAssociation(other.ID, site.ID)
	}
	c := inProcess(t, s)
	path := "/teams/" + team.ID + "/site_team_associations"
	for query, want := range map[string][]string{
		"?page[size]=2&page[number]=2": {"1097", "1099"},
		"?filter[site_id_eq]=11418":    {"1097"},
		"?filter[team_id_eq]=393":      {},
		"?filter[team_id_eq]=392&filter[site_id_in][]=11416&filter[site_id_in][]=11420": {"1093", "1101"},
	} {
		if got := c.do("GET", path+query, "", 200).ids(); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", query, got, want)
		}
	}
}
