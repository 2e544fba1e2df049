// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package ratelimit

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
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
		// Each refusal costs the second for which such a server asks to wait, and it saves up little or nothing meanwhile.
		"a small burst and Retry-After":               {burst: 5, tellsWhen: true, n: 4000, least: 15},
		"no burst but Retry-After":                    {burst: 1, tellsWhen: true, n: 4000, least: 13},
		"no burst but Retry-After, for half a minute": {burst: 1, tellsWhen: true, n: 600, least: 12},
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

// TestLimiter_oneRefusalPausesAll has ten requests under way when one is told to wait: none may start before that time is over.
func TestLimiter_oneRefusalPausesAll(t *testing.T) {
	t.Parallel()
	virtually(t, "", func(t *testing.T) {
		served := 0
		var refused time.Time
		o := run(t.Context(), tenAtOnce(), func(now time.Time) (int, time.Duration) {
			served++
			if served == 21 {
				refused = now
				return http.StatusTooManyRequests, 30 * time.Second
			}
			if since := now.Sub(refused); !refused.IsZero() && since > 200*time.Millisecond && since < 30*time.Second {
				t.Errorf("a request started %s after the 429", since)
			}
			return http.StatusOK, 0
		}, load{100, 10, 100 * time.Millisecond})
		if o.refused != 1 || o.elapsed > 35*time.Second {
			t.Errorf("got %d refusals in %s, want 1 in little more than 30 s", o.refused, o.elapsed)
		}
	})
}

// TestLimiter_oneTriesWhereAllAreRefused counts the requests that leave at once after a pause.
func TestLimiter_oneTriesWhereAllAreRefused(t *testing.T) {
	t.Parallel()
	virtually(t, "", func(t *testing.T) {
		atOnce := map[time.Duration]int{}
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		run(ctx, tenAtOnce(), func(now time.Time) (int, time.Duration) {
			atOnce[now.Sub(began)]++
			return http.StatusTooManyRequests, 0
		}, load{100, 10, 50 * time.Millisecond})
		if len(atOnce) < 5 || len(atOnce) > 15 {
			t.Errorf("%d times something was sent, want a few", len(atOnce))
		}
		for at, n := range atOnce {
			if at > 0 && n > 1 {
				t.Errorf("%d requests left at %s, want one", n, at)
			}
		}
	})
}

// TestLimiter_aLostTryDoesNotStopTheOthers has the one request that tries end without a response.
func TestLimiter_aLostTryDoesNotStopTheOthers(t *testing.T) {
	t.Parallel()
	virtually(t, "", func(t *testing.T) {
		l := tenAtOnce()
		for range rowOfRefusals {
			l.Observe(time.Now(), http.StatusTooManyRequests)
		}
		if err := l.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if err := l.Wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(began); waited != longestTry*DefaultScale {
			t.Errorf("the second left %s after the first, want the second that the first may take", waited)
		}
	})
}

func TestLimiter_aPauseThatOutlastsTheDeadlineIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		pause func(l *Limiter)
		want  string
	}{
		"asked for": {func(l *Limiter) { l.Pause(24 * time.Hour) }, "NAO Cloud asks to wait 24 hours, which is longer than the time that is left"},
		"a back-off": {func(l *Limiter) {
			for l.pause.round < 10 {
				l.Observe(time.Now(), http.StatusTooManyRequests)
			}
		}, "NAO Cloud refuses requests because there are too many, and there is no time left to wait"},
	} {
		virtually(t, name, func(t *testing.T) {
			l := tenAtOnce()
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			// One waits for the place of another when the pause begins.
			waiting := make(chan error)
			l.turn <- struct{}{}
			go func() { waiting <- l.Wait(ctx) }()
			synctest.Wait()
			began := time.Now()
			test.pause(l)
			later := l.Wait(ctx)
			for _, err := range []error{<-waiting, later} {
				long, ok := errors.AsType[*TooLongError](err)
				if !ok || !errors.Is(err, context.DeadlineExceeded) || long.Error() != test.want {
					t.Errorf("got %v, want that time would run out: %s", err, test.want)
				}
			}
			if waited := time.Since(began); waited > 0 {
				t.Errorf("it took %s, want none", waited)
			}
		})
	}
}

