// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"iter"
	"maps"
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
//   - Then page 1 is read, which tells P: one request.
//   - For N up to about P the cost is N+1.
//   - For a larger N it is at most max(freeReads+1, P-1) spent before, and P for the listing. (Page 1 is read again, where single reads were
//     made since: what slipped from page 2 to page 1 meanwhile would be on neither.)
//
// So never more than 2·min(N, P) + freeReads + 2, for every N and P, as long as the objects exist, the server's count is right, listings
// show objects as their own addresses do, and no listing fails. Where the server does not tell P, it is found within a factor of two by
// asking for page 2, 4, 8… each time that as much has been spent: at most twice as many requests again, and log2(P).
//
// A listing tells what is there, never what is not: an object that it lacks is asked for singly, and a name that it lacks is looked for.
// Where a listing shows an object otherwise than its own address does, listings of this collection are not used for reads any more. Errors
// are never kept.
type bulkReader[T object] struct {
	*memory[T]
	col *collection[T]
	// addressless tells that objects have no address of their own: the listing is the first thing to ask for.
	addressless bool

	asking, comparing shared[struct{}]
	// A listing that anybody may join, one that begins after it was asked for, and one that confirms another.
	listing, relisting, confirming shared[map[string]T]

	// decide guards what follows. It is taken before the lock of the memory, never after.
	decide sync.Mutex
	// spent counts the requests for single objects, and the probe.
	spent int
	// first is the probe's page, from which a listing goes on; nil before it.
	first *firstPage[T]
	// failures counts listings that failed.
	failures int
	// cost is how many requests the last listing took, and unsure how often since then something was looked for that it lacks.
	cost, unsure int
}

// firstPage is what the probe found.
type firstPage[T object] struct {
	page page[T]
	// began is when it was asked for.
	began beginning
	// atLeast is how many pages there are known to be, where the server keeps no count.
	atLeast int
	// spent is what had been spent with it.
	spent int
}

func newBulkReader[T object](col *collection[T]) *bulkReader[T] {
	return &bulkReader[T]{memory: newMemory[T](), col: col}
}

// get returns one object, from the listing where there is one or where it is time to have one.
func (b *bulkReader[T]) get(ctx context.Context, id string) (T, error) {
	if object, ok := b.listed(id); ok {
		return object, nil
	}
	if b.worthListing(ctx) {
		b.list(ctx)
	}
	if b.uncompared(id) {
		b.compare(ctx, id)
	}
	// The listing may have come from somebody else's read meanwhile.
	if object, ok := b.listed(id); ok {
		return object, nil
	}
	object, err := b.col.get(ctx, id)
	if err == nil {
		b.readSingly(object)
	}
	return object, err
}

// find returns the objects with a natural key as they are now: from a listing that shows some and that no write of this client has
// overtaken, else as the server finds them.
func (b *bulkReader[T]) find(ctx context.Context, key naturalKey[T]) ([]T, error) {
	if objects, ok := b.current(key.matches); ok && len(objects) > 0 {
		return objects, nil
	}
	if b.worthListing(ctx) {
		b.list(ctx)
	}
	if objects, ok := b.current(key.matches); ok && len(objects) > 0 {
		return objects, nil
	}
	found, err := b.col.search(ctx, key, 0)
	if err != nil {
		return nil, err
	}
	return b.withOwn(ctx, found, key.matches)
}

// withOwn is what the server found, put right by what this client wrote: a listing may lag behind. Where the two do not agree whether an
// object matches, its own address tells.
func (b *bulkReader[T]) withOwn(ctx context.Context, found []T, matches func(T) bool) ([]T, error) {
	if b.addressless {
		return found, nil
	}
	for id, own := range b.ownObjects() {
		i := slices.IndexFunc(found, func(object T) bool { return object.id() == id })
		if matches(own) == (i >= 0) {
			continue
		}
		if i >= 0 {
			found = slices.Delete(found, i, i+1)
		}
		now, err := b.col.get(ctx, id)
		if err != nil && !IsNotFound(err) {
			return nil, err
		}
		if err == nil && matches(now) {
			found = append(found, now)
		}
	}
	slices.SortFunc(found, compareID)
	return found, nil
}

// walk yields a listing page by page, without what this client removed, and then what it wrote that matches, should the listing not show
// it yet. A listing that is at hand spares the requests.
func (b *bulkReader[T]) walk(ctx context.Context, l listing, matches func(T) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		missing := b.ownObjects()
		maps.DeleteFunc(missing, func(_ string, object T) bool { return b.addressless || !matches(object) })
		for object, err := range b.pages(ctx, l) {
			delete(missing, object.id())
			if b.removed(object.id()) {
				continue
			}
			if !yield(object, err) || err != nil {
				return
			}
		}
		for _, id := range slices.Sorted(maps.Keys(missing)) {
			object, err := b.col.get(ctx, id)
			if IsNotFound(err) {
				continue
			}
			if !yield(object, err) || err != nil {
				return
			}
		}
	}
}

// pages yields a listing, from memory where it is at hand.
func (b *bulkReader[T]) pages(ctx context.Context, l listing) iter.Seq2[T, error] {
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
		var err error
		switch {
		case b.first == nil:
			err = b.ask(ctx, b.probe)
		case b.first.page.pages >= 0:
			if b.spent >= b.first.page.pages-1 {
				return true
			}
			b.spent++
			return false
		case b.spent >= b.first.atLeast:
			err = b.ask(ctx, b.measure)
		default:
			b.spent++
			return false
		}
		if err != nil {
			break
		}
	}
	b.spent++
	return false
}

// wanted tells whether a listing may come into question: there is none yet, enough was spent to think of it, and it would be of use.
func (b *bulkReader[T]) wanted() bool {
	return (b.addressless || b.spent >= freeReads) && b.failures < maxListingFailures && !b.col.client.config.SingleReads && b.wantsListing()
}
