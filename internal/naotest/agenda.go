// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import "time"

// agenda holds what is to happen by itself at a later time. The server catches up
// with it before it looks at the account; no goroutine waits for it. So it needs no
// client that stays, and works in the time of a synctest bubble.
type agenda struct {
	entries []event
	at      time.Time // the time of the event that is happening; zero = none is
}

type event struct {
	due time.Time
	do  func()
}

// now returns when what is being done happens.
func (a *agenda) now() time.Time {
	if a.at.IsZero() {
		return time.Now()
	}
	return a.at
}

// add lets do happen after d.
func (a *agenda) add(d time.Duration, do func()) {
	a.entries = append(a.entries, event{a.now().Add(d), do})
}

// settle lets everything happen whose time has come, in the order of time. What an
// event adds to the agenda happens too, if it is due. The lock is held.
func (a *agenda) settle() {
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
