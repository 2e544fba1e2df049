// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package ratelimit

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

const (
	// longestBackOff is the longest back-off, in scales: 20 s by default. The shortest is a tenth of a scale.
	longestBackOff = 40
	// longestTry is how long the others wait for the one request that tries, in scales: 1 s by default.
	longestTry = 2
)

// pause is the time during which no request leaves.
type pause struct {
	scale time.Duration

	// until is when the pause ends; asked is the part of it that the server asked for, which nothing ends earlier.
	until, asked time.Time
	// trying is until when all wait for the one request that tries.
	trying time.Time
	// round counts the back-offs since the last success.
	round int
}

// check fails where the pause outlasts the deadline of a context.
func (p *pause) check(ctx context.Context, now time.Time) error {
	deadline, ok := ctx.Deadline()
	if !ok || !p.until.After(now) || !p.until.After(deadline) {
		return nil
	}
	return &TooLongError{Wait: p.until.Sub(now), Asked: p.asked.Equal(p.until)}
}

// ask pauses because the server asked for it.
func (p *pause) ask(now time.Time, d time.Duration) {
	if until := now.Add(d); until.After(p.asked) {
		p.asked = until
	}
	p.until = later(p.until, p.asked)
}

// backOff pauses for a time that doubles with each round. A part of it is random: several runs that were refused together should not come
// back together.
func (p *pause) backOff(now time.Time) time.Duration {
	longest := min(p.scale/10<<min(p.round, 16), longestBackOff*p.scale)
	d := longest/2 + rand.N(longest/2+1) //nolint:gosec // Spreading load needs no secrecy.
	p.round++
	p.trying = time.Time{}
	p.until = later(p.until, now.Add(d))
	return d
}

// try keeps the others back while one request tries.
func (p *pause) try(now time.Time) { p.trying = now.Add(longestTry * p.scale) }

// lift ends a back-off, since a request succeeded.
func (p *pause) lift() {
	p.round = 0
	p.until, p.trying = p.asked, time.Time{}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// TooLongError is a request that was not sent, because a pause outlasts its deadline.
type TooLongError struct {
	// Wait is how long the pause still lasts.
	Wait time.Duration
	// Asked reports whether the server asked for it; else it is the limiter's own back-off.
	Asked bool
}

// Error says how long the wait would be, as people say it.
func (e *TooLongError) Error() string {
	if e.Asked {
		return "NAO Cloud asks to wait " + Human(e.Wait) + ", which is longer than the time that is left"
	}
	return "NAO Cloud refuses requests because there are too many, and there is no time left to wait"
}

// Unwrap makes it what waiting would have come to.
func (*TooLongError) Unwrap() error { return context.DeadlineExceeded }

// Human writes a duration as people say it: "24 hours", "1 minute 30 seconds", "2 seconds". It rounds to seconds, and to minutes from an
// hour on.
func Human(d time.Duration) string {
	d = d.Round(time.Second)
	if d >= time.Hour {
		d = d.Round(time.Minute)
	}
	seconds := int64(d / time.Second)
	var parts []string
	for _, unit := range []struct {
		length int64
		name   string
	}{{3600, "hour"}, {60, "minute"}, {1, "second"}} {
		n := seconds / unit.length
		seconds %= unit.length
		switch n {
		case 0:
		case 1:
			parts = append(parts, "1 "+unit.name)
		default:
			parts = append(parts, fmt.Sprintf("%d %ss", n, unit.name))
		}
	}
	if len(parts) == 0 {
		return "less than a second"
	}
	return strings.Join(parts, " ")
}
