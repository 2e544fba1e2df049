// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"reflect"
	"strconv"
	"sync"
)

// memory is what a client knows of a collection: its last whole listing, what was read singly, and what it wrote itself. Nothing in it is
// ever an error.
type memory[T object] struct {
	mu sync.Mutex
	// snapshot is the last whole listing, less what was written since; nil before the first.
	snapshot map[string]T
	// began is how many writes had been made when that listing began.
	began int
	// distrusted tells that listings show objects otherwise than single reads do.
	distrusted bool
	// singles are the documents read singly before there was a listing to compare them with.
	singles map[string]T

	// writes counts what this client wrote to the collection; lastWrite says which write was an object's last.
	writes    int
	lastWrite map[string]int
	// own are objects as this client last wrote them. A listing may lag behind, but the client knows what it made.
	own map[string]T
	// newest is the highest id seen.
	newest int64
}

// maxSingles bounds how many documents are kept for the comparison with a listing.
const maxSingles = 1000

func newMemory[T object]() *memory[T] {
	return &memory[T]{singles: map[string]T{}, lastWrite: map[string]int{}, own: map[string]T{}}
}

// store keeps a listing, but no object that was written while it was made. It compares it with what was read singly and returns the id of
// an object that the two show differently, after which listings are not used for reads any more; "" where they agree.
func (m *memory[T]) store(objects map[string]T, began int) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	for id, write := range m.lastWrite {
		if write > began {
			delete(objects, id)
		}
	}
	m.snapshot, m.began = objects, began
	defer clear(m.singles)
	for id, single := range m.singles {
		if listed, ok := objects[id]; ok && !reflect.DeepEqual(single, listed) {
			m.distrusted = true
			return id
		}
	}
	return ""
}

// wantsListing tells that there is no listing, and that one would be of use.
func (m *memory[T]) wantsListing() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.snapshot == nil && !m.distrusted
}

// listed returns an object as the listing shows it.
func (m *memory[T]) listed(id string) (T, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.distrusted {
		var none T
		return none, false
	}
	object, ok := m.snapshot[id]
	return object, ok
}

// document returns an object as it was last read, by whichever way, unless this client wrote to it since.
func (m *memory[T]) document(id string) (T, bool) {
	if object, ok := m.listed(id); ok {
		return object, true
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	object, ok := m.singles[id]
	return object, ok
}

// current returns the objects of the listing that match, when this client has written nothing since.
func (m *memory[T]) current(matches func(T) bool) ([]T, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.snapshot == nil || m.distrusted || m.began < m.writes {
		return nil, false
	}
	return matching(m.snapshot, matches), true
}

// listedOf returns the objects of the last listing that match, however old it is.
func (m *memory[T]) listedOf(matches func(T) bool) []T {
	m.mu.Lock()
	defer m.mu.Unlock()
	return matching(m.snapshot, matches)
}

// known returns the objects that match in what the client knows of the collection: its last listing, however old, and what it wrote
// itself. It tells whether there is a listing, so that what is not found may be taken not to be there.
func (m *memory[T]) known(matches func(T) bool) ([]T, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return union(matching(m.own, matches), matching(m.snapshot, matches)), m.snapshot != nil
}

// written returns the objects that match among those that this client wrote.
func (m *memory[T]) written(matches func(T) bool) []T {
	m.mu.Lock()
	defer m.mu.Unlock()
	return matching(m.own, matches)
}

// readSingly remembers a document for the comparison with the listing, unless a write overtook its read, which began after the given
// number of writes.
func (m *memory[T]) readSingly(object T, before int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.snapshot == nil && m.lastWrite[object.id()] <= before && len(m.singles) < maxSingles {
		m.singles[object.id()] = object
	}
}

// saw notes that an object exists, or existed.
func (m *memory[T]) saw(id string) {
	if number, err := strconv.ParseInt(id, 10, 64); err == nil {
		m.mu.Lock()
		m.newest = max(m.newest, number)
		m.mu.Unlock()
	}
}

func (m *memory[T]) newestSeen() int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.newest
}

// wrote forgets what was known of an object, and remembers it as this client wrote it, where the answer showed it.
func (m *memory[T]) wrote(id string, object T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forget(id)
	if object.id() != "" {
		m.own[id] = object
	}
}

// deleted forgets an object.
func (m *memory[T]) deleted(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forget(id)
}

func (m *memory[T]) forget(id string) {
	m.writes++
	m.lastWrite[id] = m.writes
	delete(m.own, id)
	delete(m.singles, id)
	delete(m.snapshot, id)
}

func (m *memory[T]) writesSoFar() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.writes
}
