// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestSender_headers(t *testing.T) {
	t.Parallel()
	server := site()
	s, _ := inProcess(t, server, settings{userAgent: "terraform-provider-naocloud/test"})
	for _, method := range []string{"GET", "PUT"} {
		if _, err := s.Do(t.Context(), siteCalls[method]); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range server.Requests() {
		for name, want := range map[string]string{
			"Accept": "application/vnd.api+json", "Content-Type": "application/json",
			"Authorization": naotest.APIKey, "User-Agent": "terraform-provider-naocloud/test",
		} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s: %s: got %q, want %q", r.Method, name, got, want)
			}
		}
	}
}

func TestSender_whatCannotBePreparedIsNotSent(t *testing.T) {
	t.Parallel()
	for want, call := range map[string]Call{
		"encode the body of PUT /sites/1: ":                  {Method: http.MethodPut, Path: "/sites/1", Body: map[string]any{"name": func() {}}},
		"prepare FIND IT /sites: ":                           {Method: "FIND IT", Path: "/sites"},
		`refused to send a request to the path "/teams/.."`:  {Method: http.MethodDelete, Path: "/teams/.."},
		`refused to send a request to the path "/teams/1/%2`: {Method: http.MethodDelete, Path: "/teams/1/%2e"},
	} {
		server := site()
		s, _ := inProcess(t, server, settings{})
		_, err := s.Do(t.Context(), call)
		wantError(t, err, want)
		if got := len(server.Requests()); got != 0 || OutcomeOf(err) != NotSent {
			t.Errorf("got %d requests and the outcome %s, want none", got, OutcomeOf(err))
		}
	}
}

func TestSender_credentialsGoToTheEndpointAlone(t *testing.T) {
	t.Parallel()
	for _, target := range []string{
		"http://127.0.0.1:8080/api/v2/sites/1", "https://127.0.0.1/api/v2/sites/1", "http://localhost/api/v2/sites/1", "http://evil.example/api/v2/sites/1",
		"http://127.0.0.1.evil.example/api/v2/sites/1", "http://127.0.0.1@evil.example/api/v2/sites/1",
	} {
		server := site()
		s, attempts := inProcess(t, server, settings{})
		x := &exchange{sender: s, call: siteCalls["GET"], caller: t.Context()}
		request := &http.Request{Method: http.MethodGet, URL: mustURL(t, target), Header: http.Header{}}
		_, err := x.RoundTrip(request.WithContext(t.Context())) //nolint:bodyclose // There is none.
		wantError(t, err, "refused to send credentials to ")
		if got := attempts.count(); got != 0 {
			t.Errorf("got %d requests, want none", got)
		}
	}
}

// TestSender_sendsWithoutCredentials has a sender that nothing authorizes.
func TestSender_sendsWithoutCredentials(t *testing.T) {
	t.Parallel()
	var got http.Header
	s := scripted(t, func(r *http.Request) *http.Response {
		got = r.Header
		return says(401, "")
	}, settings{})
	s.Authorize(nil)
	_, err := s.Do(t.Context(), siteCalls["GET"])
	if !HasStatus(err, 401) || got.Get("Authorization") != "" {
		t.Errorf("got %v, with the headers %v", err, got)
	}
}

func TestSender_logsEachAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var lines bytes.Buffer
		server := site()
		server.Inject(naotest.TooManyRequests("3"), naotest.On("", "").Times(1))
		server.Inject(naotest.Refuse, naotest.On("", "").Times(1))
		server.Inject(naotest.Status(503), naotest.On("", "").Times(1))
		s, _ := inProcess(t, server, settings{log: &lines, retryWait: 30 * time.Second})
		if err := get(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		for i, want := range [][]string{
			{"level=INFO", `msg="too many requests: all of them pause" wait=3s method=GET path=/sites/1`},
			{"level=DEBUG", "method=GET path=/sites/1 attempt=1 ", "status=429 request_id=0000", `why="rate limited" wait=0s`},
			{"level=DEBUG", "attempt=2 ", "connection refused", `why="the connection failed" wait=`},
			{`msg="waiting before a request is repeated: the connection failed" wait=`},
			{"level=DEBUG", "attempt=3 ", "status=503 ", `why="the server failed" wait=`},
			{`msg="waiting before a request is repeated: the server failed" wait=`},
			{"level=DEBUG", "attempt=4 ", "status=200 request_id=0000"},
		} {
			line, err := lines.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range want {
				if !strings.Contains(line, part) {
					t.Errorf("line %d: got %s, want %s in it", i+1, line, part)
				}
			}
		}
		if lines.Len() > 0 {
			t.Errorf("there is more: %s", &lines)
		}
	})
	for wait, level := range map[string]string{"10": "INFO", "11": "WARN"} {
		virtually("a wait of "+wait+" s", t, func(t *testing.T) {
			var lines bytes.Buffer
			s := scripted(t, inTurn(status(503, "Retry-After", wait), status(200)), settings{log: &lines})
			if err := get(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			if want := "level=" + level + ` msg="waiting before a request is repeated: the server failed" wait=` + wait + "s"; !strings.Contains(lines.String(), want) {
				t.Errorf("got %s, want %s", &lines, want)
			}
		})
	}
}
