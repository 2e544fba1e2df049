// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/ratelimit"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/redact"
)

// Config is what a Sender is made from. All fields but UserAgent are required.
type Config struct {
	// Endpoint has passed ParseEndpoint.
	Endpoint *url.URL
	// UserAgent is sent with every request.
	UserAgent string
	// MaxRetries is how often one request is repeated after a failure; 0 is never. A 429 is no failure.
	MaxRetries int
	// RequestTimeout bounds one attempt of a request that may be repeated, its body included, but not the time that it waits for its turn.
	RequestTimeout time.Duration
	// RetryWait is the first back-off, and the scale of everything that waits. Tests shorten it.
	RetryWait time.Duration
	Limiter   *ratelimit.Limiter
	Masker    *redact.Masker
	// Logger masks what it is given.
	Logger       *slog.Logger
	RoundTripper http.RoundTripper
}

// Sender sends the requests of one account. It is safe for concurrent use.
//
// A request passes, in this order: the check of its path; the trouble that concerns all; its slot, its credentials and its place in the
// rate; the wire. What a response means for the next attempt is decided, and logged, outside of all these: no log line sees the credentials.
type Sender struct {
	config     Config
	authorizer Authorizer
	trouble    trouble
}

// New makes a sender of requests without credentials.
func New(config Config) *Sender {
	return &Sender{config: config, trouble: trouble{rest: troubleRest * config.RetryWait}}
}

// Authorize sets what authorizes the requests. It is called once, before the first request.
func (s *Sender) Authorize(authorizer Authorizer) { s.authorizer = authorizer }

// Endpoint is the base URL of the API.
func (s *Sender) Endpoint() *url.URL { return s.config.Endpoint }

// Do is the one place where a request leaves. It returns the response of every 2xx and 303. Errors:
//
//   - *Error: the API said no, by its status or within a success.
//   - *TransportError: there was no whole response.
//   - *ResponseError: another redirect, which the API does not know, or a response that is too large.
//   - *SkippedError: the request was not sent, since an earlier one failed for a reason that concerns all.
//   - any other: it was not sent, for want of credentials, or because it cannot be written.
//
// A GET, PUT or DELETE whose outcome is unknown is repeated. A POST is repeated only where the server has not seen it. A request that is
// refused by a 429 is repeated until the context ends, and one that meets a conflict (409) for a minute,
// or until the context ends where an earlier attempt may be what it conflicts with.
func (s *Sender) Do(ctx context.Context, call Call) (*Response, error) {
	request, err := s.prepare(ctx, call)
	if err != nil {
		return nil, err
	}
	x := &exchange{sender: s, call: call, caller: ctx, began: time.Now()}
	if call.Login == nil {
		x.tries, err = s.trouble.admit(x.began)
		if err != nil {
			return nil, err
		}
	}
	if x.tries {
		defer s.trouble.done()
	}
	response, err := x.run(ctx, request)
	s.learn(ctx, x, err)
	return response, err
}

