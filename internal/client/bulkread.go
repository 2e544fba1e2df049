// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"iter"
	"log/slog"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"sync"
)

const (
	// freeReads is how many single reads are made before anything is spent on finding out what a listing would cost.
	freeReads = 4
	// maxListingFailures is after how many listings that failed no other is tried.
	maxListingFailures = 3
)

// bulkReader answers reads of single objects from one listing of their collection once that is cheaper.
//
// It is the ski-rental rule. N objects are to be read, N unknown, from a collection of P pages; the best that a reader who knew N could do
// is min(N, P) requests. Single reads are made until as much has been spent as the rest of a listing costs; then the listing is bought:
//
//   - For N ≤ freeReads the cost is N: nobody who reads a few objects of a large account pays for more.
//   - Then page 1 is read, which tells P and is the first page of the listing: one request.
//   - For N up to about P the cost is N+1.
//   - For a larger N it is at most max(freeReads+1, P-1) spent before, and P-1 for the rest of the listing.
//
// So never more than 2·min(N, P) + freeReads + 1, for every N and P. Where the server does not tell P, it is found within a factor of two
// by asking for page 2, 4, 8… each time that as much has been spent: at most twice as many requests again, and log2(P).
//
// An object that the listing lacks is asked for singly: only a 404 means gone. Where a listing shows an object otherwise than its own
// address did, listings of this collection are not used for reads any more. Errors are never kept.
type bulkReader[T object] struct {
	col *collection[T]
	// free is how many single reads come before the probe.
	free int

	asking  shared[struct{}]
	listing shared[struct{}]

	mu sync.Mutex
	// spent counts the requests for single objects, and the probe.
	spent int
	// first is the probe's page, from which a listing goes on; nil before it.
	first *firstPage[T]
	// failures counts listings that failed.
	failures int
	// distrusted tells that listings show objects otherwise than single reads do.
	distrusted bool
	snapshot   *snapshot[T]
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

// firstPage is what the probe found.
type firstPage[T object] struct {
	page page[T]
	// began is how many writes had been made before it.
	began int
	// atLeast is how many pages there are known to be, where the server keeps no count.
	atLeast int
}

// snapshot is a whole listing.
type snapshot[T object] struct {
	objects map[string]T
	// began is how many writes had been made when the listing began.
	began int
}

func newBulkReader[T object](col *collection[T]) *bulkReader[T] {
	return &bulkReader[T]{col: col, free: freeReads, singles: map[string]T{}, lastWrite: map[string]int{}, own: map[string]T{}}
}

// get returns one object, from the listing where there is one or where it is time to have one.
func (b *bulkReader[T]) get(ctx context.Context, id string) (T, error) {
	if object, ok := b.listed(id); ok {
		return object, nil
	}
	if b.worthListing(ctx) {
		b.list(ctx)
	}
	// The listing may have come from somebody else's read meanwhile.
	if object, ok := b.listed(id); ok {
		return object, nil
	}
	before := b.writesSoFar()
	object, err := b.col.get(ctx, id)
	if err == nil {
		b.readSingly(object, before)
	}
	return object, err
}

// find returns the objects with a natural key as they are now: from a listing that no write of this client has overtaken, else as the
// server finds them.
func (b *bulkReader[T]) find(ctx context.Context, key naturalKey[T]) ([]T, error) {
	if objects, ok := b.current(key.matches); ok {
		return objects, nil
	}
	if b.worthListing(ctx) {
		b.list(ctx)
	}
	if objects, ok := b.current(key.matches); ok {
		return objects, nil
	}
	return b.col.search(ctx, key, 0)
}

// walk yields a listing page by page; a whole one that is at hand spares the requests.
func (b *bulkReader[T]) walk(ctx context.Context, l listing) iter.Seq2[T, error] {
	objects, ok := b.current(func(T) bool { return true })
	if !ok {
		return b.col.walk(ctx, l)
	}
	return func(yield func(T, error) bool) {
		for _, object := range objects {
			if !yield(object, nil) {
				return
			}
		}
	}
}

// worthListing counts one more request for a single object, and tells whether a listing is to take its place.
func (b *bulkReader[T]) worthListing(ctx context.Context) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.wanted() {
		switch {
		case b.first == nil:
			b.unlocked(func() { b.ask(ctx, b.probe) })
		case b.first.page.pages >= 0:
			if b.spent >= b.first.page.pages-1 {
				return true
			}
			b.spent++
			return false
		case b.spent >= b.first.atLeast:
			b.unlocked(func() { b.ask(ctx, b.measure) })
		default:
			b.spent++
			return false
		}
		if ctx.Err() != nil {
			return false
		}
	}
	b.spent++
	return false
}

