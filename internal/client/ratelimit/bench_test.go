// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package ratelimit

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// inVirtualTime runs a function in a bubble of testing/synctest, which only tests can make: a benchmark runs one.
func inVirtualTime(b *testing.B, f func(ctx context.Context)) {
	b.Helper()
	always := func(string, string) (bool, error) { return true, nil }
	for b.Loop() {
		testing.RunTests(always, []testing.InternalTest{{Name: b.Name(), F: func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { f(t.Context()) })
		}}})
	}
	b.ReportMetric(0, "ns/op") // Real time says nothing here.
}

// BenchmarkRefusalsAtRandom reports how many times as long 300 requests take as without refusals.
func BenchmarkRefusalsAtRandom(b *testing.B) {
	for _, part := range []float64{0, 0.03, 0.1, 0.3} {
		b.Run(fmt.Sprintf("%g%%", 100*part), func(b *testing.B) {
			var times float64
			inVirtualTime(b, func(ctx context.Context) {
				without := run(ctx, tenAtOnce(), refusing(0, 0), work)
				with := run(ctx, tenAtOnce(), refusing(part, 1), work)
				times = with.elapsed.Seconds() / without.elapsed.Seconds()
			})
			b.ReportMetric(times, "times-as-long")
		})
	}
}

// BenchmarkLimit reports how many requests a second come through a limit of 20 a second, and which part is refused.
func BenchmarkLimit(b *testing.B) {
	for _, burst := range []float64{1, 5, 20} {
		for name, tellsWhen := range map[string]bool{"Retry-After": true, "no-Retry-After": false} {
			b.Run(fmt.Sprintf("burst-%g/%s", burst, name), func(b *testing.B) {
				var o outcome
				inVirtualTime(b, func(ctx context.Context) {
					o = run(ctx, tenAtOnce(), bucket(20, burst, tellsWhen), load{4000, 10, 5 * time.Millisecond})
				})
				b.ReportMetric(o.served(), "req/s")
				b.ReportMetric(100*o.turnedAway(), "%429")
			})
		}
	}
}

// BenchmarkWindow reports how long more requests than a window allows take, and how many are refused.
func BenchmarkWindow(b *testing.B) {
	for _, w := range []struct {
		n        int
		length   time.Duration
		requests int
	}{{60, time.Minute, 100}, {60, time.Minute, 300}, {300, 5 * time.Minute, 700}} {
		b.Run(fmt.Sprintf("%d-in-%s/%d-requests", w.n, w.length, w.requests), func(b *testing.B) {
			var o outcome
			inVirtualTime(b, func(ctx context.Context) {
				o = run(ctx, tenAtOnce(), window(w.n, w.length), load{w.requests, 10, 50 * time.Millisecond})
			})
			b.ReportMetric(o.elapsed.Minutes(), "minutes")
			b.ReportMetric(float64(o.refused), "429s")
		})
	}
}
