// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
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
	// loginRest is how long a login that failed is not tried again, and a session that replaced a rejected one is not replaced for the same
	// reason, in multiples of the client's RetryWait: 30 s by default.
	loginRest = 60
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

// session is the session that requests are authorized by. It is renewed ahead of its end, and when the API rejects it before.
type session struct {
	rest time.Duration

	mu sync.Mutex
	// current is zero before the first login.
	current grant
	// rejected reports whether the API does not accept the current JWT any more; replaced is when that was last so.
	rejected bool
	replaced time.Time
}

// dueLater returns the current session, and reports whether it is good and not due for renewal.
func (s *session) dueLater() (grant, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current, !s.rejected && time.Now().Before(s.current.renewAt)
}

// notEnded returns the current session, and reports whether it is good.
func (s *session) notEnded() (grant, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current, !s.rejected && time.Now().Before(s.current.EndsAt)
}

func (s *session) use(granted grant) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current, s.rejected = granted, false
}

// renew is called after a 401. It tries a newer session, if there is one or one is being obtained. It does not replace a session that has
// just replaced a rejected one: then the session is not the reason of the 401.
func (s *session) renew(rejected string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rejected || rejected != s.current.JWT {
		return true
	}
	now := time.Now()
	if now.Before(s.replaced.Add(s.rest)) {
		return false
	}
	s.rejected, s.replaced = true, now
	return true
}
