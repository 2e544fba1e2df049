// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// limited is a run against a server that limits the rate; time is virtual.
type limited struct {
	requests, turnedAway int
	elapsed              time.Duration
}

func readUnderLimit(t *testing.T, limit naotest.RateLimit, n int, change ...func(*Config)) limited {
	t.Helper()
	server := naotest.New(naotest.Behavior{RateLimit: limit, Latency: 5 * time.Millisecond})
	id := server.AddSite(naotest.Site{Name: "Lab"}).ID
	c := inProcess(t, server, append(change, func(config *Config) { config.SingleReads = true })...)
	began := time.Now()
	inParallel(t, n, func(int) error {
		_, err := c.Site(t.Context(), id)
		return err
	})
	run := limited{elapsed: time.Since(began)}
	for _, request := range server.Requests() {
		if request.Time.Sub(began) < time.Second {
			continue
		}
		run.requests++
		if request.Status == http.StatusTooManyRequests {
			run.turnedAway++
		}
	}
	return run
}

// TestPace_learnsTheServersLimit holds throughput and 429s against what is promised for a limit of 20 requests a second.
func TestPace_learnsTheServersLimit(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		limit naotest.RateLimit
		least float64
		n     int
	}{
		"Retry-After":    {limit: naotest.RateLimit{PerSecond: 20, Burst: 20}, least: 18},
		"no Retry-After": {limit: naotest.RateLimit{PerSecond: 20, Burst: 20, NoRetryAfter: true}, least: 18},
		// Such a server lets pass what it serves during the second for which it asks to wait.
		"a small burst": {limit: naotest.RateLimit{PerSecond: 20, Burst: 5}, least: 16},
		// The first refusal comes when one request was let through: that is not the limit, and must not take minutes to recover from.
		"no burst, for half a minute": {limit: naotest.RateLimit{PerSecond: 20, Burst: 1}, least: 12, n: 600},
		"no burst and no Retry-After": {limit: naotest.RateLimit{PerSecond: 20, Burst: 1, NoRetryAfter: true}, least: 12, n: 600},
		"a limit far above its burst": {limit: naotest.RateLimit{PerSecond: 200, Burst: 20}, least: 35, n: 600},
	} {
		virtually(name, t, func(t *testing.T) {
			n := cmp.Or(test.n, 4000)
			run := readUnderLimit(t, test.limit, n)
			throughput := float64(n) / run.elapsed.Seconds()
			share := float64(run.turnedAway) / float64(run.requests)
			t.Logf("%.1f requests a second, %.2f %% turned away after the first second", throughput, 100*share)
			if throughput < test.least {
				t.Errorf("got %.1f requests a second, want at least %.0f of 20", throughput, test.least)
			}
			if share > 0.02 {
				t.Errorf("got %.2f %% turned away after the first second, want at most 2 %%", 100*share)
			}
		})
	}
}

func TestPace_requestsPerSecondIsAHardLimit(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		run := readUnderLimit(t, naotest.RateLimit{}, 100, func(config *Config) { config.RequestsPerSecond = 10 })
		if run.elapsed < 9900*time.Millisecond {
			t.Errorf("100 requests took %s, want at least 9.9 s", run.elapsed)
		}
	})
}

// TestPace_oneRefusalPausesAll has ten requests under way when one is told to wait: none may start before that time is over.
func TestPace_oneRefusalPausesAll(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Latency: 100 * time.Millisecond})
		id := server.AddSite(naotest.Site{Name: "Lab"}).ID
		server.Inject(naotest.TooManyRequests("30"), naotest.On("GET", "/sites/*").Skip(20).Times(1))
		c := inProcess(t, server, func(config *Config) { config.SingleReads = true })
		inParallel(t, 100, func(int) error {
			_, err := c.Site(t.Context(), id)
			return err
		})
		var refused time.Time
		for _, request := range server.Requests() {
			since := request.Time.Sub(refused)
			if request.Status == http.StatusTooManyRequests {
				refused = request.Time
			} else if !refused.IsZero() && since > 200*time.Millisecond && since < 30*time.Second {
				t.Errorf("a request started %s after the 429", since)
			}
		}
		if refused.IsZero() {
			t.Error("there was no 429")
		}
	})
}

// TestPace_theLoadRisesGently counts the requests of the first second after a pause.
func TestPace_theLoadRisesGently(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		p := newPacer(Config{}.withDefaults())
		now := time.Now()
		for range 200 {
			p.answered(now, http.StatusOK)
		}
		p.answered(now, http.StatusTooManyRequests)
		previous := 0.0
		for _, after := range []time.Duration{0, 5 * time.Second, 10 * time.Second, 20 * time.Second, 60 * time.Second} {
			limit := float64(p.limit(now.Add(after)))
			if limit <= previous {
				t.Errorf("after %s the limit is %.1f, want more than %.1f", after, limit, previous)
			}
			previous = limit
		}
		if first := float64(p.limit(now)); first >= 200 {
			t.Errorf("right after the 429 the limit is %.1f, want less than the 200 that were served", first)
		}
		if last := p.limit(now.Add(time.Hour)); last != p.ceiling {
			t.Errorf("after an hour the limit is %v, want none", last)
		}
	})
}

// TestPace_aPauseThatOutlastsTheDeadlineIsNotWaitedFor has a request that could only be late.
func TestPace_aPauseThatOutlastsTheDeadlineIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.Inject(naotest.TooManyRequests("60"), naotest.On("GET", "/sites/1").Times(1))
		first := make(chan error)
		go func() {
			_, err := c.Site(t.Context(), "1")
			first <- err
		}()
		synctest.Wait()
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_, err := c.Site(ctx, "1")
		wantError(t, err, "the pause that NAO Cloud asked for lasts longer than there is time")
		if waited := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || waited > 0 {
			t.Errorf("got %v after %s, want that time would run out, at once", err, waited)
		}
		if err := <-first; err != nil {
			t.Error(err)
		}
	})
}
