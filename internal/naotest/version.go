// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import "slices"

// version is what an object was before an update, for reads that lag behind it.
type version[T any] struct {
	value  T
	detail sight // when a single read shows the update
	listed sight // when listings show it
}

// replace gives an object its new value, which reads show when the behavior says so.
func (c *collection[T]) replace(call *call, r *row[T], value T) {
	now, seq := call.s.agenda.now(), call.s.seq
	r.old = slices.DeleteFunc(r.old, func(v version[T]) bool { return v.detail.open(call) && v.listed.open(call) })
	v := version[T]{
		value:  r.value,
		detail: call.b.DetailUpdateLag.sight(now, seq),
		listed: call.b.Listing.UpdateLag.sight(now, seq),
	}
	if v.detail != (sight{}) || v.listed != (sight{}) {
		r.old = append(r.old, v)
	}
	c.set(r, value)
}

// asDetail returns the object as a single read shows it.
func (r *row[T]) asDetail(call *call) *row[T] {
	return r.before(func(v version[T]) bool { return !v.detail.open(call) })
}

// asListed returns the object as listings show it.
func (r *row[T]) asListed(call *call) *row[T] {
	return r.before(func(v version[T]) bool { return !v.listed.open(call) })
}

// before returns the object as it was before the first update that is hidden.
func (r *row[T]) before(hidden func(version[T]) bool) *row[T] {
	at := slices.IndexFunc(r.old, hidden)
	if at < 0 {
		return r
	}
	shown := *r
	shown.value = r.old[at].value
	return &shown
}
