// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"context"
	"net/http"
	"time"
)

// exchange carries one request through arrival, work and response. Once a request
// has arrived, its work is done. A client that leaves makes the latency shorter, but
// not the work.
func (s *Server) exchange(w http.ResponseWriter, r *http.Request, body []byte, f Fault) {
	c := s.begin(r, body, f)
	defer c.leave()
	ctx := r.Context()
	s.route(ctx, c)

	a := f.before()
	before := c.b.Latency + f.delay
	switch gaveUp := c.wait(ctx, before); {
	case gaveUp && a == nil:
		s.arriveLater(c, before)
	case gaveUp:
	case a == nil:
		a = s.work(ctx, c)
	}
	c.deliver(ctx, w, a)
}

// route finds the handler of a request, or responds as the mux does where there is none.
func (s *Server) route(ctx context.Context, c *call) {
	recorder := &routed{header: http.Header{}}
	s.mux.ServeHTTP(recorder, c.r.WithContext(context.WithValue(ctx, callKey{}, c)))
	if c.handler != nil {
		return
	}
	rejected := failure(max(recorder.status, http.StatusNotFound), "", "") // no redirects to a clean path
	if allow := recorder.header.Get("Allow"); allow != "" {
		rejected.set("Allow", allow)
	}
	c.handler = func(*call) reply { return rejected }
	c.unrouted = true
}

// handle registers an endpoint. Its handler runs under the lock, after the
// checks that every endpoint shares.
func (s *Server) handle(method, path string, op operation, handler func(*call) reply) {
	s.mux.HandleFunc(method+" "+BasePath+path, func(_ http.ResponseWriter, r *http.Request) {
		c, _ := r.Context().Value(callKey{}).(*call)
		c.r = r // this one knows the path values
		c.op, c.handler = op, handler
	})
}

// work lets the account handle the request. It returns nil when the client or the
// gateway did not wait for the end.
func (s *Server) work(ctx context.Context, c *call) *response {
	s.mu.Lock()
	left := s.arrive(c)
	s.mu.Unlock()
	c.wait(ctx, left)

	s.mu.Lock()
	s.agenda.runDue()
	done := c.reply
	c.abandoned = done == nil
	s.mu.Unlock()
	if done == nil {
		return nil
	}
	for _, then := range c.then {
		then()
	}
	if c.turnedAway {
		return done.render(c)
	}
	return c.fault.instead(done.render(c))
}

// arrive makes the checks that come before all work, then does the work or begins
// it. It returns how long the work takes. The lock is held.
func (s *Server) arrive(c *call) time.Duration {
	s.agenda.runDue()
	c.now = s.agenda.now()
	if refused, ok := s.admit(c); !ok {
		// No fault stands in for the work of a request that did not come to it.
		c.reply, c.turnedAway = &refused, true
		return 0
	}
	d := c.workTime()
	if d <= 0 {
		c.finish()
		return 0
	}
	release := c.occupy()
	s.agenda.add(d, func() {
		release()
		c.finish()
	})
	return d
}

// arriveLater lets a request arrive after d, although nobody waits for its response.
func (s *Server) arriveLater(c *call, d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.abandoned = true
	s.agenda.add(d-time.Since(c.arrived), func() { s.arrive(c) })
}

// finish does the work. The lock is held.
func (c *call) finish() {
	c.now = c.s.agenda.now()
	response := c.handler(c)
	if response.status == http.StatusUnprocessableEntity && c.b.InvalidStatus != 0 {
		response.status = c.b.InvalidStatus
	}
	c.reply = &response
}

// wait passes d, or less when the client leaves. It reports whether the gateway gave
// up before d had passed.
func (c *call) wait(ctx context.Context, d time.Duration) bool {
	if c.gaveUp || d <= 0 {
		return c.gaveUp
	}
	if patience := c.patience(); patience > 0 {
		left := patience - time.Since(c.arrived)
		c.gaveUp = left < d
		d = min(d, left)
	}
	wait(ctx, d)
	return c.gaveUp
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
