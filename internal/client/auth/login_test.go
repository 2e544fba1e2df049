// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestLogin_thatIsRejectedIsOneErrorAndOneRequest(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		sessions    naotest.Sessions
		credentials Credentials
		status      int
		says        string
	}{
		"wrong password":     {credentials: Session(naotest.Email, "canary-wrong-password"), status: 401, says: "rejected the login by email address and password"},
		"wrong API key":      {credentials: SessionFromAPIKey("canary-wrong-key"), status: 401, says: "rejected the login by API key"},
		"locked account":     {sessions: naotest.Sessions{Locked: 403}, status: 403, says: "account is locked"},
		"too many logins":    {sessions: naotest.Sessions{Locked: 429}, status: 429, says: "wait before the next run"},
		"no sessions there":  {sessions: naotest.Sessions{Locked: 404}, status: 404, says: "make sure that the endpoint is that of an API version 2"},
		"a form that is odd": {sessions: naotest.Sessions{Locked: 422}, status: 422, says: "the API does not accept"},
		"no JWT":             {sessions: naotest.Sessions{NoJWT: true}, status: 201, says: "holds no JWT"},
		"expired JWT":        {sessions: naotest.Sessions{Expired: true}, status: 201, says: "has expired already"},
	}
	for name, test := range tests {
		virtually(name, t, func(t *testing.T) {
			server, id := withASite(test.sessions)
			c := inSession(t, server, func(config *settings) {
				if test.credentials != nil {
					config.Credentials = test.credentials
				}
			})
			failures := allAtOnce(100, func() error { return c.read(t.Context(), id) })
			pass(t, time.Hour)
			later := c.read(t.Context(), id)
			var first *LoginError
			for i, err := range append(failures, later) {
				var failure *LoginError
				if !errors.As(err, &failure) {
					t.Fatalf("read %d: got %v, want a LoginError", i, err)
				}
				if first == nil {
					first = failure
				}
				if failure != first {
					t.Fatalf("read %d: got another error than the first: %v", i, err)
				}
			}
			if got := len(server.Requests()); got != 1 {
				t.Errorf("got %d requests, want the one login", got)
			}
			if !first.Final || first.Status != test.status || first.RequestID == "" {
				t.Errorf("got final %t, status %d and request id %q, want a final %d", first.Final, first.Status, first.RequestID, test.status)
			}
			if !strings.Contains(first.Error(), test.says) {
				t.Errorf("the error does not say %q: %v", test.says, first)
			}
			if strings.Contains(first.Error(), "canary") {
				t.Errorf("the error holds a secret: %v", first)
			}
		})
	}
}

func TestLogin_survivesTroubleThatPasses(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]naotest.Fault{
		"server error":          naotest.Status(503),
		"proxy page":            naotest.ProxyPage(502),
		"lost response":         naotest.LoseResponse,
		"connection cut":        naotest.CutBefore,
		"connection refused":    naotest.Refuse,
		"no response":           naotest.HangBefore,
		"response that stalled": naotest.HangAfter,
	} {
		virtually(name, t, func(t *testing.T) {
			server, id := withASite(naotest.Sessions{})
			server.Inject(fault, naotest.On("POST", "/sessions").Times(2))
			c := inSession(t, server)
			failures := allAtOnce(100, func() error { return c.read(t.Context(), id) })
			if err := errors.Join(failures...); err != nil {
				t.Error(err)
			}
			if got := loginCount(server); got > 3 {
				t.Errorf("got %d logins, want at most 3", got)
			}
		})
	}
}

func TestLogin_thatKeepsFailingIsBoundedAndRests(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]naotest.Fault{"server error": naotest.Status(503), "lost response": naotest.LoseResponse} {
		virtually(name, t, func(t *testing.T) {
			server, id := withASite(naotest.Sessions{})
			server.Inject(fault, naotest.On("POST", "/sessions"))
			c := inSession(t, server, func(config *settings) { config.MaxRetries = 2 })
			for range 100 {
				err := c.read(t.Context(), id)
				var failure *LoginError
				if !errors.As(err, &failure) || failure.Final {
					t.Fatalf("got %v, want a LoginError that is not final", err)
				}
			}
			if got := loginCount(server); got != 3 {
				t.Errorf("got %d logins for a hundred reads, want one and two retries", got)
			}
			server.ClearFaults()
			pass(t, loginRest*retryWait)
			if err := c.read(t.Context(), id); err != nil {
				t.Errorf("after the trouble: %v", err)
			}
		})
	}
}

