// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"sync"
)

// memory is what a client knows of a collection: its last listing, what was read singly, and what it wrote itself. Nothing in it is ever an
// error.
//
// A listing shows what is there. What it lacks may be there all the same, since pages shift while others write: see known.
type memory[T object] struct {
	mu sync.Mutex
	// snapshot is the last listing, as it came; nil before the first.
	snapshot map[string]T
	// began is how many writes had been made when that listing began.
	began int
	// extent is how much of the collection that listing shows, and stores counts the listings that were kept.
	extent extent
	stores int
	// compared tells that the listing shows an object as its own address does, and distrusted that a listing showed one otherwise.
	compared, distrusted bool
	// singles are the documents read singly before there was a listing to compare them with.
	singles map[string]T

	// writes counts what this client wrote that changes the collection, and outdated was the last of them that changed documents which
	// were not named.
	writes, outdated int
	// written are the objects that this client wrote to. A listing may lag behind its writes: these objects are read singly ever after.
	written map[string]bool
	// own are objects as this client last saw them in the answer to a write, and gone those that it removed.
	own  map[string]T
	gone map[string]bool
	// newest is the highest id seen.
	newest int64
}

// maxSingles bounds how many documents are kept for the comparison with a listing.
const maxSingles = 1000

func newMemory[T object]() *memory[T] {
	return &memory[T]{singles: map[string]T{}, written: map[string]bool{}, own: map[string]T{}, gone: map[string]bool{}}
}

// store keeps a listing, unless one is there that began after later writes. It compares it with what was read singly and
// returns the id of an object that the two show differently; "" where they agree.
func (m *memory[T]) store(objects map[string]T, extent extent, began beginning) (differing string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stores++
	if m.snapshot != nil && began.writes < m.began {
		return ""
	}
	// Two that were made at once are one witness.
	if extent == ended && began.stores == m.stores-1 && m.steady(objects) {
		extent = whole
	}
	m.snapshot, m.began, m.extent, m.compared = objects, began.writes, extent, false
	defer clear(m.singles)
	for id, single := range m.singles {
		listed, ok := objects[id]
		if ok && !reflect.DeepEqual(single, listed) {
			m.compared = false
			return id
		}
		m.compared = m.compared || ok
	}
	return ""
}

// steady tells that a listing and the one before it agree on what there was when that one was made, so that on neither a page shifted.
func (m *memory[T]) steady(objects map[string]T) bool {
	if m.snapshot == nil || m.extent == partial {
		return false
	}
	var newest int64
	for id, object := range m.snapshot {
		newest = max(newest, numericID(object))
		if _, ok := objects[id]; !ok && !m.gone[id] {
			return false
		}
	}
	for id, object := range objects {
		_, before := m.snapshot[id]
		_, own := m.own[id]
		if !before && !own && numericID(object) <= newest {
			return false
		}
	}
	return true
}

// ended tells that the listing shows all there is, unless pages shifted while it was made.
func (m *memory[T]) ended() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.snapshot != nil && m.extent == ended
}

// readSingly remembers a document, to compare it with the listing to come, or compares it with the one that is there. What this client
// wrote to is not compared.
func (m *memory[T]) readSingly(object T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	id := object.id()
	switch listed, ok := m.snapshot[id]; {
	case m.written[id]:
	case m.snapshot == nil && len(m.singles) < maxSingles:
		m.singles[id] = object
	case ok && !m.compared:
		m.compared = reflect.DeepEqual(object, listed)
		m.distrusted = m.distrusted || !m.compared
	}
}

// wantsListing tells that there is no listing, and that one would be of use.
func (m *memory[T]) wantsListing() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.snapshot == nil && !m.distrusted
}

// distrusts tells that listings are of no use.
func (m *memory[T]) distrusts() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.distrusted
}

// listed returns an object as the listing shows it, where that is as good as its own document.
func (m *memory[T]) listed(id string) (T, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.distrusted || !m.compared || m.written[id] || m.began < m.outdated {
		var none T
		return none, false
	}
	object, ok := m.snapshot[id]
	return object, ok
}

// uncompared tells that only a comparison is missing before the listing may stand for an object's own document.
func (m *memory[T]) uncompared(id string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, ok := m.snapshot[id]
	return ok && !m.compared && !m.distrusted && !m.written[id] && m.began >= m.outdated
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

// current returns the objects of the listing that match, when this client has written nothing since it began.
func (m *memory[T]) current(matches func(T) bool) ([]T, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.snapshot == nil || m.distrusted || m.began < m.writes {
		return nil, false
	}
	return matching(m.snapshot, matches), true
}

// known returns the objects that match in whatever the client knows of the collection, however old. It tells whether there is a listing,
// and whether that was whole: then, what is not found may be taken not to be there.
func (m *memory[T]) known(matches func(T) bool) (found []T, listed, complete bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	found = union(matching(m.own, matches), matching(m.snapshot, matches))
	return m.remaining(found), m.snapshot != nil, m.extent == whole
}

// withoutGone leaves out what this client removed.
func (m *memory[T]) withoutGone(objects []T) []T {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.remaining(objects)
}

// removed tells that this client removed an object.
func (m *memory[T]) removed(id string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.gone[id]
}

func (m *memory[T]) remaining(objects []T) []T {
	return slices.DeleteFunc(objects, func(object T) bool { return m.gone[object.id()] })
}

// ownObjects are those that this client wrote, by their ids, as it last saw them.
func (m *memory[T]) ownObjects() map[string]T {
	m.mu.Lock()
	defer m.mu.Unlock()
	return maps.Clone(m.own)
}

// ownObject is one of them.
func (m *memory[T]) ownObject(id string) (T, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	object, ok := m.own[id]
	return object, ok
}

// ownMatching are those of them that match.
func (m *memory[T]) ownMatching(matches func(T) bool) []T { return matching(m.ownObjects(), matches) }

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

// wrote notes that this client wrote to an object, with whatever success, and remembers it as the answer showed it, if it did.
func (m *memory[T]) wrote(id string, object T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.touch(id)
	if object.id() != "" {
		m.own[id] = object
		delete(m.gone, id)
	}
}

// deleted notes that this client removed an object.
func (m *memory[T]) deleted(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.touch(id)
	delete(m.own, id)
	m.gone[id] = true
}

func (m *memory[T]) touch(id string) {
	m.writes++
	m.written[id] = true
	delete(m.singles, id)
}

// outdate notes that a write to another collection changed documents of this one.
func (m *memory[T]) outdate() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.writes++
	m.outdated = m.writes
	clear(m.singles)
}

// beginning is when a listing began: after how many writes of this client, and how many other listings.
type beginning struct{ writes, stores int }

func (m *memory[T]) now() beginning {
	m.mu.Lock()
	defer m.mu.Unlock()
	return beginning{writes: m.writes, stores: m.stores}
}
