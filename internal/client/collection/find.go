// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"context"
	"log/slog"
	"net/http"
	"slices"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// find returns the objects that have a key: from a fresh listing that shows some, else as the service finds them.
func (c *collection[T]) find(ctx context.Context, key Key[T]) ([]T, error) {
	found, whole := c.known(ctx, key)
	if len(found) > 0 || whole && c.service.ignoresFilter() {
		return c.complete(ctx, key, found)
	}
	return c.search(ctx, key)
}

// known returns the objects of a fresh listing that have a key, and makes that listing where it is cheaper than looking for each key. It
// reports whether the listing is whole, so that a key that is not there is free.
func (c *collection[T]) known(ctx context.Context, key Key[T]) (found []T, whole bool) {
	found, whole, listed := c.cache.listing(key.Matches)
	for !listed && !c.account.SingleReads && c.lists(ctx) {
		found, whole, listed = c.cache.listing(key.Matches)
	}
	return found, whole
}

// search asks the service for the objects that have a key. It applies this client's own writes of the last minute to what the service shows.
func (c *collection[T]) search(ctx context.Context, key Key[T]) ([]T, error) {
	found, honoured, err := c.filtered(ctx, key)
	if err == nil && !honoured {
		c.account.Log.DebugContext(ctx, "looking through the whole listing", slog.String("collection", c.path))
		var everything contents[T]
		everything, err = c.listAfresh(ctx)
		found = everything.objects
	}
	if err != nil {
		return nil, err
	}
	return c.complete(ctx, key, c.cache.correct(found, key.Matches))
}

// filtered asks with the filters of a key. It reports whether the service honoured them: what it showed resembles the key.
func (c *collection[T]) filtered(ctx context.Context, key Key[T]) (found []T, honoured bool, err error) {
	if c.service.ignoresFilter() || len(key.Filters) == 0 {
		return nil, false, nil
	}
	for _, filter := range key.Filters {
		err := c.walker([]Filter{filter}, 1).walk(ctx, func(item T) bool {
			if !key.Resembles(item) {
				c.service.ignoreFilter()
				c.account.Log.InfoContext(ctx, "the service ignores the filter of listings; going on without it",
					slog.String("collection", c.path), slog.String("filter", filter.Predicate))
				return false
			}
			found = append(found, item)
			return true
		})
		if err != nil {
			return nil, false, err
		}
		if c.service.ignoresFilter() {
			// It was ignored, or refused on the way.
			return nil, false, nil
		}
	}
	return unique(found), true, nil
}

// complete reads the objects whose listing shows too little of them, and leaves out those that turn out to have another key.
func (c *collection[T]) complete(ctx context.Context, key Key[T], found []T) ([]T, error) {
	for i, object := range found {
		if key.tells(object) {
			continue
		}
		switch read, err := c.read(ctx, object.ObjectID()); {
		case err == nil:
			found[i] = read
		case !transport.IsNotFound(err): // It may be so new that its address does not know it yet.
			return nil, err
		}
	}
	return slices.DeleteFunc(found, func(object T) bool { return !key.Matches(object) }), nil
}

// confirm reads objects anew, and leaves out those that are gone or have another key by now.
func (c *collection[T]) confirm(ctx context.Context, key Key[T], found []T) ([]T, error) {
	var confirmed []T
	for _, object := range found {
		read, err := c.read(ctx, object.ObjectID())
		if err != nil && !transport.IsNotFound(err) {
			return nil, err
		}
		if err == nil && key.Matches(read) {
			confirmed = append(confirmed, read)
		}
	}
	return confirmed, nil
}

// each yields the objects that match: from a fresh listing, else page by page. It applies this client's own writes of the last minute to what the
// pages show.
func (c *collection[T]) each(ctx context.Context, filters []Filter, matches func(T) bool, yield func(T) bool) error {
	if found, _, listed := c.cache.listing(matches); listed {
		for _, item := range found {
			if !yield(item) {
				return nil
			}
		}
		return nil
	}
	pages := func(ctx context.Context, yield func(T) bool) error { return c.walker(filters, 1).walk(ctx, yield) }
	if len(filters) == 0 {
		pages = func(ctx context.Context, yield func(T) bool) error {
			_, err := c.stream(ctx, yield)
			return err
		}
	}
	shown, more := map[string]bool{}, true
	err := pages(ctx, func(item T) bool {
		shown[item.ObjectID()] = true
		if current, ok := c.cache.current(item); ok && matches(current) {
			more = yield(current)
		}
		return more
	})
	if err != nil || !more {
		return err
	}
	for _, item := range c.cache.correct(nil, matches) {
		if !shown[item.ObjectID()] && !yield(item) {
			return nil
		}
	}
	return nil
}

// present returns an object that has no address of its own, as other documents and the listing show it. Its id is "" where only another
// document shows the object.
func (c *collection[T]) present(ctx context.Context, known T, look Look) (T, error) {
	var none T
	existence, err := c.kind.Exists(ctx, known, look)
	switch {
	case err != nil:
		return none, err
	case existence == Absent:
		return none, &AbsentError{Kind: c.kind.Title, Key: c.kind.name(known)}
	case existence == Present && known.ObjectID() != "":
		return known, nil
	}
	key := c.kind.Key(known)
	find := c.listed
	if look == Fresh {
		find = c.search
	}
	found, err := find(ctx, key)
	switch {
	case existence == Present && (len(found) == 0 || err != nil && unlisted(err)):
		return known, nil
	case err != nil:
		return none, err
	case len(found) == 0:
		return none, &AbsentError{Kind: c.kind.Title, Key: key.Text}
	}
	if i := slices.IndexFunc(found, func(object T) bool { return object.ObjectID() == known.ObjectID() }); i >= 0 {
		return found[i], nil
	}
	return found[0], nil
}

// listed returns the objects that have a key as a fresh listing shows them. A kind without addresses is read by its listing alone, so that
// one serves all that are asked for.
func (c *collection[T]) listed(ctx context.Context, key Key[T]) ([]T, error) {
	found, _, fresh := c.cache.listing(key.Matches)
	if !fresh && !c.account.SingleReads {
		if _, err := c.list(ctx); err != nil {
			return nil, err
		}
		found, _, fresh = c.cache.listing(key.Matches)
	}
	if !fresh || len(found) == 0 {
		return c.search(ctx, key)
	}
	return found, nil
}

// unlisted reports whether the service has no listing of a collection, or not for these credentials.
func unlisted(err error) bool {
	return transport.HasStatus(err, http.StatusNotFound, http.StatusGone, http.StatusMethodNotAllowed, http.StatusForbidden)
}
