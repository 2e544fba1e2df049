// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package ratelimit

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"
)

// work is 300 requests of 50 ms, ten at once.
var work = load{requests: 300, atOnce: 10, latency: 50 * time.Millisecond}

func tenAtOnce() *Limiter { return New(Config{Concurrent: 10}) }

// TestLimiter_refusalsAtRandomCostLittle compares with the time without refusals.
func TestLimiter_refusalsAtRandomCostLittle(t *testing.T) {
	t.Parallel()
	for part, most := range map[float64]float64{0: 1, 0.03: 2, 0.1: 2, 0.3: 4} {
		for seed := range uint64(5) {
			virtually(t, fmt.Sprintf("%g %%, seed %d", 100*part, seed), func(t *testing.T) {
				without := run(t.Context(), tenAtOnce(), refusing(0, 0), work)
				with := run(t.Context(), tenAtOnce(), refusing(part, seed), work)
				if times := with.elapsed.Seconds() / without.elapsed.Seconds(); times > most {
					t.Errorf("it took %.2f times as long as without refusals, want at most %.0f", times, most)
				}
				if part > 0 && with.refused == 0 {
					t.Error("nothing was refused")
				}
			})
		}
	}
}

// TestLimiter_learnsTheServersLimit holds throughput and 429s against what is promised for a limit of 20 requests a second.
func TestLimiter_learnsTheServersLimit(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		burst     float64
		tellsWhen bool
		n         int
		least     float64
	}{
		"Retry-After":                 {burst: 20, tellsWhen: true, n: 4000, least: 18},
		"no Retry-After":              {burst: 20, n: 4000, least: 18},
		"a small burst":               {burst: 5, n: 4000, least: 18},
		"no burst":                    {burst: 1, n: 4000, least: 18},
		"no burst, for half a minute": {burst: 1, n: 600, least: 18},
		// Each refusal costs the second for which such a server asks to wait. Finding the limit takes about eight.
		"a small burst and Retry-After":                    {burst: 5, tellsWhen: true, n: 4000, least: 18},
		"a burst of three and Retry-After":                 {burst: 3, tellsWhen: true, n: 4000, least: 18},
		"no burst but Retry-After":                         {burst: 1, tellsWhen: true, n: 4000, least: 18},
		"a small burst and Retry-After, for half a minute": {burst: 5, tellsWhen: true, n: 600, least: 15.5},
		"no burst but Retry-After, for half a minute":      {burst: 1, tellsWhen: true, n: 600, least: 15.5},
	} {
		virtually(t, name, func(t *testing.T) {
			o := run(t.Context(), tenAtOnce(), bucket(20, test.burst, test.tellsWhen), load{test.n, 10, 5 * time.Millisecond})
			if o.served() < test.least {
				t.Errorf("got %.1f requests a second, want at least %g of 20", o.served(), test.least)
			}
			if share := 100 * o.turnedAway(); share > 2 && test.n == 4000 || share > 3 {
				t.Errorf("got %.2f %% turned away after the first second, want at most 2 %%", share)
			}
		})
	}
	virtually(t, "a limit far above its burst", func(t *testing.T) {
		if o := run(t.Context(), tenAtOnce(), bucket(200, 20, true), load{600, 10, 5 * time.Millisecond}); o.served() < 35 || o.turnedAway() > 0.02 {
			t.Errorf("got %.1f requests a second and %.2f %% turned away", o.served(), 100*o.turnedAway())
		}
	})
}

// TestLimiter_windowsAreWaitedOut has a number of requests allowed in each minute, or in five, and no Retry-After.
func TestLimiter_windowsAreWaitedOut(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		n        int
		length   time.Duration
		requests int
		windows  int
	}{{60, time.Minute, 100, 2}, {60, time.Minute, 300, 5}, {300, 5 * time.Minute, 700, 3}} {
		virtually(t, fmt.Sprintf("%d in %s", test.n, test.length), func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
			defer cancel()
			limiter := tenAtOnce()
			o := run(ctx, limiter, window(test.n, test.length), load{test.requests, 10, 50 * time.Millisecond})
			if o.failed != nil {
				t.Errorf("it failed: %v", o.failed)
			}
			if longest := time.Duration(test.windows-1)*(test.length+longestBackOff*DefaultScale) + 10*time.Second; o.elapsed > longest {
				t.Errorf("it took %s, want at most %s", o.elapsed, longest)
			}
			if most := 50 * (test.windows - 1); o.refused > most {
				t.Errorf("got %d refusals in %d windows, want at most %d", o.refused, test.windows, most)
			}
			if waited := limiter.Waited(); waited < o.elapsed*9/10 || waited > o.elapsed {
				t.Errorf("it says that it waited %s of %s", waited, o.elapsed)
			}
		})
	}
}

