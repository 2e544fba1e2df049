// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"context"
	"fmt"
	"log/slog"
	"maps"

	"golang.org/x/sync/errgroup"
)

const (
	// roundSize divides every page size that services use: 10, 20, 25, 30, 50, 100… A first page of another length is no full page.
	roundSize = 5
	// smallestPage is the smallest full page that any service has.
	smallestPage = 10
	// mostObjects is more than any account holds in one collection. A listing that goes on is given up.
	mostObjects = 1_000_000
)

// walker reads the pages of one listing in their order.
//
// Only the pages say where a listing ends: at a page that is empty, shorter than the first, or shows nothing new. The service's count is a
// hint. It says how many pages may be read at once, and saves the request for one page more; where the pages contradict it, the pages are
// right.
type walker[T Object] struct {
	collection *collection[T]
	filters    []Filter
	// atOnce is how many pages are read at once where the count says that they exist.
	atOnce int

	// size is the length of the first page, and count what the service counted with it; records is the largest count of all pages. -1 is none.
	size, count, records int
	seen                 map[string]bool
	// left is what the query of each page leaves out, so that all pages have one size.
	left refusals
	// yielded are the ids that came before the walk began anew with smaller pages.
	yielded map[string]bool
	// repeats tells that a page showed nothing but what pages before it had shown.
	repeats bool
}

func (c *collection[T]) walker(filters []Filter, atOnce int) *walker[T] {
	return &walker[T]{collection: c, filters: filters, atOnce: atOnce, count: -1, records: -1, seen: map[string]bool{}, yielded: map[string]bool{}}
}

// walk yields the objects of the listing, each once, as its pages arrive. Where fewer objects came than the service counts, pages have shifted
// while others wrote: it goes over them once more.
func (w *walker[T]) walk(ctx context.Context, yield func(T) bool) error {
	for pass := 1; pass <= 2; pass++ {
		more, err := w.pass(ctx, pass, yield)
		if err != nil || !more || w.isWhole() {
			return err
		}
		if w.repeats && len(w.seen) <= w.size {
			return fmt.Errorf("each page repeats the first one, and %d of %d objects are missing", w.count-len(w.seen), w.count)
		}
	}
	w.collection.account.Log.DebugContext(ctx, "listing is shorter than the service's count", slog.String("path", w.collection.path),
		slog.Int("objects", len(w.seen)), slog.Int("records", w.records))
	return nil
}

// pass goes over the pages once. It reports whether the caller wants more.
func (w *walker[T]) pass(ctx context.Context, pass int, yield func(T) bool) (bool, error) {
	for number := 1; ; {
		pages, err := w.read(ctx, number)
		if w.left.isTooMuch(err) && w.shrink(ctx) {
			number = 1
			continue
		}
		if err != nil {
			return false, err
		}
		for _, p := range pages {
			if number == 1 {
				w.size, w.count = len(p.items), p.records
			}
			if p.refusal != nil && pass == 2 && (number-1)*w.size < w.count {
				// It lies before the end, and that again.
				return false, p.refusal
			}
			w.records = max(w.records, p.records)
			w.learn(p, number)
			fresh := 0
			for _, item := range p.items {
				if id := item.ObjectID(); !w.seen[id] {
					w.seen[id] = true
					fresh++
					if !w.yielded[id] && !yield(item) {
						return false, nil
					}
				}
			}
			w.repeats = w.repeats || fresh == 0 && pass == 1 && len(p.items) > 0
			if fresh == 0 && pass == 1 || w.ends(p, number) {
				return true, nil
			}
			number++
		}
		if len(w.seen) > mostObjects {
			return false, fmt.Errorf("the listing does not end: it has shown more than %d objects", mostObjects)
		}
	}
}

