// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
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

func TestRateLimit_servesAFixedWindow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := naotest.New(naotest.Behavior{RateLimit: naotest.RateLimit{PerWindow: 3, Window: 5 * time.Minute}})
		c := inProcess(t, s)
		pass(time.Hour) // the window begins with the first request
		for _, want := range []int{200, 200, 200, 429} {
			c.do("GET", "/teams", "", want)
			pass(time.Minute)
		}
		equal(t, "Retry-After", c.do("GET", "/teams", "", 429).header.Get("Retry-After"), "60")
		pass(time.Minute)
		for _, want := range []int{200, 200, 200, 429} {
			c.do("GET", "/teams", "", want)
		}
	})
}

func TestRateLimit_retryAfter(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		limit naotest.RateLimit
		want  string
	}{
		"seconds": {naotest.RateLimit{}, "300"},
		"none":    {naotest.RateLimit{NoRetryAfter: true}, ""},
		"a day":   {naotest.RateLimit{RetryAfter: "86400"}, "86400"},
		"date":    {naotest.RateLimit{RetryAfterDate: true}, "Sat, 01 Jan 2000 00:05:00 GMT"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				test.limit.PerWindow = 1 // in five minutes
				c := inProcess(t, naotest.New(naotest.Behavior{RateLimit: test.limit}))
				c.do("POST", "/sites", lovely, 201)
				equal(t, "Retry-After", c.do("POST", "/sites", lovely, 429).header.Get("Retry-After"), test.want)
			})
		})
	}
}

func TestRateLimit_refusesAtRandom(t *testing.T) {
	t.Parallel()
	refused := func(seed uint64, probability float64, order []int) map[int]bool {
		s := naotest.New(naotest.Behavior{RateLimit: naotest.RateLimit{Random: probability, Seed: seed}})
		c, refused := inProcess(t, s), map[int]bool{}
		for _, page := range order {
			response, err := c.send(t.Context(), "GET", fmt.Sprint("/teams?page[number]=", page), "")
			if err != nil {
				t.Fatal(err)
			}
			refused[page] = response.status == http.StatusTooManyRequests
		}
		return refused
	}
	count := func(refused map[int]bool) int {
		maps.DeleteFunc(refused, func(_ int, yes bool) bool { return !yes })
		return len(refused)
	}
	var order []int
	for i := range 300 {
		order = append(order, i)
	}
	first := refused(1, 0.1, order)
	slices.Reverse(order)
	if !maps.Equal(first, refused(1, 0.1, order)) {
		t.Error("the same seed refuses otherwise in another order")
	}
	if maps.Equal(first, refused(2, 0.1, order)) {
		t.Error("another seed refuses the same requests")
	}
	if n := count(first); n < 15 || n > 50 {
		t.Errorf("refused %d of 300", n)
	}
	equal(t, "refused never", count(refused(1, 0, order)), 0)
	equal(t, "refused always", count(refused(1, 1, order)), 300)
}
