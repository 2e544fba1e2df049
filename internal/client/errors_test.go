// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestDetail(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		detail             Detail
		message, attribute string
	}{
		{Detail{Detail: "d", Title: "t", Code: "c", Pointer: "/data/attributes/name"}, "d", "name"},
		{Detail{Title: "t", Code: "c", Pointer: "/data/relationships/site"}, "t", "site"},
		{Detail{Code: "c", Pointer: "name"}, "c", "name"},
		{Detail{Pointer: "/data"}, "", ""},
		{Detail{Pointer: "/"}, "", ""},
		{Detail{}, "", ""},
	} {
		if got := test.detail.Message(); got != test.message {
			t.Errorf("%+v: got the message %q, want %q", test.detail, got, test.message)
		}
		if got := test.detail.Attribute(); got != test.attribute {
			t.Errorf("%+v: got the attribute %q, want %q", test.detail, got, test.attribute)
		}
	}
}

func TestErrors_speak(t *testing.T) {
	t.Parallel()
	gone := errors.New("gone")
	for name, test := range map[string]struct {
		err  error
		want string
	}{
		"reasons": {
			&Error{Status: 422, Method: "POST", Path: "/teams", RequestID: "r-1", Details: []Detail{{Detail: "Name can't be blank"}, {}, {Title: "Odd"}}},
			"Name can't be blank; Odd (POST /teams: 422 Unprocessable Entity, request id r-1)",
		},
		"no reason":           {&Error{Status: 502, Method: "GET", Path: "/teams/1"}, "(GET /teams/1: 502 Bad Gateway)"},
		"a status of nobody":  {&Error{Status: 599, Method: "GET", Path: "/teams/1"}, "(GET /teams/1: 599)"},
		"no answer":           {&TransportError{Method: "GET", Path: "/teams", Err: gone}, "no answer to GET /teams: gone"},
		"an unreadable one":   {&AnswerError{Method: "GET", Path: "/teams", Err: gone}, "unreadable answer to GET /teams: gone"},
		"one with its id":     {&AnswerError{Method: "GET", Path: "/teams", RequestID: "r-1", Err: gone}, "unreadable answer to GET /teams: gone (request id r-1)"},
		"one that exists":     {&ExistsError{Noun: "team", Key: `"Ops"`, IDs: []string{"7"}}, `a team "Ops" exists already: id 7`},
		"several that do":     {&ExistsError{Noun: "team", Key: `"Ops"`, IDs: []string{"7", "8"}}, `2 teams "Ops" exist already: ids 7, 8`},
		"a failed job":        {&JobError{Job: "https://x/1", Message: "Missing graph."}, "the background job failed: Missing graph. (https://x/1)"},
		"one without reason":  {&JobError{Job: "https://x/1"}, "the background job failed: no reason given (https://x/1)"},
		"an open create":      {&PendingError{Noun: "team", Key: `"Ops"`, Err: gone}, `the create of the team "Ops" is still open, the request was sent, but its outcome is not known: gone`},
		"one with a job":      {&PendingError{Noun: "team", Key: `"Ops"`, Pending: Pending{Job: "https://x/1"}, Err: gone}, `the create of the team "Ops" is still open, the background job https://x/1 was not seen to finish: gone`},
		"two new ones":        {&AmbiguousError{Noun: "team", Key: `"Ops"`, IDs: []string{"7", "8"}}, `several new teams "Ops" appeared while one was being created, and the API does not say which one it made: ids 7, 8`},
		"one of two is known": {&AmbiguousError{Noun: "team", Key: `"Ops"`, IDs: []string{"8"}, Created: "7"}, `the create of the team "Ops" made id 7, but an attempt whose answer was lost, or somebody else at the same moment, made another: id 8`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.err.Error(); got != test.want {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

func TestErrors_unwrap(t *testing.T) {
	t.Parallel()
	for _, err := range []error{
		&TransportError{Err: io.ErrUnexpectedEOF}, &AnswerError{Err: io.ErrUnexpectedEOF}, &PendingError{Err: io.ErrUnexpectedEOF},
	} {
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%T hides its cause", err)
		}
	}
}

// isStatus tells an answer of this status.
func isStatus(status int) func(error) bool {
	return func(err error) bool { return hasStatus(err, status) }
}

func TestErrors_predicates(t *testing.T) {
	t.Parallel()
	predicates := map[string]func(error) bool{
		"not found": IsNotFound, "forbidden": IsForbidden, "invalid": IsInvalid,
	}
	for status, want := range map[int]string{
		400: "invalid", 401: "", 403: "forbidden", 404: "not found", 405: "", 410: "", 422: "invalid", 429: "", 500: "",
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

func TestPending_survivesJSON(t *testing.T) {
	t.Parallel()
	for _, pending := range []Pending{
		{},
		{Job: "https://x/1", Before: []string{"7"}, Newest: 392, Accepted: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)},
	} {
		encoded, err := json.Marshal(pending)
		if err != nil {
			t.Fatal(err)
		}
		var decoded Pending
		if err := json.Unmarshal(encoded, &decoded); err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(decoded) != fmt.Sprint(pending) {
			t.Errorf("got %+v back from %s", decoded, encoded)
		}
	}
	if encoded, _ := json.Marshal(Pending{}); string(encoded) != "{}" {
		t.Errorf("got %s for nothing", encoded)
	}
}

// Every answer that says no ends in an Error that says what the API said, to which request, and its id.
func TestErrors_ofEveryAnswerThatSaysNo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault naotest.Fault
		is    func(error) bool
		want  string
	}{
		"401":        {naotest.Status(http.StatusUnauthorized), isStatus(http.StatusUnauthorized), "Unauthorized (GET /teams/1: 401 Unauthorized, request id "},
		"403":        {naotest.Status(http.StatusForbidden), IsForbidden, "Forbidden (GET /teams/1: 403 Forbidden, request id "},
		"404":        {naotest.Status(http.StatusNotFound), IsNotFound, "Not Found (GET /teams/1: 404 Not Found, request id "},
		"OAuth":      {naotest.OAuthError(http.StatusUnauthorized, "invalid_token", "The access token expired"), isStatus(http.StatusUnauthorized), "The access token expired (GET"},
		"fields":     {naotest.ErrorFields(http.StatusUnprocessableEntity, map[string][]string{"name": {"is odd"}}), IsInvalid, "name is odd (GET"},
		"strings":    {naotest.ErrorStrings(http.StatusBadRequest, "one", "two"), IsInvalid, "one; two (GET"},
		"nulls":      {naotest.NullErrors(http.StatusForbidden), IsForbidden, "read team 1: (GET /teams/1: 403 Forbidden, request id "},
		"a page":     {naotest.ProxyPage(http.StatusForbidden), IsForbidden, "read team 1: (GET /teams/1: 403 Forbidden, request id "},
		"no body":    {naotest.Canned(http.StatusNotFound, "", ""), IsNotFound, "read team 1: (GET /teams/1: 404 Not Found, request id "},
		"a 404 page": {naotest.ProxyPage(http.StatusNotFound), func(err error) bool { return hasStatus(err, 404) && !IsNotFound(err) }, "404 Not Found"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := naotest.New(naotest.Behavior{})
			server.AddTeam(naotest.Team{ID: "1", Name: "Ops"})
			server.Inject(test.fault, naotest.On("GET", "/teams/1"))
			_, err := inProcess(t, server).Team(t.Context(), "1")
			wantError(t, err, test.want)
			if !test.is(err) {
				t.Errorf("got %v, which is of the wrong kind", err)
			}
			if got := server.Count("GET", "/teams/1"); got != 1 {
				t.Errorf("got %d requests, want 1", got)
			}
		})
	}
}

// At a wrong endpoint everything would be gone. It is not: the listing is not there either.
func TestErrors_aWrongEndpointIsNoEnd(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]script{
		"the page of a web site": always(404, "<html>"), "of an API": always(404, `{"errors":[{"title":"Not Found"}]}`), "nothing": always(404, ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := scripted(t, answer)
			_, team := c.Team(t.Context(), "1")
			_, site := c.Site(t.Context(), "1")
			_, association := c.SiteTeamAssociation(t.Context(), Association{ID: "1", TeamID: "1", SiteID: "1"})
			for _, err := range []error{team, site, association} {
				if err == nil || IsNotFound(err) {
					t.Errorf("got %v, which tells an end", err)
				}
			}
		})
	}
	server := naotest.New(naotest.Behavior{})
	c := inProcess(t, server)
	for range 3 {
		if _, err := c.Team(t.Context(), "1"); !IsNotFound(err) {
			t.Errorf("got %v, want a 404", err)
		}
	}
	wantSent(t, server, "GET /teams/1", "GET /teams", "GET /teams/1", "GET /teams/1")
}
