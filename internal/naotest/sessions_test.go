// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

const login = `{"session":{"email":"` + naotest.Email + `","password":"` + naotest.Password + `"}}`

// claims decodes the second part of a JWT.
func claims(t *testing.T, token any) map[string]any {
	t.Helper()
	text, _ := token.(string)
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		t.Fatalf("not a JWT: %q", text)
	}
	content, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(content, &claims); err != nil {
		t.Fatal(err)
	}
	return claims
}

func TestSession_credentials(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		auth, body string
		status     int
	}{
		"API key":            {naotest.APIKey, "", 201},
		"email and password": {"", login, 201},
		"wrong password":     {"", strings.Replace(login, naotest.Password, "guess", 1), 401},
		"wrong API key":      {"guess", "", 401},
		"OAuth token":        {"Bearer " + naotest.OAuthToken, "", 401},
		"nothing":            {"", "", 401},
		"missing root":       {"", `{"email":"x"}`, 422},
		"not text":           {"", `{"session":{"email":1,"password":2}}`, 401},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := inProcess(t, naotest.New(naotest.Behavior{}))
			c.auth = test.auth
			response := c.do("POST", "/sessions", test.body, test.status)
			if test.status != 201 {
				return
			}
			equal(t, "auth_token", response.at("data", "attributes", "auth_token") == naotest.APIKey, test.body != "")
			c.auth, _ = response.at("meta", "jwt").(string)
			c.do("GET", "/teams", "", 200)
		})
	}
}

func TestSession_livesAsLongAsItsTokenSays(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := naotest.New(naotest.Behavior{Sessions: naotest.Sessions{Lifetime: time.Minute}})
		c := inProcess(t, s)
		response := c.do("POST", "/sessions", "", 201)
		equal(t, "exp", claims(t, response.at("meta", "jwt"))["exp"], any(float64(time.Now().Add(time.Minute).Unix())))
		equal(t, "date", response.at("meta", "expiration_date"), any(time.Now().UTC().Add(time.Minute).Format(time.RFC3339)))
		c.auth, _ = response.at("meta", "jwt").(string)
		pass(59 * time.Second)
		c.do("GET", "/teams", "", 200)
		pass(time.Second)
		c.do("GET", "/teams", "", 401)
	})
}

func TestSession_revoked(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	c := inProcess(t, s)
	c.auth = s.JWT(time.Hour)
	c.do("GET", "/teams", "", 200)
	s.RevokeJWTs()
	c.do("GET", "/teams", "", 401)
	c.auth = s.JWT(time.Hour)
	c.do("GET", "/teams", "", 200)
	equal(t, "issued", len(s.IssuedJWTs()), 2)
}

func TestSession_switches(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		sessions naotest.Sessions
		status   int
		check    func(t *testing.T, response result)
	}{
		"names": {naotest.Sessions{JWTKey: "token", ExpiryKey: "valid_until", ExpiryLayout: time.DateTime}, 201, func(t *testing.T, response result) {
			t.Helper()
			claims(t, response.at("meta", "token"))
			date, _ := response.at("meta", "valid_until").(string)
			if _, err := time.Parse(time.DateTime, date); err != nil {
				t.Error(err)
			}
		}},
		"no date": {naotest.Sessions{NoExpiryDate: true, Status: 200}, 200, func(t *testing.T, response result) {
			t.Helper()
			equal(t, "date", response.at("meta", "expiration_date"), nil)
		}},
		"no JWT": {naotest.Sessions{NoJWT: true}, 201, func(t *testing.T, response result) {
			t.Helper()
			equal(t, "JWT", response.at("meta", "jwt"), nil)
		}},
		"two JWTs": {naotest.Sessions{ExtraJWT: true}, 201, func(t *testing.T, response result) {
			t.Helper()
			if response.at("meta", "jwt") == response.at("meta", "other_jwt") {
				t.Error("the same twice")
			}
			claims(t, response.at("meta", "other_jwt"))
		}},
		"expired": {naotest.Sessions{Expired: true}, 201, func(t *testing.T, response result) {
			t.Helper()
			if exp, _ := claims(t, response.at("meta", "jwt"))["exp"].(float64); exp >= float64(time.Now().Unix()) {
				t.Errorf("got %v", exp)
			}
		}},
		"exp as string": {naotest.Sessions{Exp: naotest.ExpString}, 201, func(t *testing.T, response result) {
			t.Helper()
			if _, ok := claims(t, response.at("meta", "jwt"))["exp"].(string); !ok {
				t.Error("not a string")
			}
		}},
		"no exp": {naotest.Sessions{Exp: naotest.ExpNone}, 201, func(t *testing.T, response result) {
			t.Helper()
			equal(t, "exp", claims(t, response.at("meta", "jwt"))["exp"], nil)
		}},
		"no auth_token": {naotest.Sessions{HideAuthToken: true}, 201, func(t *testing.T, response result) {
			t.Helper()
			equal(t, "auth_token", response.at("data", "attributes", "auth_token"), nil)
		}},
		"forbidden": {naotest.Sessions{Locked: 403}, 403, func(t *testing.T, _ result) { t.Helper() }},
		"too many":  {naotest.Sessions{Locked: 429}, 429, func(t *testing.T, _ result) { t.Helper() }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := inProcess(t, naotest.New(naotest.Behavior{Sessions: test.sessions}))
			test.check(t, c.do("POST", "/sessions", login, test.status))
		})
	}
}

func TestSession_expAsFloatHasAFraction(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pass(250 * time.Millisecond)
		c := inProcess(t, naotest.New(naotest.Behavior{Sessions: naotest.Sessions{Exp: naotest.ExpFloat}}))
		exp := claims(t, c.do("POST", "/sessions", "", 201).at("meta", "jwt"))["exp"]
		equal(t, "exp", exp, any(float64(time.Now().Add(24*time.Hour).UnixMilli())/1000))
	})
}
