// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"math"
	"net/http"
	"strconv"
	"time"
)

// RateLimit is a token bucket.
type RateLimit struct {
	// PerSecond is how many requests a second are served; 0 = no limit.
	PerSecond float64
	// Burst is how many may come at once; 0 = 1.
	Burst int
	// NoRetryAfter leaves the header out of the 429. Else it holds whole
	// seconds, at least 1.
	NoRetryAfter bool
}

// bucket is the token bucket of a [RateLimit].
type bucket struct {
	tokens float64
	last   time.Time // zero = never used, thus full
}

// take takes a token, or returns after which time there will be one.
func (b *bucket) take(limit RateLimit, now time.Time) (time.Duration, bool) {
	burst := float64(max(limit.Burst, 1))
	if b.last.IsZero() {
		b.tokens = burst
	} else {
		passed := max(now.Sub(b.last).Seconds(), 0)
		b.tokens = min(b.tokens+passed*limit.PerSecond, burst)
	}
	b.last = now
	if b.tokens < 1 {
		return time.Duration((1 - b.tokens) / limit.PerSecond * float64(time.Second)), false
	}
	b.tokens--
	return 0, true
}

// limit answers 429 when the client is too fast.
func (s *Server) limit(c *call) (reply, bool) {
	limit := c.b.RateLimit
	if limit.PerSecond <= 0 {
		return reply{}, false
	}
	s.mu.Lock()
	after, ok := s.bucket.take(limit, time.Now())
	s.mu.Unlock()
	if ok {
		return reply{}, false
	}
	refused := failure(http.StatusTooManyRequests, "", "Too many requests")
	if !limit.NoRetryAfter {
		refused.set("Retry-After", strconv.Itoa(max(int(math.Ceil(after.Seconds())), 1)))
	}
	return refused, true
}
