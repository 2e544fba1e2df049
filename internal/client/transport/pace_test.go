// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// readAll reads all sites of an account, ten at once, and returns how long that takes. The sender never repeats a failure.
func readAll(t *testing.T, server *naotest.Server) time.Duration {
	t.Helper()
	sender, _ := inProcess(t, server, settings{retries: -1})
	sites := server.Sites()
	var next atomic.Int32
	began := time.Now()
	for _, err := range tenAtOnce(len(sites), func() error {
		id := sites[next.Add(1)-1].ID
		_, err := sender.Do(t.Context(), Call{Method: "GET", Path: "/sites/" + id})
		return err
	}) {
		if err != nil {
			t.Fatal(err)
		}
	}
	return time.Since(began)
}

func TestPace_refusalsAtRandomCostLittle(t *testing.T) {
	t.Parallel()
	for part, most := range map[float64]float64{0.03: 2, 0.1: 2, 0.3: 4} {
		virtually(fmt.Sprint(part), t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Latency: 50 * time.Millisecond})
			server.SeedSites(300)
			without := readAll(t, server)
			server.RandomFaults(1, naotest.Rates{TooMany: part})
			if times := readAll(t, server).Seconds() / without.Seconds(); times > most {
				t.Errorf("it took %.2f times as long as without refusals, want at most %g", times, most)
			}
		})
	}
}

func TestPace_theServersLimitIsUsed(t *testing.T) {
	t.Parallel()
	for name, limit := range map[string]naotest.RateLimit{
		"Retry-After":    {PerSecond: 20, Burst: 20},
		"no Retry-After": {PerSecond: 20, Burst: 20, NoRetryAfter: true},
		"no burst":       {PerSecond: 20, Burst: 1, NoRetryAfter: true},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Latency: 5 * time.Millisecond, RateLimit: limit})
			server.SeedSites(1000)
			if took := readAll(t, server); 1000/took.Seconds() < 18 {
				t.Errorf("got %.1f requests a second, want at least 18 of 20", 1000/took.Seconds())
			}
		})
	}
}
