// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestLogin_goesInTheSlotOfWhoWaits(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server, id := withASite(naotest.Sessions{Lifetime: time.Minute})
		c := inSession(t, server, func(config *settings) { config.MaxConcurrentRequests = 1 })
		for range 3 {
			failures := allAtOnce(20, func() error { return c.read(t.Context(), id) })
			if err := errors.Join(failures...); err != nil {
				t.Fatal(err)
			}
			pass(t, time.Hour)
		}
		if got := server.MaxInFlight(); got != 1 {
			t.Errorf("got %d requests at once, want 1", got)
		}
	})
}

func TestLogin_keepsTheRateAndThePause(t *testing.T) {
	t.Parallel()
	virtually("rate", t, func(t *testing.T) {
		server, id := withASite(naotest.Sessions{Lifetime: time.Minute})
		c := inSession(t, server, func(config *settings) { config.RequestsPerSecond = 2 })
		failures := allAtOnce(200, func() error { return c.read(t.Context(), id) })
		if err := errors.Join(failures...); err != nil {
			t.Fatal(err)
		}
		var last time.Time
		for _, request := range server.Requests() {
			if gap := request.Time.Sub(last); gap < 500*time.Millisecond {
				t.Errorf("%s %s left %s after the one before it, want half a second", request.Method, request.Path, gap)
			}
			last = request.Time
		}
	})
	virtually("pause", t, func(t *testing.T) {
		server, id := withASite(naotest.Sessions{Lifetime: time.Minute})
		c := inSession(t, server)
		if err := c.read(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		pass(t, 50*time.Second)
		server.Inject(naotest.TooManyRequests("60"), naotest.On("GET", "/sites/*").Times(1))
		paused := time.Now()
		if err := c.read(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		requests := server.Requests()
		login := requests[len(requests)-2]
		if login.Path != "/sessions" || login.Time.Sub(paused) < time.Minute {
			t.Errorf("%s %s left %s after a 429 that asked for a minute, want a login after it", login.Method, login.Path, login.Time.Sub(paused))
		}
	})
}

func TestLogin_outlivesTheRequestThatBeganIt(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server, id := withASite(naotest.Sessions{})
		server.Inject(naotest.Delay(10*time.Second), naotest.On("POST", "/sessions"))
		c := inSession(t, server)
		impatient, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		var calls sync.WaitGroup
		calls.Go(func() {
			if err := c.read(impatient, id); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v, want the end of its context", err)
			}
		})
		synctest.Wait()
		if err := c.read(t.Context(), id); err != nil {
			t.Error(err)
		}
		calls.Wait()
		if got := loginCount(server); got != 1 {
			t.Errorf("got %d logins, want 1", got)
		}
	})
	virtually("but not all that wait", t, func(t *testing.T) {
		server, id := withASite(naotest.Sessions{})
		server.Inject(naotest.HangBefore, naotest.On("POST", "/sessions").Times(1))
		c := inSession(t, server)
		impatient, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := c.read(impatient, id); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the end of its context", err)
		}
		if err := c.read(t.Context(), id); err != nil {
			t.Errorf("a login that was given up is remembered: %v", err)
		}
	})
}
