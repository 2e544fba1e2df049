// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"
)

// pageSize is what a listing asks for. A server may give less: what came back counts.
const pageSize = 100

// filter is one Ransack predicate [lib]: {"name_eq", "Berlin"}. A server ignores one that it does not allow.
type filter struct{ predicate, value string }

// listing is what to list, and in which order. A stable order keeps pages from shifting; a server may ignore it.
type listing struct {
	filters []filter
	sort    string
}

// The orders that the client asks for [lib: jsonapi.rb].
const (
	byID        = "id"
	byName      = "name"
	newestFirst = "-created_at"
)

func (l listing) query(page int) url.Values {
	query := url.Values{
		"page[number]": {strconv.Itoa(page)},
		"page[size]":   {strconv.Itoa(pageSize)},
	}
	if l.sort != "" {
		query.Set("sort", l.sort)
	}
	for _, f := range l.filters {
		query.Set("filter["+f.predicate+"]", f.value)
	}
	return query
}

// page is one page of a listing.
type page[T object] struct {
	items []T
	// records and pages are the length of the whole listing; -1 where the answer does not say.
	records, pages int
}

// page reads one page, counted from 1.
func (col *collection[T]) page(ctx context.Context, l listing, number int) (page[T], error) {
	a, err := col.client.send(ctx, call{method: http.MethodGet, path: col.path, query: l.query(number)})
	if err != nil {
		return page[T]{}, err
	}
	doc, err := decodeDocument(a.body, col.noun.plural, col.noun.singular)
	if err != nil {
		return page[T]{}, a.unreadable(err)
	}
	items, err := col.decodeAll(doc)
	if err != nil {
		return page[T]{}, a.unreadable(err)
	}
	items = unique(items)
	p := page[T]{items: items, records: doc.pagination.records, pages: doc.pagination.pages}
	if p.records >= 0 && len(items) > 0 && number == 1 {
		// A server may count pages of the size that was asked for, and give smaller ones.
		p.pages = max(p.pages, (p.records+len(items)-1)/len(items))
	}
	if p.records == 0 {
		p.pages = 1
	}
	return p, nil
}

// unique leaves out what a page repeats: how many objects the first page holds tells how many pages there are.
func unique[T object](items []T) []T {
	seen := make(map[string]bool, len(items))
	return slices.DeleteFunc(items, func(item T) bool {
		repeated := seen[item.id()]
		seen[item.id()] = true
		return repeated
	})
}

// walk yields the objects of a listing, each once, reading a page when it is needed; an error ends it. Where objects slipped from one
// page to another while others wrote, so that fewer came than the server counts, it goes over the pages once more.
func (col *collection[T]) walk(ctx context.Context, l listing) iter.Seq2[T, error] {
	return col.walkOn(ctx, l, nil)
}

// walkOn is walk, but that the first page may be known already.
func (col *collection[T]) walkOn(ctx context.Context, l listing, first *page[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		w := walker[T]{col: col, listing: l, first: first, seen: map[string]bool{}}
		w.walk(ctx, yield)
	}
}

// walk goes over the pages, a second time where objects are missing.
func (w *walker[T]) walk(ctx context.Context, yield func(T, error) bool) {
	for pass := 1; pass <= 2; pass++ {
		more, err := w.pass(ctx, pass, func(item T) bool { return yield(item, nil) })
		if err != nil {
			var none T
			yield(none, err)
			return
		}
		if !more {
			return
		}
	}
	w.col.client.log.DebugContext(ctx, "listing is shorter than the server's count",
		slog.String("path", w.col.path), slog.Int("objects", len(w.seen)), slog.Int("records", w.records))
}

// walker goes over the pages of a listing in their order.
type walker[T object] struct {
	col     *collection[T]
	listing listing
	// first is page 1, if it was read before.
	first   *page[T]
	seen    map[string]bool
	records int
	// ended tells that the last page was seen to be the last.
	ended bool
}

