// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"strconv"
	"strings"
)

// naturalKey is what tells objects apart for a person, and so finds one whose id nobody told.
type naturalKey[T object] struct {
	// text describes it in messages, such as `"Berlin"`; equal keys have equal texts.
	text string
	// filters narrow a listing to it, on a server that honours them.
	filters []filter
	// matches is what counts.
	matches func(T) bool
	// nameOf is the attribute that listings can be sorted by, and name its value; nil where there is none.
	nameOf func(T) string
	name   string
	// Where documents need not show the key, vague tells one that matches only because it does not; nil where every document shows it. The
	// object's own address shows more then; where there is none, elsewhere asks another document whether there is an object of this key.
	vague     func(T) bool
	elsewhere func(context.Context) (hint, error)
}

// hint is what another document tells of the objects of a collection.
type hint struct {
	// taken tells that one has the natural key, and known is how many it knows of; 0 where it does not tell.
	taken bool
	known int
}

// anyVague tells that it takes more than the documents to tell which objects have the key.
func (key naturalKey[T]) anyVague(objects []T) bool {
	return key.vague != nil && slices.ContainsFunc(objects, key.vague)
}

// lock is what two creates must not work on at once: they would find each other's objects.
func (key naturalKey[T]) lock() string { return cmp.Or(key.name, key.text) }

func namedKey(name string) string { return strconv.Quote(name) }

// search asks the server for the objects with a natural key. With since > 0, only for those with a higher id. What this client removed is
// not among them, though a listing that lags behind may still show it.
func (col *collection[T]) search(ctx context.Context, key naturalKey[T], since int64) ([]T, error) {
	found, err := col.lookUp(ctx, key, since)
	if err != nil {
		return nil, err
	}
	found = col.bulk.withoutGone(found)
	if key.vague == nil || key.elsewhere != nil {
		return found, nil
	}
	return col.shown(ctx, key, found)
}

// shown reads what a listing shows without its key, and leaves out what has another. What its own address does not show either stays vague.
func (col *collection[T]) shown(ctx context.Context, key naturalKey[T], found []T) ([]T, error) {
	var shown []T
	for _, object := range found {
		if own, ok := col.bulk.ownObject(object.id()); ok && key.vague(object) {
			object = own
		}
		if key.vague(object) {
			read, err := col.get(ctx, object.id())
			switch {
			case err == nil:
				object = read
			case !IsNotFound(err): // It may be so new that its address does not know it yet.
				return nil, err
			}
		}
		if key.matches(object) {
			shown = append(shown, object)
		}
	}
	return shown, nil
}

// lookUp is search, as the server answers.
//
// Which filters and orders it honours is not documented, so it is seen from what comes back, and remembered: a filter if it is honoured;
// else, where the order is honoured, the newest objects and a binary search by name; else the whole listing.
func (col *collection[T]) lookUp(ctx context.Context, key naturalKey[T], since int64) ([]T, error) {
	if !col.learned(&col.filterIgnored) {
		objects, honoured, err := col.filtered(ctx, key)
		if err != nil || honoured {
			return objects, err
		}
		col.learn(ctx, &col.filterIgnored, "the server ignores the filter")
	}
	if (since > 0 || key.nameOf != nil) && !col.learned(&col.sortIgnored) {
		recent, order, err := col.newest(ctx, key, since)
		if err != nil || order == falling && since > 0 {
			return recent, err
		}
		if order == unordered {
			col.learn(ctx, &col.sortIgnored, "the server ignores the order")
		} else if order == falling {
			if named, ok, err := col.bisect(ctx, key); err != nil || ok {
				return union(recent, named), err
			}
		}
	}
	col.client.log.DebugContext(ctx, "look-up: listing everything", slog.String("collection", col.path))
	return col.bulk.relist(ctx, key.matches)
}

func (col *collection[T]) learned(fact *bool) bool {
	col.mu.Lock()
	defer col.mu.Unlock()
	return *fact
}

