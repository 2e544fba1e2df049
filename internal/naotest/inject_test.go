// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// statuses sends the same request n times.
func statuses(c *client, n int, method, path, body string) []int {
	c.t.Helper()
	var got []int
	for range n {
		response, err := c.send(c.t.Context(), method, path, body)
		if err != nil {
			c.t.Fatal(err)
		}
		got = append(got, response.status)
	}
	return got
}

func TestInject_skipsAndCounts(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	s.Inject(naotest.Status(503), naotest.On("GET", "/teams").Skip(1).Times(2))
	s.Inject(naotest.Status(500), naotest.On("GET", "/teams").Times(1))
	got := statuses(inProcess(t, s), 5, "GET", "/teams", "")
	if want := []int{500, 503, 503, 200, 200}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if want := map[string]int{"status 500": 1, "status 503": 2}; !maps.Equal(s.FaultCount(), want) {
		t.Errorf("got %v, want %v", s.FaultCount(), want)
	}
}

func TestInject_matches(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		match              naotest.Match
		method, path, body string
		want               bool
	}{
		"everything":          {naotest.Match{}, "GET", "/teams", "", true},
		"method":              {naotest.On("POST", ""), "GET", "/teams", "", false},
		"any method":          {naotest.On("", "/teams"), "GET", "/teams", "", true},
		"path":                {naotest.On("GET", "/teams"), "GET", "/teams/1", "", false},
		"pattern":             {naotest.On("GET", "/teams/*"), "GET", "/teams/1", "", true},
		"one segment":         {naotest.On("GET", "/teams/*"), "GET", "/teams/1/site_team_associations", "", false},
		"query":               {naotest.On("GET", "/teams").Query("page[number]", "2"), "GET", "/teams?page[number]=2", "", true},
		"another query":       {naotest.On("GET", "/teams").Query("page[number]", "2"), "GET", "/teams?page[number]=3", "", false},
		"text in the body":    {naotest.On("POST", "/teams").Body(`"x"`), "POST", "/teams", `{"team":{"name":"x"}}`, true},
		"text not in there":   {naotest.On("POST", "/teams").Body(`"y"`), "POST", "/teams", `{"team":{"name":"x"}}`, false},
		"two in the query":    {naotest.On("", "").Query("a", "1").Query("b", "2"), "GET", "/teams?a=1&b=2", "", true},
		"one of two in query": {naotest.On("", "").Query("a", "1").Query("b", "2"), "GET", "/teams?a=1", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{})
			s.Inject(naotest.Status(http.StatusTeapot), test.match)
			got := statuses(inProcess(t, s), 1, test.method, test.path, test.body)[0] == http.StatusTeapot
			equal(t, "struck", got, test.want)
		})
	}
}

func TestInject_malformedPatternPanics(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	naotest.New(naotest.Behavior{}).Inject(naotest.LoseResponse, naotest.On("POST", "/sites/["))
}

func TestSchedule_strikesWritesInOrder(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	s.Schedule(naotest.Status(500), naotest.Fault{})
	s.Schedule(naotest.Status(503).AfterWork())
	c := inProcess(t, s)
	c.do("GET", "/teams", "", 200)
	if got := statuses(c, 4, "POST", "/sites", lovely); !slices.Equal(got, []int{500, 201, 503, 201}) {
		t.Errorf("got %v", got)
	}
	equal(t, "sites", len(s.Sites()), 3)
}

func TestClearFaults_letsEverythingPass(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	s.Inject(naotest.Status(500), naotest.Match{})
	s.Schedule(naotest.Status(500))
	s.RandomFaults(1, naotest.Rates{ErrorBefore: 1})
	s.ClearFaults()
	inProcess(t, s).do("POST", "/sites", lovely, 201)
}
