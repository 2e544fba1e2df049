// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package ratelimit

import (
	"math"
	"time"
)

const (
	// most is the part of the recent requests that a server with a limit refuses at least, when they come too fast.
	most = 0.7
	// memory is how many requests are recent, as the weight of each in the average.
	memory = 10
	// recoveryTime is how long after the last 429 the rate has doubled, in scales.
	recoveryTime = 20
	// slowly is how many times longer that takes near the limit of a server that asks to wait. There a 429 costs a second at least, and a
	// rate that is back at the limit after four seconds loses a fifth of the time.
	slowly = 8
	// enough is how many requests succeed after a slow-down that was right, and inVain how many slow-downs may be followed by fewer.
	enough = 30
	inVain = 10
	// fastest is the rate, in requests a second, that the first slow-down starts from, unless the server accepted more; slowest is the
	// rate that none falls below.
	fastest = 100
	slowest = 1
)

// pace is the rate that the server was seen to bear.
//
//   - It is unlimited until most of the recent requests were refused, or the server asked to wait: then it starts from 100 a second.
//   - A 429 lowers it by 5 %, or by 30 % where the server accepted much less than it.
//   - It rises ever faster while no 429 comes: it has doubled after ten seconds, and is tenfold after twenty. It takes eight times as
//     long near the limit of a server that asks to wait.
//   - It is unlimited again when slowing down does not help: when, time and again, fewer than thirty requests succeed between two 429s.
type pace struct {
	recovery time.Duration

	// refused is the part of the recent requests that was refused.
	refused float64
	// rate is the rate at the last 429, in requests a second; 0 if unlimited.
	rate float64
	// asked reports whether the server asked to wait at the last 429, and near whether the rate was little above what it accepted.
	asked, near bool
	// since counts the requests that succeeded since then; vain counts the slow-downs that did not help, less those that did.
	since, vain int
	accepted    counter
}

// at is the rate at a time, given the time of the last 429; 0 if unlimited.
func (p *pace) at(now, refusedAt time.Time) float64 {
	recovery := p.recovery
	if p.asked && p.near {
		recovery *= slowly
	}
	return p.rate * (1 + math.Pow(float64(now.Sub(refusedAt))/float64(recovery), 3))
}

func (p *pace) accept(now time.Time) {
	p.refused -= p.refused / memory
	p.since++
	p.accepted.add(now)
}

// refuse learns from a 429. again reports whether it is the first after a success, and not one of several at once.
func (p *pace) refuse(now, refusedAt time.Time, again bool) { //nolint:revive // A fact about the 429.
	p.refused += (1 - p.refused) / memory
	if p.rate == 0 && p.refused >= most {
		p.limit(now)
	} else if p.rate > 0 && again {
		p.lower(now, refusedAt)
	}
	p.asked = false
}

// limit sets the first rate.
func (p *pace) limit(now time.Time) {
	p.vain = 0
	p.set(now, max(fastest, p.accepted.perSecond(now)))
}

// lower lowers the rate, or gives it up where that does not help.
func (p *pace) lower(now, refusedAt time.Time) {
	if p.since >= enough {
		p.vain = max(p.vain-1, 0)
	} else {
		p.vain++
	}
	if p.vain > inVain {
		p.rate, p.refused = 0, 0
		return
	}
	p.set(now, p.at(now, refusedAt))
}

func (p *pace) set(now time.Time, before float64) {
	p.since = 0
	p.rate, p.near = 0.95*before, true
	if p.accepted.perSecond(now) < 0.85*before {
		p.rate, p.near = max(0.7*before, slowest), false
	}
}

// counter counts events of the last second or two.
type counter struct {
	second           time.Time
	current, earlier int
}

func (c *counter) add(now time.Time) {
	c.turn(now)
	c.current++
}

// perSecond is how many events there were in the running second, or in the last whole one where that had more.
func (c *counter) perSecond(now time.Time) float64 {
	c.turn(now)
	return float64(max(c.current, c.earlier))
}

func (c *counter) turn(now time.Time) {
	switch elapsed := now.Sub(c.second); {
	case elapsed < time.Second:
	case elapsed < 2*time.Second:
		c.second, c.earlier, c.current = c.second.Add(time.Second), c.current, 0
	default:
		c.second, c.earlier, c.current = now, 0, 0
	}
}
