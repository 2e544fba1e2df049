// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"slices"
	"time"
)

// Removals says what DELETE does, beside its response.
type Removals struct {
	// Status is the response to every DELETE, which removes nothing, as where there is no such
	// route: 404 or 405. 0 = objects are removed.
	Status int
	// Linger is for how long an object is shown as before after its DELETE. With
	// [AcceptedNothing] the response to DELETE is 202 and the removal goes on.
	Linger time.Duration
	// KeepName is for how long the name of a removed object stays taken, where
	// names are unique. For a tag it is the tracking id.
	KeepName time.Duration
	// Types are the types that this concerns, such as "team"; nil = all.
	Types []string
}

// removals returns how objects of the type are removed.
func (b *Behavior) removals(kind string) Removals {
	if b.Removals.Types == nil || slices.Contains(b.Removals.Types, kind) {
		return b.Removals
	}
	return Removals{}
}

// unavailable returns the status of a route that does not exist or is forbidden;
// 0 = it is there.
func (c *call) unavailable() int {
	if c.op.level == nil {
		return 0
	}
	return c.op.level.unavailable(c)
}

// remove lets remove happen now, or when the object has lingered.
func (c *call) remove(kind string, remove func()) {
	if linger := c.b.removals(kind).Linger; linger > 0 {
		c.s.agenda.add(linger, remove)
		return
	}
	remove()
}
