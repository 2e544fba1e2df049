// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/redact"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

const (
	sessionsPath = "/sessions"
	// loginTime is the time that a login has with all its attempts, in rests of a failed one: five minutes by default.
	loginTime = 10
)

// LoginError is a login that ended without a session. It does not unwrap: a 404 of the login must not look like a missing site, and its lost
// response must not look like that of the request that waited for it, which was not sent.
type LoginError struct {
	// Status is the HTTP status of the response, 0 where there was none.
	Status int
	// RequestID is the response's x-request-id; empty where it had none.
	RequestID string
	// Final reports whether the client does not log in again for the rest of its life: accounts get locked after a few wrong attempts.
	Final bool
	// Reason says what happened and what to do; it holds no secret.
	Reason string
}

// Error says what happened and what to do.
func (e *LoginError) Error() string {
	text := "could not log in to NAO Cloud: " + e.Reason
	if e.RequestID != "" {
		text += fmt.Sprintf(" (POST %s: %d %s, request id %s)", sessionsPath, e.Status, http.StatusText(e.Status), e.RequestID)
	}
	return text
}

// logins makes a client's logins, and remembers how the last one failed: a thousand requests that need a session cause one login, and if it
// is turned down all get the same error.
type logins struct {
	sender  *transport.Sender
	masker  *redact.Masker
	log     *slog.Logger
	request *loginRequest
	// rest is how long a failure that is not final is remembered.
	rest time.Duration

	mu       sync.Mutex
	accepted bool
	failure  *LoginError
	// until is when a failure that is not final is forgotten.
	until time.Time
}

// run logs in. ahead reports whether there is a session still, which serves while this login fails.
func (l *logins) run(ctx context.Context, ahead bool) (grant, error) {
	accepted, err := l.remembered()
	if err != nil {
		return grant{}, err
	}
	limited, cancel := context.WithTimeout(ctx, loginTime*l.rest)
	defer cancel()
	response, err := l.sender.Do(limited, transport.Call{
		Method: http.MethodPost,
		Path:   sessionsPath,
		Body:   l.request.body,
		Login:  &transport.Login{Authorization: l.request.authorization, Accepted: accepted, Ahead: ahead},
	})
	if ctx.Err() != nil {
		return grant{}, ctx.Err()
	}
	if err != nil {
		return grant{}, l.failed(ctx, l.turnedDown(err, accepted))
	}
	granted, found, err := readSession(response, time.Now())
	l.masker.Add(found...)
	if err != nil {
		// An odd response says nothing about credentials that were accepted before: it may be a proxy's.
		return grant{}, l.failed(ctx, &LoginError{Status: response.Status, RequestID: response.RequestID(), Final: !accepted, Reason: err.Error()})
	}
	l.mu.Lock()
	l.accepted = true
	l.mu.Unlock()
	l.log.DebugContext(ctx, "session obtained", slog.Time("expires_at", granted.ExpiresAt), slog.Time("renewed_at", granted.renewAt))
	return granted, nil
}

func (l *logins) remembered() (accepted bool, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failure != nil && (l.failure.Final || time.Now().Before(l.until)) {
		return l.accepted, l.failure
	}
	return l.accepted, nil
}

func (l *logins) failed(ctx context.Context, failure *LoginError) error {
	failure.Reason = l.masker.Text(failure.Reason)
	l.mu.Lock()
	l.failure, l.until = failure, time.Now().Add(l.rest)
	l.mu.Unlock()
	l.log.DebugContext(ctx, "login failed", slog.String("error", failure.Error()), slog.Bool("final", failure.Final))
	return failure
}

// turnedDown says why there is no session. A first login is rejected for good by every 4xx, and by a response that is not the API's. A later
// login is rejected for good only by a response about its credentials. Every other failure may pass.
func (l *logins) turnedDown(err error, accepted bool) *LoginError {
	if unreadable, ok := errors.AsType[*transport.ResponseError](err); ok {
		return &LoginError{Reason: unreadable.Err.Error(), RequestID: unreadable.RequestID, Final: !accepted}
	}
	refusal, ok := errors.AsType[*transport.Error](err)
	if !ok {
		return &LoginError{Reason: err.Error()}
	}
	failure := &LoginError{Status: refusal.Status, RequestID: refusal.RequestID, Final: !accepted || !slices.Contains(passing, refusal.Status)}
	switch status := refusal.Status; {
	case status == http.StatusUnauthorized:
		failure.Reason = fmt.Sprintf("the API rejected the login by %s. It is not tried again, for accounts get locked after a few wrong attempts: "+
			"correct the credentials first", l.request.what)
	case status == http.StatusForbidden:
		failure.Reason = fmt.Sprintf("the API refused the login by %s: the user may not log in, or the account is locked. "+
			"It is not tried again: look into the account first", l.request.what)
	case status == http.StatusTooManyRequests && accepted:
		failure.Final = false
		failure.Reason = "the API turns logins away, for there are too many requests"
	case status == http.StatusTooManyRequests:
		failure.Reason = "the API turns logins away, for there were too many, and the account may be locked for a while. " +
			"It is not tried again: wait before the next run"
	case status == http.StatusNotFound || status == http.StatusMethodNotAllowed:
		failure.Reason = "there is nothing to log in to at " + l.sender.Endpoint().JoinPath(sessionsPath).String() +
			": make sure that the endpoint is that of an API version 2"
	case status < http.StatusInternalServerError && status != http.StatusRequestTimeout:
		failure.Reason = fmt.Sprintf("the API does not accept the login by %s", l.request.what)
	default:
		failure.Final = false
		failure.Reason = "the API failed"
	}
	if said := messages(refusal.Details); said != "" {
		failure.Reason += ". NAO Cloud says: " + said
	}
	return failure
}

// passing are the statuses that say nothing about credentials that were accepted before.
var passing = []int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusProxyAuthRequired, http.StatusTooEarly}

func messages(details []jsonapi.Detail) string {
	var said []string
	for _, detail := range details {
		if message := detail.Message(); message != "" {
			said = append(said, message)
		}
	}
	return strings.Join(said, "; ")
}
