// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"sync"
	"time"
)

// freshFor is how long a document is served after it was asked for.
const freshFor = time.Minute

// cache holds the documents of one collection: those of listings, those that were read one by one, and those that this client wrote.
//
// Nothing that is older than a minute is served, and nothing that was asked for before this client's own last write to the object. A
// document of a write is served for its minute even if a listing shows an older version: the service may lag behind its own writes.
type cache[T Object] struct {
	mu sync.Mutex
	// clock counts writes, so that the order of a write and a request is known even within one moment.
	clock int
	// expired is the clock of the last expiry: what was asked for before is not kept.
	expired   int
	documents map[string]cached[T]
	// written is the clock of this client's last write to an object, and removed the time at which this client removed it.
	written map[string]int
	removed map[string]time.Time
	// listed is when the last listing of everything began; zero for none. whole tells that it showed as much as the service counts.
	listed time.Time
	whole  bool
}

type cached[T Object] struct {
	document T
	at       time.Time
	// own tells that this client wrote the document. next is then what the service has shown of the object since; it is served when the
	// minute of the own document is over.
	own  bool
	next *cached[T]
}

// fresh returns the document to serve, if one is not too old.
func (e cached[T]) fresh() (T, bool) {
	if time.Since(e.at) > freshFor && e.next != nil {
		return e.next.fresh()
	}
	return e.document, time.Since(e.at) <= freshFor
}

// patched is the entry after a write to another object has changed the object.
func (e cached[T]) patched(change func(T) T) cached[T] {
	e.document = change(e.document)
	if e.next != nil {
		next := e.next.patched(change)
		e.next = &next
	}
	return e
}

// moment is when a request began.
type moment struct {
	clock int
	at    time.Time
}

func newCache[T Object]() *cache[T] {
	return &cache[T]{documents: map[string]cached[T]{}, written: map[string]int{}, removed: map[string]time.Time{}}
}

func (c *cache[T]) now() moment {
	c.mu.Lock()
	defer c.mu.Unlock()
	return moment{clock: c.clock, at: time.Now()}
}

// get returns an object's document, if a fresh one is there.
func (c *cache[T]) get(id string) (T, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.documents[id].fresh()
}

// put keeps documents that were asked for at a moment.
func (c *cache[T]) put(asked moment, documents ...T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, document := range documents {
		c.keep(asked, document)
	}
}

// keep is put under the lock.
func (c *cache[T]) keep(asked moment, document T) {
	id := document.ObjectID()
	if c.written[id] > asked.clock || c.expired > asked.clock || c.isRemoved(id) {
		return
	}
	known, entry := c.documents[id], cached[T]{document: document, at: asked.at}
	switch {
	case known.own && time.Since(known.at) <= freshFor:
		if known.next == nil || !known.next.at.After(asked.at) {
			known.next = &entry
			c.documents[id] = known
		}
	case known.own || !known.at.After(asked.at):
		c.documents[id] = entry
	}
}

// putListing keeps a listing of everything that began at a moment.
func (c *cache[T]) putListing(asked moment, documents []T, whole bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.expired > asked.clock {
		return
	}
	for id, entry := range c.documents {
		if !entry.own || time.Since(entry.at) > freshFor {
			delete(c.documents, id)
		} else if entry.next != nil {
			entry.next = nil
			c.documents[id] = entry
		}
	}
	for _, document := range documents {
		c.keep(asked, document)
		// A write since then may have left the object in either state.
		if _, known := c.documents[document.ObjectID()]; !known && !c.isRemoved(document.ObjectID()) {
			whole = false
		}
	}
	c.listed, c.whole = asked.at, whole
}

// listing returns the objects that match, if a fresh listing of everything is there. A listing that is not whole proves no absence.
func (c *cache[T]) listing(matches func(T) bool) (documents []T, whole, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.listed.IsZero() || time.Since(c.listed) > freshFor {
		return nil, false, false
	}
	whole = c.whole
	for _, entry := range c.documents {
		document, isFresh := entry.fresh()
		switch {
		case !isFresh:
			// The minute of a write is over, and the listing does not show the object: it lagged, or somebody else has removed the object.
			whole = false
		case matches(document):
			documents = append(documents, document)
		}
	}
	SortByID(documents)
	return documents, whole, true
}

// wrote notes a write of this client to an object, and the document that the object has since.
func (c *cache[T]) wrote(id string, document T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clock++
	c.written[id] = c.clock
	delete(c.removed, id)
	c.documents[id] = cached[T]{document: document, at: time.Now(), own: true}
}

// lose notes a write of this client to an object that failed: nothing is known of the object, and the listing is no longer whole.
func (c *cache[T]) lose(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clock++
	c.written[id] = c.clock
	c.whole = false
	delete(c.documents, id)
}

// remove notes that this client removed an object.
func (c *cache[T]) remove(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clock++
	c.written[id] = c.clock
	delete(c.documents, id)
	c.removed[id] = time.Now()
}

// isRemoved reports, under the lock, whether this client removed an object in the last minute. A listing may still show it.
func (c *cache[T]) isRemoved(id string) bool {
	at, ok := c.removed[id]
	return ok && time.Since(at) <= freshFor
}

// correct applies this client's own writes of the last minute to what a listing or a filter showed, which may lag behind them: objects that
// this client removed are left out, those that it wrote are shown as it wrote them, and those that it created are added if they match.
func (c *cache[T]) correct(documents []T, matches func(T) bool) []T {
	c.mu.Lock()
	defer c.mu.Unlock()
	shown := make(map[string]bool, len(documents))
	corrected := make([]T, 0, len(documents))
	for _, document := range documents {
		id := document.ObjectID()
		shown[id] = true
		if entry, ok := c.documents[id]; ok && entry.own && time.Since(entry.at) <= freshFor {
			document = entry.document
		}
		if !c.isRemoved(id) && matches(document) {
			corrected = append(corrected, document)
		}
	}
	for id, entry := range c.documents {
		if entry.own && !shown[id] && time.Since(entry.at) <= freshFor && matches(entry.document) {
			corrected = append(corrected, entry.document)
		}
	}
	SortByID(corrected)
	return corrected
}

// current applies this client's own writes of the last minute to one object of a page. It reports false for an object that this client removed.
func (c *cache[T]) current(document T) (T, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id := document.ObjectID()
	if entry, ok := c.documents[id]; ok && entry.own && time.Since(entry.at) <= freshFor {
		document = entry.document
	}
	return document, !c.isRemoved(id)
}

// patch changes a cached document as a write to another object has changed the object.
func (c *cache[T]) patch(id string, change func(T) T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clock++
	c.written[id] = c.clock
	if entry, ok := c.documents[id]; ok {
		c.documents[id] = entry.patched(change)
	}
}

// patchAll is patch for every document. Listings that are under way are not kept.
func (c *cache[T]) patchAll(change func(T) T) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clock++
	c.expired = c.clock
	for id, entry := range c.documents {
		c.documents[id] = entry.patched(change)
	}
}

// expire drops everything: writes to other objects have changed an unknown part of it.
func (c *cache[T]) expire() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clock++
	c.expired = c.clock
	clear(c.documents)
	c.listed, c.whole = time.Time{}, false
}
