// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package naotest simulates a NAO Cloud account: teams, sites, associations,
// buildings, background jobs and sessions behind the REST API v2, with a switch
// ([Behavior]) for everything that the API's documentation leaves open, faults
// ([Fault]) for everything that can go wrong on the wire, and a log of requests.
//
// Doc comments name where a behaviour comes from: `[doc: n]` is article n of the
// public knowledge base, `[lib]` the libraries that the responses come from,
// `[assumed]` a guess which follows REST and Rails convention.
package naotest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// BasePath is the path below which the API lives [doc: 2].
const BasePath = "/api/v2"

// Endpoint is what a client of [Server.Transport] is configured with.
const Endpoint = "http://127.0.0.1" + BasePath

// maxBody bounds what is read of a request, in bytes.
const maxBody = 1 << 20

// Server is a simulated NAO Cloud account. It is safe for concurrent use, and
// inside a testing/synctest bubble it lives in the bubble's time.
type Server struct {
	// URL is the endpoint to configure, set by [Start].
	URL string

	mux *http.ServeMux

	mu       sync.Mutex // guards what follows, never held while waiting
	behavior Behavior
	state    state
	sessions sessions
	jobs     jobs
	bucket   bucket
	seq      int64 // requests that arrived so far

	faults faults
	log    requestLog
}

// New returns an empty account that behaves as b says. It opens no socket: use
// it as an [http.Handler] or through [Server.Transport].
func New(b Behavior) *Server {
	s := &Server{mux: http.NewServeMux(), behavior: b, state: newState()}
	s.routes()
	return s
}

// Start returns an empty account that listens on loopback until the test ends.
// Its endpoint is the field URL. Mind that [http.Transport] itself repeats a GET
// whose connection was cut, if that connection had been used before.
func Start(t testing.TB, b Behavior) *Server {
	t.Helper()
	s := New(b)
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		server.CloseClientConnections() // ends the requests that hang
		server.Close()
	})
	s.URL = server.URL + BasePath
	return s
}

// SetBehavior changes switches while the server runs. Requests that are under
// way keep the behavior with which they began: replace maps and slices, do not
// change them in place.
func (s *Server) SetBehavior(change func(*Behavior)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.behavior)
}

// ServeHTTP answers one request. It panics with [http.ErrAbortHandler] where a
// fault cuts the connection.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		http.Error(w, "Payload Too Large", http.StatusRequestEntityTooLarge)
		return
	} else if err != nil {
		panic(http.ErrAbortHandler) // the client left in the middle of its request
	}
	s.exchange(w, r, body, s.faults.choose(r, body))
}

// exchange carries one request through arrival, work and answer. What the client
// does meanwhile does not matter: once a request has arrived its work is done,
// and a client that leaves only makes the waiting shorter.
func (s *Server) exchange(w http.ResponseWriter, r *http.Request, body []byte, f Fault) {
	c := s.begin(r, body, f)
	defer c.leave()
	wait(r.Context(), c.b.Latency+f.delay)

	a := f.before()
	if a == nil {
		a = s.work(r.Context(), c).render(c)
		a = f.instead(a)
	}
	c.deliver(w, a)
}

// work lets the account handle the request, and says how it wants to answer.
func (s *Server) work(ctx context.Context, c *call) reply {
	if limited, refused := s.limit(c); refused {
		return limited
	}
	recorder := &routed{header: http.Header{}}
	s.mux.ServeHTTP(recorder, c.r.WithContext(context.WithValue(ctx, callKey{}, c)))
	if c.reply == nil { // nobody feels responsible: the mux answered by itself
		rejected := failure(max(recorder.status, http.StatusNotFound), "", "") // no redirects to a clean path
		if allow := recorder.header.Get("Allow"); allow != "" {
			rejected.set("Allow", allow)
		}
		return rejected
	}
	for _, then := range c.then {
		then()
	}
	return *c.reply
}

// handle registers an endpoint. Its handler runs under the lock, after the
// checks that every endpoint shares.
func (s *Server) handle(method, path string, handler func(*call) reply) {
	s.mux.HandleFunc(method+" "+BasePath+path, func(_ http.ResponseWriter, r *http.Request) {
		c, _ := r.Context().Value(callKey{}).(*call)
		c.r = r // this one knows the path values
		s.mu.Lock()
		defer s.mu.Unlock()
		s.settle()
		answer, ok := s.admit(c)
		if ok {
			answer = handler(c)
		}
		c.reply = &answer
	})
}

// wait passes d, or less when ctx ends earlier.
func wait(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// routed is the response writer that the mux sees. Handlers return replies, so
// only the mux's own 404, 405 and redirects ever reach it.
type routed struct {
	header http.Header
	status int
}

func (w *routed) Header() http.Header { return w.header }

func (w *routed) WriteHeader(status int) { w.status = status }

func (w *routed) Write(b []byte) (int, error) { return len(b), nil }
