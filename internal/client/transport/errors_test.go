// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestErrors_speak(t *testing.T) {
	t.Parallel()
	gone := errors.New("gone")
	refusal := &Error{Status: 401, Method: "GET", Path: "/teams/1", Advice: "The key is wrong.", Details: []jsonapi.Detail{{Detail: "no"}}}
	for name, test := range map[string]struct {
		err  error
		want string
	}{
		"reasons": {
			&Error{Status: 422, Method: "POST", Path: "/teams", RequestID: "r-1", Details: []jsonapi.Detail{{Detail: "Name can't be blank"}, {}, {Title: "Odd"}}},
			"Name can't be blank; Odd (POST /teams: 422 Unprocessable Entity, request id r-1)",
		},
		"advice":             {refusal, "no (GET /teams/1: 401 Unauthorized). The key is wrong."},
		"no reason":          {&Error{Status: 502, Method: "GET", Path: "/teams/1"}, "(GET /teams/1: 502 Bad Gateway)"},
		"a status of nobody": {&Error{Status: 599, Method: "GET", Path: "/teams/1"}, "(GET /teams/1: 599)"},
		"no response":        {&TransportError{Method: "GET", Path: "/teams", Err: gone}, "no response to GET /teams: gone"},
		"interrupted":        {&TransportError{Method: "GET", Path: "/teams", Err: context.Canceled}, "the run was interrupted"},
		"time was up":        {&TransportError{Method: "GET", Path: "/teams", Err: context.DeadlineExceeded}, "no response to GET /teams: time was up"},
		"an unreadable one":  {&ResponseError{Method: "GET", Path: "/teams", Err: gone}, "unreadable response to GET /teams: gone"},
		"one with its id":    {&ResponseError{Method: "GET", Path: "/teams", RequestID: "r-1", Err: gone}, "unreadable response to GET /teams: gone (request id r-1)"},
		"skipped":            {&SkippedError{refusal}, "not sent, for the same reason as an earlier request: 401 Unauthorized (GET /teams/1)"},
		"skipped, no server": {&SkippedError{&TransportError{Err: gone}}, "not sent, for the same reason as an earlier request: gone"},
		"skipped, otherwise": {&SkippedError{gone}, "not sent, for the same reason as an earlier request: gone"},
		"outcomes":           {fmt.Errorf("%s %s %s", NotSent, Refused, Unknown), "not sent refused unknown"},
	} {
		if got := test.err.Error(); got != test.want {
			t.Errorf("%s: got  %q\nwant %q", name, got, test.want)
		}
	}
}

func TestErrors_unwrap(t *testing.T) {
	t.Parallel()
	for _, err := range []error{
		&TransportError{Err: io.ErrUnexpectedEOF}, &ResponseError{Err: io.ErrUnexpectedEOF}, &SkippedError{io.ErrUnexpectedEOF}, &Error{cause: io.ErrUnexpectedEOF},
	} {
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%T hides its cause", err)
		}
	}
}

