// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"
)

const (
	// renewalShare is the part of a session's life before whose end it is renewed, and longestAhead the most that this may be. A session of
	// 24 h is renewed a minute before its end, one of a minute three seconds before.
	renewalShare = 20
	longestAhead = time.Minute
)

// SessionToken is a session: a JWT that authenticates like an API key until it expires [doc: 2].
type SessionToken struct {
	// JWT is a secret.
	JWT string
	// ExpiresAt is when it ends by the server's clock, and EndsAt the same by this machine's.
	ExpiresAt, EndsAt time.Time
}

// String says until when it lasts.
func (t SessionToken) String() string {
	return "a session until " + t.ExpiresAt.UTC().Format(time.RFC3339)
}

// Format keeps the JWT out of whatever prints the token.
func (t SessionToken) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, t.String()) }

// LogValue keeps the JWT out of logs.
func (t SessionToken) LogValue() slog.Value { return slog.StringValue(t.String()) }

// grant is a session as the client uses it. Its own times are by this machine's clock.
type grant struct {
	SessionToken
	obtained, renewAt time.Time
}

// session authorizes by a session that is renewed by itself: ahead of its end, and when the API rejects it before. Whoever needs it
// meanwhile waits, and all wait for one login.
type session struct {
	client *Client

	mu sync.Mutex
	// current is zero before the first login.
	current grant
	// rejected tells that the API did not accept the current JWT any more; replaced is when that was last so.
	rejected bool
	replaced time.Time
}

func (s *session) authorization(ctx context.Context) (string, error) {
	if current, ok := s.usable(true); ok {
		return current.JWT, nil
	}
	granted, err := s.client.logins.flight.do(ctx, s.obtain)
	if err == nil {
		return granted.JWT, nil
	}
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if current, ok := s.usable(false); ok {
		s.client.log.DebugContext(ctx, "the session could not be renewed ahead of its end; going on with it", slog.String("error", err.Error()))
		return current.JWT, nil
	}
	return "", err
}

// obtain logs in, unless another has just done so.
func (s *session) obtain(ctx context.Context) (grant, error) {
	if current, ok := s.usable(true); ok {
		return current, nil
	}
	granted, err := s.client.logins.run(ctx)
	if err == nil {
		s.use(granted)
	}
	return granted, err
}

// usable is the current session, if it can be sent: until it is due for renewal, or until its end.
func (s *session) usable(untilRenewal bool) (grant, bool) { //nolint:revive // Two moments of one life, not two behaviours.
	s.mu.Lock()
	defer s.mu.Unlock()
	until := s.current.EndsAt
	if untilRenewal {
		until = s.current.renewAt
	}
	return s.current, !s.rejected && time.Now().Before(until)
}

func (s *session) use(granted grant) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current, s.rejected = granted, false
}

// renew is called after a 401. Where there is a newer session already, or on its way, that one is tried. A session that has only just
// replaced a rejected one is not replaced again: the API means something else by its 401.
func (s *session) renew(rejected string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rejected || rejected != s.current.JWT {
		return true
	}
	now := time.Now()
	if now.Before(s.replaced.Add(loginRest * s.client.config.RetryWait)) {
		return false
	}
	s.rejected, s.replaced = true, now
	return true
}

// MintSession exchanges the client's own credentials for a new session, which outlives the client [doc: 2]. Calls at the same time may be
// given the same one. Errors: a *LoginError where the API grants none, ErrNotExchangeable where the credentials are none that it takes.
func (c *Client) MintSession(ctx context.Context) (SessionToken, error) {
	if c.logins == nil {
		_, err := c.config.Credentials.login()
		return SessionToken{}, err
	}
	// A login goes in the slot of who waits for it.
	release, err := c.pace.slot(ctx)
	if err != nil {
		return SessionToken{}, err
	}
	defer release()
	asked := time.Now()
	for {
		granted, err := c.logins.flight.do(ctx, c.mint)
		// The flight that was joined may have been one that found a session to be good still.
		if err != nil || !granted.obtained.Before(asked) {
			return granted.SessionToken, err
		}
	}
}

// mint logs in, and lets the client itself use the session too.
func (c *Client) mint(ctx context.Context) (grant, error) {
	granted, err := c.logins.run(ctx)
	if own, ok := c.auth.(*session); ok && err == nil {
		own.use(granted)
	}
	return granted, err
}
