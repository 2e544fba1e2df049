// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/ratelimit"
)

// decision is what follows an attempt.
type decision struct {
	again bool
	// why is for the log.
	why string
}

func end(why string) decision { return decision{why: why} }

func repeat(why string) decision { return decision{again: true, why: why} }

// check is called after each attempt: it decides whether there is to be another, and logs the attempt with that decision.
func (x *exchange) check(ctx context.Context, response *http.Response, err error) (bool, error) {
	x.wait = 0
	d := x.decide(ctx, response, err)
	if d.again && x.wait > 0 {
		if deadline, ok := ctx.Deadline(); ok && time.Now().Add(x.wait).After(deadline) {
			d = end(d.why + ", but the wait would outlast the deadline")
			x.usedUp = true
		}
	}
	x.log(ctx, response, err, d)
	if d.again {
		x.before = x.ended(response)
	}
	return d.again, nil
}

// ended is the error of an attempt that is repeated. It is nil for a rejected session: the next attempt has a newer one.
func (x *exchange) ended(response *http.Response) error {
	switch {
	case response == nil:
		return x.sender.config.Masker.Error(x.failure.err)
	case response.StatusCode == http.StatusUnauthorized:
		return nil
	}
	return x.refused(x.response(response))
}

func (x *exchange) decide(ctx context.Context, response *http.Response, err error) decision {
	if ctx.Err() != nil {
		x.usedUp = x.failure.err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded)
		return end("")
	}
	if err != nil {
		return x.decideFailure(ctx, err)
	}
	x.failure = failure{}
	x.sender.trouble.respond(time.Now())
	status := response.StatusCode
	x.noteOutcome(status)
	pause := x.sender.config.Limiter.Observe(x.started, status)
	switch {
	case status == http.StatusTooManyRequests:
		return x.decideTooMany(ctx, response, pause)
	case status == http.StatusUnauthorized && x.call.Login == nil && x.sender.authorizer != nil:
		if !x.renewed && x.sender.authorizer.Renew(x.authorization) {
			x.renewed = true
			return repeat("the session was rejected")
		}
	case status == http.StatusConflict && x.call.Login == nil:
		return x.decideConflict()
	case isTransient(status) && !x.call.isOnce():
		return x.decideTransient(ctx, response)
	}
	return end("")
}

// noteOutcome notes what a response says about the work of the request. Most responses also tell how the earlier attempts ended. A few come
// from a proxy, a rate limiter or a lock in front of the work: those say nothing about earlier attempts.
func (x *exchange) noteOutcome(status int) {
	if isUnknown(status) {
		return
	}
	x.sent.Store(false)
	switch status {
	case http.StatusUnauthorized, http.StatusProxyAuthRequired, http.StatusConflict, http.StatusTooManyRequests:
	default:
		x.unknown = false
	}
}

// decideFailure decides about an attempt without a response.
func (x *exchange) decideFailure(ctx context.Context, err error) decision {
	if _, final := errors.AsType[*finalError](err); final {
		return end("")
	}
	x.failure = judge(err, !x.sender.trouble.lastResponse().IsZero())
	if x.sent.Load() && x.call.isOnce() {
		return end("not repeated: the server may have seen it")
	}
	// The library knows which failures no repetition mends.
	if mendable, _ := retryablehttp.DefaultRetryPolicy(ctx, nil, err); !mendable {
		x.usedUp = true
		return end("not repeated: it would fail again")
	}
	if x.tries {
		x.usedUp = true
		return end("not repeated: the trouble goes on")
	}
	x.wait = Jitter(x.sender.config.RetryWait, x.failures)
	return x.count("the connection failed", x.failure.tries)
}

// decideTooMany decides about a 429. It costs time, not tries: the limiter holds the request back. Only a login counts it, since accounts
// get locked by them.
func (x *exchange) decideTooMany(ctx context.Context, response *http.Response, pause time.Duration) decision {
	login := x.call.Login
	if login != nil && !login.Accepted {
		return end("not repeated: accounts are locked after too many logins")
	}
	asked := retryAfter(response.Header, time.Now())
	if asked > 0 {
		x.sender.config.Limiter.Pause(asked)
	}
	if pause > 0 {
		x.logWait(ctx, "too many requests: all of them pause", max(pause, asked))
	}
	if login == nil {
		return repeat("rate limited")
	}
	x.wait = max(asked, Jitter(x.sender.config.RetryWait, x.failures))
	return x.count("rate limited", 0)
}

// decideConflict decides about a 409: another request is changing the same object. Where that may be an earlier attempt of this one, it is waited
// for until the deadline.
func (x *exchange) decideConflict() decision {
	now := time.Now()
	if x.conflict.IsZero() {
		x.conflict = now
	}
	x.wait = Jitter(x.sender.config.RetryWait, min(x.attempt-1, 3))
	if !x.unknown && now.Add(x.wait).Sub(x.conflict) > conflictTime*x.sender.config.RetryWait {
		return end("the conflict lasts")
	}
	return repeat("there is a conflict")
}

// decideTransient decides about a failure of the server.
func (x *exchange) decideTransient(ctx context.Context, response *http.Response) decision {
	x.wait = Jitter(x.sender.config.RetryWait, x.failures)
	if asked := retryAfter(response.Header, time.Now()); asked > 0 {
		x.wait = asked
		if deadline, ok := ctx.Deadline(); ok && time.Now().Add(asked).After(deadline) {
			x.tooLong = &ratelimit.TooLongError{Wait: asked, Asked: true}
		}
	}
	if x.call.Brief {
		return x.count("the server failed", 1)
	}
	return x.count("the server failed", 0)
}

// count repeats a request after a failure, unless its tries are used up; tries is how many attempts there are to be in all, 0 leaves that
// to the configuration.
func (x *exchange) count(why string, tries int) decision {
	x.failures++
	retries := x.sender.config.MaxRetries
	if tries > 0 {
		retries = min(retries, tries-1)
	}
	switch {
	case x.call.Login != nil && x.call.Login.Ahead:
		return end(why + ", but the session that is there serves on")
	case x.failures > retries:
		x.usedUp = true
		return end(why + ", but the retries are used up")
	}
	return repeat(why)
}

// log writes the line of an attempt. The logger masks it.
func (x *exchange) log(ctx context.Context, response *http.Response, err error, d decision) {
	attributes := []slog.Attr{
		slog.String("method", x.call.Method),
		slog.String("path", x.call.Path),
		slog.Int("attempt", x.attempt),
		slog.Duration("duration", x.elapsed),
	}
	if response != nil {
		attributes = append(attributes, slog.Int("status", response.StatusCode), slog.String("request_id", response.Header.Get("X-Request-Id")))
	}
	if err != nil {
		attributes = append(attributes, slog.String("error", withoutURL(err).Error()))
	}
	if d.why != "" {
		attributes = append(attributes, slog.String("why", d.why))
	}
	if d.again {
		attributes = append(attributes, slog.Duration("wait", x.wait))
	}
	x.sender.config.Logger.LogAttrs(ctx, slog.LevelDebug, "NAO Cloud request", attributes...)
	if d.again {
		x.logWait(ctx, "waiting before a request is repeated: "+d.why, x.wait)
	}
}

// logWait tells users of a wait that they may notice.
func (x *exchange) logWait(ctx context.Context, message string, d time.Duration) {
	level := slog.LevelInfo
	if d > 10*time.Second {
		level = slog.LevelWarn
	}
	if d >= time.Second {
		x.sender.config.Logger.LogAttrs(ctx, level, message,
			slog.Duration("wait", d), slog.String("method", x.call.Method), slog.String("path", x.call.Path))
	}
}
