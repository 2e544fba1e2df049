// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestNew_refusesCredentialsThatCannotWork(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		credentials Credentials
		says        string
	}{
		"none":                          {nil, "no credentials"},
		"empty API key":                 {APIKey(""), "is empty"},
		"API key with a line break":     {APIKey(naotest.APIKey + "\n"), "line break"},
		"OAuth token with a scheme":     {OAuthToken("Bearer " + naotest.OAuthToken), "Bearer"},
		"JWT with a line break":         {JWT(until(time.Hour) + "\n"), "line break"},
		"expired JWT":                   {JWT(unsigned(`{"exp":1700000000}`)), "expired at"},
		"session without a password":    {Session(naotest.Email, ""), "an email address and a password"},
		"session without an email":      {Session("", naotest.Password), "an email address and a password"},
		"session from a broken API key": {SessionFromAPIKey(naotest.APIKey + "\n"), "line break"},
		"session from nothing":          {SessionFromAPIKey(""), "a password, or an API key"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := New(test.credentials, time.Now())
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("got %v, want an error with %q", err, test.says)
			}
			if strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "eyJ") {
				t.Errorf("the error holds a secret: %v", err)
			}
		})
	}
}

func TestCredentials_explainTheir401(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		credentials Credentials
		says        string
	}{
		"API key":     {APIKey("canary-wrong-key"), "API key is not accepted"},
		"OAuth token": {OAuthToken("canary-old-token"), "is not accepted: it has expired, was revoked, or belongs to another NAO Cloud. Get another from NAO Cloud's authorization server"},
		"JWT":         {JWT(unsigned(`{"exp":1900000000,"sub":"canary"}`)), "The JWT is not accepted: it has expired, was revoked, or belongs to another NAO Cloud."},
	}
	for name, test := range tests {
		virtually(name, t, func(t *testing.T) {
			server, id := withASite(naotest.Sessions{})
			err := inSession(t, server, func(config *settings) { config.Credentials = test.credentials }).read(t.Context(), id)
			if !transport.HasStatus(err, http.StatusUnauthorized) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, want a 401 that says %q", err, test.says)
			}
			if strings.Contains(fmt.Sprint(err), "canary") {
				t.Errorf("the error holds a secret: %v", err)
			}
			if got := len(server.Requests()); got != 1 {
				t.Errorf("got %d requests, want 1: a token that is rejected is not tried again", got)
			}
		})
	}
	virtually("nothing else is explained", t, func(t *testing.T) {
		server, id := withASite(naotest.Sessions{})
		server.Inject(naotest.Status(403), naotest.On("GET", ""))
		err := inProcess(t, server).read(t.Context(), id)
		if !transport.IsForbidden(err) || strings.Contains(err.Error(), "API key is not accepted") {
			t.Errorf("got %v, want a 403 that does not blame the key", err)
		}
	})
}

func TestCredentials_areNotPrinted(t *testing.T) {
	t.Parallel()
	for name, credentials := range map[string]Credentials{
		"API key":              APIKey(naotest.APIKey),
		"OAuth token":          OAuthToken(naotest.OAuthToken),
		"JWT":                  JWT(until(10 * 365 * 24 * time.Hour)),
		"session":              Session(naotest.Email, naotest.Password),
		"session from API key": SessionFromAPIKey(naotest.APIKey),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			authority, err := New(credentials, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			for _, verb := range []string{"%v", "%+v", "%s", "%#v", "%q"} {
				for _, value := range []any{authority, []any{authority}, credentials, []any{credentials}} {
					if printed := fmt.Sprintf(verb, value); strings.Contains(printed, "canary") || strings.Contains(printed, "eyJ") {
						t.Errorf("%s of a %T holds a secret: %s", verb, value, printed)
					}
				}
			}
		})
	}
	token := SessionToken{JWT: until(time.Hour), ExpiresAt: theDay}
	for _, verb := range []string{"%v", "%+v", "%s", "%#v", "%q"} {
		if printed := fmt.Sprintf(verb, token); strings.Contains(printed, "eyJ") || !strings.Contains(printed, "2026") {
			t.Errorf("%s of a session is %s", verb, printed)
		}
	}
}
