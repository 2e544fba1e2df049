// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptrace"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/ratelimit"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/redact"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// retryWait is the scale of everything that waits.
const retryWait = 500 * time.Millisecond

// settings are what a test says of a client; the zero value has the provider's defaults.
type settings struct {
	Credentials Credentials
	// MaxRetries is 8 if zero, and none if negative.
	MaxRetries            int
	RequestTimeout        time.Duration
	MaxConcurrentRequests int
	RequestsPerSecond     float64
	RoundTripper          http.RoundTripper
	Log                   io.Writer
}

// client is as much of the door as authentication needs.
type client struct {
	*transport.Sender
	authority *Authority
	masker    *redact.Masker
}

// read reads a site.
func (c *client) read(ctx context.Context, id string) error {
	_, err := c.Do(ctx, transport.Call{Method: http.MethodGet, Path: "/sites/" + id})
	return err
}

// connect makes a client of a transport.
func connect(t testing.TB, next http.RoundTripper, change ...func(*settings)) *client {
	t.Helper()
	config := settings{Credentials: APIKey(naotest.APIKey), RoundTripper: next}
	for _, change := range change {
		change(&config)
	}
	authority, err := New(config.Credentials, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	endpoint, err := transport.ParseEndpoint(naotest.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	masker := redact.New(authority.Secrets()...)
	handler := slog.DiscardHandler
	if config.Log != nil {
		handler = slog.NewTextHandler(config.Log, &slog.HandlerOptions{Level: slog.LevelDebug})
	}
	logger := slog.New(masker.Handler(handler))
	limiter := ratelimit.New(ratelimit.Config{
		Concurrent: cmp.Or(config.MaxConcurrentRequests, 10), PerSecond: config.RequestsPerSecond, Scale: retryWait,
	})
	c := &client{authority: authority, masker: masker}
	c.Sender = transport.New(transport.Config{
		Endpoint:       endpoint,
		MaxRetries:     max(cmp.Or(config.MaxRetries, 8), 0),
		RequestTimeout: cmp.Or(config.RequestTimeout, 30*time.Second),
		RetryWait:      retryWait,
		Limiter:        limiter,
		Masker:         masker,
		Logger:         logger,
		RoundTripper:   config.RoundTripper,
	})
	authority.Bind(c.Sender, limiter, masker, logger, retryWait)
	return c
}

// inProcess makes a client of a simulated account without sockets.
func inProcess(t testing.TB, server *naotest.Server, change ...func(*settings)) *client {
	t.Helper()
	return connect(t, server.Transport(), change...)
}

// inSession makes a client that logs in with email and password.
func inSession(t testing.TB, server *naotest.Server, change ...func(*settings)) *client {
	t.Helper()
	return inProcess(t, server, append([]func(*settings){func(config *settings) {
		config.Credentials = Session(naotest.Email, naotest.Password)
	}}, change...)...)
}

// withASite is an account with one site.
func withASite(sessions naotest.Sessions) (*naotest.Server, string) {
	server := naotest.New(naotest.Behavior{Sessions: sessions, Latency: 10 * time.Millisecond})
	return server, server.AddSite(naotest.Site{Name: "Lab", Latitude: 43.5, Longitude: 1.25}).ID
}

func loginCount(server *naotest.Server) int { return server.Count("POST", "/sessions") }

// script is a server of which a test writes every response: for what no NAO Cloud would do, and so the simulator does not.
type script func(request *http.Request) *http.Response

// RoundTrip sends the request to the script.
func (s script) RoundTrip(request *http.Request) (*http.Response, error) {
	if trace := httptrace.ContextClientTrace(request.Context()); trace != nil && trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{})
	}
	response := s(request)
	response.Request = request
	return response, nil
}

// says is a response; headers are names and values in turn.
func says(status int, body string, headers ...string) *http.Response {
	response := &http.Response{
		StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
	for header := range slices.Chunk(headers, 2) {
		response.Header.Set(header[0], header[1])
	}
	return response
}

// wantError fails the test unless the error's text holds every one of the parts.
func wantError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("got no error, want one that says %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("got the error %q, want it to say %q", err, part)
		}
	}
}

// virtually runs a test in virtual time.
func virtually(name string, t *testing.T, f func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, f)
	})
}

// allAtOnce runs n calls at the same time and gives their errors.
func allAtOnce(n int, f func() error) []error {
	failures := make([]error, n)
	var calls sync.WaitGroup
	for i := range n {
		calls.Go(func() { failures[i] = f() })
	}
	calls.Wait()
	return failures
}

func pass(t *testing.T, d time.Duration) {
	t.Helper()
	if err := transport.Sleep(t.Context(), d); err != nil {
		t.Fatal(err)
	}
}