func TestLimiter_aPauseWithinTheDeadlineIsWaitedFor(t *testing.T) {
	t.Parallel()
	virtually(t, "", func(t *testing.T) {
		l := tenAtOnce()
		l.Pause(time.Minute)
		l.Pause(time.Second) // The longer one counts.
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		began := time.Now()
		if err := l.Wait(ctx); err != nil || time.Since(began) != time.Minute || l.Waited() != time.Minute {
			t.Errorf("got %v after %s, and %s waited; want a minute", err, time.Since(began), l.Waited())
		}
	})
}

// TestLimiter_whatTheServerAskedForIsNotCutShort has a request that was under way end well.
func TestLimiter_whatTheServerAskedForIsNotCutShort(t *testing.T) {
	t.Parallel()
	virtually(t, "", func(t *testing.T) {
		l := tenAtOnce()
		began := time.Now()
		l.Observe(began, http.StatusTooManyRequests)
		l.Pause(time.Minute)
		l.Observe(began, http.StatusOK)
		if err := l.Wait(t.Context()); err != nil || time.Since(began) != time.Minute {
			t.Errorf("got %v after %s, want a minute", err, time.Since(began))
		}
	})
}

func TestLimiter_everyWaitEndsWithTheContext(t *testing.T) {
	t.Parallel()
	for name, wait := range map[string]func(ctx context.Context, l *Limiter) error{
		"for a slot": func(ctx context.Context, l *Limiter) error {
			if _, err := l.Slot(ctx); err != nil {
				return err
			}
			_, err := l.Slot(ctx)
			return err
		},
		"for a place": func(ctx context.Context, l *Limiter) error {
			if err := l.Wait(ctx); err != nil {
				return err
			}
			return l.Wait(ctx)
		},
		"for another": func(ctx context.Context, l *Limiter) error {
			l.turn <- struct{}{}
			return l.Wait(ctx)
		},
		"for a pause": func(ctx context.Context, l *Limiter) error {
			l.Pause(time.Minute)
			return l.Wait(ctx)
		},
	} {
		virtually(t, name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			began := time.Now()
			if err := wait(ctx, New(Config{Concurrent: 1, PerSecond: 0.1})); !errors.Is(err, context.Canceled) || time.Since(began) != time.Second {
				t.Errorf("got %v after %s, want the end of the context after 1 s", err, time.Since(began))
			}
		})
	}
}

func TestLimiter_tellsEachPauseOnce(t *testing.T) {
	t.Parallel()
	virtually(t, "", func(t *testing.T) {
		l := tenAtOnce()
		began := time.Now()
		_ = sleep(t.Context(), time.Millisecond, nil)
		if first := l.Observe(began, http.StatusTooManyRequests); first < DefaultScale/20 || first > DefaultScale/10 {
			t.Errorf("got a pause of %s, want up to a tenth of the scale", first)
		}
		if second := l.Observe(began, http.StatusTooManyRequests); second != 0 {
			t.Errorf("got a pause of %s for a request that was on the wire together with the first", second)
		}
	})
}

func TestHuman(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0: "less than a second", 400 * time.Millisecond: "less than a second", time.Second: "1 second", 90 * time.Second: "1 minute 30 seconds",
		24 * time.Hour: "24 hours", 24*time.Hour - 10*time.Second: "24 hours", 61 * time.Minute: "1 hour 1 minute", 2 * time.Minute: "2 minutes",
	} {
		if got := Human(d); got != want {
			t.Errorf("%s: got %q, want %q", d, got, want)
		}
	}
	if text := (&TooLongError{Wait: time.Hour, Asked: true}).Error(); !strings.Contains(text, "1 hour") {
		t.Errorf("got %q", text)
	}
}