func TestErrors_outcomes(t *testing.T) {
	t.Parallel()
	lost := &TransportError{Sent: true, Err: io.EOF}
	for name, test := range map[string]struct {
		err  error
		want Outcome
	}{
		"lost":                        {lost, Unknown},
		"not sent":                    {&TransportError{Err: io.EOF}, NotSent},
		"skipped after another's":     {&SkippedError{lost}, NotSent},
		"skipped after its own":       {&TransportError{Sent: true, Err: &SkippedError{lost}}, Unknown},
		"skipped after a refusal":     {&SkippedError{&Error{Status: 401}}, NotSent},
		"422":                         {&Error{Status: 422}, Refused},
		"500":                         {&Error{Status: 500}, Unknown},
		"408":                         {&Error{Status: 408}, Unknown},
		"429":                         {&Error{Status: 429}, Refused},
		"unreadable":                  {&ResponseError{Err: io.EOF}, Unknown},
		"the end of a context":        {context.Canceled, NotSent},
		"credentials, or a bad path":  {&PathError{"/.."}, NotSent},
		"a 401 after a lost response": {&Error{Status: 401, earlierUnknown: true}, Unknown},
	} {
		if got := OutcomeOf(fmt.Errorf("create team: %w", test.err)); got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}

func TestErrors_predicates(t *testing.T) {
	t.Parallel()
	predicates := map[string]func(error) bool{"not found": IsNotFound, "forbidden": IsForbidden, "invalid": IsInvalid}
	for status, want := range map[int]string{
		400: "invalid", 401: "", 403: "forbidden", 404: "not found", 405: "", 410: "not found", 422: "invalid", 429: "", 500: "",
	} {
		for name, is := range predicates {
			if got := is(fmt.Errorf("read team 7: %w", &Error{Status: status})); got != (name == want) {
				t.Errorf("%d: %s: got %t", status, name, got)
			}
			if is(errors.New("404 422 401 403 429")) || is(nil) {
				t.Errorf("%s: told from the text of an error", name)
			}
		}
	}
}

// TestErrors_ofEveryResponseThatSaysNo says what the API said, to which request, and its id.
func TestErrors_ofEveryResponseThatSaysNo(t *testing.T) {
	t.Parallel()
	is := func(status int) func(error) bool { return func(err error) bool { return HasStatus(err, status) } }
	for name, test := range map[string]struct {
		fault naotest.Fault
		is    func(error) bool
		want  string
	}{
		"401":        {naotest.Status(401), is(401), "Unauthorized (GET /sites/1: 401 Unauthorized, request id "},
		"403":        {naotest.Status(403), IsForbidden, "Forbidden (GET /sites/1: 403 Forbidden, request id "},
		"404":        {naotest.Status(404), IsNotFound, "Not Found (GET /sites/1: 404 Not Found, request id "},
		"410":        {naotest.Status(410), IsNotFound, "410 Gone"},
		"OAuth":      {naotest.OAuthError(401, "invalid_token", "The access token expired"), is(401), "The access token expired (GET"},
		"fields":     {naotest.ErrorFields(422, map[string][]string{"name": {"is odd"}}), IsInvalid, "name is odd (GET"},
		"strings":    {naotest.ErrorStrings(400, "one", "two"), IsInvalid, "one; two (GET"},
		"nulls":      {naotest.NullErrors(403), IsForbidden, "(GET /sites/1: 403 Forbidden, request id "},
		"a page":     {naotest.ProxyPage(403), IsForbidden, "(GET /sites/1: 403 Forbidden, request id "},
		"no body":    {naotest.Canned(404, "", ""), IsNotFound, "(GET /sites/1: 404 Not Found, request id "},
		"a 404 page": {naotest.ProxyPage(404), func(err error) bool { return HasStatus(err, 404) && !IsNotFound(err) }, "404 Not Found"},
		"a 410 page": {naotest.ProxyPage(410), func(err error) bool { return HasStatus(err, 410) && !IsNotFound(err) }, "410 Gone"},
	} {
		server := site()
		server.Inject(test.fault, naotest.On("GET", "/sites/1"))
		s, attempts := inProcess(t, server, settings{})
		err := get(t.Context(), s)
		wantError(t, err, test.want)
		if !test.is(err) {
			t.Errorf("%s: got %v, which is of the wrong kind", name, err)
		}
		if got := attempts.count(); got != 1 {
			t.Errorf("%s: got %d requests, want 1", name, got)
		}
	}
}

// TestSender_aRefusalInsideASuccess has errors and no data in a response of 200.
func TestSender_aRefusalInsideASuccess(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body string
		want int
	}{
		"no status":           {`{"errors":[{"detail":"not now"}]}`, 422},
		"a status":            {`{"errors":[{"detail":"not now","status":"403"}]}`, 403},
		"a number":            {`{"errors":[{"detail":"not now","status":404}]}`, 404},
		"an odd status":       {`{"errors":[{"detail":"not now","status":"200"}]}`, 422},
		"a status of nobody":  {`{"errors":[{"detail":"not now","status":"999"}]}`, 422},
		"a word":              {`{"errors":[{"detail":"not now","status":"no"}]}`, 422},
		"null data":           {`{"data":null,"errors":[{"detail":"not now"}]}`, 422},
		"data and errors":     {`{"data":{"id":"1","type":"site"},"errors":[{"detail":"not now"}]}`, 0},
		"no errors":           {`{"data":{"id":"1","type":"site","attributes":{"name":"errors"}},"errors":[]}`, 0},
		"a site named errors": {`{"data":{"id":"1","type":"site","attributes":{"name":"errors"}}}`, 0},
	} {
		for method, call := range siteCalls {
			r, err := scripted(t, always(200, test.body), settings{}).Do(t.Context(), call)
			if test.want == 0 {
				if err != nil || string(r.Body) != test.body {
					t.Errorf("%s, %s: got %v", method, name, err)
				}
				continue
			}
			wantError(t, err, "not now (")
			if !HasStatus(err, test.want) {
				t.Errorf("%s, %s: got %v, want %d", method, name, err, test.want)
			}
		}
	}
	virtually("that passes", t, func(t *testing.T) {
		s := scripted(t, inTurn(reply{status: 200, body: `{"errors":[{"status":"503"}]}`}, status(200)), settings{})
		if err := get(t.Context(), s); err != nil {
			t.Error(err)
		}
	})
}

