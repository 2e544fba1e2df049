// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
)

const (
	// maxBody bounds how much of a response is kept in memory: far above any page of a listing. maxLogin bounds that of a login.
	maxBody  = 16 << 20
	maxLogin = 1 << 20
	// mostTurns is how often an attempt waits for its turn in the rate at most. It waits again where its session ended meanwhile.
	mostTurns = 3
)

// exchange is one call through all its attempts. It is the innermost RoundTripper: it gives each attempt its turn, its credentials and its
// deadline, and reads the body, so that a slot lasts until the response is whole.
type exchange struct {
	sender *Sender
	call   Call
	// caller is the context of the call, without what is attached to its request.
	caller context.Context //nolint:containedctx // net/http hands a RoundTripper the request's alone.
	began  time.Time
	// tries reports whether this request tries for all, in a trouble that concerns all.
	tries bool

	attempt int
	// failures counts the attempts that max_retries bounds, and timeouts those which took too long.
	failures, timeouts int
	// usedUp reports whether the last attempt would have been repeated, had there been retries or time left.
	usedUp bool
	// renewed reports whether an attempt was rejected and is repeated with newer credentials; that is no retry.
	renewed bool
	// conflict is when the first 409 came.
	conflict time.Time
	// started is when the last attempt was put on the wire, and elapsed how long it took.
	started time.Time
	elapsed time.Duration
	// sent reports whether the server may have seen the last attempt, and unknown whether the outcome of an earlier one is unknown.
	sent    atomic.Bool
	unknown bool
	// failure is how the last attempt failed that got no response.
	failure failure
	// before is the error of the attempt before the last one; nil where there was none, or where a new session replaced a rejected one.
	before error
	// tooLong is set where the server asked for a wait that there is no time for.
	tooLong error
	// authorization is what the last attempt was authorized with.
	authorization string
	// location is the last response's header. It is kept from net/http, which refuses a whole response over a malformed one.
	location string
	// body is the last response's, whole.
	body []byte
	// wait is the time until the next attempt.
	wait time.Duration
}

// finalError is an attempt that is not repeated, because it did not leave, or because of what came.
type finalError struct{ err error }

func (e *finalError) Error() string { return e.err.Error() }

// trace notes when an attempt gets a connection: from then on the server may see it.
func (x *exchange) trace(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { x.sent.Store(true) },
	})
}

// mayBeDone reports whether the work of the request may have been done, without a response that tells.
func (x *exchange) mayBeDone() bool { return x.unknown || x.sent.Load() }

// RoundTrip makes one attempt.
func (x *exchange) RoundTrip(request *http.Request) (*http.Response, error) {
	x.attempt++
	x.location, x.body = "", nil
	x.unknown = x.mayBeDone()
	x.sent.Store(false)
	// Whatever went wrong before: credentials go to the endpoint alone.
	if to, endpoint := origin(request.URL), origin(x.sender.config.Endpoint); to != endpoint {
		return nil, &finalError{fmt.Errorf("refused to send credentials to %s, which is not the endpoint's %s", to, endpoint)}
	}
	release, err := x.waitToSend(request.Context())
	if err != nil {
		return nil, &finalError{err}
	}
	defer release()
	x.started = time.Now()
	defer func() { x.elapsed = time.Since(x.started) }()

	ctx, cancel := x.limit(request.Context())
	defer cancel()
	response, err := x.exchange(request.Clone(ctx))
	if err != nil && ctx.Err() != nil && request.Context().Err() == nil {
		err = fmt.Errorf("no whole response within %s, the time for one attempt", x.timeLimit())
		x.timeouts++
	}
	if err != nil {
		return nil, err
	}
	// The request that the response points to is the one without credentials.
	response.Request = request
	return response, nil
}

// timeLimit is the time for one attempt: twice as much after each that took too long. A request that is sent once has the
// whole time of its context; that is 0.
func (x *exchange) timeLimit() time.Duration {
	if x.call.isOnce() {
		return 0
	}
	return x.sender.config.RequestTimeout << min(x.timeouts, 10)
}

