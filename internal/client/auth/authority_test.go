// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestAuthority_identity(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		credentials Credentials
		want        string
	}{
		"API key":              {APIKey("canary-key"), "canary-key"},
		"session from API key": {SessionFromAPIKey("canary-key"), "canary-key"},
		"email and password":   {Session("Canary@Example.com", "canary-password"), "canary@example.com"},
		"OAuth token":          {OAuthToken("canary-token"), ""},
		"JWT":                  {JWT(unsigned(`{}`)), ""},
	} {
		authority, err := New(test.credentials, theDay)
		if err != nil {
			t.Fatal(err)
		}
		if got := authority.Identity(); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

// TestAuthority_whoeverComesRightAfterALoginUsesIt has a request find no session, and another log in before it can.
func TestAuthority_whoeverComesRightAfterALoginUsesIt(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server, id := withASite(naotest.Sessions{})
		c := inSession(t, server)
		if err := c.read(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		granted, err := c.authority.obtain(t.Context())
		if current, _ := c.authority.session.dueLater(); err != nil || granted != current || loginCount(server) != 1 {
			t.Errorf("got %v, %v after %d logins, want the session of the one", granted, err, loginCount(server))
		}
	})
}

// TestLogin_oneBadResponseAtARenewalPasses has something else than the API respond to one renewal.
func TestLogin_oneBadResponseAtARenewalPasses(t *testing.T) {
	t.Parallel()
	for name, response := range map[string]naotest.Fault{
		"a page":             naotest.HTMLPage,
		"no JWT":             naotest.Canned(201, "application/json", `{"meta":{}}`),
		"an expired JWT":     naotest.Canned(201, "application/json", `{"meta":{"jwt":"`+unsigned(`{"exp":1}`)+`"}}`),
		"nothing":            naotest.Canned(204, "", ""),
		"a redirect":         naotest.Canned(302, "", ""),
		"one that is deep":   naotest.Canned(201, "application/json", strings.Repeat("[", 100)+strings.Repeat("]", 100)),
		"one that is large":  naotest.Canned(201, "application/json", strings.Repeat(" ", 2<<20)),
		"one of many values": naotest.Canned(201, "application/json", "["+strings.Repeat("1,", 5000)+"1]"),
		"proxy":              naotest.ProxyPage(407),
	} {
		virtually(name, t, func(t *testing.T) {
			server, id := withASite(naotest.Sessions{Lifetime: time.Minute})
			c := inSession(t, server)
			if err := c.read(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			server.Inject(response, naotest.On("POST", sessionsPath).Times(1))
			pass(t, 2*time.Minute)
			err := c.read(t.Context(), id)
			if failure, ok := errors.AsType[*LoginError](err); !ok || failure.Final {
				t.Errorf("got %v, want a LoginError that is not final", err)
			}
			pass(t, loginRest*retryWait)
			if err := c.read(t.Context(), id); err != nil {
				t.Errorf("after the one bad response: %v", err)
			}
		})
	}
}

// TestLogin_anOddFirstResponseIsFinal sends a password no second time to what is not the API.
func TestLogin_anOddFirstResponseIsFinal(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ body, want string }{
		"a page":                  {"<html>", "holds no JWT"},
		"a deep one":              {strings.Repeat(`{"a":`, 100) + "1" + strings.Repeat("}", 100), "at most 32 levels deep"},
		"one of many values":      {"[" + strings.Repeat("1,", 5000) + "1]", "more than 1000 values"},
		"one that is too large":   {`"` + strings.Repeat("a", 2<<20) + `"`, "larger than 1 MiB"},
		"a refusal in a success":  {`{"errors":[{"detail":"no such user"}]}`, "NAO Cloud says: no such user"},
		"a refusal that says 403": {`{"errors":[{"status":"403"}]}`, "account is locked"},
	} {
		virtually(name, t, func(t *testing.T) {
			logins := 0
			c := connect(t, script(func(*http.Request) *http.Response {
				logins++
				return says(201, test.body, "X-Request-Id", "r-1")
			}), func(config *settings) { config.Credentials = Session(naotest.Email, naotest.Password) })
			for range 3 {
				err := c.read(t.Context(), "1")
				wantError(t, err, test.want, "request id r-1")
				if failure, ok := errors.AsType[*LoginError](err); !ok || !failure.Final {
					t.Errorf("got %v, want a final LoginError", err)
				}
				pass(t, time.Hour)
			}
			if logins != 1 {
				t.Errorf("got %d logins, want 1", logins)
			}
		})
	}
}

// TestLogin_aPauseThatIsTooLongIsNoneOfTheAccount has a renewal told to wait for a day.
func TestLogin_aPauseThatIsTooLongIsNoneOfTheAccount(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server, id := withASite(naotest.Sessions{Lifetime: time.Minute})
		c := inSession(t, server)
		if err := c.read(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		server.Inject(naotest.TooManyRequests("86400"), naotest.On("POST", sessionsPath).Times(1))
		pass(t, 2*time.Minute)
		began := time.Now()
		err := c.read(t.Context(), id)
		if failure, ok := errors.AsType[*LoginError](err); !ok || failure.Final || time.Since(began) > time.Second {
			t.Errorf("got %v after %s, want a LoginError that is not final, at once", err, time.Since(began))
		}
	})
}

