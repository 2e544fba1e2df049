// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"maps"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestResponses_refusedInSuccess(t *testing.T) {
	t.Parallel()
	const refusal = naotest.RefusedInSuccess
	for name, test := range map[string]struct {
		responses               naotest.Responses
		create, change, removal int
	}{
		"none":   {naotest.Responses{}, 201, 200, 204},
		"create": {naotest.Responses{Creates: refusal}, 200, 200, 204},
		"update": {naotest.Responses{Updates: refusal}, 201, 200, 204},
		"delete": {naotest.Responses{Deletes: refusal}, 201, 200, 200},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{Responses: test.responses})
			s.AddTeam(naotest.Team{Name: "old"})
			c := inProcess(t, s)
			expect := func(response result, mode naotest.Response) {
				if refused := strings.Contains(response.body, `"errors":[{`); refused != (mode == refusal) {
					t.Errorf("got %s", response.body)
				}
			}
			expect(c.do("POST", "/teams", `{"team":{"name":"x"}}`, test.create), test.responses.Creates)
			equal(t, "teams", len(s.Teams()), map[bool]int{true: 1, false: 2}[test.responses.Creates == refusal])
			expect(c.do("PUT", "/teams/392", `{"team":{"name":"new"}}`, test.change), test.responses.Updates)
			equal(t, "name", s.Teams()[0].Name, map[bool]string{true: "old", false: "new"}[test.responses.Updates == refusal])
			expect(c.do("DELETE", "/teams/392", "", test.removal), test.responses.Deletes)
			equal(t, "still there", s.Teams() != nil && len(s.Teams()) > 0 && s.Teams()[0].ID == "392", test.responses.Deletes == refusal)
		})
	}
}

func TestResponses_whatIsInvalid(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]int{0: 422, 200: 200, 400: 400} {
		s := naotest.New(naotest.Behavior{InvalidStatus: status, Teams: naotest.Teams{UniqueNames: true}})
		s.AddTeam(naotest.Team{Name: "x"})
		c := inProcess(t, s)
		got := c.do("POST", "/teams", `{"team":{"name":"x"}}`, want)
		equal(t, "reason", got.at("errors", 0, "detail"), any("Name has already been taken"))
		equal(t, "teams", len(s.Teams()), 1)
		c.do("POST", "/teams", `{"team":{"name":"y"}}`, 201)
	}
}

func TestUpdate_answersWithTheOldDocument(t *testing.T) {
	t.Parallel()
	for response, want := range map[naotest.Response]string{naotest.Document: "new", naotest.OldDocument: "old"} {
		s := naotest.New(naotest.Behavior{Responses: naotest.Responses{Creates: response, Updates: response}})
		s.AddTeam(naotest.Team{Name: "old"})
		s.AddSite(naotest.Site{Name: "old"})
		c := inProcess(t, s)
		name := []any{"data", "attributes", "name"}
		equal(t, "team", c.do("PUT", "/teams/392", `{"team":{"name":"new"}}`, 200).at(name...), any(want))
		equal(t, "site", c.do("PUT", "/sites/11416", `{"site":{"name":"new"}}`, 200).at(name...), any(want))
		equal(t, "read", c.do("GET", "/teams/392", "", 200).at(name...), any("new"))
		equal(t, "created", c.do("POST", "/teams", `{"team":{"name":"x"}}`, 201).at(name...), any("x"))
	}
}

func TestAccepted_withNothingAtAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const nothing = naotest.AcceptedNothing
		s := naotest.New(naotest.Behavior{
			Responses: naotest.Responses{Creates: nothing, Updates: nothing, Deletes: nothing},
			Jobs:      naotest.Jobs{Duration: 5 * time.Second, Polls: 3, Location: naotest.LocationAbsolute},
		})
		s.AddTeam(naotest.Team{Name: "old"})
		c := inProcess(t, s)
		for _, request := range []struct {
			method, path, body string
			teams              int
			name               string
		}{
			{"POST", "/teams", `{"team":{"name":"x"}}`, 2, "old"},
			{"PUT", "/teams/392", `{"team":{"name":"new"}}`, 2, "new"},
			{"DELETE", "/teams/392", "", 1, "x"},
		} {
			before := len(s.Teams())
			response := c.do(request.method, request.path, request.body, 202)
			equal(t, "body and location", response.body+response.header.Get("Location"), "")
			pass(4 * time.Second)
			equal(t, "teams before the end", len(s.Teams()), before)
			pass(time.Second)
			equal(t, "teams", len(s.Teams()), request.teams)
			equal(t, "name", s.Teams()[0].Name, request.name)
		}
	})
}