func (x *exchange) limit(ctx context.Context) (context.Context, context.CancelFunc) {
	if d := x.timeLimit(); d > 0 {
		return context.WithTimeout(ctx, d)
	}
	return ctx, func() {}
}

// exchange puts an attempt on the wire, and reads the response.
func (x *exchange) exchange(request *http.Request) (*http.Response, error) {
	if x.authorization != "" {
		request.Header.Set("Authorization", x.authorization)
	}
	response, err := x.sender.config.RoundTripper.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	x.location = response.Header.Get("Location")
	response.Header.Del("Location")
	if err := x.read(response); err != nil {
		return nil, err
	}
	if response.StatusCode < http.StatusMultipleChoices && bytes.Contains(x.body, []byte("error")) {
		if details, refusal := jsonapi.Refusal(x.body); refusal {
			response.StatusCode = refusalStatus(details)
		}
	}
	return response, nil
}

// read makes the body a part of the attempt. A read that is cut off is repeated like any other failed read; of a write, the status alone
// is a response.
func (x *exchange) read(response *http.Response) error {
	limit, success := maxBody, response.StatusCode < http.StatusBadRequest
	if x.call.Login != nil {
		limit = maxLogin
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, int64(limit)+1))
	_ = response.Body.Close()
	response.Body = http.NoBody
	if len(body) > limit && success {
		r := &Response{Call: x.call, Header: response.Header, masker: x.sender.config.Masker}
		return &finalError{r.Unreadable(&jsonapi.TooLargeError{Reason: fmt.Sprintf("it is larger than %d MiB, the most that is read", limit>>20)})}
	}
	if err != nil && success && (x.call.Method == http.MethodGet || x.call.Login != nil) {
		return fmt.Errorf("the response broke off: %w", err)
	}
	x.body = body[:min(len(body), limit)]
	return nil
}

// waitToSend waits until an attempt may leave, and gets the credentials that it leaves with.
//
// A login uses the slot of the request that waits for it: with a slot of its own, it could not leave while ten requests wait for it. The login
// comes before the turn in the rate: after it, all requests that waited for the login would leave at once. If the session ends while a request
// waits for its turn, the request gets another session and waits for another turn.
func (x *exchange) waitToSend(ctx context.Context) (release func(), err error) {
	limiter := x.sender.config.Limiter
	if x.call.Login != nil {
		x.authorization = x.call.Login.Authorization
		return func() {}, limiter.Wait(ctx)
	}
	release, err = limiter.Slot(ctx)
	if err != nil {
		return nil, err
	}
	if err := x.waitForTurn(ctx); err != nil {
		release()
		return nil, err
	}
	return release, nil
}

// waitForTurn waits, in a slot, for credentials and for a place in the rate.
func (x *exchange) waitForTurn(ctx context.Context) error {
	if err := x.admitted(); err != nil {
		return err
	}
	authorization, err := x.authorize()
	// At a low rate a session may end before each turn. After mostTurns turns the request leaves with the session that it has.
	for round, before := 0, ""; err == nil && (round == 0 || authorization != before && round < mostTurns); round++ {
		before = authorization
		if err = x.sender.config.Limiter.Wait(ctx); err == nil {
			authorization, err = x.authorize()
		}
	}
	if err != nil {
		return err
	}
	x.authorization = authorization
	return x.admitted()
}

// admitted fails where a trouble began that concerns all while this request waited.
func (x *exchange) admitted() error {
	if x.tries {
		return nil
	}
	return x.sender.trouble.current()
}

// authorize returns the header for an attempt that leaves now. The login that it may take is no part of this exchange on the wire.
func (x *exchange) authorize() (string, error) {
	if x.sender.authorizer == nil {
		return "", nil
	}
	return x.sender.authorizer.Authorization(x.caller)
}