// TestLogin_thatTakesTooLongEnds though the requests that wait for it have no deadline.
func TestLogin_thatTakesTooLongEnds(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server, id := withASite(naotest.Sessions{})
		server.Inject(naotest.HangBefore, naotest.On("POST", sessionsPath))
		c := inSession(t, server)
		began := time.Now()
		err := c.read(t.Context(), id)
		if failure, ok := errors.AsType[*LoginError](err); !ok || failure.Final || time.Since(began) > loginTime*loginRest*retryWait {
			t.Errorf("got %v after %s, want a LoginError after five minutes at most", err, time.Since(began))
		}
		wantError(t, err, "could not log in to NAO Cloud: ", "time was up")
	})
}

// TestLogin_learnsSecretsAndNothingElse has the response to a login hold secrets in odd places, and words that are none.
func TestLogin_learnsSecretsAndNothingElse(t *testing.T) {
	t.Parallel()
	for attributes, said := range map[string]string{ //nolint:gosec // Made up.
		`"auth_token":{"value":"canary-learned"}`: "The token *** is not good",
		`"auth_token":["canary-learned"]`:         "The token *** is not good",
		`"auth_token":8642086420`:                 "The team *** is not yours",
		`"nao_api_key_id":"86420864"`:             "The team 86420864 is not yours",
		`"password_policy":"password"`:            "The password is old",
		`"token_type":"Bearer"`:                   "The Bearer of this is not known",
	} {
		t.Run(attributes, func(t *testing.T) {
			t.Parallel()
			response := strings.NewReplacer("token ***", "token canary-learned", "team ***", "team 8642086420").Replace(said)
			c := connect(t, script(func(r *http.Request) *http.Response {
				if strings.HasSuffix(r.URL.Path, sessionsPath) {
					return says(201, `{"data":{"attributes":{`+attributes+`}},"meta":{"jwt":"`+unsigned(`{"exp":4102444800}`)+`"}}`)
				}
				return says(403, `{"errors":[{"detail":"`+response+`"}]}`)
			}), func(config *settings) { config.Credentials = Session(naotest.Email, naotest.Password) })
			wantError(t, c.read(t.Context(), "1"), said)
		})
	}
}

// TestAuthority_saysNoSecret takes every kind of credentials through an API that repeats whatever it knows.
func TestAuthority_saysNoSecret(t *testing.T) {
	t.Parallel()
	jwt := unsigned(`{"exp":1900000000,"sub":"canary"}`)
	for name, test := range map[string]struct {
		credentials Credentials
		secrets     string
	}{
		"API key":              {APIKey(naotest.APIKey), naotest.APIKey},
		"OAuth token":          {OAuthToken(naotest.OAuthToken), naotest.OAuthToken + " Bearer " + naotest.OAuthToken},
		"JWT":                  {JWT(jwt), jwt},
		"session":              {Session(naotest.Email, naotest.Password), naotest.Email + " " + naotest.Password},
		"session from API key": {SessionFromAPIKey(naotest.APIKey), naotest.APIKey},
	} {
		for _, status := range []int{301, 400, 401, 403, 404, 422, 500} {
			for _, loginFails := range []bool{false, true} {
				virtually(fmt.Sprintf("%s, %d, login fails: %t", name, status, loginFails), t, func(t *testing.T) {
					var log bytes.Buffer
					everything := test.secrets + " " + jwt
					c := connect(t, script(func(r *http.Request) *http.Response {
						if strings.HasSuffix(r.URL.Path, sessionsPath) && !loginFails {
							return says(201, `{"data":{"attributes":{"auth_token":"`+naotest.APIKey+`"}},"meta":{"jwt":"`+jwt+`"}}`)
						}
						return says(status, `{"errors":[{"detail":"`+everything+`"}]}`, "X-Request-Id", everything)
					}), func(config *settings) {
						config.Credentials, config.MaxRetries, config.Log = test.credentials, 1, &log
					})
					_, mint := c.authority.Mint(t.Context())
					said := fmt.Sprintf("%v %+v %v %q", c.read(t.Context(), "1"), c.authority, mint, mint) + log.String()
					if strings.Contains(said, "canary") || strings.Contains(said, jwt) {
						t.Errorf("a secret got out: %s", said)
					}
				})
			}
		}
	}
}

func TestSessionToken_isNotLogged(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("session", "token", SessionToken{JWT: "canary", ExpiresAt: theDay})
	if got := log.String(); strings.Contains(got, "canary") || !strings.Contains(got, "2026-03-01T12:00:00Z") {
		t.Errorf("got %s", got)
	}
}

// TestAuthority_aRejectedTokenIsSentOnce and to no other request.
func TestAuthority_aRejectedTokenIsSentOnce(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server, id := withASite(naotest.Sessions{})
		c := inProcess(t, server, func(config *settings) { config.Credentials = APIKey("canary-wrong-key") })
		for range 10 {
			if err := c.read(t.Context(), id); !transport.HasStatus(err, 401) {
				t.Errorf("got %v, want a 401", err)
			}
		}
		if got := len(server.Requests()); got != 1 || !c.authority.Static() {
			t.Errorf("got %d requests, want 1", got)
		}
	})
}
