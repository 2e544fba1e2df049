// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestSession_tenMinutesOfOneMinuteSessionsCostOneLoginALifetime(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*settings){
		"as it is":                func(*settings) {},
		"one request at once":     func(config *settings) { config.MaxConcurrentRequests = 1 },
		"two requests per second": func(config *settings) { config.RequestsPerSecond = 2 },
	} {
		virtually(name, t, func(t *testing.T) {
			server, id := withASite(naotest.Sessions{Lifetime: time.Minute})
			c := inSession(t, server, change)
			for start := time.Now(); time.Since(start) < 10*time.Minute; pass(t, time.Second) {
				if err := c.read(t.Context(), id); err != nil {
					t.Fatalf("after %s: %v", time.Since(start), err)
				}
			}
			if got := loginCount(server); got != 11 {
				t.Errorf("got %d logins, want one, and one renewal for each of ten lifetimes", got)
			}
			for _, request := range server.Requests() {
				if request.Status == http.StatusUnauthorized {
					t.Errorf("%s %s was answered 401: the session was not renewed ahead of its end", request.Method, request.Path)
				}
			}
		})
	}
}

func TestSession_aThousandReadsOnAnEndedSessionCauseOneLogin(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*testing.T, *naotest.Server){
		"expired": func(t *testing.T, _ *naotest.Server) { pass(t, 2*time.Minute) },
		"revoked": func(_ *testing.T, server *naotest.Server) { server.RevokeJWTs() },
	} {
		virtually(name, t, func(t *testing.T) {
			server, id := withASite(naotest.Sessions{Lifetime: time.Minute})
			c := inSession(t, server)
			if err := c.read(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			end(t, server)
			server.ResetRequests()
			failures := allAtOnce(1000, func() error { return c.read(t.Context(), id) })
			if err := errors.Join(failures...); err != nil {
				t.Fatal(err)
			}
			if got := loginCount(server); got != 1 {
				t.Errorf("got %d logins, want 1", got)
			}
			if got := server.MaxInFlight(); got > 10 {
				t.Errorf("got %d requests at once, want at most %d", got, 10)
			}
		})
	}
}

func TestSession_exchangesWhatItWasGiven(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		credentials         Credentials
		authorization, body string
	}{
		"email and password": {
			credentials: Session(naotest.Email, naotest.Password),
			body:        `{"session":{"email":"` + naotest.Email + `","password":"` + naotest.Password + `"}}`,
		},
		"API key": {credentials: SessionFromAPIKey(naotest.APIKey), authorization: naotest.APIKey},
	}
	for name, test := range tests {
		virtually(name, t, func(t *testing.T) {
			server, id := withASite(naotest.Sessions{})
			c := inSession(t, server, func(config *settings) { config.Credentials = test.credentials })
			if len(server.Requests()) > 0 {
				t.Error("a client logged in before it was used")
			}
			if err := c.read(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			requests := server.Requests()
			if len(requests) != 2 {
				t.Fatalf("got %d requests, want a login and a read", len(requests))
			}
			login, read := requests[0], requests[1]
			if got := login.Header.Get("Authorization"); got != test.authorization {
				t.Errorf("the login had the Authorization %q, want %q", got, test.authorization)
			}
			if got := string(login.Body); got != test.body {
				t.Errorf("the login had the body %q, want %q", got, test.body)
			}
			if got := read.Header.Get("Authorization"); !slices.Contains(server.IssuedJWTs(), got) {
				t.Errorf("the read had the Authorization %q, want the JWT of the session", got)
			}
		})
	}
}

