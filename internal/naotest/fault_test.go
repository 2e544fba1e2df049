// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http/httptrace"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// over runs the test in process and over a socket.
func over(t *testing.T, test func(t *testing.T, s *naotest.Server, c *client)) {
	t.Helper()
	t.Run("in process", func(t *testing.T) {
		t.Parallel()
		s := naotest.New(naotest.Behavior{})
		test(t, s, inProcess(t, s))
	})
	t.Run("over a socket", func(t *testing.T) {
		t.Parallel()
		s := naotest.Start(t, naotest.Behavior{})
		test(t, s, overSocket(t, s))
	})
}

func TestFault_connection(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault  naotest.Fault
		worked int
	}{
		"lose response": {naotest.LoseResponse, 1},
		"cut":           {naotest.CutBefore, 0},
		"close":         {naotest.CloseBefore, 0},
		"refuse":        {naotest.Refuse, 0},
		"truncate body": {naotest.TruncateBody, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			over(t, func(t *testing.T, s *naotest.Server, c *client) {
				t.Helper()
				s.Inject(test.fault, naotest.On("POST", "/sites").Times(1))
				if response, err := c.send(t.Context(), "POST", "/sites", lovely); err == nil {
					t.Errorf("no error, but %d", response.status)
				}
				equal(t, "sites", len(s.Sites()), test.worked)
				equal(t, "count", s.FaultCount()[name], 1)
				for _, request := range s.Requests() {
					equal(t, "logged fault", request.Fault, name)
					equal(t, "logged status", request.Status, map[bool]int{true: 201}[test.fault == naotest.TruncateBody])
				}
				c.do("POST", "/sites", lovely, 201)
			})
		})
	}
}

// An error tells a client whether its request can have been received.
func TestFault_errorsInProcess(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault     naotest.Fault
		operation string
		cause     error
	}{
		"refuse":        {naotest.Refuse, "dial", syscall.ECONNREFUSED},
		"cut":           {naotest.CutBefore, "read", syscall.ECONNRESET},
		"lose response": {naotest.LoseResponse, "", io.EOF},
		"close":         {naotest.CloseBefore, "", io.EOF},
		"truncate":      {naotest.TruncateBody, "", io.ErrUnexpectedEOF},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{})
			s.Inject(test.fault, naotest.Match{})
			_, err := inProcess(t, s).send(t.Context(), "POST", "/sites", lovely)
			if !errors.Is(err, test.cause) {
				t.Errorf("got %v, want %v", err, test.cause)
			}
			var operation *net.OpError
			if errors.As(err, &operation) != (test.operation != "") || operation != nil && operation.Op != test.operation {
				t.Errorf("got %v, want operation %q", err, test.operation)
			}
		})
	}
}

func TestFault_hangsUntilTheClientGivesUp(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault  naotest.Fault
		worked int
	}{"before the work": {naotest.HangBefore, 0}, "after the work": {naotest.HangAfter, 1}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := naotest.New(naotest.Behavior{})
				s.Inject(test.fault, naotest.Match{}.Times(1))
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				began := time.Now()
				if _, err := inProcess(t, s).send(ctx, "POST", "/sites", lovely); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("got %v", err)
				}
				equal(t, "patience", time.Since(began), time.Hour)
				equal(t, "sites", len(s.Sites()), test.worked)
				equal(t, "logged status", s.Requests()[0].Status, 0)
			})
		})
	}
}

func TestFault_hangsOverASocketToo(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]naotest.Fault{"before": naotest.HangBefore, "after": naotest.HangAfter} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.Start(t, naotest.Behavior{})
			s.Inject(fault, naotest.Match{})
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
				WroteRequest: func(httptrace.WroteRequestInfo) { cancel() },
			})
			if _, err := overSocket(t, s).send(ctx, "POST", "/sites", lovely); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestFault_truncatesNothingWhereThereIsNoBody(t *testing.T) {
	t.Parallel()
	over(t, func(t *testing.T, s *naotest.Server, c *client) {
		t.Helper()
		site := s.AddSite(naotest.Site{Name: "x"})
		s.Inject(naotest.TruncateBody, naotest.Match{})
		c.do("DELETE", "/sites/"+site.ID, "", 204)
	})
}

