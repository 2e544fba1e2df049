// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"iter"
	"log/slog"
	"slices"
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
	*memory[T]
	col *collection[T]
	// free is how many single reads come before the probe.
	free int

	asking  shared[struct{}]
	listing shared[struct{}]

	// decide guards what follows. It is taken before the lock of the memory, never after.
	decide sync.Mutex
	// spent counts the requests for single objects, and the probe.
	spent int
	// first is the probe's page, from which a listing goes on; nil before it.
	first *firstPage[T]
	// failures counts listings that failed.
	failures int
}

// firstPage is what the probe found.
type firstPage[T object] struct {
	page page[T]
	// began is how many writes had been made before it.
	began int
	// atLeast is how many pages there are known to be, where the server keeps no count.
	atLeast int
}

func newBulkReader[T object](col *collection[T]) *bulkReader[T] {
	return &bulkReader[T]{memory: newMemory[T](), col: col, free: freeReads}
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
	b.decide.Lock()
	defer b.decide.Unlock()
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
	return b.spent >= b.free && b.failures < maxListingFailures && !b.col.client.config.SingleReads && b.wantsListing()
}

func (b *bulkReader[T]) unlocked(f func()) {
	b.decide.Unlock()
	defer b.decide.Lock()
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
	b.decide.Lock()
	defer b.decide.Unlock()
	if err != nil {
		b.failed(ctx, err)
		return struct{}{}, err
	}
	b.spent++
	b.first = &firstPage[T]{page: p, began: began, atLeast: 1}
	b.log(ctx, "probed the listing", slog.Int("pages", p.pages), slog.Int("records", p.records), slog.Int("spent", b.spent))
	if p.pages >= 0 && p.pages <= 1 {
		b.keep(ctx, p.objects(), began)
	}
	return struct{}{}, nil
}

// measure asks a server that keeps no count for a page twice as far as the last that is known, so that the pages are known within a
// factor of two after as few requests as can be.
func (b *bulkReader[T]) measure(ctx context.Context) (struct{}, error) {
	b.decide.Lock()
	first := b.first
	b.decide.Unlock()
	if first == nil || first.page.pages >= 0 {
		return struct{}{}, nil
	}
	number := 2 * first.atLeast
	p, err := b.col.page(ctx, wholeListing, number)
	b.decide.Lock()
	defer b.decide.Unlock()
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
		b.decide.Lock()
		first := b.first
		b.decide.Unlock()
		if !b.wantsListing() {
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
	return b.listedOf(matches), nil
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
	b.decide.Lock()
	defer b.decide.Unlock()
	b.first = nil
	if err != nil {
		b.failed(ctx, err)
		return struct{}{}, err
	}
	b.log(ctx, "listed", slog.Int("objects", len(objects)), slog.Int("spent", b.spent))
	b.keep(ctx, objects, began)
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

// keep stores a listing.
func (b *bulkReader[T]) keep(ctx context.Context, objects map[string]T, began int) {
	if id := b.store(objects, began); id != "" {
		b.log(ctx, "listings show objects otherwise than single reads do; reading singly", slog.String("id", id))
	}
}

// spend counts requests that were made besides.
func (b *bulkReader[T]) spend(requests int) {
	b.decide.Lock()
	defer b.decide.Unlock()
	b.spent += requests
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