// shrink begins anew with smaller pages, where there are any. For the first page, first has tried them already.
func (w *walker[T]) shrink(ctx context.Context) bool {
	if w.left.sizes+1 >= len(pageSizes) || len(w.seen) == 0 {
		return false
	}
	w.left.sizes++
	w.collection.refuse(ctx, w.left)
	maps.Copy(w.yielded, w.seen)
	clear(w.seen)
	return true
}

// learn notes that the service counts the whole listing on each page: a later page that is shorter has the count of the first one.
func (w *walker[T]) learn(p page[T], number int) {
	if number > 1 && len(p.items) < w.size && p.records == w.count && w.count > 0 {
		w.collection.service.countsAll.Store(true)
	}
}

// ends reports whether a page is the last one.
func (w *walker[T]) ends(p page[T], number int) bool {
	short := len(p.items) < w.size
	switch {
	case len(p.items) == 0:
		return true
	case w.records < 0:
		return short
	case number*w.size < w.records:
		// A page may be short because the service hides objects of it.
		return false
	case short || len(w.seen) < w.records:
		return true
	case p.next || len(w.seen) > w.records:
		return false
	default:
		// As many as the service counts, unless it counts this page alone.
		return number > 1 || w.collection.service.countsAll.Load() || w.size%roundSize != 0 || w.size < smallestPage
	}
}

// read reads the next pages: one, or as many at once as the count says there are. It begins with few, since the caller may want no more.
func (w *walker[T]) read(ctx context.Context, from int) ([]page[T], error) {
	if from == 1 {
		first, left, err := w.collection.first(ctx, w.filters)
		w.left = left
		return []page[T]{first}, err
	}
	count := 1
	if w.size > 0 {
		remaining := (w.records+w.size-1)/w.size - (from - 1)
		count = max(1, min(w.atOnce, remaining, from-1))
	}
	pages := make([]page[T], count)
	group, ctx := errgroup.WithContext(ctx)
	for i := range pages {
		group.Go(func() (err error) {
			pages[i], err = w.collection.ask(ctx, w.left.query(w.filters, from+i))
			return err
		})
	}
	return pages, group.Wait()
}

// isWhole reports whether a listing showed as much as the service counted when it began. What others add meanwhile may be missing.
func (w *walker[T]) isWhole() bool { return len(w.seen) >= w.count }

// contents is what a listing of everything showed.
type contents[T Object] struct {
	objects []T
	// whole tells that the listing showed as much as the service counts.
	whole bool
}

// list reads the whole collection, once for all who ask at the same time, and keeps it in the cache.
func (c *collection[T]) list(ctx context.Context) (contents[T], error) {
	return c.listing.Do(ctx, c.listOnce)
}

// listAfresh is list, but never joins a listing that has begun before.
func (c *collection[T]) listAfresh(ctx context.Context) (contents[T], error) {
	return c.listing.Fresh(ctx, c.listOnce)
}

func (c *collection[T]) listOnce(ctx context.Context) (found contents[T], err error) {
	found.whole, err = c.stream(ctx, func(item T) bool {
		found.objects = append(found.objects, item)
		return true
	})
	return found, err
}

// stream yields the objects of the whole collection as its pages arrive. It keeps them in the cache where the caller wants them all, and reports
// whether the listing is whole.
func (c *collection[T]) stream(ctx context.Context, yield func(T) bool) (whole bool, err error) {
	asked := c.cache.now()
	w := c.walker(nil, c.account.Concurrent)
	var items []T
	all := true
	err = w.walk(ctx, func(item T) bool {
		items = append(items, item)
		all = yield(item)
		return all
	})
	if err == nil && !all {
		return false, nil
	}
	c.reads.listed(err)
	if err != nil {
		return false, err
	}
	// Where pages repeat, nobody knows what the next one would have shown.
	whole = w.isWhole() && !w.repeats
	c.cache.putListing(asked, items, whole)
	c.account.Log.DebugContext(ctx, "listed everything", slog.String("collection", c.path), slog.Int("objects", len(items)), slog.Bool("whole", whole))
	return whole, nil
}
