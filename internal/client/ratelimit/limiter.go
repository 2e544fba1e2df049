// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package ratelimit decides when a request may leave: how many at once, how many a second, and one pause for all after a 429.
package ratelimit

import (
	"cmp"
	"context"
	"net/http"
	"sync"
	"time"
)

const (
	// DefaultScale is the scale of a Config that has none.
	DefaultScale = 500 * time.Millisecond
	// rowOfRefusals is how many 429s in a row show that one request at a time should try.
	rowOfRefusals = 6
)

// Config is what a Limiter is made from.
type Config struct {
	// Concurrent is how many requests are on the wire at once; at least 1.
	Concurrent int
	// PerSecond is how many requests start in a second at most; 0 sets no limit.
	PerSecond float64
	// Scale is the unit of all waits; 0 is DefaultScale. Tests shorten it.
	Scale time.Duration
}

// Limiter is shared by all requests of one account. It is safe for concurrent use.
//
// The API's limits are not documented, so the limiter learns them from the 429s:
//
//  1. A 429 pauses all requests: for the time of its Retry-After, else for a short back-off that doubles until a request succeeds.
//  2. After six 429s in a row one request at a time tries, until one succeeds.
//  3. Where many requests are refused, the rate is lowered: see pace. A lone 429 does not lower it: where other programs use up the same
//     limit, some requests are refused at any rate.
type Limiter struct {
	slots chan struct{}
	// turn is held by the request that leaves next.
	turn chan struct{}
	// interval is the configured time between two requests.
	interval time.Duration

	mu    sync.Mutex
	pace  pace
	pause pause
	// changed is closed, and replaced, when a wait is not what it was.
	changed chan struct{}
	// left is when the last request left.
	left time.Time
	// refusedInARow counts the 429s since the last success.
	refusedInARow int
	// refusedAt is when the last 429 came that did not belong to an earlier one, and refusedBefore when the one before it came.
	refusedAt, refusedBefore time.Time
	waited                   time.Duration
}

// New makes a limiter that holds nothing back yet.
func New(config Config) *Limiter {
	scale := cmp.Or(config.Scale, DefaultScale)
	l := &Limiter{
		slots:   make(chan struct{}, max(config.Concurrent, 1)),
		turn:    make(chan struct{}, 1),
		changed: make(chan struct{}),
		pace:    pace{recovery: recoveryTime * scale},
		pause:   pause{scale: scale},
	}
	if config.PerSecond > 0 {
		l.interval = interval(config.PerSecond)
	}
	return l
}

func interval(perSecond float64) time.Duration {
	return time.Duration(float64(time.Second) / perSecond)
}

// Slot waits until fewer requests are on the wire than may be. The caller calls release when the response is there.
func (l *Limiter) Slot(ctx context.Context) (release func(), err error) {
	select {
	case l.slots <- struct{}{}:
		return func() { <-l.slots }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Wait waits until a request that has a slot may leave: for its place in the rate, and for the end of a pause. Errors: the context's, and a
// *TooLongError at once where a pause outlasts the deadline of the context.
func (l *Limiter) Wait(ctx context.Context) error {
	for {
		changed, err := l.check(ctx)
		if err != nil {
			return err
		}
		select {
		case l.turn <- struct{}{}:
			defer func() { <-l.turn }()
			return l.leave(ctx)
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// check fails where a pause outlasts the deadline of the context.
func (l *Limiter) check(ctx context.Context) (changed <-chan struct{}, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.changed, l.pause.check(ctx, time.Now())
}

// leave waits, with the turn held, until the request may leave.
func (l *Limiter) leave(ctx context.Context) error {
	for {
		l.mu.Lock()
		now, changed := time.Now(), l.changed
		err := l.pause.check(ctx, now)
		place, until := l.left.Add(l.interval), l.until(now)
		if err == nil && !until.After(now) && !place.After(now) {
			l.left = now
			if l.refusedInARow >= rowOfRefusals {
				l.pause.try(now)
			}
			l.mu.Unlock()
			return nil
		}
		l.mu.Unlock()
		if err == nil {
			err = sleep(ctx, later(until, place).Sub(now), changed)
		}
		if until.After(place) {
			l.mu.Lock()
			l.waited += time.Since(later(now, place))
			l.mu.Unlock()
		}
		if err != nil {
			return err
		}
	}
}

// until is when the next request may leave as far as 429s tell.
func (l *Limiter) until(now time.Time) time.Time {
	until := later(l.pause.until, l.pause.trying)
	if rate := l.pace.at(now, l.refusedAt); rate > 0 {
		until = later(until, l.left.Add(interval(rate)))
	}
	return until
}

// Waited is the time during which this limiter held requests back because of 429s. Waits at the same time count once.
func (l *Limiter) Waited() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.waited
}

// Paused is how long the running pause still lasts; 0 where there is none.
func (l *Limiter) Paused() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return max(time.Until(l.pause.until), 0)
}

// Pause keeps every request back for a while, because the server asked for it.
func (l *Limiter) Pause(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	l.pause.ask(now, d)
	if l.pace.rate == 0 {
		l.pace.limit(now)
	}
	l.pace.asked = true
	l.wake()
}

// Observe learns from the status of a response to a request that left at a time. A 429 pauses all requests for a short back-off, which is
// returned; it is 0 for a 429 that came with an earlier one, and for every other status.
func (l *Limiter) Observe(started time.Time, status int) (pause time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if status != http.StatusTooManyRequests {
		l.refusedInARow = 0
		l.pace.accept(now)
		l.succeed(started)
		return 0
	}
	l.refusedInARow++
	// Requests that were on the wire together are refused together: that is one event.
	another := !started.Before(l.refusedAt)
	l.pace.refuse(now, l.refusedAt, another && l.refusedInARow == 1)
	if another {
		l.refusedAt, l.refusedBefore = now, l.refusedAt
		pause = l.pause.backOff(now)
		l.wake()
	}
	return pause
}

// succeed shortens the back-off, since a request that left at a time was served.
func (l *Limiter) succeed(started time.Time) {
	switch {
	case l.pause.round == 0 || started.Before(l.refusedBefore):
	case started.Before(l.refusedAt):
		// It was on the wire together with the one that was refused.
		l.pause.round = 1
	default:
		l.pause.lift()
		l.wake()
	}
}

func (l *Limiter) wake() {
	close(l.changed)
	l.changed = make(chan struct{})
}

// sleep waits for a time, for the end of a channel, or ends with the context.
func sleep(ctx context.Context, d time.Duration, ended <-chan struct{}) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-ended:
		return nil
	case <-timer.C:
		return nil
	}
}
