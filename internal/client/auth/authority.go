// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/flight"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/ratelimit"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/redact"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// Authority authorizes the requests of one client. It is safe for concurrent use once it is bound.
type Authority struct {
	credentials Credentials
	limiter     *ratelimit.Limiter
	// logins is nil where the credentials cannot be exchanged for a session.
	logins *logins
	// session is nil where every request has the same header.
	session *session
	// flight is the login that is under way.
	flight flight.Group[grant]
}

// New checks credentials, and makes an authority of them. It sends nothing. The error holds no secret.
func New(credentials Credentials, now time.Time) (*Authority, error) {
	if credentials == nil {
		return nil, errors.New("no credentials")
	}
	if err := credentials.check(now); err != nil {
		return nil, err
	}
	return &Authority{credentials: credentials}, nil
}

// Secrets are what must not get out, for the Masker.
func (a *Authority) Secrets() []string { return a.credentials.secrets() }

// Identity is what stands for the account: the API key, or the email address in lower case; empty for tokens. It is a secret.
func (a *Authority) Identity() string { return a.credentials.identity() }

// Bind sets what logins are sent with, and authorizes the sender's requests. It is called once, before the first request. The logger masks
// what it is given; retryWait is the client's.
func (a *Authority) Bind(sender *transport.Sender, limiter *ratelimit.Limiter, masker *redact.Masker, logger *slog.Logger, retryWait time.Duration) {
	a.limiter = limiter
	if _, fixed := a.credentials.header(); !fixed {
		a.session = &session{rest: loginRest * retryWait}
	}
	if request, err := a.credentials.login(); err == nil {
		a.logins = &logins{sender: sender, masker: masker, log: logger, request: request, rest: loginRest * retryWait}
	}
	sender.Authorize(a)
}

// Authorization is the Authorization header for a request that leaves now. It logs in where that takes a session.
func (a *Authority) Authorization(ctx context.Context) (string, error) {
	if header, fixed := a.credentials.header(); fixed {
		return header, nil
	}
	if current, ok := a.session.dueLater(); ok {
		return current.JWT, nil
	}
	granted, err := a.flight.Do(ctx, a.obtain)
	if err == nil {
		return granted.JWT, nil
	}
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if current, ok := a.session.notEnded(); ok {
		a.logins.log.DebugContext(ctx, "the session could not be renewed ahead of its end; going on with it", slog.String("error", err.Error()))
		return current.JWT, nil
	}
	return "", err
}

// Renew is told which header the API rejected; it reports whether a request with a newer one may be tried.
func (a *Authority) Renew(rejected string) bool {
	return a.session != nil && a.session.renew(rejected)
}

// Advice says what a 401 may mean with these credentials, and what to do.
func (a *Authority) Advice() string { return a.credentials.advice() }

// Static reports whether the header never changes.
func (a *Authority) Static() bool {
	_, fixed := a.credentials.header()
	return fixed
}

// Mint exchanges the credentials for a new session, which outlives the client [doc: 2]. Calls at the same time may be given the same one.
// Errors: a *LoginError where the API grants none, ErrNotExchangeable where the credentials are none that it takes.
func (a *Authority) Mint(ctx context.Context) (SessionToken, error) {
	if a.logins == nil {
		_, err := a.credentials.login()
		return SessionToken{}, err
	}
	// A login goes in the slot of who waits for it.
	release, err := a.limiter.Slot(ctx)
	if err != nil {
		return SessionToken{}, err
	}
	defer release()
	asked := time.Now()
	for {
		granted, err := a.flight.Do(ctx, a.login)
		// The flight that was joined may have been one that found a session to be good still.
		if err != nil || !granted.obtained.Before(asked) {
			return granted.SessionToken, err
		}
	}
}

// obtain logs in, unless another has just done so. It is called in the flight alone.
func (a *Authority) obtain(ctx context.Context) (grant, error) {
	if current, ok := a.session.dueLater(); ok {
		return current, nil
	}
	return a.login(ctx)
}

// login logs in, and lets the client itself use the session too. It is called in the flight alone.
func (a *Authority) login(ctx context.Context) (grant, error) {
	ahead := false
	if a.session != nil {
		_, ahead = a.session.notEnded()
	}
	granted, err := a.logins.run(ctx, ahead)
	if err == nil && a.session != nil {
		a.session.use(granted)
	}
	return granted, err
}

// Format keeps the secrets out of whatever prints it.
func (a *Authority) Format(state fmt.State, _ rune) { _, _ = fmt.Fprint(state, a.credentials) }
