// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package client speaks the NAO Cloud REST API v2. It knows nothing of Terraform.
//
// Facts about the wire carry their source: [doc: n] is article n of Pole Star's public knowledge base, [lib] what the libraries that the
// answers come from do (jsonapi.rb, Ransack, role_model), [assumed] a convention that the code does not rely on alone.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// Client is one account at one endpoint. It is safe for concurrent use; all that it remembers lives in it and ends with it.
type Client struct {
	config   Config
	endpoint *url.URL
	http     *http.Client
	pace     *pacer
	auth     authenticator
	// logins is nil where the credentials cannot be exchanged for a session.
	logins  *logins
	secrets *secrets
	log     *slog.Logger

	teams *collection[Team]
	sites *collection[Site]
	// reached tells that the API has shown an object or a listing: what it does not show then is not there.
	reached atomic.Bool

	mu           sync.Mutex
	associations map[string]*collection[Association]
}

// New checks the configuration and makes a client of it. It sends nothing.
func New(config Config) (*Client, error) {
	config = config.withDefaults()
	if config.Credentials == nil {
		return nil, errors.New("no credentials")
	}
	if err := config.Credentials.check(time.Now()); err != nil {
		return nil, err
	}
	endpoint, err := ParseEndpoint(config.Endpoint)
	if err != nil {
		return nil, fmt.Errorf("endpoint %w", err)
	}
	masked := newSecrets(config.Credentials.secrets()...)
	c := &Client{
		config:       config,
		endpoint:     endpoint,
		pace:         newPacer(config),
		secrets:      masked,
		log:          slog.New(&maskingHandler{next: config.Logger.Handler(), secrets: masked}),
		associations: map[string]*collection[Association]{},
	}
	c.auth = config.Credentials.authenticator(c)
	if request, err := config.Credentials.login(); err == nil {
		c.logins = &logins{client: c, request: request}
	}
	c.http = &http.Client{
		Transport: &attempts{client: c, next: config.Transport},
		// A 303 names a job, not another place of the same thing.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	c.teams = newCollection(c, noun{singular: "team", plural: "teams", title: "team"}, "/teams", decodeTeam)
	c.sites = newCollection(c, noun{singular: "site", plural: "sites", title: "site"}, "/sites", decodeSite)
	return c, nil
}

// Format keeps the secrets that a client holds out of whatever prints it.
func (c *Client) Format(state fmt.State, _ rune) {
	_, _ = io.WriteString(state, "client of "+c.endpoint.String())
}

// call is one request as the nouns state it.
type call struct {
	method string
	// path is relative to the endpoint and starts with a slash.
	path  string
	query url.Values
	// target replaces path and query where the API itself gave a URL; it has passed resolve.
	target *url.URL
	// body is marshaled to JSON; nil sends none.
	body any
	// login is set for the request that obtains a session.
	login *loginTerms
}

// answer is what came back for a call, whole.
type answer struct {
	call
	status   int
	header   http.Header
	location string
	body     []byte
	secrets  *secrets
	// attempt is which attempt was answered, from 1 on: of an earlier one the work may have been done.
	attempt int
}

func (a *answer) requestID() string { return a.secrets.redact(a.header.Get("X-Request-Id")) }

// unreadable wraps what is wrong with the body of an answer that is a success.
func (a *answer) unreadable(err error) error {
	return &AnswerError{Method: a.method, Path: a.path, RequestID: a.requestID(), Err: a.secrets.mask(err)}
}

// send is the one place where a request leaves. It returns the answer of every 2xx and 303, an *Error for 400 and above, an *AnswerError
// for another redirect, which the API does not know, and a *TransportError where there was no answer. A 302 to a write is what HTTP/1.0
// has for a 303.
func (c *Client) send(ctx context.Context, call call) (*answer, error) {
	request, x, err := c.prepare(ctx, call)
	if err != nil {
		return nil, err
	}
	retrying := &retryablehttp.Client{
		HTTPClient:   c.http,
		RetryMax:     c.config.MaxRetries + 1, // One more for renewed credentials; check counts.
		CheckRetry:   x.check,
		Backoff:      x.backoff,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	response, err := retrying.Do(request)
	if err != nil {
		return nil, x.failure(call, err)
	}
	_ = response.Body.Close() // It was read in its attempt.
	a := &answer{call: call, status: response.StatusCode, header: response.Header, location: x.location, body: x.body, secrets: c.secrets, attempt: x.attempt}
	if a.status >= http.StatusBadRequest {
		return nil, c.doubt(ctx, call, c.explain(newError(a)))
	}
	seeOther := a.status == http.StatusSeeOther || a.status == http.StatusFound && call.method != http.MethodGet && call.login == nil
	if a.status >= http.StatusMultipleChoices && !seeOther {
		return nil, a.unreadable(fmt.Errorf("got a redirect (%d %s), which is not followed; make sure that the endpoint is the API's own address",
			a.status, http.StatusText(a.status)))
	}
	return a, nil
}

// doubt gives an error back, unless it is a 404 that may be another server's: as long as the API has shown nothing yet, the listing is asked
// for that it belongs to. At a wrong endpoint everything would be gone.
func (c *Client) doubt(ctx context.Context, call call, err error) error {
	if !IsNotFound(err) || call.login != nil || c.reached.Load() {
		return err
	}
	elsewhere := err
	switch {
	case call.path == c.teams.path || call.path == c.sites.path:
	case strings.HasPrefix(call.path, c.sites.path+"/"):
		_, elsewhere = c.sites.page(ctx, wholeListing, 1)
	default:
		_, elsewhere = c.teams.page(ctx, wholeListing, 1)
	}
	_, known := errors.AsType[*EndpointError](elsewhere)
	switch {
	case elsewhere == nil || IsForbidden(elsewhere):
		return err
	case known:
		return elsewhere
	case hasStatus(elsewhere, http.StatusNotFound) || isUnreadable(elsewhere):
		return &EndpointError{Endpoint: c.endpoint.String(), Err: elsewhere}
	default:
		return fmt.Errorf("make sure that a 404 is the API's: %w", elsewhere)
	}
}

func (c *Client) prepare(ctx context.Context, call call) (*retryablehttp.Request, *exchange, error) {
	target := call.target
	if target == nil {
		target = c.endpoint.JoinPath(call.path)
		target.RawQuery = call.query.Encode()
	}

	var body any
	if call.body != nil {
		encoded, err := json.Marshal(call.body)
		if err != nil {
			return nil, nil, fmt.Errorf("encode the body of %s %s: %w", call.method, call.path, err)
		}
		body = bytes.NewReader(encoded)
	}
	x := &exchange{client: c, method: call.method, path: call.path, caller: ctx, login: call.login}
	request, err := retryablehttp.NewRequestWithContext(x.attach(ctx), call.method, target.String(), body)
	if err != nil {
		return nil, nil, fmt.Errorf("prepare %s %s: %w", call.method, call.path, err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/vnd.api+json")
	if c.config.UserAgent != "" {
		request.Header.Set("User-Agent", c.config.UserAgent)
	}
	return request, x, nil
}

// sleep waits, or ends with the context.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// memberPath is the path of one object; the id is escaped, since it may come from a person.
func memberPath(collection, id string) string {
	return strings.TrimSuffix(collection, "/") + "/" + url.PathEscape(id)
}