func TestSession_understandsEveryResponse(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		sessions naotest.Sessions
		// logins are those of three reads, each as long after the one before it as a session lasts.
		logins int
	}{
		"as documented":            {naotest.Sessions{}, 3},
		"200":                      {naotest.Sessions{Status: 200}, 3},
		"two JWTs":                 {naotest.Sessions{ExtraJWT: true}, 2}, // The second one lasts twice as long.
		"exp in a string":          {naotest.Sessions{Exp: naotest.ExpString}, 3},
		"exp with a fraction":      {naotest.Sessions{Exp: naotest.ExpFloat}, 3},
		"no exp, a date":           {naotest.Sessions{Exp: naotest.ExpNone}, 3},
		"no exp, a date of Ruby's": {naotest.Sessions{Exp: naotest.ExpNone, ExpiryLayout: "2006-01-02 15:04:05 MST"}, 3},
		"no exp, no date":          {naotest.Sessions{Exp: naotest.ExpNone, NoExpiryDate: true, Lifetime: 24 * time.Hour}, 3},
		"other names":              {naotest.Sessions{JWTKey: "x", ExpiryKey: "y", Exp: naotest.ExpNone}, 3},
		"nothing of the user":      {naotest.Sessions{HideAuthToken: true}, 3},
	}
	for name, test := range tests {
		virtually(name, t, func(t *testing.T) {
			lifetime := cmp.Or(test.sessions.Lifetime, time.Hour)
			test.sessions.Lifetime = lifetime
			server, id := withASite(test.sessions)
			c := inSession(t, server)
			for range 3 {
				if err := c.read(t.Context(), id); err != nil {
					t.Fatal(err)
				}
				pass(t, lifetime)
			}
			if got := loginCount(server); got != test.logins {
				t.Errorf("got %d logins in three lifetimes, want %d", got, test.logins)
			}
			if got := server.Count("GET", "/sites/*"); got != 3 {
				t.Errorf("got %d reads, want 3: the end of the session was misread", got)
			}
		})
	}
}

func TestSession_goesOnWhileItsRenewalFails(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		fault naotest.Fault
		fails bool
	}{
		"server error":           {fault: naotest.Status(500)},
		"rate limit":             {fault: naotest.TooManyRequests("1")},
		"password was changed":   {fault: naotest.Status(401), fails: true},
		"account was locked":     {fault: naotest.Status(403), fails: true},
		"a response with no JWT": {fault: naotest.Canned(201, "application/json", `{"meta":{}}`)},
		"a page":                 {fault: naotest.HTMLPage},
	}
	for name, test := range tests {
		virtually(name, t, func(t *testing.T) {
			server, id := withASite(naotest.Sessions{Lifetime: time.Hour})
			c := inSession(t, server)
			if err := c.read(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			server.Inject(test.fault, naotest.On("POST", "/sessions").Times(1))
			pass(t, time.Hour-30*time.Second)
			if err := c.read(t.Context(), id); err != nil {
				t.Errorf("30 s before the end of the session: %v", err)
			}
			pass(t, time.Minute)
			err := c.read(t.Context(), id)
			if failed := err != nil; failed != test.fails {
				t.Errorf("after the end of the session: got %v", err)
			}
			if got := loginCount(server); test.fails && got != 2 {
				t.Errorf("got %d logins, want the first one and the one that was turned down", got)
			}
		})
	}
}

func TestSession_thatTheAPIKeepsRejectingIsReplacedOnce(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server, id := withASite(naotest.Sessions{})
		server.Inject(naotest.Status(401), naotest.On("GET", "/sites/*"))
		c := inSession(t, server)
		for range 100 {
			err := c.read(t.Context(), id)
			if !transport.HasStatus(err, http.StatusUnauthorized) || !strings.Contains(err.Error(), "now rejects it") {
				t.Fatalf("got %v, want a 401 that is explained", err)
			}
		}
		if got := loginCount(server); got != 2 {
			t.Errorf("got %d logins, want 2", got)
		}
	})
}

func TestSession_renewalIsNoRetry(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server, id := withASite(naotest.Sessions{})
		c := inSession(t, server, func(config *settings) { config.MaxRetries = -1 })
		if err := c.read(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		server.RevokeJWTs()
		if err := c.read(t.Context(), id); err != nil {
			t.Errorf("a client that never retries did not renew its session: %v", err)
		}
		server.Inject(naotest.Status(503), naotest.On("GET", "/sites/*").Times(1))
		if err := c.read(t.Context(), id); err == nil {
			t.Error("a client that never retries did retry")
		}
	})
}

// TestSession_aRenewalAheadHoldsUpNobody has logins hang while the session is good for another minute: each attempt may take half of that.
func TestSession_aRenewalAheadHoldsUpNobody(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server, id := withASite(naotest.Sessions{Lifetime: time.Hour})
		c := inSession(t, server)
		if err := c.read(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		server.Inject(naotest.HangBefore, naotest.On("POST", "/sessions"))
		pass(t, time.Hour-59*time.Second)
		began := time.Now()
		if err := c.read(t.Context(), id); err != nil || time.Since(began) > 45*time.Second {
			t.Errorf("got %v after %s, want the session that is there to serve after one attempt", err, time.Since(began))
		}
	})
}
