// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"maps"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestLog_remembersRequests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := naotest.New(naotest.Behavior{})
		c := inProcess(t, s)
		c.do("POST", "/sites", lovely, 201)
		pass(time.Second)
		c.do("GET", "/sites?page[number]=2", "", 200)
		requests := s.Requests()
		equal(t, "method", requests[0].Method, "POST")
		equal(t, "body", string(requests[0].Body), lovely)
		equal(t, "status", requests[0].Status, 201)
		equal(t, "authorization", requests[0].Header.Get("Authorization"), naotest.APIKey)
		equal(t, "path", requests[1].Path, "/sites")
		equal(t, "query", requests[1].Query.Get("page[number]"), "2")
		equal(t, "time between", requests[1].Time.Sub(requests[0].Time), time.Second)
		s.ResetRequests()
		equal(t, "after the reset", len(s.Requests()), 0)
	})
}

func TestLog_keepsTheBeginningOfALongBody(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	inProcess(t, s).do("POST", "/sites", lovely+strings.Repeat(" ", 10_000), 201)
	equal(t, "kept", len(s.Requests()[0].Body), 4096)
}

func TestLog_countsByPattern(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	c := inProcess(t, s)
	c.do("GET", "/sites", "", 200)
	c.do("GET", "/sites/1", "", 404)
	c.do("GET", "/sites/2", "", 404)
	c.do("DELETE", "/sites/2", "", 404)
	c.do("GET", "/teams/1/site_team_associations/2", "", 404)
	for _, test := range []struct {
		method, pattern string
		want            int
	}{{"", "", 5}, {"GET", "", 4}, {"GET", "/sites/*", 2}, {"", "/sites/*", 3}, {"GET", "/sites", 1}, {"GET", "/teams/*", 0}} {
		equal(t, test.method+" "+test.pattern, s.Count(test.method, test.pattern), test.want)
	}
	want := map[string]int{
		"GET /sites": 1, "GET /sites/*": 2, "DELETE /sites/*": 1, "GET /teams/*/site_team_associations/*": 1,
	}
	if !maps.Equal(s.Tally(), want) {
		t.Errorf("got %v, want %v", s.Tally(), want)
	}
}

func TestLog_highestNumberInFlight(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := naotest.New(naotest.Behavior{Latency: time.Second})
		c := inProcess(t, s)
		for _, parallel := range []int{2, 5, 3} {
			var group sync.WaitGroup
			for range parallel {
				group.Go(func() { _, _ = c.send(t.Context(), "GET", "/teams", "") })
			}
			group.Wait()
		}
		equal(t, "highest", s.MaxInFlight(), 5)
		s.ResetRequests()
		c.do("GET", "/teams", "", 200)
		equal(t, "after the reset", s.MaxInFlight(), 1)
	})
}

func TestServer_isSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	s := naotest.Start(t, naotest.Behavior{Listing: naotest.Listing{BetweenPages: func(s *naotest.Server, _ int) {
		s.AddSite(naotest.Site{Name: "between"})
	}}})
	s.SeedSites(10)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			c := overSocket(t, s)
			for range 10 {
				_, _ = c.send(t.Context(), "POST", "/sites", lovely)
				_, _ = c.send(t.Context(), "GET", "/sites?page[size]=3&sort=name&filter[name_cont]=e", "")
				_, _ = c.send(t.Context(), "PUT", "/sites/11416", `{"site":{"name":"x"}}`)
				s.UpdateSite("11417", func(site *naotest.Site) { site.Name += "x" })
				s.SetBehavior(func(b *naotest.Behavior) { b.Latency = time.Microsecond })
				s.Requests()
			}
		})
	}
	group.Wait()
	equal(t, "sites", len(s.Sites()), 10+80+80)
}