func TestLogin_failureIsNoResponseToTheRequestThatWaited(t *testing.T) {
	t.Parallel()
	virtually("a lost login leaves no create open", t, func(t *testing.T) {
		server, _ := withASite(naotest.Sessions{})
		server.Inject(naotest.LoseResponse, naotest.On("POST", "/sessions"))
		c := inSession(t, server, func(config *settings) { config.MaxRetries = -1 })
		_, err := c.Do(t.Context(), transport.Call{Method: "POST", Path: "/sites", Body: map[string]any{"site": map[string]any{"name": "New"}}})
		if _, failed := errors.AsType[*LoginError](err); !failed || transport.OutcomeOf(err) != transport.NotSent {
			t.Errorf("got %s of %v, want a LoginError of what was not sent", transport.OutcomeOf(err), err)
		}
		if got := len(server.Sites()); got != 1 {
			t.Errorf("got %d sites, want 1", got)
		}
	})
	virtually("a login that is not there is no missing site", t, func(t *testing.T) {
		server, id := withASite(naotest.Sessions{Locked: 404})
		if err := inSession(t, server).read(t.Context(), id); err == nil || transport.IsNotFound(err) {
			t.Errorf("got %v, want an error that does not say that the site is gone", err)
		}
	})
	virtually("a login that is forbidden forbids no site", t, func(t *testing.T) {
		server, id := withASite(naotest.Sessions{Locked: 403})
		if err := inSession(t, server).read(t.Context(), id); err == nil || transport.IsForbidden(err) {
			t.Errorf("got %v, want an error that is not the site's", err)
		}
	})
}

func TestLogin_rateLimitOfARenewalIsNoLockedAccount(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server, id := withASite(naotest.Sessions{Lifetime: time.Hour})
		c := inSession(t, server, func(config *settings) { config.MaxRetries = 1 })
		if err := c.read(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		server.Inject(naotest.TooManyRequests("1"), naotest.On("POST", "/sessions"))
		pass(t, 2*time.Hour)
		err := c.read(t.Context(), id)
		var failure *LoginError
		if !errors.As(err, &failure) || failure.Final || failure.Status != 429 {
			t.Errorf("got %v, want a 429 that is not final", err)
		}
		server.ClearFaults()
		pass(t, loginRest*retryWait)
		if err := c.read(t.Context(), id); err != nil {
			t.Errorf("after the rate limit: %v", err)
		}
	})
}

// TestLogin_aResponseThatIsNoneIsFinal has a login redirected to a page for people: to send the password again would not change that.
func TestLogin_aResponseThatIsNoneIsFinal(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		logins := 0
		c := connect(t, script(func(r *http.Request) *http.Response {
			if strings.HasSuffix(r.URL.Path, sessionsPath) {
				logins++
				return says(302, "", "Location", naotest.Endpoint+"/users/sign_in", "X-Request-Id", "r-1")
			}
			return says(404, "")
		}), func(config *settings) { config.Credentials = Session(naotest.Email, naotest.Password) })
		for range 5 {
			err := c.read(t.Context(), "1")
			wantError(t, err, "could not log in to NAO Cloud: got a redirect (302 Found)", "request id r-1")
			pass(t, time.Minute)
		}
		if logins != 1 {
			t.Errorf("got %d logins, want 1", logins)
		}
	})
}

// TestLogin_aBlipAtARenewalPasses has a proxy, or a deployment, answer a renewal in the place of the API.
func TestLogin_aBlipAtARenewalPasses(t *testing.T) {
	t.Parallel()
	for _, status := range passing {
		virtually(http.StatusText(status), t, func(t *testing.T) {
			server, id := withASite(naotest.Sessions{Lifetime: time.Minute})
			c := inSession(t, server)
			if err := c.read(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			server.Inject(naotest.Status(status), naotest.On("POST", sessionsPath).Times(1))
			pass(t, 2*time.Minute)
			if err := c.read(t.Context(), id); err == nil {
				t.Error("got no error, want the failed login")
			}
			pass(t, 2*time.Minute)
			if err := c.read(t.Context(), id); err != nil {
				t.Error(err)
			}
		})
	}
}
