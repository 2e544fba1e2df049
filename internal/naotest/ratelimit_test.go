// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestRateLimit_servesItsRateAndBurst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := naotest.New(naotest.Behavior{RateLimit: naotest.RateLimit{PerSecond: 10, Burst: 3}})
		c := inProcess(t, s)
		for range 3 {
			c.do("GET", "/teams", "", 200)
		}
		refused := c.do("GET", "/teams", "", 429)
		equal(t, "Retry-After", refused.header.Get("Retry-After"), "1") // whole seconds, and never 0
		pass(100 * time.Millisecond)
		c.do("GET", "/teams", "", 200)
		c.do("GET", "/teams", "", 429)
		pass(time.Hour) // saves no more than the burst
		for _, want := range []int{200, 200, 200, 429} {
			c.do("GET", "/teams", "", want)
		}
	})
}

func TestRateLimit_slowOneSaysHowLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := naotest.New(naotest.Behavior{RateLimit: naotest.RateLimit{PerSecond: 0.1}})
		c := inProcess(t, s)
		c.do("GET", "/teams", "", 200)
		equal(t, "Retry-After", c.do("GET", "/teams", "", 429).header.Get("Retry-After"), "10")
		s.SetBehavior(func(b *naotest.Behavior) { b.RateLimit.NoRetryAfter = true })
		equal(t, "without", c.do("GET", "/teams", "", 429).header.Get("Retry-After"), "")
		pass(10 * time.Second)
		c.do("GET", "/teams", "", 200)
	})
}
