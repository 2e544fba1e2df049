// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// aTeamWithASite adds a team 392 that is associated with a site 11416; the association is 1093.
func aTeamWithASite(s *naotest.Server) {
	s.AddTeam(naotest.Team{Name: "team"})
	s.AddSite(naotest.Site{Name: "site"})
	s.AddAssociation("392", "11416")
}

func TestRemovals_withoutARoute(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behavior                naotest.Behavior
		association, site, team int
		left                    int // associations after the first
	}{
		"all routes":     {naotest.Behavior{}, 204, 204, 204, 0},
		"association":    {naotest.Behavior{Associations: naotest.Associations{DeleteStatus: 405}}, 405, 204, 204, 1},
		"no route":       {naotest.Behavior{Removals: naotest.Removals{Status: 404}}, 404, 404, 404, 1},
		"not for a site": {naotest.Behavior{Removals: naotest.Removals{Status: 404, Types: []string{"site"}}}, 204, 404, 204, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(test.behavior)
			aTeamWithASite(s)
			c := inProcess(t, s)
			c.do("DELETE", "/teams/392/site_team_associations/1093", "", test.association)
			equal(t, "associations", len(s.Associations()), test.left)
			c.do("DELETE", "/sites/11416", "", test.site)
			equal(t, "sites", len(s.Sites()), map[bool]int{false: 1}[test.site == 204])
			c.do("DELETE", "/teams/392", "", test.team)
			equal(t, "teams", len(s.Teams()), map[bool]int{false: 1}[test.team == 204])
		})
	}
}

func TestRemovals_linger(t *testing.T) {
	t.Parallel()
	for name, linger := range map[string]time.Duration{"not": 0, "for a while": 8 * time.Second} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := naotest.New(naotest.Behavior{
					Responses: naotest.Responses{Deletes: naotest.AcceptedNothing},
					Removals:  naotest.Removals{Linger: linger},
				})
				aTeamWithASite(s)
				c := inProcess(t, s)
				equal(t, "body", c.do("DELETE", "/sites/11416", "", 202).body, "")
				if linger > 0 {
					pass(linger - 1)
					c.do("GET", "/sites/11416", "", 200)
					equal(t, "associations", len(s.Associations()), 1)
					c.do("DELETE", "/sites/11416", "", 202)
					pass(1)
				}
				c.do("GET", "/sites/11416", "", 404)
				equal(t, "associations", len(s.Associations()), 0)
				pass(time.Hour)
				equal(t, "sites", len(s.Sites()), 0)
			})
		})
	}
}

func TestRemovals_keepTheName(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		removals naotest.Removals
		status   int
	}{
		"free at once":         {naotest.Removals{}, 201},
		"taken for a moment":   {naotest.Removals{KeepName: 5 * time.Second}, 422},
		"since it was removed": {naotest.Removals{KeepName: 5 * time.Second, Linger: time.Minute}, 422},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := naotest.New(naotest.Behavior{
					Removals: test.removals,
					Teams:    naotest.Teams{UniqueNames: true}, Sites: naotest.Sites{UniqueNames: true},
				})
				aTeamWithASite(s)
				c := inProcess(t, s)
				team, site := `{"team":{"name":"team"}}`, `{"site":{"name":"site","latitude":1,"longitude":2}}`
				c.do("DELETE", "/teams/392", "", 204)
				c.do("DELETE", "/sites/11416", "", 204)
				pass(test.removals.Linger + 4*time.Second)
				c.do("POST", "/teams", team, test.status)
				c.do("POST", "/sites", site, test.status)
				if test.status == 422 {
					pass(time.Second)
					c.do("POST", "/teams", team, 201)
					c.do("POST", "/sites", site, 201)
				}
			})
		})
	}
}

func TestGone_answers410ToWhatWasRemoved(t *testing.T) {
	t.Parallel()
	for gone, status := range map[bool]int{false: 404, true: 410} {
		s := naotest.New(naotest.Behavior{Gone: gone, Associations: naotest.Associations{Readable: true}})
		aTeamWithASite(s)
		c := inProcess(t, s)
		const association = "/teams/392/site_team_associations"
		for _, path := range []string{association + "/1093", "/teams/392", "/sites/11416"} {
			c.do("DELETE", path, "", 204)
			c.do("GET", path, "", status)
			c.do("DELETE", path, "", status)
		}
		c.do("PUT", "/teams/392", `{"team":{"name":"x"}}`, status)
		c.do("GET", association, "", status)
		c.do("POST", association, `{"site_team_association":{"site_id":11416}}`, status)
		c.do("GET", "/teams/393", "", 404)
		c.do("GET", "/sites/1", "", 404)
		s.AddTeam(naotest.Team{ID: "392", Name: "back"})
		c.do("GET", "/teams/392", "", 200)
	}
}
