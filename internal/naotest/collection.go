// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Lag is how long something new stays out of sight: until For has passed and
// Requests further requests have arrived. Objects that were seeded never lag.
type Lag struct {
	For      time.Duration
	Requests int
}

// id renders an identifier as documents show it: a string.
func id(n int64) string { return strconv.FormatInt(n, 10) }

// number parses an identifier; 0 = none that the server ever assigned.
func number(id string) int64 {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// row is one object of a collection.
type row[T any] struct {
	id       int64
	value    T
	created  time.Time
	listed   sight // when listings show it
	readable sight // when it can be read singly
	parent   sight // when it is known to requests for what is below it
	inTeam   sight // when the team's document shows this association
	old      []version[T]
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

// collection holds the objects of one type by id, and keeps the orders in which
// listings ask for them until the next write.
type collection[T any] struct {
	plural  string
	last    int64 // the highest id that was assigned
	rows    map[int64]*row[T]
	ids     []int64 // ascending
	lagging map[int64]struct{}
	orders  map[string][]int64
	removed map[int64]struct{} // the ids of what was removed
	// newest is when the latest object was created; shuffled tells that ids do
	// not follow the order of creation.
	newest   time.Time
	shuffled bool
	// fields are what filters and sort know of an object.
	fields map[string]func(*row[T]) any
}

func newCollection[T any](plural string, last int64, fields map[string]func(*row[T]) any) *collection[T] {
	fields["id"] = func(r *row[T]) any { return r.id }
	fields["created_at"] = func(r *row[T]) any { return r.created.UnixNano() }
	return &collection[T]{
		plural:  plural,
		last:    last,
		rows:    map[int64]*row[T]{},
		lagging: map[int64]struct{}{},
		orders:  map[string][]int64{},
		removed: map[int64]struct{}{},
		fields:  fields,
	}
}

// add stores a value under the id, or under the next free one if that is 0.
func (c *collection[T]) add(id int64, created time.Time, value T) *row[T] {
	if id == 0 {
		id = c.last + 1
	}
	if id <= c.last || created.Before(c.newest) {
		c.shuffled = true
	}
	c.last = max(c.last, id)
	if created.After(c.newest) {
		c.newest = created
	}
	r := &row[T]{id: id, value: value, created: created}
	if _, exists := c.rows[id]; !exists {
		at, _ := slices.BinarySearch(c.ids, id)
		c.ids = slices.Insert(c.ids, at, id)
	}
	c.rows[id] = r
	delete(c.removed, id)
	c.changed()
	return r
}

func (c *collection[T]) get(id string) (*row[T], bool) {
	r, ok := c.rows[number(id)]
	return r, ok
}

// find is get for a request, which may be too early for a new object. A request for
// what is below the object needs it as a parent.
func (c *collection[T]) find(call *call, id string) (*row[T], bool) {
	r, ok := c.get(id)
	if !ok || c.above(call) && !r.parent.open(call) {
		return nil, false
	}
	return r, r.readable.open(call)
}

// known reports whether there is such an object for a request for what is below it.
func (c *collection[T]) known(call *call, id string) bool {
	r, ok := c.get(id)
	return ok && r.parent.open(call)
}

// above reports whether the request is for something below an object of the collection.
func (c *collection[T]) above(call *call) bool {
	return call.op.kind != strings.TrimSuffix(c.plural, "s")
}

func (c *collection[T]) remove(id int64) {
	if _, ok := c.rows[id]; !ok {
		return
	}
	delete(c.rows, id)
	delete(c.lagging, id)
	c.removed[id] = struct{}{}
	at, _ := slices.BinarySearch(c.ids, id)
	c.ids = slices.Delete(c.ids, at, at+1)
	c.changed()
}

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

// changed forgets the orders. It has to be called after every write.
func (c *collection[T]) changed() { clear(c.orders) }

// all yields the rows in ascending order of their ids.
func (c *collection[T]) all() iter.Seq[*row[T]] {
	return func(yield func(*row[T]) bool) {
		for _, id := range c.ids {
			if !yield(c.rows[id]) {
				return
			}
		}
	}
}