// TestSender_aConflictIsRepeatedForAMinute has one that lasts for some time.
func TestSender_aConflictIsRepeatedForAMinute(t *testing.T) {
	t.Parallel()
	for lasts, passes := range map[time.Duration]bool{50 * time.Second: true, time.Hour: false} {
		for method, call := range siteCalls {
			virtually(fmt.Sprintf("%s, %s", method, lasts), t, func(t *testing.T) {
				began := time.Now()
				s := scripted(t, func(*http.Request) *http.Response {
					if time.Since(began) < lasts {
						return says(409, `{"errors":[{"detail":"a building is being removed"}]}`)
					}
					return says(200, `{"data":{"id":"1"}}`)
				}, settings{retries: -1})
				_, err := s.Do(t.Context(), call)
				if passes && err != nil {
					t.Errorf("got %v", err)
				}
				if !passes {
					wantError(t, err, "a building is being removed (", "409 Conflict")
				}
				if took := time.Since(began); took > time.Minute {
					t.Errorf("it took %s, want at most a minute", took)
				}
			})
		}
	}
}

// TestSender_aConflictWithItselfIsWaitedFor has a gateway give up on a request, whose work then stands in the way of its repetition for long.
func TestSender_aConflictWithItselfIsWaitedFor(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"PUT", "DELETE"} {
		virtually(method, t, func(t *testing.T) {
			began := time.Now()
			s := scripted(t, func(*http.Request) *http.Response {
				switch passed := time.Since(began); {
				case passed == 0:
					return says(504, "")
				case passed < 5*time.Minute:
					return says(409, "")
				}
				return says(200, `{"data":{"id":"1"}}`)
			}, settings{})
			ctx, cancel := withTimeout(t, 20*time.Minute)
			defer cancel()
			if _, err := s.Do(ctx, siteCalls[method]); err != nil {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestSender_boundsWhatItReads has bodies that are as large as they may be, and larger.
func TestSender_boundsWhatItReads(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("nothing runs at the same time here, and the race detector makes it slow")
	}
	login := Call{Method: "POST", Path: "/sessions", Login: &Login{}}
	for name, test := range map[string]struct {
		call   Call
		status int
		size   int
		want   string
	}{
		"a page":                 {siteCalls["GET"], 200, maxBody, ""},
		"a page that is too big": {siteCalls["GET"], 200, maxBody + 1, "unreadable response to GET /sites/1: it is larger than 16 MiB, the most that is read (request id r-1)"},
		"an update":              {siteCalls["PUT"], 200, maxBody + 1, "it is larger than 16 MiB"},
		"a login":                {login, 201, maxLogin, ""},
		"a login of 1 MiB more":  {login, 201, 2 * maxLogin, "it is larger than 1 MiB"},
		"an error":               {siteCalls["GET"], 404, maxBody + 1, "(GET /sites/1: 404 Not Found"},
	} {
		s := scripted(t, always(test.status, strings.Repeat(" ", test.size), "X-Request-Id", "r-1"), settings{})
		r, err := s.Do(t.Context(), test.call)
		if test.want != "" {
			wantError(t, err, test.want)
		} else if err != nil || len(r.Body) != test.size {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestElapsedOf_isTheLastAttempts(t *testing.T) {
	t.Parallel()
	before := &Error{Status: 429, Elapsed: time.Second}
	for name, test := range map[string]struct {
		err  error
		want time.Duration
	}{
		"a refusal":                   {before, time.Second},
		"no response":                 {&TransportError{Err: io.EOF, Elapsed: time.Minute}, time.Minute},
		"no response after a refusal": {&TransportError{Err: context.DeadlineExceeded, Elapsed: time.Minute, Before: before}, time.Minute},
		"never sent":                  {&PathError{"/.."}, 0},
	} {
		if got := ElapsedOf(fmt.Errorf("create team: %w", test.err)); got != test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
	}
}
