// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import "time"

// agenda holds events that happen by themselves at a later time. The server runs the due
// ones before it looks at the account; no goroutine waits for them. So an event happens
// although its client has left, and the agenda works in the time of a synctest bubble.
type agenda struct {
	entries []event
	at      time.Time // the time of the event that is happening; zero = none is
}

type event struct {
	due time.Time
	do  func()
}

// now returns the time of the event that is happening, else the present time.
func (a *agenda) now() time.Time {
	if a.at.IsZero() {
		return time.Now()
	}
	return a.at
}

// add schedules do to run after d.
func (a *agenda) add(d time.Duration, do func()) {
	a.entries = append(a.entries, event{a.now().Add(d), do})
}

// runDue runs all events that are due, in the order of time. It also runs events that
// these add, if they are due. The lock is held.
func (a *agenda) runDue() {
	if len(a.entries) == 0 || !a.at.IsZero() {
		return
	}
	defer func() { a.at = time.Time{} }()
	for now := time.Now(); ; {
		next := -1
		for i, each := range a.entries {
			if !each.due.After(now) && (next < 0 || each.due.Before(a.entries[next].due)) {
				next = i
			}
		}
		if next < 0 {
			return
		}
		due := a.entries[next]
		a.entries = append(a.entries[:next], a.entries[next+1:]...)
		a.at = due.due
		due.do()
	}
}
