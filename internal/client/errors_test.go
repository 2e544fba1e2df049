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

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jobs"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestErrors_speak(t *testing.T) {
	t.Parallel()
	gone := errors.New("gone")
	for name, test := range map[string]struct {
		err  error
		want string
	}{
		"one that exists":    {&ExistsError{Kind: "team", Key: `"Ops"`, IDs: []string{"7"}}, `the team "Ops" exists already: id 7`},
		"several that do":    {&ExistsError{Kind: "team", Key: `"Ops"`, IDs: []string{"7", "8"}}, `the team "Ops" exists already, 2 times: ids 7, 8`},
		"one without an id":  {&ExistsError{Kind: "site team association", Key: "of team 1 and site 2", IDs: []string{""}}, "the site team association of team 1 and site 2 exists already"},
		"one adopted":        {&AdoptedError{Kind: "team", Key: `"Ops"`, ID: "7"}, `the team "Ops" existed already and was adopted: id 7`},
		"a failed job":       {&JobError{Job: "1", Message: "Missing graph."}, "the background job 1 failed: Missing graph."},
		"one without reason": {&JobError{Job: "1"}, "the background job 1 failed: no reason given"},
		"a pending create":   {&PendingError{Kind: "team", Key: `"Ops"`, Err: gone}, `the create of the team "Ops" is pending, the request was sent, but its outcome is not known: gone`},
		"one with a job":     {&PendingError{Kind: "team", Key: `"Ops"`, Pending: Pending{Job: "1"}, Err: gone}, `the create of the team "Ops" is pending, the background job 1 was not seen to finish: gone`},
		"two new ones":       {&AmbiguousError{Kind: "team", Key: `"Ops"`, IDs: []string{"7", "8"}}, `several new teams "Ops" appeared while one was being created, and the API does not say which one it made: ids 7, 8`},
		"one that remains":   {&RemainsError{Kind: "team", Key: "7"}, "the team 7 is still there after its removal"},
		"with the response":  {&RemainsError{Kind: "team", Key: "7", Err: gone}, "the team 7 is still there after its removal: gone"},
		"nothing made":       {&NothingMadeError{}, "nothing was created"},
		"an unknown call":    {&CallError{Err: gone}, "it may have been carried out all the same: gone"},
		"one with its job":   {&CallError{Job: "7", Err: gone}, "it goes on as the background job 7, but its end was not seen: gone"},
		"a wrong endpoint":   {&EndpointError{Endpoint: "https://x", Err: gone}, "this is not NAO Cloud's API: https://x has no listing where the API has one: gone"},
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
	for _, err := range []error{&PendingError{Err: io.ErrUnexpectedEOF}, &CallError{Err: io.ErrUnexpectedEOF}} {
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("%T hides its cause", err)
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
	notFound := &Error{Status: 404}
	for err, want := range map[error]bool{
		&AbsentError{}: true, &RemainsError{Err: notFound}: false, &EndpointError{Err: notFound}: false, &NoIDError{}: false,
	} {
		if got := IsNotFound(err); got != want {
			t.Errorf("%T: not found: got %t", err, got)
		}
	}
	for err, want := range map[error]bool{
		&NothingMadeError{}: true, &JobError{}: true, &PendingError{Err: &JobError{}}: false, notFound: false, &jobs.UnclearError{}: false,
	} {
		if got := IsNothingMade(fmt.Errorf("resume: %w", err)); got != want {
			t.Errorf("%T: nothing made: got %t", err, got)
		}
	}
}

func TestPending_survivesJSON(t *testing.T) {
	t.Parallel()
	for _, pending := range []Pending{
		{},
		{Job: "7", Done: true, Before: []string{"7"}, Accepted: true, Sent: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)},
	} {
		encoded, err := json.Marshal(pending)
		if err != nil {
			t.Fatal(err)
		}
		var decoded Pending
		if err := json.Unmarshal(encoded, &decoded); err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(decoded) != fmt.Sprint(pending) || !decoded.Sent.Equal(pending.Sent) || len(decoded.Before) != len(pending.Before) {
			t.Errorf("got %+v back from %s", decoded, encoded)
		}
	}
	if encoded, _ := json.Marshal(Pending{}); string(encoded) != "{}" {
		t.Errorf("got %s for nothing", encoded)
	}
}

// Every response that says no ends in an Error that says what the API said.
func TestErrors_ofEveryResponseThatSaysNo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault naotest.Fault
		is    func(error) bool
		want  string
	}{
		"401":        {naotest.Status(http.StatusUnauthorized), isStatus(http.StatusUnauthorized), "Unauthorized (GET /teams/1: 401"},
		"403":        {naotest.Status(http.StatusForbidden), IsForbidden, "Forbidden (GET /teams/1: 403"},
		"404":        {naotest.Status(http.StatusNotFound), IsNotFound, "Not Found (GET /teams/1: 404"},
		"410":        {naotest.Status(http.StatusGone), IsNotFound, "Gone (GET /teams/1: 410"},
		"OAuth":      {naotest.OAuthError(http.StatusUnauthorized, "invalid_token", "The access token expired"), isStatus(http.StatusUnauthorized), "The access token expired"},
		"fields":     {naotest.ErrorFields(http.StatusUnprocessableEntity, map[string][]string{"name": {"is odd"}}), IsInvalid, "name is odd"},
		"strings":    {naotest.ErrorStrings(http.StatusBadRequest, "one", "two"), IsInvalid, "one; two"},
		"nulls":      {naotest.NullErrors(http.StatusForbidden), IsForbidden, "403"},
		"a page":     {naotest.ProxyPage(http.StatusForbidden), IsForbidden, "403"},
		"no body":    {naotest.Canned(http.StatusNotFound, "", ""), IsNotFound, "404"},
		"a 404 page": {naotest.ProxyPage(http.StatusNotFound), func(err error) bool { return isStatus(404)(err) && !IsNotFound(err) }, "404"},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{})
			server.AddTeam(naotest.Team{ID: "1", Name: "Ops"})
			server.Inject(test.fault, naotest.On("GET", "/teams/1"))
			_, err := inProcess(t, server).Teams.Get(t.Context(), Team{ID: "1"})
			wantError(t, err, "read team 1: ", test.want)
			if !test.is(err) {
				t.Errorf("got %v, which is of the wrong kind", err)
			}
			wantCount(t, server, "GET", "/teams/1", 1)
		})
	}
}

// That a 404 is the API's takes one proof.
func TestErrors_aWrongEndpointIsNoEnd(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{})
	c := inProcess(t, server)
	for range 3 {
		if _, err := c.Teams.Get(t.Context(), Team{ID: "1"}); !IsNotFound(err) {
			t.Errorf("got %v, want a 404", err)
		}
	}
	wantSent(t, server, "GET /teams/1", "GET /teams", "GET /teams/1", "GET /teams/1")
}
