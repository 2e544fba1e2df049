// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package ratelimit

import (
	"context"
	"math"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// server decides about one request: its status, and the Retry-After of a 429.
type server func(now time.Time) (status int, retryAfter time.Duration)

// refusing refuses a part of the requests at random, at any rate.
func refusing(part float64, seed uint64) server {
	random := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // Repeatable on purpose.
	return func(time.Time) (int, time.Duration) {
		if random.Float64() < part {
			return http.StatusTooManyRequests, 0
		}
		return http.StatusOK, 0
	}
}

// bucket is a token bucket. Its Retry-After is in whole seconds.
func bucket(perSecond, burst float64, tellsWhen bool) server { //nolint:revive // A server does, or does not.
	tokens, last := burst, time.Now()
	return func(now time.Time) (int, time.Duration) {
		tokens = min(tokens+now.Sub(last).Seconds()*perSecond, burst)
		last = now
		if tokens >= 1 {
			tokens--
			return http.StatusOK, 0
		}
		if !tellsWhen {
			return http.StatusTooManyRequests, 0
		}
		return http.StatusTooManyRequests, time.Duration(math.Ceil((1-tokens)/perSecond)) * time.Second
	}
}

// window serves a number of requests in each window, and does not tell when the next one begins.
func window(n int, length time.Duration) server {
	began, served := time.Now(), 0
	return func(now time.Time) (int, time.Duration) {
		for now.Sub(began) >= length {
			began, served = began.Add(length), 0
		}
		if served == n {
			return http.StatusTooManyRequests, 0
		}
		served++
		return http.StatusOK, 0
	}
}

// outage refuses everything for a while, then serves on.
func outage(after int, length time.Duration) server {
	served := 0
	var began time.Time
	return func(now time.Time) (int, time.Duration) {
		if served == after && began.IsZero() {
			began = now
		}
		if !began.IsZero() && now.Sub(began) < length {
			return http.StatusTooManyRequests, 0
		}
		served++
		return http.StatusOK, 0
	}
}

// either is a server that asks all of several.
func either(servers ...server) server {
	return func(now time.Time) (int, time.Duration) {
		for _, s := range servers {
			if status, wait := s(now); status != http.StatusOK {
				return status, wait
			}
		}
		return http.StatusOK, 0
	}
}

// load is how a run of requests goes.
type load struct {
	requests, atOnce int
	latency          time.Duration
}

// outcome is how it went.
type outcome struct {
	elapsed       time.Duration
	sent, refused int
	// late leaves out what was sent in the first second.
	late, lateRefused int
	failed            error
}

// turnedAway is the part of the requests after the first second that was refused.
func (o outcome) turnedAway() float64 { return float64(o.lateRefused) / float64(max(o.late, 1)) }

func (o outcome) served() float64 { return float64(o.sent-o.refused) / o.elapsed.Seconds() }

// run sends requests until each was served.
func run(ctx context.Context, l *Limiter, s server, load load) outcome {
	began := time.Now()
	var mu sync.Mutex
	var o outcome
	next := make(chan struct{}, load.requests)
	for range load.requests {
		next <- struct{}{}
	}
	close(next)
	once := func() (int, error) {
		release, err := l.Slot(ctx)
		if err != nil {
			return 0, err
		}
		defer release()
		if err := l.Wait(ctx); err != nil {
			return 0, err
		}
		started := time.Now()
		mu.Lock()
		status, wait := s(started)
		o.sent++
		late := started.Sub(began) >= time.Second
		if late {
			o.late++
		}
		if status == http.StatusTooManyRequests {
			o.refused++
			if late {
				o.lateRefused++
			}
		}
		mu.Unlock()
		if err := sleep(ctx, load.latency, nil); err != nil {
			return 0, err
		}
		l.Observe(started, status)
		if wait > 0 {
			l.Pause(wait)
		}
		return status, nil
	}
	var all sync.WaitGroup
	for range load.atOnce {
		all.Go(func() {
			for range next {
				for {
					status, err := once()
					if err != nil {
						mu.Lock()
						o.failed = err
						mu.Unlock()
						return
					}
					if status == http.StatusOK {
						break
					}
				}
			}
		})
	}
	all.Wait()
	o.elapsed = time.Since(began)
	return o
}

// virtually runs a test in virtual time.
func virtually(t *testing.T, name string, f func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, f)
	})
}
