// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"log/slog"
	"slices"
)

// How a bulkReader comes to its listing.

// ask makes one request about the listing's length, once for all who wait for it, without the lock. That it failed is counted and logged.
func (b *bulkReader[T]) ask(ctx context.Context, question func(context.Context) (struct{}, error)) error {
	b.decide.Unlock()
	defer b.decide.Lock()
	_, err := b.asking.do(ctx, question)
	return err
}

// probe reads page 1 of the listing, which usually tells how many there are.
func (b *bulkReader[T]) probe(ctx context.Context) (struct{}, error) {
	first := &firstPage[T]{began: b.now(), atLeast: 1}
	var err error
	if first.page, err = b.col.page(ctx, wholeListing, 1); err != nil {
		return struct{}{}, b.failed(ctx, err)
	}
	b.decide.Lock()
	b.spent++
	first.spent = b.spent
	b.first = first
	b.decide.Unlock()
	b.log(ctx, "probed the listing", slog.Int("pages", first.page.pages), slog.Int("records", first.page.records), slog.Int("spent", first.spent))
	if first.page.pages >= 0 && first.page.pages <= 1 {
		objects := first.page.objects()
		b.keep(ctx, objects, first.page.extent(len(objects), false), first.began)
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
	if err != nil {
		return struct{}{}, b.failed(ctx, err)
	}
	b.decide.Lock()
	defer b.decide.Unlock()
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
	_, _ = b.listing.do(ctx, func(ctx context.Context) (map[string]T, error) {
		b.decide.Lock()
		first := b.first
		if first != nil && first.page.records >= 0 && b.spent > first.spent {
			first = nil
		}
		b.decide.Unlock()
		if !b.wantsListing() {
			return nil, nil
		}
		return b.fetch(ctx, first)
	})
}

// relist makes a listing that begins after this call, for those who need to see what happened before it.
func (b *bulkReader[T]) relist(ctx context.Context, matches func(T) bool) ([]T, error) {
	objects, err := b.relisting.fresh(ctx, func(ctx context.Context) (map[string]T, error) { return b.fetch(ctx, nil) })
	return matching(objects, matches), err
}

// confirm makes another listing where the server keeps no count, once for all who wait for it, when as much was spent on looking for what the
// last one lacks: see memory.steady.
func (b *bulkReader[T]) confirm(ctx context.Context) {
	b.decide.Lock()
	b.unsure++
	worth := b.unsure > b.cost && b.failures < maxListingFailures
	b.decide.Unlock()
	if !worth {
		return
	}
	_, _ = b.confirming.do(ctx, func(ctx context.Context) (map[string]T, error) {
		if !b.ended() {
			return nil, nil
		}
		return b.fetch(ctx, nil)
	})
}

// fetch makes a listing, from its first page on where that is known.
func (b *bulkReader[T]) fetch(ctx context.Context, first *firstPage[T]) (map[string]T, error) {
	var err error
	if first == nil {
		first = &firstPage[T]{began: b.now()}
		if first.page, err = b.col.page(ctx, wholeListing, 1); err != nil {
			return nil, b.failed(ctx, err)
		}
	}
	objects, extent, err := b.col.all(ctx, wholeListing, first.page)
	if err != nil {
		return nil, b.failed(ctx, err)
	}
	b.decide.Lock()
	b.first = nil
	b.cost, b.unsure = len(objects)/max(len(first.page.items), 1)+1, 0
	b.decide.Unlock()
	b.log(ctx, "listed", slog.Int("objects", len(objects)), slog.Int("records", first.page.records))
	b.keep(ctx, objects, extent, first.began)
	return objects, nil
}

// failed counts a listing that failed, and gives its error back; the next one has to be earned anew. Where the API says that there is none,
// or not for these credentials, there is no next one.
func (b *bulkReader[T]) failed(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return err
	}
	b.decide.Lock()
	defer b.decide.Unlock()
	b.first, b.spent = nil, 0
	b.failures++
	if IsNotFound(err) || IsForbidden(err) {
		b.failures = maxListingFailures
	}
	b.log(ctx, "the listing failed; reading singly", slog.String("error", err.Error()))
	return err
}

// keep stores a listing. Where it shows an object otherwise than its own address did, somebody may have changed that in between: it is
// read once more.
func (b *bulkReader[T]) keep(ctx context.Context, objects map[string]T, extent extent, began beginning) {
	id := b.store(objects, extent, began)
	if id == "" {
		return
	}
	b.compare(ctx, id)
}

// compare compares the listing with an object's own document, once for all who wait to use the listing.
func (b *bulkReader[T]) compare(ctx context.Context, id string) {
	_, _ = b.comparing.do(ctx, func(ctx context.Context) (struct{}, error) {
		if !b.uncompared(id) {
			return struct{}{}, nil
		}
		single, err := b.col.get(ctx, id)
		if err != nil {
			return struct{}{}, err
		}
		if b.readSingly(single); b.distrusts() {
			b.log(ctx, "listings show objects otherwise than single reads do; reading singly", slog.String("id", id))
		}
		return struct{}{}, nil
	})
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
