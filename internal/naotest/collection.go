// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"iter"
	"slices"
	"strconv"
	"time"
)

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
	old      []version[T]
}

// collection holds the objects of one kind by id, and keeps the orders in which
// listings ask for them until the next write.
type collection[T any] struct {
	last    int64 // the highest id that was assigned
	rows    map[int64]*row[T]
	ids     []int64 // ascending
	indexes []*index[T]
	lagging map[int64]struct{}
	orders  map[string][]int64
	removed map[int64]struct{} // the ids of what was removed
	// newest is when the latest object was created; shuffled tells that ids do
	// not follow the order of creation.
	newest   time.Time
	shuffled bool
}

func newCollection[T any](last int64) collection[T] {
	return collection[T]{
		last:    last,
		rows:    map[int64]*row[T]{},
		lagging: map[int64]struct{}{},
		orders:  map[string][]int64{},
		removed: map[int64]struct{}{},
	}
}

// index finds objects by a text that they hold, such as the id of their parent.
type index[T any] struct {
	text func(T) string
	ids  map[string][]int64 // in the order of their arrival
}

// index adds an index to the collection, which is empty yet.
func (c *collection[T]) index(text func(T) string) *index[T] {
	added := &index[T]{text, map[string][]int64{}}
	c.indexes = append(c.indexes, added)
	return added
}

func (x *index[T]) add(r *row[T]) {
	text := x.text(r.value)
	x.ids[text] = append(x.ids[text], r.id)
}

func (x *index[T]) remove(r *row[T]) {
	text := x.text(r.value)
	at := slices.Index(x.ids[text], r.id)
	x.ids[text] = slices.Delete(x.ids[text], at, at+1)
	if len(x.ids[text]) == 0 {
		delete(x.ids, text)
	}
}

// add stores a value under the id. An object with that id is replaced.
func (c *collection[T]) add(id int64, created time.Time, value T) *row[T] {
	if id <= c.last || created.Before(c.newest) {
		c.shuffled = true
	}
	c.last = max(c.last, id)
	if created.After(c.newest) {
		c.newest = created
	}
	r := &row[T]{id: id, value: value, created: created}
	if replaced, exists := c.rows[id]; exists {
		for _, index := range c.indexes {
			index.remove(replaced)
		}
	} else {
		at, _ := slices.BinarySearch(c.ids, id)
		c.ids = slices.Insert(c.ids, at, id)
	}
	c.rows[id] = r
	for _, index := range c.indexes {
		index.add(r)
	}
	delete(c.removed, id)
	c.changed()
	return r
}

// set gives an object another value.
func (c *collection[T]) set(r *row[T], value T) {
	was := *r
	r.value = value
	for _, index := range c.indexes {
		if index.text(was.value) != index.text(value) {
			index.remove(&was)
			index.add(r)
		}
	}
	c.changed()
}

// remove reports whether there was an object with the id.
func (c *collection[T]) remove(id int64) bool {
	r, ok := c.rows[id]
	if !ok {
		return false
	}
	for _, index := range c.indexes {
		index.remove(r)
	}
	delete(c.rows, id)
	delete(c.lagging, id)
	c.removed[id] = struct{}{}
	at, _ := slices.BinarySearch(c.ids, id)
	c.ids = slices.Delete(c.ids, at, at+1)
	c.changed()
	return true
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
