// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/ratelimit"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/redact"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// settings are what a test says of a sender; the zero value has the provider's defaults.
type settings struct {
	// retries is MaxRetries; 0 is 8, negative is none.
	retries        int
	requestTimeout time.Duration
	retryWait      time.Duration
	concurrent     int
	perSecond      float64
	userAgent      string
	log            io.Writer
	authorizer     Authorizer
	secrets        []string
}

// newSender makes a sender of a transport to an endpoint.
func newSender(t testing.TB, endpoint string, next http.RoundTripper, s settings) *Sender {
	t.Helper()
	u, err := ParseEndpoint(endpoint)
	if err != nil {
		t.Fatal(err)
	}
	wait := cmp.Or(s.retryWait, 500*time.Millisecond)
	masker := redact.New(append(s.secrets, naotest.APIKey)...)
	handler := slog.DiscardHandler
	if s.log != nil {
		handler = slog.NewTextHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})
	}
	sender := New(Config{
		Endpoint:       u,
		UserAgent:      s.userAgent,
		MaxRetries:     max(cmp.Or(s.retries, 8), 0),
		RequestTimeout: cmp.Or(s.requestTimeout, 30*time.Second),
		RetryWait:      wait,
		Limiter:        ratelimit.New(ratelimit.Config{Concurrent: cmp.Or(s.concurrent, 10), PerSecond: s.perSecond, Scale: wait}),
		Masker:         masker,
		Logger:         slog.New(masker.Handler(handler)),
		RoundTripper:   next,
	})
	sender.Authorize(s.authorizer)
	if s.authorizer == nil {
		sender.Authorize(&fixed{header: naotest.APIKey})
	}
	return sender
}

// fixed authorizes with a header that never changes.
type fixed struct{ header string }

func (f *fixed) Authorization(context.Context) (string, error) { return f.header, nil }
func (*fixed) Renew(string) bool                               { return false }
func (*fixed) Advice() string                                  { return "The API key is not accepted." }
func (*fixed) Static() bool                                    { return true }

// inProcess makes a sender to a simulated account without sockets, and remembers its attempts.
func inProcess(t testing.TB, server *naotest.Server, s settings) (*Sender, *attemptLog) {
	t.Helper()
	attempts := &attemptLog{next: server.Transport()}
	return newSender(t, naotest.Endpoint, attempts, s), attempts
}

// scripted makes a sender to a script.
func scripted(t testing.TB, s script, change settings) *Sender {
	t.Helper()
	return newSender(t, naotest.Endpoint, s, change)
}

// attemptLog is a transport that remembers when each attempt left, whether it arrived or not.
type attemptLog struct {
	next http.RoundTripper

	mu    sync.Mutex
	times []time.Time
}

func (l *attemptLog) RoundTrip(request *http.Request) (*http.Response, error) {
	l.mu.Lock()
	l.times = append(l.times, time.Now())
	l.mu.Unlock()
	return l.next.RoundTrip(request)
}

func (l *attemptLog) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.times)
}

// waits are the times between one attempt and the next.
func (l *attemptLog) waits() []time.Duration {
	var waits []time.Duration
	for i := 1; i < len(l.times); i++ {
		waits = append(waits, l.times[i].Sub(l.times[i-1]))
	}
	return waits
}

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

// roundTripper is a transport that may fail.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := f(request)
	if response != nil {
		response.Request = request
	}
	return response, err
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

// always responds to every request alike.
func always(status int, body string, headers ...string) script {
	return func(*http.Request) *http.Response { return says(status, body, headers...) }
}

// reply is a response of a script.
type reply struct {
	status  int
	body    string
	headers []string
}

// status replies with a status and a document.
func status(status int, headers ...string) reply {
	return reply{status, `{"data":{"id":"1"}}`, headers}
}

// inTurn gives the responses one after another, and the last one again and again.
func inTurn(replies ...reply) script {
	var sent atomic.Int64
	return func(*http.Request) *http.Response {
		next := replies[min(int(sent.Add(1)), len(replies))-1]
		return says(next.status, next.body, next.headers...)
	}
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

// tenAtOnce runs n calls, ten at the same time as Terraform does, and gives their errors.
func tenAtOnce(n int, f func() error) []error {
	failures := make([]error, n)
	next := make(chan int, n)
	for i := range n {
		next <- i
	}
	close(next)
	var workers sync.WaitGroup
	for range 10 {
		workers.Go(func() {
			for i := range next {
				failures[i] = f()
			}
		})
	}
	workers.Wait()
	return failures
}

func pass(t *testing.T, d time.Duration) {
	t.Helper()
	if err := Sleep(t.Context(), d); err != nil {
		t.Fatal(err)
	}
}

// site is an account with one site.
func site() *naotest.Server {
	server := naotest.New(naotest.Behavior{Responses: naotest.Responses{Deletes: naotest.Document}})
	server.AddSite(naotest.Site{ID: "1", Name: "Lab", Latitude: 43.5, Longitude: 1.25})
	return server
}

var siteCalls = map[string]Call{
	"GET":    {Method: "GET", Path: "/sites/1"},
	"PUT":    {Method: "PUT", Path: "/sites/1", Body: map[string]any{"site": map[string]any{"name": "Depot"}}},
	"DELETE": {Method: "DELETE", Path: "/sites/1"},
	"POST":   {Method: "POST", Path: "/sites", Body: map[string]any{"site": map[string]any{"name": "New", "latitude": 1, "longitude": 2}}},
}

// get reads the site.
func get(ctx context.Context, s *Sender) error {
	_, err := s.Do(ctx, siteCalls["GET"])
	return err
}

// reach makes the sender know that the server can be reached.
func reach(t *testing.T, s *Sender) {
	t.Helper()
	s.trouble.respond(time.Now())
}

// mustURL parses a URL.
func mustURL(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