func TestFault_answers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault  naotest.Fault
		status int
		body   string
		header map[string]string
	}{
		"status 503":    {naotest.Status(503), 503, `{"errors":[{"code":null,"detail":null,"source":null,"status":"503","title":"Service Unavailable"}]}`, nil},
		"unprocessable": {naotest.Unprocessable("/data/attributes/name", "is odd"), 422, `"source":{"pointer":"/data/attributes/name"}`, nil},
		"no pointer":    {naotest.Unprocessable("", "is odd"), 422, `"source":null`, nil},
		"too many":      {naotest.TooManyRequests("7"), 429, `"status":"429"`, map[string]string{"Retry-After": "7"}},
		"too many bare": {naotest.TooManyRequests(""), 429, `"status":"429"`, map[string]string{"Retry-After": ""}},
		"fields":        {naotest.ErrorFields(422, map[string][]string{"name": {"is odd"}}), 422, `{"errors":{"name":["is odd"]}}`, nil},
		"strings":       {naotest.ErrorStrings(422, "a", "b"), 422, `{"errors":["a","b"]}`, nil},
		"no strings":    {naotest.ErrorStrings(500), 500, `{"errors":[]}`, nil},
		"nulls":         {naotest.NullErrors(500), 500, `"detail":null`, nil},
		"OAuth":         {naotest.OAuthError(401, "invalid_token", "It expired"), 401, `{"error":"invalid_token","error_description":"It expired"}`, nil},
		"proxy":         {naotest.ProxyPage(502), 502, "<h1>502 Bad Gateway</h1>", map[string]string{"Content-Type": "text/html"}},
		"HTML":          {naotest.HTMLPage, 200, "<html>", map[string]string{"Content-Type": "text/html"}},
		"canned":        {naotest.Canned(200, "", "what?"), 200, "what?", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{})
			s.Inject(test.fault, naotest.On("POST", "/sites").Times(1))
			s.Inject(test.fault.AfterWork(), naotest.On("POST", "/sites").Times(1))
			c := inProcess(t, s)
			for worked := range 2 { // first without, then with the work done
				response := c.do("POST", "/sites", lovely, test.status)
				if !strings.Contains(response.body, test.body) {
					t.Errorf("got %s", response.body)
				}
				for name, value := range test.header {
					equal(t, name, response.header.Get(name), value)
				}
				equal(t, "sites", len(s.Sites()), worked)
			}
			c.do("POST", "/sites", lovely, 201)
		})
	}
}

func TestFault_jobs(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault  naotest.Fault
		worked int
		job    string // a part of its document; "" = 404
	}{
		"asynchronous":              {naotest.Asynchronous, 1, `"status":"success"`},
		"fails":                     {naotest.JobFails("no luck"), 0, `"message":"no luck"`},
		"fails after the work":      {naotest.JobFails("no luck").AfterWork(), 1, `"message":"no luck"`},
		"never finishes":            {naotest.JobNeverFinishes, 0, `"status":"In progress"`},
		"never finishes after work": {naotest.JobNeverFinishes.AfterWork(), 1, `"status":"In progress"`},
		"gone":                      {naotest.JobGone, 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{})
			s.Inject(test.fault, naotest.On("POST", "/sites"))
			c := inProcess(t, s)
			location := c.do("POST", "/sites", lovely, 303).header.Get("Location")
			if test.job == "" {
				c.do("GET", location, "", 404)
			} else if job := c.do("GET", location, "", 200).body; !strings.Contains(job, test.job) {
				t.Errorf("got %s", job)
			}
			equal(t, "sites", len(s.Sites()), test.worked)
		})
	}
}

// A job that nobody can poll does not wait for polls.
func TestFault_lostResponseOfAnAsynchronousCreate(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{Responses: naotest.Responses{Creates: naotest.SeeOther}, Jobs: naotest.Jobs{Polls: 3}})
	s.Inject(naotest.LoseResponse, naotest.On("POST", "/sites"))
	if _, err := inProcess(t, s).send(t.Context(), "POST", "/sites", lovely); err == nil {
		t.Error("no error")
	}
	equal(t, "sites", len(s.Sites()), 1)
}

func TestFault_locationElsewhere(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	s.Inject(naotest.LocationElsewhere("https://evil.example"), naotest.On("POST", "/sites"))
	equal(t, "Location", inProcess(t, s).do("POST", "/sites", lovely, 303).header.Get("Location"),
		"https://evil.example/api/v2/background_jobs/48145")
}

func TestFault_delay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := naotest.New(naotest.Behavior{Latency: time.Second})
		s.Inject(naotest.Delay(time.Minute), naotest.On("GET", "/teams"))
		s.Inject(naotest.Status(503).Delayed(time.Minute), naotest.On("GET", "/sites"))
		c := inProcess(t, s)
		began := time.Now()
		c.do("GET", "/teams", "", 200)
		c.do("GET", "/sites", "", 503)
		equal(t, "passed", time.Since(began), 2*time.Minute+2*time.Second)
	})
}

func TestFault_names(t *testing.T) {
	t.Parallel()
	for want, fault := range map[string]naotest.Fault{
		"":                      {},
		"status 500":            naotest.Status(500),
		"status 500 after work": naotest.Status(500).AfterWork(),
		"page 502":              naotest.ProxyPage(502),
		"hang after work":       naotest.HangAfter,
		"delay + lose response": naotest.LoseResponse.Delayed(time.Second),
		"job fails":             naotest.JobFails("x"),
		"location elsewhere":    naotest.LocationElsewhere("https://evil.example"),
	} {
		equal(t, "name", fault.String(), want)
	}
}