// wanted tells whether a listing may come into question: there is none yet, enough was spent to think of it, and it would be of use.
func (b *bulkReader[T]) wanted() bool {
	return b.snapshot == nil && b.spent >= b.free && !b.distrusted &&
		b.failures < maxListingFailures && !b.col.client.config.SingleReads
}

func (b *bulkReader[T]) unlocked(f func()) {
	b.mu.Unlock()
	defer b.mu.Lock()
	f()
}

// ask makes one request about the listing's length, once for all who wait for it. That it failed is counted and logged.
func (b *bulkReader[T]) ask(ctx context.Context, question func(context.Context) (struct{}, error)) {
	_, _ = b.asking.do(ctx, question)
}

// probe reads page 1 of the listing, which usually tells how many there are.
func (b *bulkReader[T]) probe(ctx context.Context) (struct{}, error) {
	began := b.writesSoFar()
	p, err := b.col.page(ctx, wholeListing, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	if err != nil {
		b.failed(ctx, err)
		return struct{}{}, err
	}
	b.spent++
	b.first = &firstPage[T]{page: p, began: began, atLeast: 1}
	b.log(ctx, "probed the listing", slog.Int("pages", p.pages), slog.Int("records", p.records), slog.Int("spent", b.spent))
	if p.pages >= 0 && p.pages <= 1 {
		b.store(ctx, p.objects(), began)
	}
	return struct{}{}, nil
}

// measure asks a server that keeps no count for a page twice as far as the last that is known, so that the pages are known within a
// factor of two after as few requests as can be.
func (b *bulkReader[T]) measure(ctx context.Context) (struct{}, error) {
	b.mu.Lock()
	first := b.first
	b.mu.Unlock()
	if first == nil || first.page.pages >= 0 {
		return struct{}{}, nil
	}
	number := 2 * first.atLeast
	p, err := b.col.page(ctx, wholeListing, number)
	b.mu.Lock()
	defer b.mu.Unlock()
	if err != nil {
		b.failed(ctx, err)
		return struct{}{}, err
	}
	b.spent++
	switch {
	case p.repeats(first.page):
		first.page.pages = 1
	case len(p.items) < len(first.page.items) || len(p.items) == 0:
		first.page.pages = number
	default:
		first.atLeast = number
	}
	b.log(ctx, "measured the listing", slog.Int("pages", first.page.pages), slog.Int("at_least", first.atLeast), slog.Int("spent", b.spent))
	return struct{}{}, nil
}

var wholeListing = listing{sort: byID}

// list makes the listing, once for all who wait for it. That it failed is logged: the reads go on singly.
func (b *bulkReader[T]) list(ctx context.Context) {
	_, _ = b.listing.do(ctx, func(ctx context.Context) (struct{}, error) {
		b.mu.Lock()
		first, listed := b.first, b.snapshot != nil
		b.mu.Unlock()
		if listed {
			return struct{}{}, nil
		}
		return b.fetch(ctx, first)
	})
}

// relist makes a listing that begins after this call, for those who need to see what happened before it.
func (b *bulkReader[T]) relist(ctx context.Context, matches func(T) bool) ([]T, error) {
	if _, err := b.listing.fresh(ctx, func(ctx context.Context) (struct{}, error) { return b.fetch(ctx, nil) }); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return matching(b.snapshot.objects, matches), nil
}

// fetch makes a listing, from its first page on where that is known.
func (b *bulkReader[T]) fetch(ctx context.Context, first *firstPage[T]) (struct{}, error) {
	if first == nil {
		first = &firstPage[T]{began: b.writesSoFar()}
		var err error
		if first.page, err = b.col.page(ctx, wholeListing, 1); err != nil {
			return b.fetched(ctx, nil, first.began, err)
		}
	}
	objects, err := b.col.all(ctx, wholeListing, first.page)
	return b.fetched(ctx, objects, first.began, err)
}

func (b *bulkReader[T]) fetched(ctx context.Context, objects map[string]T, began int, err error) (struct{}, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.first = nil
	if err != nil {
		b.failed(ctx, err)
		return struct{}{}, err
	}
	b.log(ctx, "listed", slog.Int("objects", len(objects)), slog.Int("spent", b.spent))
	b.store(ctx, objects, began)
	return struct{}{}, nil
}

// failed counts a listing that failed; the next one has to be earned anew.
func (b *bulkReader[T]) failed(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	b.failures++
	b.spent = 0
	b.log(ctx, "the listing failed; reading singly", slog.String("error", err.Error()))
}

// store keeps a listing, but no object that was written while it was made, and compares it with what was read singly.
func (b *bulkReader[T]) store(ctx context.Context, objects map[string]T, began int) {
	for id, write := range b.lastWrite {
		if write > began {
			delete(objects, id)
		}
	}
	for id, single := range b.singles {
		if listed, ok := objects[id]; ok && !reflect.DeepEqual(single, listed) {
			b.distrusted = true
			b.log(ctx, "listings show objects otherwise than single reads do; reading singly", slog.String("id", id))
			break
		}
	}
	clear(b.singles)
	b.snapshot = &snapshot[T]{objects: objects, began: began}
}

// listed returns an object as the listing shows it.
func (b *bulkReader[T]) listed(id string) (T, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.snapshot == nil || b.distrusted || b.col.client.config.SingleReads {
		var none T
		return none, false
	}
	object, ok := b.snapshot.objects[id]
	return object, ok
}

// current returns the objects of the listing that match, when this client has written nothing since.
func (b *bulkReader[T]) current(matches func(T) bool) ([]T, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.snapshot == nil || b.distrusted || b.snapshot.began < b.writes {
		return nil, false
	}
	return matching(b.snapshot.objects, matches), true
}

// known returns the objects that match in what the client knows of the collection: its last listing, however old, and what it wrote
// itself. It tells whether there is a listing, so that what is not found may be taken not to be there.
func (b *bulkReader[T]) known(matches func(T) bool) ([]T, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := maps.Clone(b.own)
	if b.snapshot != nil {
		maps.Copy(all, b.snapshot.objects)
	}
	return matching(all, matches), b.snapshot != nil
}

// written returns the objects that match among those that this client wrote.
func (b *bulkReader[T]) written(matches func(T) bool) []T {
	b.mu.Lock()
	defer b.mu.Unlock()
	return matching(b.own, matches)
}

// document returns an object as it was last read, by whichever way, unless this client wrote to it since.
func (b *bulkReader[T]) document(id string) (T, bool) {
	if object, ok := b.listed(id); ok {
		return object, true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	object, ok := b.singles[id]
	return object, ok
}

// spend counts requests that were made besides.
func (b *bulkReader[T]) spend(requests int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.spent += requests
}

func (b *bulkReader[T]) newestSeen() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.newest
}

// readSingly remembers a document for the comparison with the listing, unless a write overtook it.
func (b *bulkReader[T]) readSingly(object T, before int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.snapshot == nil && b.lastWrite[object.id()] <= before && len(b.singles) < 1000 {
		b.singles[object.id()] = object
	}
}

// saw notes that an object exists, or existed.
func (b *bulkReader[T]) saw(id string) {
	if number, err := strconv.ParseInt(id, 10, 64); err == nil {
		b.mu.Lock()
		b.newest = max(b.newest, number)
		b.mu.Unlock()
	}
}

// wrote forgets what was known of an object, and remembers it as this client wrote it, where the answer showed it.
func (b *bulkReader[T]) wrote(id string, object T) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.forget(id)
	if object.id() != "" {
		b.own[id] = object
	}
}

func (b *bulkReader[T]) deleted(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.forget(id)
}

func (b *bulkReader[T]) forget(id string) {
	b.writes++
	b.lastWrite[id] = b.writes
	delete(b.own, id)
	delete(b.singles, id)
	if b.snapshot != nil {
		delete(b.snapshot.objects, id)
	}
}

func (b *bulkReader[T]) writesSoFar() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.writes
}

func (b *bulkReader[T]) log(ctx context.Context, message string, attributes ...slog.Attr) {
	b.col.client.log.LogAttrs(ctx, slog.LevelDebug, "bulk read: "+message, append(attributes, slog.String("collection", b.col.path))...)
}

// repeats tells that a page shows the same objects as another.
func (p page[T]) repeats(other page[T]) bool {
	return len(p.items) > 0 && slices.EqualFunc(p.items, other.items, func(a, b T) bool { return a.id() == b.id() })
}

func (p page[T]) objects() map[string]T {
	objects := make(map[string]T, len(p.items))
	for _, item := range p.items {
		objects[item.id()] = item
	}
	return objects
}
