// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"cmp"
	"math"
	"net/http"
	"strconv"
	"time"
)

// RateLimit refuses requests with 429. Its three parts may be combined: a token bucket
// (PerSecond), a fixed window (PerWindow), and refusals at random.
type RateLimit struct {
	// PerSecond is how many requests a second are served; 0 = no limit.
	PerSecond float64
	// Burst is how many may come at once with PerSecond; 0 = 1.
	Burst int

	// PerWindow is how many requests are served in each Window; 0 = no limit. A
	// window begins with the first request after the one before has ended.
	PerWindow int
	// Window is how long a window is; 0 = five minutes.
	Window time.Duration

	// Random is the probability, from 0 to 1, with which any request is refused, as
	// when other programs use up the same limit. What is refused depends on Seed, the
	// request, and how often the same request was sent before.
	Random float64
	Seed   uint64

	// NoRetryAfter leaves the header out of the 429. Else it holds whole
	// seconds, at least 1.
	NoRetryAfter bool
	// RetryAfterDate writes the header as a date.
	RetryAfterDate bool
	// RetryAfter is the header's value whatever the limit is, such as "86400"; "" =
	// as the limit is.
	RetryAfter string
}

// limiter is the state of a [RateLimit].
type limiter struct {
	bucket bucket
	window window
	rolls  rolls
}

// bucket is a token bucket.
type bucket struct {
	tokens float64
	last   time.Time // zero = never used, thus full
}

// take takes a token, or returns after which time there will be one.
func (b *bucket) take(limit RateLimit, now time.Time) (time.Duration, bool) {
	if limit.PerSecond <= 0 {
		return 0, true
	}
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

// window counts the requests of a fixed window.
type window struct {
	ends   time.Time
	served int
}

// take counts a request, or returns when the window ends.
func (w *window) take(limit RateLimit, now time.Time) (time.Duration, bool) {
	if limit.PerWindow <= 0 {
		return 0, true
	}
	if !now.Before(w.ends) {
		*w = window{ends: now.Add(cmp.Or(limit.Window, 5*time.Minute))}
	}
	if w.served >= limit.PerWindow {
		return w.ends.Sub(now), false
	}
	w.served++
	return 0, true
}

// limit responds 429 when the client is too fast, or unlucky. The lock is held.
func (s *Server) limit(c *call) (reply, bool) {
	limit, now := c.b.RateLimit, s.agenda.now()
	after, ok := s.limiter.bucket.take(limit, now)
	if ok {
		after, ok = s.limiter.window.take(limit, now)
	}
	if ok && limit.Random > 0 {
		ok = s.limiter.rolls.next(limit.Seed, c.r, c.body).Float64() >= limit.Random
	}
	if ok {
		return reply{}, false
	}
	refused := failure(http.StatusTooManyRequests, "", "Too many requests")
	if header := limit.header(after, now); header != "" {
		refused.set("Retry-After", header)
	}
	return refused, true
}

// header returns the value of Retry-After; "" = none.
func (limit RateLimit) header(after time.Duration, now time.Time) string {
	seconds := max(int(math.Ceil(after.Seconds())), 1)
	switch {
	case limit.NoRetryAfter:
		return ""
	case limit.RetryAfter != "":
		return limit.RetryAfter
	case limit.RetryAfterDate:
		return now.Add(time.Duration(seconds) * time.Second).UTC().Format(http.TimeFormat)
	default:
		return strconv.Itoa(seconds)
	}
}
