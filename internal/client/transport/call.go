// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package transport is the one sender: a Call becomes a Response, or an error whose outcome is NotSent, Refused or Unknown.
//
// Facts about the wire carry their source: [doc: n] is article n of Pole Star's public knowledge base, [lib] what the libraries that the
// responses come from do, [assumed] a convention that the code does not rely on alone.
package transport

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/redact"
)

// Call is one request.
type Call struct {
	Method string
	// Path is relative to the endpoint and starts with a slash. Make it with Path where a part of it comes from elsewhere.
	Path  string
	Query url.Values
	// Body is marshaled to JSON; nil sends none.
	Body any
	// Login is set for the request that obtains a session.
	Login *Login
	// Once is set for a request of another method than POST that must not be repeated either, once the server may have seen it.
	Once bool
	// Known is set for a request about what the service was just seen to know: a 404 is then no sign of something new.
	Known bool
	// Brief is set for a request that is one of several ways to the same end: after a failure of the server, it is not repeated.
	Brief bool
}

// isOnce reports whether a call must not be repeated once the server may have seen it. One session more does no harm, unlike one team more.
func (c Call) isOnce() bool {
	return c.Login == nil && (c.Once || c.Method == http.MethodPost)
}

// Login is what sets a login apart from other requests.
type Login struct {
	// Authorization is its own header; empty sends none.
	Authorization string
	// Accepted reports whether the API has accepted these credentials before, so that a 429 is about the rate and not about the account.
	Accepted bool
	// Ahead reports whether there is a session still, which serves while this login fails.
	Ahead bool
}

// Response is what came back for a call, whole. Its status is 2xx or 303; a 302 to a write is what HTTP/1.0 has for a 303.
type Response struct {
	Call
	Status int
	Header http.Header
	// Location is the header of that name, as it came: it may be malformed, or name another host.
	Location string
	Body     []byte

	masker *redact.Masker
}

// RequestID is the x-request-id, fit for a message; empty where there was none.
func (r *Response) RequestID() string { return r.mask().Line(r.Header.Get("X-Request-Id")) }

// Unreadable returns a *ResponseError of what is wrong with the body.
func (r *Response) Unreadable(err error) error {
	return &ResponseError{Method: r.Method, Path: r.Path, RequestID: r.RequestID(), Err: r.mask().Error(err)}
}

// Foreign is an error where the body is not JSON, such as a proxy's page: then it was not the API that responded. An empty body is no error.
func (r *Response) Foreign() error {
	if r.isForeign() {
		return r.Unreadable(errors.New("expected a JSON document or none"))
	}
	return nil
}

func (r *Response) isForeign() bool {
	body := bytes.TrimSpace(r.Body)
	return len(body) > 0 && !json.Valid(body)
}

// Doer sends calls; it is what the rooms above need of a Sender.
type Doer interface {
	Do(ctx context.Context, call Call) (*Response, error)
}

// Authorizer authorizes the requests of a Sender.
type Authorizer interface {
	// Authorization is the Authorization header for a request that leaves now. It may have to obtain it first.
	Authorization(ctx context.Context) (string, error)
	// Renew is told which header the API rejected; it reports whether a request with a newer one may be tried.
	Renew(rejected string) bool
	// Advice says what a 401 may mean with these credentials, and what to do.
	Advice() string
	// Static reports whether the header never changes, so that a 401 to one request is a 401 to all.
	Static() bool
}

// mask is the sender's masker. A response that no sender made has no secrets to mask.
func (r *Response) mask() *redact.Masker { return cmp.Or(r.masker, &redact.Masker{}) }
