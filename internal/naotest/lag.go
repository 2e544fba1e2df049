// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"slices"
	"time"
)

// Lag is how long something new stays out of sight: until For has passed and
// Requests further requests have arrived. Objects that were seeded never lag.
type Lag struct {
	For      time.Duration
	Requests int
}

// sight is from when on something new can be seen.
type sight struct {
	from  time.Time
	after int64 // the last request that does not see it
}

func (l Lag) sight(now time.Time, seq int64) sight {
	var s sight
	if l.For > 0 {
		s.from = now.Add(l.For)
	}
	if l.Requests > 0 {
		s.after = seq + int64(l.Requests)
	}
	return s
}

func (s sight) open(c *call) bool { return !c.now.Before(s.from) && c.seq > s.after }

// hide keeps a new object out of sight as long as the behavior says.
func (c *collection[T]) hide(call *call, r *row[T]) {
	now := call.s.agenda.now()
	listed := call.b.Listing.Lag
	if call.inJob && call.b.Jobs.ListingLag != (Lag{}) {
		listed = call.b.Jobs.ListingLag
	}
	r.readable = call.b.DetailLag.sight(now, call.s.seq)
	r.parent = call.b.ParentLag.sight(now, call.s.seq)
	r.listed = listed.sight(now, call.s.seq)
	if r.listed != (sight{}) {
		c.lagging[r.id] = struct{}{}
	}
}

// listed returns the ids without those that listings do not show yet.
func (c *collection[T]) listed(call *call, ids []int64) []int64 {
	for id := range c.lagging {
		if c.rows[id].listed.open(call) {
			delete(c.lagging, id)
		}
	}
	if len(c.lagging) == 0 {
		return ids
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id int64) bool {
		_, hidden := c.lagging[id]
		return hidden
	})
}
