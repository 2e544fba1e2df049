// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func loginCall(login Login) Call {
	return Call{Method: http.MethodPost, Path: "/sessions", Login: &login}
}

// TestLogin_whatIsRepeated has logins of credentials that were accepted before, or not, or whose session serves on.
func TestLogin_whatIsRepeated(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		login    Login
		status   int
		attempts int
	}{
		"a first one, too many":          {Login{}, 429, 1},
		"a renewal, too many":            {Login{Accepted: true}, 429, 4},
		"a renewal ahead, too many":      {Login{Accepted: true, Ahead: true}, 429, 1},
		"a first one, server failed":     {Login{}, 503, 4},
		"a renewal ahead, it failed":     {Login{Accepted: true, Ahead: true}, 503, 1},
		"a first one, rejected":          {Login{}, 401, 1},
		"a first one, in conflict":       {Login{}, 409, 1},
		"a first one, sent to a page":    {Login{}, 302, 1},
		"a first one, which was in vain": {Login{}, 201, 1},
	} {
		virtually(name, t, func(t *testing.T) {
			attempts := &attemptLog{next: always(test.status, "")}
			s := newSender(t, "https://nao.example", attempts, settings{retries: 3})
			_, err := s.Do(t.Context(), loginCall(test.login))
			if (err == nil) != (test.status == 201) {
				t.Errorf("got %v", err)
			}
			if got := attempts.count(); got != test.attempts {
				t.Errorf("got %d attempts, want %d", got, test.attempts)
			}
			for _, wait := range attempts.waits() {
				if wait < 50*time.Millisecond {
					t.Errorf("got an attempt after %s, want a back-off", wait)
				}
			}
		})
	}
}

// TestLogin_hasItsOwnHeader and takes no slot: it goes in the slot of the request that waits for it.
func TestLogin_hasItsOwnHeader(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var got []string
		s := scripted(t, func(r *http.Request) *http.Response {
			got = append(got, r.Header.Get("Authorization"))
			return says(201, "")
		}, settings{concurrent: 1})
		release, err := s.config.Limiter.Slot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer release()
		for _, authorization := range []string{"a key", ""} {
			if _, err := s.Do(t.Context(), loginCall(Login{Authorization: authorization})); err != nil {
				t.Fatal(err)
			}
		}
		if strings.Join(got, ",") != "a key," {
			t.Errorf("got the headers %q", got)
		}
	})
}

// TestLogin_aBodyThatBrokeOffIsRepeated does no harm, unlike a create.
func TestLogin_aBodyThatBrokeOffIsRepeated(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		first := true
		s := scripted(t, func(*http.Request) *http.Response {
			response := says(201, "")
			if first {
				first, response.Body = false, &broken{}
			}
			return response
		}, settings{})
		if _, err := s.Do(t.Context(), loginCall(Login{})); err != nil || first {
			t.Errorf("got %v, want the second attempt", err)
		}
	})
}

type broken struct{}

func (*broken) Read([]byte) (int, error) { return 0, http.ErrBodyReadAfterClose }
func (*broken) Close() error             { return nil }

// sessions are JWTs that end: each is replaced when it is rejected.
type sessions struct{ n int }

func (s *sessions) Authorization(context.Context) (string, error) {
	return fmt.Sprint("jwt-", s.n), nil
}
func (*sessions) Advice() string { return "The session is not accepted." }
func (*sessions) Static() bool   { return false }

func (s *sessions) Renew(string) bool {
	s.n++
	return true
}

func TestSender_aRejectedSessionIsReplacedOnce(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		var got []string
		s := scripted(t, func(r *http.Request) *http.Response {
			got = append(got, r.Header.Get("Authorization"))
			return says(401, "")
		}, settings{retries: -1, authorizer: &sessions{}})
		err := get(t.Context(), s)
		wantError(t, err, "401 Unauthorized). The session is not accepted.")
		if strings.Join(got, ",") != "jwt-0,jwt-1" {
			t.Errorf("got the headers %q", got)
		}
	})
}

// ending are credentials that change each time they are asked for.
type ending struct{ sessions }

func (e *ending) Authorization(ctx context.Context) (string, error) {
	e.n++
	return e.sessions.Authorization(ctx)
}

// TestSender_sessionsThatEndBeforeThePlaceComes has a session end each time a request waits for its place.
func TestSender_sessionsThatEndBeforeThePlaceComes(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		s := scripted(t, always(200, `{"data":{"id":"1"}}`), settings{perSecond: 1, authorizer: &ending{}})
		began := time.Now()
		if err := get(t.Context(), s); err != nil || time.Since(began) != (mostTurns-1)*time.Second {
			t.Errorf("got %v after %s, want that it goes in the third place", err, time.Since(began))
		}
	})
}

// failing are credentials that cannot be had.
type failing struct{ fixed }

func (*failing) Authorization(context.Context) (string, error) { return "", errors.New("no session") }

func TestSender_withoutCredentialsNothingIsSent(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		s, attempts := inProcess(t, site(), settings{authorizer: &failing{}, concurrent: 1})
		for range 2 { // The slot is free again.
			err := get(t.Context(), s)
			if err == nil || err.Error() != "no session" || OutcomeOf(err) != NotSent || attempts.count() != 0 {
				t.Errorf("got %v and %d attempts", err, attempts.count())
			}
		}
	})
}
