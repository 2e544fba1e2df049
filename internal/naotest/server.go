// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package naotest simulates a NAO Cloud account: teams, sites, associations, buildings,
// floors, tags, background jobs and sessions behind the REST API v2, and any further
// [Collection] that a test declares. It has a switch ([Behavior]) for everything that the
// API's documentation leaves open, faults ([Fault]) for everything that can go wrong on
// the wire, and a log of requests.
//
// Each kind of object is one small file: its spec says where it is found, how it looks and
// what a request may do with it. One generic kind serves the requests of all of them.
//
// Doc comments name where a behaviour comes from: `[doc: n]` is article n of the
// public knowledge base, `[lib]` the libraries that the responses come from,
// `[assumed]` a guess which follows REST and Rails convention.
package naotest

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
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
	agenda   agenda
	limiter  limiter
	seq      int64 // requests that arrived so far

	faults faults
	log    requestLog
}

// New returns an empty account that behaves as b says. It opens no socket: use
// it as an [http.Handler] or through [Server.Transport].
func New(b Behavior) *Server {
	s := &Server{mux: http.NewServeMux(), behavior: b}
	s.state = newState(s)
	s.routes()
	s.declare(b.Collections)
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
	s.declare(s.behavior.Collections)
}

// ServeHTTP serves one request. It panics with [http.ErrAbortHandler] where a
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