// TestLimiter_returnsToTheRateThatTheServerBore has a server that refuses everything for five seconds.
func TestLimiter_returnsToTheRateThatTheServerBore(t *testing.T) {
	t.Parallel()
	virtually(t, "", func(t *testing.T) {
		o := run(t.Context(), tenAtOnce(), outage(200, 5*time.Second), load{1000, 10, 50 * time.Millisecond})
		if o.elapsed > 30*time.Second || o.refused > 30 {
			t.Errorf("it took %s, with %d refusals; want at most half a minute where 10 s is the least, and at most 30", o.elapsed, o.refused)
		}
	})
	virtually(t, "and others use up the limit", func(t *testing.T) {
		o := run(t.Context(), tenAtOnce(), either(refusing(0.1, 3), outage(200, 5*time.Second)), load{1000, 10, 50 * time.Millisecond})
		if o.elapsed > time.Minute {
			t.Errorf("it took %s, want at most a minute", o.elapsed)
		}
	})
}

// TestLimiter_theRateRisesWhileNo429Comes has the rate of a limited server asked for at several times.
func TestLimiter_theRateRisesWhileNo429Comes(t *testing.T) {
	t.Parallel()
	virtually(t, "", func(t *testing.T) {
		l := tenAtOnce()
		now := time.Now()
		for range 200 {
			l.Observe(now, http.StatusOK)
		}
		for range 20 {
			l.Observe(now, http.StatusTooManyRequests)
		}
		previous := 0.0
		for _, after := range []time.Duration{0, 5 * time.Second, 10 * time.Second, 20 * time.Second, time.Minute} {
			rate := l.pace.at(now.Add(after), now)
			if rate <= previous {
				t.Errorf("after %s the rate is %.1f, want more than %.1f", after, rate, previous)
			}
			previous = rate
		}
		if first := l.pace.at(now, now); first >= 200 || first < 100 {
			t.Errorf("right after the 429 the rate is %.1f, want a little less than the 200 that were served", first)
		}
	})
}

func TestLimiter_requestsPerSecondIsAHardLimit(t *testing.T) {
	t.Parallel()
	virtually(t, "", func(t *testing.T) {
		l := New(Config{Concurrent: 10, PerSecond: 10})
		if o := run(t.Context(), l, refusing(0, 0), load{100, 10, 5 * time.Millisecond}); o.elapsed < 9900*time.Millisecond {
			t.Errorf("100 requests took %s, want at least 9.9 s", o.elapsed)
		}
		if waited := l.Waited(); waited != 0 {
			t.Errorf("it says that it waited %s for rate limits, want none: the rate was configured", waited)
		}
	})
}

func TestLimiter_neverMoreAtOnceThanConfigured(t *testing.T) {
	t.Parallel()
	for most, want := range map[int]int{-1: 1, 0: 1, 1: 1, 3: 3} {
		virtually(t, fmt.Sprint(most), func(t *testing.T) {
			l := New(Config{Concurrent: most})
			var mu sync.Mutex
			var all sync.WaitGroup
			inside, highest := 0, 0
			for range 20 {
				all.Go(func() {
					release, err := l.Slot(t.Context())
					if err != nil {
						t.Error(err)
						return
					}
					defer release()
					mu.Lock()
					inside++
					highest = max(highest, inside)
					mu.Unlock()
					_ = sleep(t.Context(), time.Second, nil)
					mu.Lock()
					inside--
					mu.Unlock()
				})
			}
			all.Wait()
			if highest != want {
				t.Errorf("got %d at once, want %d", highest, want)
			}
		})
	}
}
