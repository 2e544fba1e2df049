// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// watch makes a client of a server that answers the polls of a job in turn, the last answer for ever, and tells when each poll came.
func watch(t *testing.T, answers ...poll) (*Client, func() []time.Duration) {
	t.Helper()
	began := time.Now()
	var polls []time.Duration
	c := scripted(t, func(*http.Request) *http.Response {
		polls = append(polls, time.Since(began))
		answer := answers[min(len(polls), len(answers))-1]
		return says(answer.status, answer.body, "X-Request-Id", "r-1")
	})
	c.reached.Store(true) // By the answer that named the job.
	return c, func() []time.Duration { return polls }
}

// poll is how one poll is answered.
type poll struct {
	status int
	body   string
}

const jobAt = naotest.Endpoint + "/background_jobs/7"

func TestFollow_howJobsEnd(t *testing.T) {
	t.Parallel()
	attributes := func(a string) string { return `{"data":{"id":"7","type":"job_watcher","attributes":` + a + `}}` }
	for name, test := range map[string]struct {
		status  int
		body    string
		problem string
		gone    bool
	}{
		"success":                 {status: 200, body: jobDocument("success", true)},
		"success in capitals":     {status: 200, body: jobDocument("SUCCESS", true)},
		"finished, no status":     {status: 200, body: attributes(`{"has_finished":true}`)},
		"finished as a string":    {status: 200, body: attributes(`{"status":"success","has_finished":"true"}`)},
		"success, nothing more":   {status: 200, body: attributes(`{"status":"success"}`)},
		"a plain job":             {status: 200, body: `{"job_watcher":{"id":7,"status":"success","has_finished":true}}`},
		"failure":                 {status: 200, body: attributes(`{"status":"failure","message":"Missing graph.","has_finished":true}`), problem: "the background job failed: Missing graph. (" + jobAt + ")"},
		"failure without reason":  {status: 200, body: jobDocument("failure", true), problem: "the background job failed: no reason given"},
		"failure, nothing more":   {status: 200, body: attributes(`{"status":"failure","has_finished":null}`), problem: "the background job failed"},
		"an error":                {status: 200, body: jobDocument("Error", true), problem: "the background job failed: no reason given"},
		"a status of nobody":      {status: 200, body: jobDocument("aborted", true), problem: `the status "aborted", which is not documented`, gone: true},
		"gone":                    {status: 404, body: `{"errors":[]}`, problem: "how the background job ended is not known: (GET", gone: true},
		"another resource":        {status: 200, body: `{"data":{"id":"1","type":"site","attributes":{}}}`, problem: "how the background job ended is not known: its address shows a site", gone: true},
		"forbidden":               {status: 403, problem: "403 Forbidden"},
		"unauthorized":            {status: 401, problem: "401 Unauthorized"},
		"a list":                  {status: 200, body: `{"data":[]}`, problem: "expected one background job, got 0 resources (request id r-1)"},
		"a page":                  {status: 200, body: `<html>`, problem: "unreadable answer to GET /api/v2/background_jobs/7: expected a JSON document, got an HTML page"},
		"odd attributes":          {status: 200, body: attributes(`{"has_finished":"perhaps"}`), problem: "has_finished: expected true or false, got a string"},
		"a document of something": {status: 200, body: `{"site":{}}`, problem: "got neither"},
	} {
		virtually(name, t, func(t *testing.T) {
			c, polls := watch(t, poll{test.status, test.body})
			err := c.follow(t.Context(), jobAt, nil)
			if test.problem == "" && err != nil {
				t.Error(err)
			} else if test.problem != "" {
				wantError(t, err, test.problem)
			}
			if got := errors.Is(err, errJobUnclear); got != test.gone {
				t.Errorf("gone: got %t, want %t", got, test.gone)
			}
			if got := len(polls()); got != 1 {
				t.Errorf("got %d polls, want 1", got)
			}
		})
	}
}

func TestFollow_pollsLessAndLessOften(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var answers []poll
		for i := range 12 {
			answers = append(answers, poll{200, jobDocument(fmt.Sprintf("In progress %d", i), false)})
		}
		c, polls := watch(t, append(answers, poll{200, jobDocument("success", true)})...)
		var reports []string
		if err := c.follow(t.Context(), jobAt, func(job Job) { reports = append(reports, job.Status) }); err != nil {
			t.Fatal(err)
		}
		times := polls()
		if len(times) != 13 || len(reports) != 13 || reports[0] != "In progress 0" || reports[12] != "success" {
			t.Fatalf("got %d polls and the reports %q, want 13", len(times), reports)
		}
		before := time.Duration(0)
		for i := 1; i < len(times); i++ {
			pause := times[i] - times[i-1]
			if pause < before {
				t.Errorf("pause %d is %s, after one of %s", i, pause, before)
			}
			before = pause
		}
		if first, last := times[1]-times[0], times[12]-times[11]; first != 250*time.Millisecond || last != 5*time.Second {
			t.Errorf("got pauses from %s to %s, want from 250 ms to 5 s", first, last)
		}
	})
}

func TestFollow_pollsAreRetried(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, polls := watch(t, poll{503, ""}, poll{200, jobDocument("In progress", false)}, poll{429, ""}, poll{500, ""}, poll{200, jobDocument("success", true)})
		if err := c.follow(t.Context(), jobAt, nil); err != nil {
			t.Fatal(err)
		}
		if got := len(polls()); got != 5 {
			t.Errorf("got %d polls, want 5", got)
		}
	})
}

func TestFollow_endsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, _ := watch(t, poll{200, jobDocument("In progress", false)})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		began := time.Now()
		if err := c.follow(ctx, jobAt, nil); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the end of the context", err)
		}
		if passed := time.Since(began); passed != 10*time.Second {
			t.Errorf("it took %s, want 10 s", passed)
		}
	})
}

func TestFollow_neverAsksElsewhere(t *testing.T) {
	t.Parallel()
	c := scripted(t, func(r *http.Request) *http.Response {
		t.Errorf("a request was sent to %s", r.URL)
		return says(200, jobDocument("success", true))
	})
	for _, jobURL := range []string{"https://evil.example/background_jobs/7", "https://127.0.0.1/background_jobs/7", "http://127.0.0.1:8080/7", "/%zz"} {
		if err := c.follow(t.Context(), jobURL, nil); err == nil {
			t.Errorf("%s: got no error", jobURL)
		}
	}
}