// pass goes over the pages once. It tells whether objects are missing that another pass may find.
func (w *walker[T]) pass(ctx context.Context, pass int, yield func(T) bool) (bool, error) {
	var first page[T]
	for number := 1; ; number++ {
		p, err := w.page(ctx, number)
		if err != nil {
			return false, err
		}
		if number == 1 {
			first = p
		}
		w.records = max(p.records, first.records)
		fresh := 0
		for _, item := range p.items {
			if w.seen[item.id()] {
				continue
			}
			w.seen[item.id()] = true
			fresh++
			if !yield(item) {
				return false, nil
			}
		}
		if p.last(number, first) {
			w.ended = true
			return w.records > len(w.seen), nil
		}
		if fresh == 0 && pass == 1 {
			return false, w.repeats(number)
		}
	}
}

// page reads a page, but the one that is known only for a pass after the first.
func (w *walker[T]) page(ctx context.Context, number int) (page[T], error) {
	if known := w.first; known != nil && number == 1 {
		w.first = nil
		return *known, nil
	}
	return w.col.page(ctx, w.listing, number)
}

// repeats is a page that holds nothing new: the end where the server keeps no count, since nothing says that there is more.
func (w *walker[T]) repeats(number int) error {
	if w.records <= len(w.seen) {
		return nil
	}
	return fmt.Errorf("list %s: page %d repeats earlier pages, and %d of %d are still missing", w.col.noun.plural, number, w.records-len(w.seen), w.records)
}

// last tells whether a page ends the listing that began with first.
func (p page[T]) last(number int, first page[T]) bool {
	switch {
	case len(p.items) == 0:
		return true
	case first.pages >= 0:
		return number >= first.pages
	default:
		return len(p.items) < len(first.items)
	}
}

// extent is how much of a collection a listing shows.
type extent int

const (
	// partial is less than the server counts, or up to a page that was not seen to be the last.
	partial extent = iota
	// ended is up to the last page, where the server keeps no count. Pages may have shifted meanwhile.
	ended
	// whole is as much as the server counts, or what two listings agree on: what is not in it may be taken not to be there.
	whole
)

// all reads a whole listing whose first page is known, the other pages in parallel where the server says how many there are.
func (col *collection[T]) all(ctx context.Context, l listing, first page[T]) (map[string]T, extent, error) {
	objects := map[string]T{}
	if first.pages < 0 {
		w := walker[T]{col: col, listing: l, first: &first, seen: map[string]bool{}}
		for item, err := range iter.Seq2[T, error](func(yield func(T, error) bool) { w.walk(ctx, yield) }) {
			if err != nil {
				return nil, partial, err
			}
			objects[item.id()] = item
		}
		return objects, first.extent(len(objects), w.ended), nil
	}
	last := first
	for from := 2; ; from = 1 {
		pages, err := col.pages(ctx, l, from, first.pages)
		if err != nil {
			return nil, partial, err
		}
		for _, p := range append(pages, first) {
			for _, item := range p.items {
				objects[item.id()] = item
			}
		}
		if len(pages) > 0 {
			last = pages[len(pages)-1]
		}
		if len(objects) >= first.records || from == 1 {
			break
		}
	}
	if first.pages > 1 && len(objects) <= len(first.items) {
		w := walker[T]{col: col, records: first.records, seen: make(map[string]bool)}
		for id := range objects {
			w.seen[id] = true
		}
		return objects, partial, w.repeats(2)
	}
	return objects, first.extent(len(objects), len(last.items) < len(first.items)), nil
}

// extent is that of a listing that began with this page, by the number of its objects, and by whether its last page was seen.
func (p page[T]) extent(objects int, end bool) extent {
	switch {
	case p.records >= 0 && objects >= p.records:
		return whole
	case p.records < 0 && end:
		return ended
	default:
		return partial
	}
}

// pages reads the pages from one number to another, both included, as many at once as requests may be.
func (col *collection[T]) pages(ctx context.Context, l listing, from, to int) ([]page[T], error) {
	pages := make([]page[T], max(to-from+1, 0))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(col.client.config.MaxConcurrentRequests)
	for i := range pages {
		group.Go(func() (err error) {
			pages[i], err = col.page(ctx, l, from+i)
			return err
		})
	}
	return pages, group.Wait()
}
