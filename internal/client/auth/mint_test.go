// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestMint_exchangesTheClientsCredentials(t *testing.T) {
	t.Parallel()
	for name, credentials := range map[string]Credentials{
		"API key":              APIKey(naotest.APIKey),
		"session":              Session(naotest.Email, naotest.Password),
		"session from API key": SessionFromAPIKey(naotest.APIKey),
	} {
		virtually(name, t, func(t *testing.T) {
			server, id := withASite(naotest.Sessions{Lifetime: time.Hour})
			c := inSession(t, server, func(config *settings) { config.Credentials, config.MaxConcurrentRequests = credentials, 1 })
			var jwts []string
			for range 2 {
				if err := c.read(t.Context(), id); err != nil {
					t.Fatal(err)
				}
				token, err := c.authority.Mint(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if left := time.Until(token.ExpiresAt); left < 59*time.Minute || left > time.Hour {
					t.Errorf("the session lasts %s more, want an hour", left)
				}
				holder := inSession(t, server, func(config *settings) { config.Credentials = JWT(token.JWT) })
				if err := holder.read(t.Context(), id); err != nil {
					t.Errorf("the session that was minted does not serve: %v", err)
				}
				jwts = append(jwts, token.JWT)
				pass(t, time.Minute)
			}
			if jwts[0] == jwts[1] {
				t.Error("got the same session twice, want a new one")
			}
		})
	}
}

func TestMint_refuses(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		credentials func(*naotest.Server) Credentials
		says        string
	}{
		"an OAuth token": {func(*naotest.Server) Credentials { return OAuthToken(naotest.OAuthToken) }, "OAuth token cannot be exchanged"},
		"a JWT":          {func(server *naotest.Server) Credentials { return JWT(server.JWT(time.Hour)) }, "JWT cannot be exchanged"},
		"a wrong key":    {func(*naotest.Server) Credentials { return APIKey("canary-wrong-key") }, "rejected the login by API key"},
	}
	for name, test := range tests {
		virtually(name, t, func(t *testing.T) {
			server, _ := withASite(naotest.Sessions{})
			c := inSession(t, server, func(config *settings) { config.Credentials = test.credentials(server) })
			for range 10 {
				_, err := c.authority.Mint(t.Context())
				if err == nil || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "canary") {
					t.Errorf("got %v, want an error that says %q, without a secret", err, test.says)
				}
			}
			if got := loginCount(server); got > 1 {
				t.Errorf("got %d logins, want at most 1", got)
			}
		})
	}
}

func TestMint_endsWithItsContextWhileOthersHaveTheSlots(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server, id := withASite(naotest.Sessions{})
		server.Inject(naotest.Delay(time.Minute), naotest.On("GET", "/sites/*"))
		c := inSession(t, server, func(config *settings) { config.MaxConcurrentRequests, config.RequestTimeout = 1, time.Hour })
		read := make(chan error)
		go func() {
			err := c.read(t.Context(), id)
			read <- err
		}()
		pass(t, time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.authority.Mint(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want that time ran out", err)
		}
		if err := <-read; err != nil || loginCount(server) != 1 {
			t.Errorf("the read ended with %v after %d logins, want one", err, loginCount(server))
		}
	})
}
