// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestCreate_waysToRespond(t *testing.T) {
	t.Parallel()
	const job = naotest.Endpoint + "/background_jobs/48145"
	for name, test := range map[string]struct {
		response naotest.Response
		jobs     naotest.Jobs
		status   int
		location string
		body     string // a part of it; "" = there is none
	}{
		"document":             {response: naotest.Document, status: 201, body: `"type":"team"`},
		"empty":                {response: naotest.Empty, status: 201},
		"no content":           {response: naotest.NoContent, status: 204},
		"accepted":             {response: naotest.Accepted, status: 202, body: `"type":"job_watcher"`},
		"accepted, located":    {naotest.Accepted, naotest.Jobs{Location: naotest.LocationAbsolute}, 202, job, `"has_finished":true`},
		"accepted id":          {response: naotest.AcceptedID, status: 202, body: `{"id":48145}`},
		"accepted id, located": {naotest.AcceptedID, naotest.Jobs{Location: naotest.LocationRelative}, 202, "/api/v2/background_jobs/48145", `{"id":48145}`},
		"accepted identifier":  {response: naotest.AcceptedIdentifier, status: 202, body: `{"data":{"id":"48145","type":"job_watcher"}}`},
		"see other":            {response: naotest.SeeOther, status: 303, location: job, body: "<html>"},
		"see other, relative":  {naotest.SeeOther, naotest.Jobs{Location: naotest.LocationRelative}, 303, "/api/v2/background_jobs/48145", "<html>"},
		"see other, bare":      {naotest.SeeOther, naotest.Jobs{Location: naotest.LocationNone, EmptyBody: true}, 303, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{Responses: naotest.Responses{Creates: test.response}, Jobs: test.jobs})
			created := inProcess(t, s).do("POST", "/teams", `{"team":{"name":"x"}}`, test.status)
			equal(t, "Location", created.header.Get("Location"), test.location)
			if test.body == "" && created.body != "" || !strings.Contains(created.body, test.body) {
				t.Errorf("body: got %q", created.body)
			}
			equal(t, "teams", len(s.Teams()), 1)
		})
	}
}

func TestUpdateAndDelete_waysToRespond(t *testing.T) {
	t.Parallel()
	for response, status := range map[naotest.Response]int{
		naotest.Document: 200, naotest.Empty: 200, naotest.NoContent: 204, naotest.Accepted: 202, naotest.SeeOther: 303,
	} {
		t.Run(string(response), func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{Responses: naotest.Responses{Updates: response, Deletes: response}})
			site := s.AddSite(naotest.Site{Name: "old"})
			c := inProcess(t, s)
			updated := c.do("PUT", "/sites/"+site.ID, `{"site":{"name":"new"}}`, status)
			equal(t, "name", s.Sites()[0].Name, "new")
			if response == naotest.Document {
				equal(t, "answered name", updated.at("data", "attributes", "name"), any("new"))
			}
			deleted := c.do("DELETE", "/sites/"+site.ID, "", status)
			if response == naotest.Empty || response == naotest.NoContent {
				equal(t, "body", deleted.body, "")
			}
			equal(t, "sites", len(s.Sites()), 0)
		})
	}
}

func TestResponses_perType(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{
		Responses: naotest.Responses{Creates: naotest.SeeOther},
		PerType:   map[string]naotest.Responses{"team": {Creates: naotest.Document}},
	})
	c := inProcess(t, s)
	c.do("POST", "/teams", `{"team":{"name":"x"}}`, 201)
	c.do("POST", "/sites", lovely, 303)
	c.do("DELETE", "/teams/392", "", 204)
}

