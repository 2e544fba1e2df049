// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

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
)

// loginRest is how long, in multiples of Config.RetryWait, a login that found no answer is not tried again, and a session that replaced a
// rejected one is not replaced for the same reason: 30 s by default.
const loginRest = 60

// loginRequest is what is exchanged for a session [doc: 2].
type loginRequest struct {
	// what names it in messages, such as "API key".
	what          string
	authorization string
	// body is nil where the header says it all.
	body any
}

// loginTerms is what sets a login apart from other requests.
type loginTerms struct {
	// authorization is its own header; empty sends none.
	authorization string
	// accepted tells that the API has accepted these credentials before, so that a 429 is about the rate and not about the account.
	accepted bool
	// ahead tells that there is a session still, which serves while this login fails.
	ahead bool
}

// LoginError is a login that ended without a session. It hides the errors behind it on purpose: a 404 of the login is no missing site,
// and the loss of its answer no lost answer of the request that was waiting for it, which was not sent.
type LoginError struct {
	// Status is the HTTP status of the answer, 0 where there was none.
	Status int
	// RequestID is the answer's x-request-id; empty when it had none.
	RequestID string
	// Final tells that the client does not log in again for the rest of its life: accounts get locked after a few wrong attempts.
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

const sessionsPath = "/sessions"

// logins makes a client's logins, one at a time, and remembers how the last one failed: a thousand requests that need a session cause one
// login, and if it is turned down all get the same error.
type logins struct {
	client  *Client
	request *loginRequest
	flight  shared[grant]

	mu       sync.Mutex
	accepted bool
	failure  *LoginError
	// until is when a failure that is not final is forgotten.
	until time.Time
}

// run logs in. It is called in the flight alone.
func (l *logins) run(ctx context.Context) (grant, error) {
	accepted, err := l.remembered()
	if err != nil {
		return grant{}, err
	}
	ahead := false
	if own, ok := l.client.auth.(*session); ok {
		_, ahead = own.usable(false)
	}
	a, err := l.client.send(ctx, call{
		method: http.MethodPost,
		path:   sessionsPath,
		body:   l.request.body,
		login:  &loginTerms{authorization: l.request.authorization, accepted: accepted, ahead: ahead},
	})
	if ctx.Err() != nil {
		return grant{}, ctx.Err()
	}
	if err != nil {
		return grant{}, l.failed(ctx, l.turnedDown(err, accepted))
	}
	granted, found, err := readSession(a, time.Now())
	l.client.secrets.add(found...)
	if err != nil {
		return grant{}, l.failed(ctx, &LoginError{Status: a.status, RequestID: a.requestID(), Final: true, Reason: err.Error()})
	}
	l.mu.Lock()
	l.accepted = true
	l.mu.Unlock()
	l.client.log.DebugContext(ctx, "session obtained", slog.Time("expires_at", granted.ExpiresAt), slog.Time("renewed_at", granted.renewAt))
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
	failure.Reason = l.client.secrets.redact(failure.Reason)
	l.mu.Lock()
	l.failure, l.until = failure, time.Now().Add(loginRest*l.client.config.RetryWait)
	l.mu.Unlock()
	l.client.log.DebugContext(ctx, "login failed", slog.String("error", failure.Error()), slog.Bool("final", failure.Final))
	return failure
}

// turnedDown says why there is no session. Every 4xx is a rejection, and final, and so is an answer that is none of the API's; the rest is
// trouble that may pass, as is at a renewal what says nothing of the credentials.
func (l *logins) turnedDown(err error, accepted bool) *LoginError {
	answer, ok := errors.AsType[*Error](err)
	if !ok {
		unreadable, answered := errors.AsType[*AnswerError](err)
		failure := &LoginError{Reason: err.Error(), Final: answered}
		if answered {
			failure.Reason = unreadable.Err.Error()
			failure.RequestID = unreadable.RequestID
		}
		return failure
	}
	failure := &LoginError{Status: answer.Status, RequestID: answer.RequestID, Final: !accepted || !slices.Contains(passing, answer.Status)}
	switch status := answer.Status; {
	case status == http.StatusUnauthorized:
		failure.Reason = fmt.Sprintf("the API rejected the login by %s. It is not tried again, for accounts get locked after a few wrong attempts: correct the credentials first", l.request.what)
	case status == http.StatusForbidden:
		failure.Reason = fmt.Sprintf("the API refused the login by %s: the user may not log in, or the account is locked. It is not tried again: look into the account first", l.request.what)
	case status == http.StatusTooManyRequests && accepted:
		failure.Final = false
		failure.Reason = "the API turns logins away, for there are too many requests"
	case status == http.StatusTooManyRequests:
		failure.Reason = "the API turns logins away, for there were too many, and the account may be locked for a while. It is not tried again: wait before the next run"
	case status == http.StatusNotFound || status == http.StatusMethodNotAllowed:
		failure.Reason = "there is nothing to log in to at " + l.client.endpoint.JoinPath(sessionsPath).String() + ": make sure that the endpoint is that of an API version 2"
	case status < http.StatusInternalServerError:
		failure.Reason = fmt.Sprintf("the API does not accept the login by %s", l.request.what)
	default:
		failure.Final = false
		failure.Reason = "the API failed"
	}
	if said := messages(answer.Details); said != "" {
		failure.Reason += ". NAO Cloud says: " + said
	}
	return failure
}

// passing are the rejections that, of credentials which were accepted before, say nothing.
var passing = []int{http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusRequestTimeout, http.StatusTooEarly}

func messages(details []Detail) string {
	var said []string
	for _, detail := range details {
		if message := detail.Message(); message != "" {
			said = append(said, message)
		}
	}
	return strings.Join(said, "; ")
}