func TestJobs_locationOfAnotherHost(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]string{
		"":                         naotest.Endpoint + "/background_jobs/48145",
		"http://app.internal:3000": "http://app.internal:3000/api/v2/background_jobs/48145",
	} {
		s := naotest.New(naotest.Behavior{
			Responses: naotest.Responses{Creates: naotest.SeeOther}, Jobs: naotest.Jobs{LocationBase: base},
		})
		c := inProcess(t, s)
		equal(t, "Location", c.do("POST", "/sites", lovely, 303).header.Get("Location"), want)
		c.do("GET", "/background_jobs/48145", "", 200)
		s.SetBehavior(func(b *naotest.Behavior) { b.Jobs.Location = naotest.LocationRelative })
		equal(t, "relative", c.do("POST", "/sites", lovely, 303).header.Get("Location"), "/api/v2/background_jobs/48146")
	}
}

func TestJobs_statuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		jobs naotest.Jobs
		want string
	}{
		"documented":         {naotest.Jobs{Polls: 1}, "In progress, success"},
		"failure":            {naotest.Jobs{Polls: 1, Failure: "no"}, "In progress, failure"},
		"others":             {naotest.Jobs{Polls: 1, Running: "queued", Success: "completed"}, "queued, completed"},
		"another for a fail": {naotest.Jobs{Polls: 1, Failure: "no", Failed: "cancelled"}, "In progress, cancelled"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{Responses: naotest.Responses{Creates: naotest.SeeOther}, Jobs: test.jobs})
			c := inProcess(t, s)
			c.do("POST", "/sites", lovely, 303)
			var statuses []string
			for range 2 {
				status, _ := c.do("GET", "/background_jobs/48145", "", 200).at("data", "attributes", "status").(string)
				statuses = append(statuses, status)
			}
			equal(t, "statuses", strings.Join(statuses, ", "), test.want)
			equal(t, "sites", len(s.Sites()), map[bool]int{true: 1}[test.jobs.Failure == ""])
		})
	}
}

func TestCreate_returnsWhatExists(t *testing.T) {
	t.Parallel()
	const association = "/teams/392/site_team_associations"
	for existing, status := range map[bool]int{false: 201, true: 200} {
		s := naotest.New(naotest.Behavior{
			Teams: naotest.Teams{ReturnExisting: existing}, Sites: naotest.Sites{ReturnExisting: existing},
			Associations: naotest.Associations{ReturnExisting: existing, AllowDuplicates: true},
		})
		aTeamWithASite(s)
		c := inProcess(t, s)
		for _, request := range []struct{ path, body, id string }{
			{"/teams", `{"team":{"name":"team","roles":["admin"]}}`, "392"},
			{"/sites", `{"site":{"name":"site","latitude":1,"longitude":2}}`, "11416"},
			{association, `{"site_team_association":{"site_id":11416}}`, "1093"},
		} {
			got := c.do("POST", request.path, request.body, status).at("data", "id")
			equal(t, request.path, got == any(request.id), existing)
		}
		equal(t, "roles", len(s.Teams()[0].Roles), 0)
		c.do("POST", "/teams", `{"team":{"name":"another"}}`, 201)
	}
}

func TestSite_coordinatesAreKeptWithLessPrecision(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		sites naotest.Sites
		want  float64
	}{
		"all":    {naotest.Sites{}, 1.3871262673941822},
		"six":    {naotest.Sites{CoordinateDigits: 6}, 1.387126},
		"five":   {naotest.Sites{CoordinateDigits: 5}, 1.38713},
		"single": {naotest.Sites{SinglePrecision: true}, 1.38712632656097412109375},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{Sites: test.sites})
			created := inProcess(t, s).do("POST", "/sites", lovely, 201)
			equal(t, "response", created.at("data", "attributes", "longitude"), any(test.want))
			equal(t, "stored", s.Sites()[0].Longitude, test.want)
		})
	}
}

func TestMade_countsWhatRequestsMade(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	aTeamWithASite(s)
	c := inProcess(t, s)
	equal(t, "none", len(s.Made("team")), 0)
	c.do("POST", "/teams", `{"team":{"name":"x"}}`, 201)
	c.do("POST", "/teams", `{"team":{"name":"x"}}`, 201)
	c.do("DELETE", "/teams/393", "", 204)
	c.do("POST", "/teams", `{"team":{}}`, 422)
	c.do("POST", "/teams/394/site_team_associations", `{"site_team_association":{"site_id":"11416"}}`, 201)
	c.do("PUT", "/teams/392", `{"team":{"name":"x"}}`, 200)
	for kind, want := range map[string]map[string]int{
		"team": {"x": 2}, "site": {}, "site_team_association": {"394/11416": 1},
	} {
		if got := s.Made(kind); !maps.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", kind, got, want)
		}
	}
}
