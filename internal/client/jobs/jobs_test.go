// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/redact"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// jobDocument is the document of job 7.
func jobDocument(status string, finished bool) string {
	return fmt.Sprintf(`{"data":{"id":"7","type":"job_watcher","attributes":{"id":7,"status":%q,"message":null,"has_finished":%t}}}`, status, finished)
}

// sender responds to polls in turn, with the last response for ever, and notes when each came and where it went.
type sender struct {
	polls []poll
	began time.Time
	at    []time.Duration
	calls []transport.Call
}

// poll is the response to one poll.
type poll struct {
	status int
	body   string
}

func (s *sender) Do(_ context.Context, call transport.Call) (*transport.Response, error) {
	s.at, s.calls = append(s.at, time.Since(s.began)), append(s.calls, call)
	response := s.polls[min(len(s.at), len(s.polls))-1]
	if response.status >= 400 {
		return nil, &transport.Error{Status: response.status, Method: call.Method, Path: call.Path}
	}
	return &transport.Response{Call: call, Status: response.status, Body: []byte(response.body)}, nil
}

// following makes a follower of jobs whose polls get these responses.
func following(log *strings.Builder, polls ...poll) (*Follower, *sender) {
	s := &sender{polls: polls, began: time.Now()}
	logger := slog.New(slog.DiscardHandler)
	if log != nil {
		logger = slog.New(slog.NewTextHandler(log, nil))
	}
	return &Follower{Doer: s, Masker: redact.New("hush-hush"), Log: logger, Scale: 500 * time.Millisecond}, s
}

func TestFollow_howJobsEnd(t *testing.T) {
	t.Parallel()
	attributes := func(a string) string { return `{"data":{"id":"7","type":"job_watcher","attributes":` + a + `}}` }
	for name, test := range map[string]struct {
		status           int
		body             string
		problem          string
		failure, unclear bool
	}{
		"success":                {status: 200, body: jobDocument("success", true)},
		"success in capitals":    {status: 200, body: jobDocument("SUCCESS", true)},
		"finished as a string":   {status: 200, body: attributes(`{"status":"success","has_finished":"true"}`)},
		"success, nothing more":  {status: 200, body: attributes(`{"status":"success"}`)},
		"a plain job":            {status: 200, body: `{"job_watcher":{"id":7,"status":"success","has_finished":true}}`},
		"failure":                {status: 200, body: attributes(`{"status":"failure","message":"Missing graph.","has_finished":true}`), problem: "the background job 7 failed: Missing graph.", failure: true},
		"failure without reason": {status: 200, body: jobDocument("failure", true), problem: "the background job 7 failed: no reason given", failure: true},
		"failure, nothing more":  {status: 200, body: attributes(`{"status":"failure","has_finished":null}`), problem: "the background job 7 failed", failure: true},
		"an error":               {status: 200, body: jobDocument("Error", true), problem: "the background job 7 failed: no reason given", failure: true},
		"a secret in its reason": {status: 200, body: attributes(`{"status":"failure","message":"no hush-hush\u001b[31m","has_finished":true}`), problem: "failed: no ", failure: true},
		"finished, no status":    {status: 200, body: attributes(`{"has_finished":true}`), problem: `the status ""`, unclear: true},
		"a status of nobody":     {status: 200, body: jobDocument("aborted", true), problem: `the status "aborted", which is not documented`, unclear: true},
		"another resource":       {status: 200, body: `{"data":{"id":"1","type":"site","attributes":{}}}`, problem: "how the background job 7 ended is not known: its address shows a site", unclear: true},
		"forbidden":              {status: 403, problem: "403", unclear: true},
		"a failure that lasts":   {status: 500, problem: "500", unclear: true},
		"unauthorized":           {status: 401, problem: "401"},
		"a redirect to its work": {status: 303, body: `<html>`, problem: "expected a JSON document", unclear: true},
		"a list":                 {status: 200, body: `{"data":[]}`, problem: "expected one background job, got 0 resources", unclear: true},
		"a page":                 {status: 200, body: `<html>`, problem: "expected a JSON document", unclear: true},
		"a bare job":             {status: 200, body: `{"id":7,"status":"success","has_finished":true}`, problem: "expected a JSON:API document", unclear: true},
		"finished, in words":     {status: 200, body: attributes(`{"status":"success","has_finished":"yes"}`)},
		"odd attributes":         {status: 200, body: attributes(`{"status":["success"],"has_finished":true}`), problem: "status: expected a string", unclear: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, s := following(nil, poll{test.status, test.body})
			err := f.Follow(t.Context(), "7", nil)
			if (err == nil) != (test.problem == "") || err != nil && !strings.Contains(err.Error(), test.problem) {
				t.Errorf("got the error %v, want %q", err, test.problem)
			}
			if err != nil && strings.ContainsAny(err.Error(), "\x1b\n") || err != nil && strings.Contains(err.Error(), "hush") {
				t.Errorf("got %q, which lets out what it may not", err)
			}
			if IsFailure(err) != test.failure || IsUnclear(err) != test.unclear {
				t.Errorf("got %v: failure %t, unclear %t; want %t, %t", err, IsFailure(err), IsUnclear(err), test.failure, test.unclear)
			}
			if len(s.calls) != 1 || s.calls[0].Method != http.MethodGet || s.calls[0].Path != "/background_jobs/7" {
				t.Errorf("got the calls %+v", s.calls)
			}
		})
	}
}

