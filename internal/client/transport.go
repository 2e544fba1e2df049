// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"
)

const (
	// maxBody bounds how much of an answer is kept in memory: far above any page of a listing.
	maxBody = 64 << 20
	// placesTaken is how many places in the rate an attempt takes at most, should its session end before each.
	placesTaken = 3
)

// exchange is one call through all its attempts: what may be repeated, after how long, and what is known of the last attempt.
type exchange struct {
	client       *Client
	method, path string
	// caller is the context of the call, without what is attached to its request.
	caller context.Context
	// login is set for the request that obtains a session.
	login *loginTerms

	attempt int
	// renewed tells that an attempt was rejected and is repeated with newer credentials; that is no retry.
	renewed bool
	started time.Time
	// sent tells that the server may have seen an attempt without giving a definite answer since.
	sent atomic.Bool
	// authorization is what the last attempt was authorized with.
	authorization string
	// location is the last answer's header. It is kept from net/http, which refuses a whole answer over a malformed one.
	location string
	// body is the last answer's, whole.
	body []byte
	wait time.Duration
}

type exchangeKey struct{}

func (x *exchange) attach(ctx context.Context) context.Context {
	ctx = context.WithValue(ctx, exchangeKey{}, x)
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { x.sent.Store(true) },
	})
}

// attempts is the innermost RoundTripper: it gives each attempt its turn, its credentials and its deadline, and reads the body, so that a
// turn lasts until the answer is whole.
type attempts struct {
	client *Client
	next   http.RoundTripper
}

func (t *attempts) RoundTrip(request *http.Request) (*http.Response, error) {
	x, _ := request.Context().Value(exchangeKey{}).(*exchange)
	x.location = ""
	x.attempt++
	x.started = time.Now()
	// Whatever went wrong before: credentials go to the endpoint alone.
	if !sameOrigin(request.URL, t.client.endpoint) {
		return nil, &credentialsError{fmt.Errorf("refused to send credentials to %s, which is not the endpoint's %s", origin(request.URL), origin(t.client.endpoint))}
	}

	release, err := t.depart(request.Context(), x)
	if err != nil {
		return nil, err
	}
	defer release()
	x.started = time.Now()

	ctx, cancel := context.WithTimeout(request.Context(), t.client.config.RequestTimeout)
	defer cancel()
	authorized := request.Clone(ctx)
	if x.authorization != "" {
		authorized.Header.Set("Authorization", x.authorization)
	}
	response, err := t.next.RoundTrip(authorized)
	if err == nil {
		err = x.readBody(response)
	}
	if err != nil && ctx.Err() != nil && request.Context().Err() == nil {
		err = fmt.Errorf("no whole answer within %s, the time for one attempt", t.client.config.RequestTimeout)
	}
	if err != nil {
		return nil, err
	}
	// The request that the answer points to is the one without credentials.
	response.Request = request
	x.location = response.Header.Get("Location")
	response.Header.Del("Location")
	return response, nil
}

// depart waits until an attempt may leave, and gets the credentials that it leaves with.
//
// A login goes in the slot of a request that waits for it, and so never needs a second one. It is made before that request takes its place
// in the rate, so that those which waited for it do not all leave at once. If the session ends while a request waits for its place, the
// request waits for another.
func (t *attempts) depart(ctx context.Context, x *exchange) (release func(), err error) {
	pace := t.client.pace
	if x.login != nil {
		x.authorization = x.login.authorization
		return func() {}, pace.start(ctx)
	}
	release, err = pace.slot(ctx)
	if err != nil {
		return nil, err
	}
	x.authorization, err = t.authorization(x)
	// Where places are rarer than sessions are long, it goes in the end all the same.
	for round, before := 0, ""; err == nil && x.authorization != before && round < placesTaken; round++ {
		before = x.authorization
		if err = pace.start(ctx); err == nil {
			x.authorization, err = t.authorization(x)
		}
	}
	if err != nil {
		release()
		return nil, err
	}
	return release, nil
}

func (t *attempts) authorization(x *exchange) (string, error) {
	// The caller's context: what a login does on the wire is no part of this exchange.
	authorization, err := t.client.auth.authorization(x.caller)
	if err != nil && x.caller.Err() == nil {
		err = &credentialsError{err}
	}
	return authorization, err
}

// readBody makes the body a part of the attempt. A read that is cut off is repeated like any other failed read; of a write, the status
// alone is an answer.
func (x *exchange) readBody(response *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody))
	_ = response.Body.Close()
	if err != nil && x.method == http.MethodGet && response.StatusCode < http.StatusBadRequest {
		return fmt.Errorf("the answer broke off: %w", err)
	}
	x.body, response.Body = body, http.NoBody
	return nil
}

// credentialsError is an attempt that was not sent for want of credentials.
type credentialsError struct{ err error }

func (e *credentialsError) Error() string { return e.err.Error() }

// failure is what a call without an answer ends in.
func (x *exchange) failure(call call, err error) error {
	if credentials, ok := errors.AsType[*credentialsError](err); ok {
		return credentials.err
	}
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err // It holds the whole URL.
	}
	return &TransportError{Method: call.method, Path: call.path, Sent: x.sent.Load(), Err: x.client.secrets.mask(err)}
}

// described is what the log says of an attempt.
func (x *exchange) described(response *http.Response, err error, why string) []slog.Attr {
	attributes := []slog.Attr{
		slog.String("method", x.method),
		slog.String("path", x.path),
		slog.Int("attempt", x.attempt),
		slog.Duration("duration", time.Since(x.started)),
	}
	if response != nil {
		attributes = append(attributes, slog.Int("status", response.StatusCode), slog.String("request_id", response.Header.Get("X-Request-Id")))
	}
	if err != nil {
		attributes = append(attributes, slog.String("error", err.Error()))
	}
	if why != "" {
		attributes = append(attributes, slog.String("why", why))
	}
	return attributes
}
