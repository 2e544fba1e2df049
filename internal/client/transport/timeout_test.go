// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestSender_requestTimeout bounds one attempt, its body included, but not the time that it waits for its turn. After an attempt that took
// too long the next one gets twice the time.
func TestSender_requestTimeout(t *testing.T) {
	t.Parallel()
	short := settings{requestTimeout: 5 * time.Second, retries: 3}
	virtually("no response", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Latency: time.Hour})
		s, attempts := inProcess(t, server, short)
		wantError(t, get(t.Context(), s), "no response to GET /sites/1: no whole response within 40s")
		want := 5 * time.Second
		waits := attempts.waits()
		for _, wait := range waits {
			if wait < want || wait > want+4*time.Second {
				t.Errorf("got the attempts %s after one another", waits)
			}
			want *= 2
		}
		if len(waits) != 3 {
			t.Errorf("got %d attempts, want 4", len(waits)+1)
		}
	})
	virtually("half a response", t, func(t *testing.T) {
		s := scripted(t, func(request *http.Request) *http.Response {
			response := says(200, "")
			response.Body = &stalled{ctx: request.Context()}
			return response
		}, settings{requestTimeout: 5 * time.Second, retries: -1})
		wantError(t, get(t.Context(), s), "no response to GET /sites/1: no whole response within 5s")
	})
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		virtually("a slow "+method, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Latency: 18 * time.Second})
			server.AddSite(naotest.Site{ID: "1"})
			s, attempts := inProcess(t, server, short)
			if _, err := s.Do(t.Context(), siteCalls[method]); err != nil && !(IsNotFound(err) && method == "DELETE") {
				t.Error(err)
			}
			if got := attempts.count(); got != 3 {
				t.Errorf("got %d attempts, want 3: of 5, 10 and 20 s", got)
			}
		})
	}
	virtually("a slow turn", t, func(t *testing.T) {
		s, attempts := inProcess(t, site(), settings{requestTimeout: 5 * time.Second, perSecond: 0.1})
		for range 3 {
			if err := get(t.Context(), s); err != nil {
				t.Error(err)
			}
		}
		if waits := attempts.waits(); len(waits) != 2 || waits[1] != 10*time.Second {
			t.Errorf("got the attempts %s after one another, want 10 s", waits)
		}
	})
}

// TestSender_aPOSTHasTheWholeTimeOfItsContext has work that takes far longer than one attempt of another request may.
func TestSender_aPOSTHasTheWholeTimeOfItsContext(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Latency: 200 * time.Second})
		s, attempts := inProcess(t, server, settings{})
		ctx, cancel := withTimeout(t, 20*time.Minute)
		defer cancel()
		if _, err := s.Do(ctx, siteCalls["POST"]); err != nil || len(server.Sites()) != 1 || attempts.count() != 1 {
			t.Errorf("got %v, %d sites and %d attempts, want one", err, len(server.Sites()), attempts.count())
		}
	})
	virtually("and no more", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Latency: time.Hour})
		s, attempts := inProcess(t, server, settings{})
		ctx, cancel := withTimeout(t, 20*time.Minute)
		defer cancel()
		_, err := s.Do(ctx, siteCalls["POST"])
		unsent, ok := errors.AsType[*TransportError](err)
		if !ok || !unsent.Sent || unsent.Elapsed != 20*time.Minute || OutcomeOf(err) != Unknown || attempts.count() != 1 {
			t.Errorf("got %+v after %d attempts, want one with an unknown outcome after 20 minutes", err, attempts.count())
		}
		// One slow request says nothing of the others.
		server.SetBehavior(func(b *naotest.Behavior) { b.Latency = 0 })
		if _, err := s.Do(t.Context(), Call{Method: "GET", Path: "/sites"}); err != nil {
			t.Error(err)
		}
	})
}

// stalled is a body that never ends, but with its request.
type stalled struct{ ctx context.Context } //nolint:containedctx // io.Reader has no other way.

func (s *stalled) Read([]byte) (int, error) {
	<-s.ctx.Done()
	return 0, s.ctx.Err()
}

func (*stalled) Close() error { return nil }