func TestFollow_anIDThatIsNone(t *testing.T) {
	t.Parallel()
	f, s := following(nil, poll{200, jobDocument("success", true)})
	for _, id := range []string{"", "../7", "7?x", "a/b"} {
		if err := f.Follow(t.Context(), id, nil); !IsUnclear(err) {
			t.Errorf("%q: got %v, want that its end is not known", id, err)
		}
	}
	if len(s.calls) > 0 {
		t.Errorf("sent %+v", s.calls)
	}
}

func TestFollow_pollsLessAndLessOften(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var polls []poll
		for i := range 12 {
			polls = append(polls, poll{200, jobDocument(fmt.Sprintf("In progress %d", i), false)})
		}
		var log strings.Builder
		f, s := following(&log, append(polls, poll{200, jobDocument("success", true)})...)
		var reports []string
		if err := f.Follow(t.Context(), "7", func(job Job) { reports = append(reports, job.Status) }); err != nil {
			t.Fatal(err)
		}
		if len(s.at) != 13 || len(reports) != 13 || reports[0] != "In progress 0" || reports[12] != "success" {
			t.Fatalf("got %d polls and the reports %q, want 13", len(s.at), reports)
		}
		before := time.Duration(0)
		for i := 1; i < len(s.at); i++ {
			pause := s.at[i] - s.at[i-1]
			if pause < before {
				t.Errorf("pause %d is %s, after one of %s", i, pause, before)
			}
			before = pause
		}
		if first, last := s.at[1]-s.at[0], s.at[12]-s.at[11]; first != 250*time.Millisecond || last != 5*time.Second {
			t.Errorf("got pauses from %s to %s, want from 250 ms to 5 s", first, last)
		}
		if warnings := strings.Count(log.String(), "level=WARN"); warnings != 1 {
			t.Errorf("warned %d times, want once: %s", warnings, log.String())
		}
	})
}

func TestFollow_endsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f, s := following(nil, poll{200, jobDocument("In progress", false)})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		err := f.Follow(ctx, "7", nil)
		if !errors.Is(err, context.DeadlineExceeded) || IsFailure(err) || IsUnclear(err) {
			t.Errorf("got %v, want the end of the context", err)
		}
		if passed := time.Since(s.began); passed != 10*time.Second {
			t.Errorf("it took %s, want 10 s", passed)
		}
	})
}

// TestFollow_aJobThatIsNotKnown has an API that does not know a job yet, or not any more.
func TestFollow_aJobThatIsNotKnown(t *testing.T) {
	t.Parallel()
	running, success := poll{200, jobDocument("running", false)}, poll{200, jobDocument("success", true)}
	for name, test := range map[string]struct {
		polls   []poll
		unclear bool
		most    time.Duration
	}{
		"not yet":  {[]poll{{status: 404}, {status: 404}, success}, false, 5 * time.Second},
		"never":    {[]poll{{status: 404}}, true, 15 * time.Second},
		"gone":     {[]poll{{status: 410}}, true, 15 * time.Second},
		"no more":  {[]poll{running, {status: 404}}, true, time.Second},
		"together": {[]poll{{status: 404}, running, success}, false, 5 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f, s := following(nil, test.polls...)
				err := f.Follow(t.Context(), "7", nil)
				if IsUnclear(err) != test.unclear || (err == nil) == test.unclear {
					t.Errorf("got %v, want unclear %t", err, test.unclear)
				}
				if test.unclear && !strings.Contains(err.Error(), "the API does not know the job") {
					t.Errorf("got %v", err)
				}
				if took := time.Since(s.began); took > test.most {
					t.Errorf("it took %s, want at most %s", took, test.most)
				}
			})
		})
	}
}