func (col *collection[T]) learn(ctx context.Context, fact *bool, message string) {
	col.mu.Lock()
	*fact = true
	col.mu.Unlock()
	col.client.log.DebugContext(ctx, "look-up: "+message, slog.String("collection", col.path))
}

// filtered looks with the server's filter. It tells whether the answer may be relied on: the filter was honoured, or the page holds the
// whole collection anyway.
func (col *collection[T]) filtered(ctx context.Context, key naturalKey[T]) ([]T, bool, error) {
	l := listing{filters: key.filters, sort: byID}
	first, err := col.page(ctx, l, 1)
	if err != nil {
		return nil, false, err
	}
	honoured := !slices.ContainsFunc(first.items, func(item T) bool { return !key.resembles(item) })
	if first.pages >= 0 && first.pages <= 1 {
		return matching(first.objects(), key.matches), true, nil
	}
	if !honoured {
		return nil, false, nil
	}
	if first.pages < 0 && len(first.items) == 0 {
		return nil, true, nil
	}
	objects, _, err := col.all(ctx, l, first)
	return matching(objects, key.matches), err == nil, err
}

// resembles tells an object that a filter by this key may return: a database may compare names without regard to case.
func (key naturalKey[T]) resembles(object T) bool {
	if key.nameOf == nil {
		return key.matches(object)
	}
	return strings.EqualFold(key.nameOf(object), key.name)
}

// order is what the ids of a listing show of the server's obedience when it was asked for the newest first.
type order int

const (
	// unseen is the order of less than two objects.
	unseen order = iota
	falling
	unordered
)

// newest looks through the newest objects: through all that are newer than since, or, without it, through one page, which shows what an
// interrupted run made. What it found is of use where the order is falling.
func (col *collection[T]) newest(ctx context.Context, key naturalKey[T], since int64) ([]T, order, error) {
	found, shown := map[string]T{}, map[string]bool{}
	seen := unseen
	var previous *T
	for number := 1; ; number++ {
		p, err := col.page(ctx, listing{sort: newestFirst}, number)
		if err != nil {
			return nil, unseen, err
		}
		oldest, moved := int64(0), false
		for _, item := range p.items {
			oldest = numericID(item)
			if shown[item.id()] { // When objects are added meanwhile, rows come twice.
				continue
			}
			if previous != nil {
				if compareID(item, *previous) > 0 {
					return nil, unordered, nil
				}
				seen = falling
			}
			previous, shown[item.id()], moved = &item, true, true
			if key.matches(item) && oldest > since {
				found[item.id()] = item
			}
		}
		switch {
		case seen == falling && (since == 0 || oldest <= since), p.pages >= 0 && number >= p.pages:
			return matching(found, key.matches), seen, nil
		case !moved:
			return nil, unseen, nil
		}
	}
}

func matching[T object](objects map[string]T, matches func(T) bool) []T {
	var found []T
	for _, object := range objects {
		if matches(object) {
			found = append(found, object)
		}
	}
	slices.SortFunc(found, compareID)
	return found
}

// compareID orders by number, and what is no number by text.
func compareID[T object](a, b T) int {
	return cmp.Or(cmp.Compare(numericID(a), numericID(b)), strings.Compare(a.id(), b.id()))
}

// numericID is the id as a number; 0 for one that is none.
func numericID[T object](object T) int64 {
	number, err := strconv.ParseInt(object.id(), 10, 64)
	if err != nil {
		return 0
	}
	return number
}

func union[T object](some, others []T) []T {
	result := slices.Concat(some, others)
	slices.SortFunc(result, compareID)
	return slices.CompactFunc(result, func(a, b T) bool { return a.id() == b.id() })
}

func ids[T object](objects []T) []string {
	result := make([]string, len(objects))
	for i, object := range objects {
		result[i] = object.id()
	}
	return result
}
