// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package ratelimit

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

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
