// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"math"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// slowdown is the part of the measured rate with which sending goes on after a 429.
	slowdown = 0.95
	// learnedFor is how many recoveries after the last 429 the learned rate is forgotten.
	learnedFor = 8
	// lean is how far the estimate leans from the average since the 429 before to the rate right before this one.
	lean = 0.5
	// slowest is the rate, in requests a second, below which no 429 brings the client.
	slowest = 1
	// cut is the least part of the rate that was sent at with which sending goes on after a 429.
	cut = 0.7
	// unlimited stands for the rate, in requests a second, that was sent at before anything limited it.
	unlimited = 100
)

// pacer decides when a request may leave: never more at once than configured, never faster than configured, not while a 429 asks all to
// wait, and after one no faster than the server was seen to bear.
//
// The API's limits are not documented, so they are learned. What the server let through between two 429s is its limit, pauses included;
// sending goes on a little below, keeps near it for one recovery, then rises ever faster (a cubic curve, as CUBIC does for TCP: RFC 9438),
// until the next 429 or until the limit is forgotten.
type pacer struct {
	slots    chan struct{}
	limiter  *rate.Limiter
	ceiling  rate.Limit
	recovery time.Duration

	mu sync.Mutex
	// until is when the pause of a 429 ends.
	until time.Time
	// learned is the rate at throttled, the moment of the last 429; accepted counts the successes since then.
	learned   float64
	throttled time.Time
	accepted  int
	recent    recentRate
}

func newPacer(config Config) *pacer {
	ceiling := rate.Inf
	if config.RequestsPerSecond > 0 {
		ceiling = rate.Limit(config.RequestsPerSecond)
	}
	return &pacer{
		slots:    make(chan struct{}, config.MaxConcurrentRequests),
		limiter:  rate.NewLimiter(ceiling, 1),
		ceiling:  ceiling,
		recovery: 20 * config.RetryWait,
	}
}

// errTooLate is a request that would have had to wait beyond its deadline.
var errTooLate error = tooLateError{}

type tooLateError struct{}

func (tooLateError) Error() string {
	return "the pause that NAO Cloud asked for lasts longer than there is time"
}

// Unwrap makes it what waiting would have come to.
func (tooLateError) Unwrap() error { return context.DeadlineExceeded }

// slot waits until fewer requests are on the wire than may be. The caller releases it.
func (p *pacer) slot(ctx context.Context) (release func(), err error) {
	select {
	case p.slots <- struct{}{}:
		return func() { <-p.slots }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// start waits until a request that has a slot may leave.
func (p *pacer) start(ctx context.Context) error {
	// A pause may begin while this request waits for its place in the rate, and another while it waits for the first to end.
	for {
		if err := p.place(ctx); err != nil {
			return err
		}
		rest := p.pausedFor()
		if rest <= 0 {
			return nil
		}
		if deadline, ok := ctx.Deadline(); ok && time.Now().Add(rest).After(deadline) {
			return errTooLate
		}
		if err := sleep(ctx, rest); err != nil {
			return err
		}
	}
}

// place waits for a place in the rate.
func (p *pacer) place(ctx context.Context) error {
	p.limiter.SetLimit(p.limit(time.Now()))
	reservation := p.limiter.Reserve()
	if err := sleep(ctx, reservation.Delay()); err != nil {
		reservation.Cancel()
		return err
	}
	return nil
}

func (p *pacer) pausedFor() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Until(p.until)
}

// pause keeps every request of this client back for a while.
func (p *pacer) pause(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until := time.Now().Add(d); until.After(p.until) {
		p.until = until
	}
}

// answered learns from the status of a request that started at a time.
func (p *pacer) answered(started time.Time, status int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if status != http.StatusTooManyRequests {
		p.accepted++
		p.recent.add(now)
		return
	}
	// Requests that were on the wire together are turned away together: that is one event.
	if started.Before(p.throttled) {
		return
	}
	bearable := p.recent.rate(now)
	if elapsed := now.Sub(p.throttled); p.learned > 0 && elapsed < learnedFor*p.recovery {
		// An idle stretch lowers the average without saying anything of the limit: never more than halve.
		average := max(float64(p.accepted)/elapsed.Seconds(), p.learned/2)
		// A server that saves up what is not used bears the average, one that does not bears what came last.
		bearable = min(bearable, average+lean*(bearable-average))
	}
	// A server that refuses the second of two requests at once lets too little through to be measured by that.
	sent := min(float64(p.risen(now)), unlimited)
	p.learned = max(bearable, cut*sent, slowest)
	p.throttled = now
	p.accepted = 0
}

// limit is the rate at a time: the configured one, or what was learned while it is remembered.
func (p *pacer) limit(now time.Time) rate.Limit {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.risen(now)
}

// risen is limit under the lock.
func (p *pacer) risen(now time.Time) rate.Limit {
	recoveries := float64(now.Sub(p.throttled)) / float64(p.recovery)
	if p.learned == 0 || recoveries > learnedFor {
		return p.ceiling
	}
	risen := p.learned * (slowdown + (1-slowdown)*math.Pow(recoveries, 3))
	return min(p.ceiling, rate.Limit(risen))
}

// recentRate counts events in the last second or two.
type recentRate struct {
	second           time.Time
	current, earlier int
}

func (r *recentRate) add(now time.Time) {
	r.turn(now)
	r.current++
}

// rate is the events a second: the running second's, or the last whole one's where that had more.
func (r *recentRate) rate(now time.Time) float64 {
	r.turn(now)
	return float64(max(r.current, r.earlier))
}

func (r *recentRate) turn(now time.Time) {
	switch elapsed := now.Sub(r.second); {
	case elapsed < time.Second:
	case elapsed < 2*time.Second:
		r.second, r.earlier, r.current = r.second.Add(time.Second), r.current, 0
	default:
		r.second, r.earlier, r.current = now, 0, 0
	}
}
