// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

const (
	// maxRetryAfter caps what a server may ask us to wait.
	maxRetryAfter = 2 * time.Minute
	// backoffCap is the longest back-off, in multiples of Config.RetryWait: 30 s by default.
	backoffCap = 60
)

// check is called after each attempt; it decides whether there is to be another, and logs the attempt with that decision.
func (x *exchange) check(ctx context.Context, response *http.Response, err error) (bool, error) {
	if response != nil {
		// A definite answer: whatever the server did, it told.
		x.sent.Store(false)
		x.client.pace.answered(x.started, response.StatusCode)
	}
	again, why := x.repeatable(ctx, response, err)
	if again && x.login != nil && x.login.ahead && (response == nil || response.StatusCode != http.StatusTooManyRequests) {
		again, why = false, why+", but the session that is there serves on"
	}
	if again {
		x.wait = x.waitFor(response)
		if response != nil && response.StatusCode == http.StatusTooManyRequests {
			x.client.pace.pause(x.wait)
		}
		if deadline, ok := ctx.Deadline(); ok && time.Now().Add(x.wait).After(deadline) {
			again, why = false, why+", but the wait would outlast the deadline"
		} else if x.retries() >= x.client.config.MaxRetries {
			again, why = false, why+", but the retries are used up"
		}
	}
	attributes := x.described(response, err, why)
	if again {
		attributes = append(attributes, slog.Duration("wait", x.wait))
	}
	x.client.log.LogAttrs(ctx, slog.LevelDebug, "NAO Cloud request", attributes...)
	return again, nil
}

func (x *exchange) repeatable(ctx context.Context, response *http.Response, err error) (bool, string) {
	if ctx.Err() != nil {
		return false, ""
	}
	if err != nil {
		if _, ok := errors.AsType[*credentialsError](err); ok || errors.Is(err, errTooLate) {
			return false, ""
		}
		// The library knows which failures no repetition mends, such as a certificate that is not trusted.
		if mendable, _ := retryablehttp.DefaultRetryPolicy(ctx, nil, err); !mendable {
			return false, ""
		}
		// One session more does no harm, unlike one team more.
		if x.sent.Load() && x.method == http.MethodPost && x.login == nil {
			return false, "not repeated: the server may have seen it"
		}
		return true, "the connection failed"
	}
	switch status := response.StatusCode; {
	case status == http.StatusTooManyRequests && x.login != nil && !x.login.accepted:
		return false, "not repeated: accounts are locked after too many logins"
	case status == http.StatusTooManyRequests:
		return true, "rate limited"
	case status == http.StatusUnauthorized:
		if x.login == nil && !x.renewed && x.client.auth.renew(x.authorization) {
			x.renewed = true
			return true, "the session was rejected"
		}
	case slices.Contains(transientStatuses, status) && (x.method != http.MethodPost || x.login != nil):
		return true, "the server failed"
	}
	return false, ""
}

// retries is how many attempts were repeated so far, but for the one with newer credentials.
func (x *exchange) retries() int {
	if x.renewed {
		return x.attempt - 2
	}
	return x.attempt - 1
}

var transientStatuses = []int{
	http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout,
}

// waitFor is how long to wait before the next attempt: what the server asked for, else exponential back-off with full jitter.
func (x *exchange) waitFor(response *http.Response) time.Duration {
	if response != nil {
		if response.StatusCode == http.StatusUnauthorized {
			return 0
		}
		if wait, ok := retryAfter(response.Header.Get("Retry-After"), time.Now()); ok {
			return wait
		}
	}
	return jitter(x.client.config.RetryWait, x.attempt-1)
}

// jitter is a random part of base × 2^n, at least a tenth of it, so that clients that failed together do not come back together.
func jitter(base time.Duration, n int) time.Duration {
	ceiling := min(base<<min(n, 10), backoffCap*base)
	return ceiling/10 + rand.N(ceiling-ceiling/10+1) //nolint:gosec // Spreading load needs no secrecy.
}

// retryAfter reads the header (RFC 9110, 10.2.3): seconds or a date, at most maxRetryAfter. No time at all and a date in the past, which may
// be due to a clock that is wrong, say nothing: whoever repeats at once uses up the retries at once.
func retryAfter(value string, now time.Time) (time.Duration, bool) {
	var wait time.Duration
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		if seconds > 0 {
			wait = time.Duration(min(seconds, maxRetryAfter.Seconds()) * float64(time.Second))
		}
	} else if date, err := http.ParseTime(value); err == nil {
		wait = min(max(date.Sub(now), 0), maxRetryAfter)
	}
	return wait, wait > 0
}

func (x *exchange) backoff(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return x.wait }