func TestJob_documentAsDocumented(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{
		Responses: naotest.Responses{Creates: naotest.SeeOther},
		Jobs:      naotest.Jobs{Failure: "Missing graph or indoor area. Please add."},
	})
	c := inProcess(t, s)
	job := c.do("GET", c.do("POST", "/sites", lovely, 303).header.Get("Location"), "", 200).document()
	got, err := json.Marshal(job["data"])
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "job", string(got), `{"attributes":{"description":null,"has_finished":true,"id":48145,`+
		`"message":"Missing graph or indoor area. Please add.","name":null,"status":"failure"},`+
		`"id":"48145","type":"job_watcher"}`)
	equal(t, "sites", len(s.Sites()), 0)

	s.SetBehavior(func(b *naotest.Behavior) { b.Jobs = naotest.Jobs{Timestamps: true, Message: "Done"} })
	read := c.do("GET", c.do("POST", "/sites", lovely, 303).header.Get("Location"), "", 200)
	equal(t, "status", read.at("data", "attributes", "status"), any("success"))
	equal(t, "message", read.at("data", "attributes", "message"), any("Done"))
	if read.at("data", "attributes", "created_at") == nil || read.at("data", "attributes", "updated_at") == nil {
		t.Errorf("no timestamps: %s", read.body)
	}
}

func TestJob_takesPolls(t *testing.T) {
	t.Parallel()
	for name, atOnce := range map[string]bool{"object at the end": false, "object at once": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{
				Responses: naotest.Responses{Creates: naotest.SeeOther},
				Jobs:      naotest.Jobs{Polls: 2, WorkAtOnce: atOnce},
			})
			c := inProcess(t, s)
			location := c.do("POST", "/sites", lovely, 303).header.Get("Location")
			for range 2 {
				job := c.do("GET", location, "", 200)
				equal(t, "status", job.at("data", "attributes", "status"), any("In progress"))
				equal(t, "has_finished", job.at("data", "attributes", "has_finished"), any(false))
				equal(t, "object", len(s.Sites()) == 1, atOnce)
			}
			equal(t, "has_finished", c.do("GET", location, "", 200).at("data", "attributes", "has_finished"), any(true))
			equal(t, "sites", len(s.Sites()), 1)
		})
	}
}

func TestJob_takesTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := naotest.New(naotest.Behavior{
			Responses: naotest.Responses{Creates: naotest.Accepted},
			Jobs:      naotest.Jobs{Duration: time.Minute},
		})
		c := inProcess(t, s)
		c.do("POST", "/sites", lovely, 202)
		pass(59 * time.Second)
		equal(t, "sites before", len(s.Sites()), 0)
		equal(t, "finished before", c.do("GET", "/background_jobs/48145", "", 200).
			at("data", "attributes", "has_finished"), any(false))
		pass(time.Second)
		equal(t, "sites after", len(s.Sites()), 1)
		equal(t, "finished after", c.do("GET", "/background_jobs/48145", "", 200).
			at("data", "attributes", "has_finished"), any(true))
	})
}

// What is taken in the meantime is found out by the job.
func TestJob_failsWithTheReasonOfItsWork(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{
		Responses: naotest.Responses{Creates: naotest.SeeOther}, Jobs: naotest.Jobs{Polls: 1},
		Sites: naotest.Sites{UniqueNames: true},
	})
	c := inProcess(t, s)
	location := c.do("POST", "/sites", lovely, 303).header.Get("Location")
	s.AddSite(naotest.Site{Name: "My lovely site"})
	c.do("GET", location, "", 200)
	equal(t, "message", c.do("GET", location, "", 200).at("data", "attributes", "message"), any("Name has already been taken"))
	equal(t, "sites", len(s.Sites()), 1)
}

func TestJob_neverFinishesOrIsGone(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{
		Responses: naotest.Responses{Creates: naotest.SeeOther}, Jobs: naotest.Jobs{NeverFinish: true},
	})
	c := inProcess(t, s)
	location := c.do("POST", "/sites", lovely, 303).header.Get("Location")
	for range 5 {
		equal(t, "status", c.do("GET", location, "", 200).at("data", "attributes", "status"), any("In progress"))
	}
	equal(t, "sites", len(s.Sites()), 0)

	s.SetBehavior(func(b *naotest.Behavior) { b.Jobs = naotest.Jobs{Gone: true} })
	c.do("GET", c.do("POST", "/sites", lovely, 303).header.Get("Location"), "", 404)
	equal(t, "sites", len(s.Sites()), 1)
	c.do("GET", "/background_jobs/1", "", 404)
}
