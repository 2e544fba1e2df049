// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// pass lets the time of a synctest bubble pass.
func pass(d time.Duration) { <-time.After(d) }

func TestListing_lagsBehindCreates(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := naotest.New(naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: time.Minute}}})
		s.AddSite(naotest.Site{Name: "seeded"})
		c := inProcess(t, s)
		c.do("POST", "/sites", lovely, 201)
		c.do("GET", "/sites/11417", "", 200)
		equal(t, "at first", len(c.do("GET", "/sites", "", 200).ids()), 1)
		pass(time.Minute)
		equal(t, "after a minute", len(c.do("GET", "/sites", "", 200).ids()), 2)

		s.SetBehavior(func(b *naotest.Behavior) { b.Listing.Lag = naotest.Lag{Requests: 2} })
		c.do("POST", "/sites", lovely, 201)
		for request, want := range []int{2, 2, 3} {
			equal(t, fmt.Sprint("request ", request), len(c.do("GET", "/sites?sort=-id", "", 200).ids()), want)
		}
	})
}

func TestDetail_lagsBehindCreates(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{DetailLag: naotest.Lag{Requests: 1}})
	c := inProcess(t, s)
	c.do("POST", "/sites", lovely, 201)
	c.do("GET", "/sites/11416", "", 404)
	c.do("GET", "/sites/11416", "", 200)
}

// A job that nobody polls ends when its time has come, though the server looks at it only with the next request: the lag begins then.
func TestListing_lagsBehindTheEndOfAJob(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := naotest.New(naotest.Behavior{
			Responses: naotest.Responses{Creates: naotest.SeeOther},
			Jobs:      naotest.Jobs{Duration: 5 * time.Second},
			Listing:   naotest.Listing{Lag: naotest.Lag{For: 2 * time.Second}},
		})
		c := inProcess(t, s)
		c.do("POST", "/sites", lovely, 303)
		pass(6 * time.Second)
		equal(t, "a second after the end", len(c.do("GET", "/sites", "", 200).ids()), 0)
		pass(2 * time.Second)
		equal(t, "three seconds after it", len(c.do("GET", "/sites", "", 200).ids()), 1)

		c.do("POST", "/sites", lovely, 303)
		pass(8 * time.Second)
		equal(t, "three seconds after an end that nobody saw", len(c.do("GET", "/sites", "", 200).ids()), 2)
	})
}

func TestListing_lagsLongerBehindAJob(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		response naotest.Response
		status   int
		jobs     naotest.Jobs
		lag      time.Duration
	}{
		"a document":     {naotest.Document, 201, naotest.Jobs{ListingLag: naotest.Lag{For: time.Minute}}, 2 * time.Second},
		"a job":          {naotest.SeeOther, 303, naotest.Jobs{ListingLag: naotest.Lag{For: time.Minute}}, time.Minute},
		"a job like all": {naotest.SeeOther, 303, naotest.Jobs{}, 2 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := naotest.New(naotest.Behavior{
					Responses: naotest.Responses{Creates: test.response}, Jobs: test.jobs,
					Listing: naotest.Listing{Lag: naotest.Lag{For: 2 * time.Second}},
				})
				c := inProcess(t, s)
				c.do("POST", "/teams", `{"team":{"name":"x"}}`, test.status)
				pass(test.lag - 1)
				equal(t, "listed before", len(c.do("GET", "/teams", "", 200).ids()), 0)
				equal(t, "found before", len(c.do("GET", "/teams?filter[name_eq]=x", "", 200).ids()), 0)
				c.do("GET", "/teams/392", "", 200)
				pass(1)
				equal(t, "listed", len(c.do("GET", "/teams", "", 200).ids()), 1)
				equal(t, "found", len(c.do("GET", "/teams?filter[name_eq]=x", "", 200).ids()), 1)
			})
		})
	}
}

func TestParent_lagsBehindCreates(t *testing.T) {
	t.Parallel()
	lag := naotest.Lag{For: 3 * time.Second}
	for name, test := range map[string]struct {
		behavior                   naotest.Behavior
		detail, read, team, member int // statuses at first
	}{
		"at once": {naotest.Behavior{}, 200, 200, 201, 201},
		"parents": {naotest.Behavior{ParentLag: lag}, 200, 404, 404, 422},
		"details": {naotest.Behavior{DetailLag: lag}, 404, 404, 201, 201},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := naotest.New(test.behavior)
				aTeamWithASite(s)
				c := inProcess(t, s)
				c.do("POST", "/teams", `{"team":{"name":"x"}}`, 201)
				c.do("POST", "/sites", lovely, 201)
				c.do("GET", "/teams/393", "", test.detail)
				c.do("GET", "/teams/393/site_team_associations", "", test.read)
				c.do("GET", "/sites/11417/buildings", "", test.read)
				c.do("POST", "/teams/393/site_team_associations", `{"site_team_association":{"site_id":11416}}`, test.team)
				c.do("POST", "/teams/392/site_team_associations", `{"site_team_association":{"site_id":11417}}`, test.member)
				pass(3 * time.Second)
				c.do("GET", "/teams/393/site_team_associations", "", 200)
				c.do("GET", "/sites/11417/buildings", "", 200)
				c.do("POST", "/teams/393/site_team_associations", `{"site_team_association":{"site_id":11417}}`, 201)
			})
		})
	}
}

func TestReads_lagBehindUpdates(t *testing.T) {
	t.Parallel()
	lag := naotest.Lag{For: 2 * time.Second}
	for name, test := range map[string]struct {
		behavior               naotest.Behavior
		detail, listed, filter string // at once, after one second, and after two
	}{
		"none":     {naotest.Behavior{}, "c c c", "c c c", "1 1 1"},
		"details":  {naotest.Behavior{DetailUpdateLag: lag}, "a b c", "c c c", "1 1 1"},
		"listings": {naotest.Behavior{Listing: naotest.Listing{UpdateLag: lag}}, "c c c", "a b c", "0 0 1"},
		"requests": {naotest.Behavior{DetailUpdateLag: naotest.Lag{Requests: 1}}, "b c c", "c c c", "1 1 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, kind := range []string{"team", "site"} {
				synctest.Test(t, func(t *testing.T) {
					s := naotest.New(test.behavior)
					s.AddTeam(naotest.Team{Name: "a"})
					s.AddSite(naotest.Site{ID: "392", Name: "a"})
					c := inProcess(t, s)
					all := "/" + kind + "s"
					c.do("PUT", all+"/392", `{"`+kind+`":{"name":"b"}}`, 200)
					pass(time.Second)
					response := c.do("PUT", all+"/392", `{"`+kind+`":{"name":"c"}}`, 200)
					equal(t, "response", response.at("data", "attributes", "name"), any("c"))

					var detail, listed, found []string
					for range 3 {
						detail = append(detail, fmt.Sprint(c.do("GET", all+"/392", "", 200).at("data", "attributes", "name")))
						listed = append(listed, fmt.Sprint(c.do("GET", all, "", 200).at("data", 0, "attributes", "name")))
						found = append(found, fmt.Sprint(len(c.do("GET", all+"?filter[name_eq]=c", "", 200).ids())))
						pass(time.Second)
					}
					equal(t, "detail", strings.Join(detail, " "), test.detail)
					equal(t, "listed", strings.Join(listed, " "), test.listed)
					equal(t, "found", strings.Join(found, " "), test.filter)
				})
			}
		})
	}
}