func (s *Sender) prepare(ctx context.Context, call Call) (*retryablehttp.Request, error) {
	if err := checkPath(call.Path); err != nil {
		return nil, err
	}
	target := s.config.Endpoint.JoinPath(call.Path)
	target.RawQuery = call.Query.Encode()
	var body any
	if call.Body != nil {
		encoded, err := json.Marshal(call.Body)
		if err != nil {
			return nil, fmt.Errorf("encode the body of %s %s: %w", call.Method, call.Path, err)
		}
		body = bytes.NewReader(encoded)
	}
	request, err := retryablehttp.NewRequestWithContext(ctx, call.Method, target.String(), body)
	if err != nil {
		return nil, fmt.Errorf("prepare %s %s: %w", call.Method, call.Path, err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/vnd.api+json")
	if s.config.UserAgent != "" {
		request.Header.Set("User-Agent", s.config.UserAgent)
	}
	return request, nil
}

// run sends a request as often as it takes.
func (x *exchange) run(ctx context.Context, request *retryablehttp.Request) (*Response, error) {
	retrying := &retryablehttp.Client{
		HTTPClient:   &http.Client{Transport: x, CheckRedirect: followNone},
		RetryMax:     math.MaxInt, // The exchange counts.
		CheckRetry:   x.check,
		Backoff:      func(time.Duration, time.Duration, int, *http.Response) time.Duration { return x.wait },
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	response, err := retrying.Do(request.WithContext(x.trace(ctx)))
	if err != nil {
		return nil, x.failed(err)
	}
	_ = response.Body.Close() // It was read in its attempt.
	r := x.response(response)
	if r.Status >= http.StatusBadRequest {
		return nil, x.refused(r)
	}
	seeOther := r.Status == http.StatusSeeOther || r.Status == http.StatusFound && x.call.Method != http.MethodGet && x.call.Login == nil
	if r.Status >= http.StatusMultipleChoices && !seeOther {
		return nil, r.Unreadable(fmt.Errorf("got a redirect (%d %s), which is not followed; make sure that the endpoint is the API's own address",
			r.Status, http.StatusText(r.Status)))
	}
	return r, nil
}

// response is the last attempt's, whole.
func (x *exchange) response(response *http.Response) *Response {
	return &Response{
		Call: x.call, Status: response.StatusCode, Header: response.Header, Location: x.location, Body: x.body,
		masker: x.sender.config.Masker,
	}
}

// followNone keeps net/http from following a redirect: a 303 names a job, not another place of the same thing, and another redirect may
// lead to another host.
func followNone(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// refused makes an error of a response that says no.
func (x *exchange) refused(r *Response) *Error {
	e := &Error{
		Status:         r.Status,
		Method:         r.Method,
		Path:           r.Path,
		RequestID:      r.RequestID(),
		Details:        jsonapi.Details(r.Body),
		Elapsed:        x.elapsed,
		foreign:        r.isForeign(),
		earlierUnknown: x.mayBeDone(),
		cause:          x.tooLong,
	}
	line := x.sender.config.Masker.Line
	for i, d := range e.Details {
		e.Details[i] = jsonapi.Detail{Code: line(d.Code), Title: line(d.Title), Detail: line(d.Detail), Pointer: line(d.Pointer), Status: line(d.Status)}
	}
	switch {
	case r.Status == http.StatusUnauthorized && x.call.Login == nil && x.sender.authorizer != nil:
		e.Advice = x.sender.authorizer.Advice()
	case r.Status == http.StatusProxyAuthRequired:
		e.Advice = proxyAdvice
	case e.cause != nil:
		e.Advice = e.cause.Error()
	}
	return e
}

// refusalStatus is the status of a refusal inside a success.
func refusalStatus(details []jsonapi.Detail) int {
	for _, detail := range details {
		if status, err := strconv.Atoi(detail.Status); err == nil && status >= http.StatusBadRequest && status <= 599 {
			return status
		}
	}
	return http.StatusUnprocessableEntity
}

// failed makes an error of a request without a response.
func (x *exchange) failed(err error) error {
	final, isFinal := errors.AsType[*finalError](err)
	if isFinal {
		err = final.err
	}
	unsent := &TransportError{Method: x.call.Method, Path: x.call.Path, Sent: x.mayBeDone(), Elapsed: x.elapsed}
	_, response := errors.AsType[*ResponseError](err)
	_, tooLong := errors.AsType[*ratelimit.TooLongError](err)
	switch {
	case response:
		return err
	case x.caller.Err() != nil:
		// The attempt ended because time was up, or because the run was interrupted.
		unsent.Err = x.caller.Err()
		// The server has accepted what is sent only once, and its work takes long. Earlier refusals are not the reason.
		if accepted := x.call.isOnce() && x.sent.Load(); !accepted && errors.Is(unsent.Err, context.DeadlineExceeded) {
			unsent.Before = x.before
		}
	case isFinal && !tooLong && !unsent.Sent:
		return err
	case !isFinal && x.failure.err != nil:
		unsent.Err = x.sender.config.Masker.Error(x.failure.err)
	default:
		unsent.Err = x.sender.config.Masker.Error(err)
	}
	return unsent
}

// learn finds out whether what a request ended in concerns all requests. A failed login concerns those that wait for it; they are told by
// what remembers it.
func (s *Sender) learn(ctx context.Context, x *exchange, err error) {
	why := ""
	switch err := err.(type) { //nolint:errorlint // What this exchange ended in, not what that wraps.
	case nil, *ResponseError:
	case *Error:
		why = s.whyRefused(err.Status)
	case *TransportError:
		if why = s.whyUnreachable(x); why == "" {
			return
		}
	default:
		return
	}
	if why == "" {
		s.trouble.end()
		return
	}
	if x.call.Login != nil {
		return
	}
	if s.trouble.begin(time.Now(), err) {
		s.config.Logger.WarnContext(ctx, "requests are not sent for a while: "+why,
			slog.String("error", err.Error()), slog.Duration("rest", s.trouble.rest))
	}
}

// whyRefused says why every request would be refused; it is empty where that is not so.
func (s *Sender) whyRefused(status int) string {
	switch {
	case status == http.StatusProxyAuthRequired:
		return "the proxy wants a password"
	case status == http.StatusUnauthorized && s.authorizer != nil && s.authorizer.Static():
		return "the credentials are not accepted"
	}
	return ""
}

// whyUnreachable says why every request would end without a response; it is empty where that is not so. One request that
// the server has seen may only be slow. So there have to be several attempts without a response, and no response to any other request.
func (s *Sender) whyUnreachable(x *exchange) string {
	switch {
	case x.failure.err == nil || !x.usedUp:
		return ""
	case x.failure.tries > 0:
		return "the server cannot be reached, and repetition does not help"
	case (!x.mayBeDone() || x.failures >= quickTries) && s.trouble.lastResponse().Before(x.began):
		return "the server cannot be reached"
	}
	return ""
}
