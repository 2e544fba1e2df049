// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

const (
	// backOffCap is the longest back-off, in multiples of the first one: 30 s by default.
	backOffCap = 60
	// conflictTime is how long a request is repeated that meets a conflict, in multiples of Config.RetryWait: a minute by default.
	conflictTime = 120
	// longestRetryAfter is the longest wait that is believed.
	longestRetryAfter = 365 * 24 * time.Hour
)

// Sleep waits for a time, or ends with the context's error.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Jitter is a random part of base × 2^n, at least a tenth of it, so that clients that failed together do not come back together. It grows
// to 60 × base at most.
func Jitter(base time.Duration, n int) time.Duration {
	ceiling := min(base<<min(n, 10), backOffCap*base)
	return ceiling/10 + rand.N(ceiling-ceiling/10+1) //nolint:gosec // Spreading load needs no secrecy.
}

// retryAfter reads Retry-After (RFC 9110, 10.2.3): seconds or a date; 0 where there is none to follow. A date is by the clock of the server, which
// its Date header tells. It does not follow a wait of no time, nor a date in the past: a request that is repeated at once uses up its
// retries at once.
func retryAfter(header http.Header, now time.Time) time.Duration {
	value := header.Get("Retry-After")
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		if seconds > 0 {
			return time.Duration(min(seconds, longestRetryAfter.Seconds()) * float64(time.Second))
		}
		return 0
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	if sent, err := http.ParseTime(header.Get("Date")); err == nil {
		now = sent
	}
	return min(max(date.Sub(now), 0), longestRetryAfter)
}

// isTransient reports whether the server failed in a way that may pass. Where the request was carried out all the same is not known.
func isTransient(status int) bool {
	return isUnknown(status) && status != http.StatusNotImplemented && status != http.StatusHTTPVersionNotSupported
}
