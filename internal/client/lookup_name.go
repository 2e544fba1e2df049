// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// bisect finds the objects of a name in the listing that the server sorts by name. How it compares names is not known: it is looked for in
// every order that all the pages which were read agree with. It tells whether what it found is all there is: not, where there is no such
// order, and not for a name that languages sort in ways of their own, unless it was found.
func (col *collection[T]) bisect(ctx context.Context, key naturalKey[T]) ([]T, bool, error) {
	first, err := col.page(ctx, listing{sort: byName}, 1)
	if err != nil {
		return nil, false, err
	}
	names := byNames[T]{col: col, key: key, count: first.pages, pages: map[int][]T{1: first.items}}
	defer func() { col.bulk.spend(len(names.pages)) }()
	var found []T
	ordered := false
	for _, compare := range orders() {
		objects, ok, err := names.search(ctx, compare)
		if err != nil {
			return nil, false, err
		}
		found, ordered = union(found, objects), ordered || ok
	}
	return found, ordered && (len(found) > 0 || isASCII(key.name)), nil
}

// byNames is a listing sorted by name, as far as it was read.
type byNames[T object] struct {
	col *collection[T]
	key naturalKey[T]
	// count is how many pages there are; negative where the server does not tell.
	count int
	pages map[int][]T
}

// search finds the objects of the name if the listing has this order.
func (n byNames[T]) search(ctx context.Context, compare func(a, b string) int) ([]T, bool, error) {
	low, high, ok, err := n.bounds(ctx, compare)
	if err != nil || !ok {
		return nil, false, err
	}
	// The first page that ends with the name or after it is the first that can hold it.
	for low < high {
		middle := (low + high) / 2
		end, ok, err := n.end(ctx, middle, compare)
		if err != nil || !ok {
			return nil, false, err
		}
		if end < 0 {
			low = middle + 1
		} else {
			high = middle
		}
	}
	var found []T
	for number, end := low, 0; end <= 0 && (n.count < 0 || number <= n.count); number++ {
		if end, ok, err = n.end(ctx, number, compare); err != nil || !ok {
			return nil, false, err
		}
		found = append(found, slices.DeleteFunc(slices.Clone(n.pages[number]), func(object T) bool { return !n.key.matches(object) })...)
	}
	return found, true, nil
}

// bounds are pages between which the first lies that ends with the name or after it. Where the server does not tell how many there are, each
// is looked for twice as far as the one before.
func (n byNames[T]) bounds(ctx context.Context, compare func(a, b string) int) (low, high int, ok bool, err error) {
	if n.count >= 0 {
		return 1, max(n.count, 1), true, nil
	}
	low = 1
	for high = 1; ; high *= 2 {
		end, ok, err := n.end(ctx, high, compare)
		if err != nil || !ok || end >= 0 {
			return low, high, ok, err
		}
		low = high + 1
	}
}

// end reads a page and compares the last name on it with the one that is looked for: negative where that comes later, positive also for what
// lies behind the last page. It is false where what was read so far has another order, or where a page comes again, as where the server ignores its number.
func (n byNames[T]) end(ctx context.Context, number int, compare func(a, b string) int) (end int, ok bool, err error) {
	if _, known := n.pages[number]; !known {
		p, err := n.col.page(ctx, listing{sort: byName}, number)
		if err != nil {
			return 0, false, err
		}
		n.pages[number] = p.items
	}
	items := n.pages[number]
	var names []string
	again := false
	for _, other := range slices.Sorted(maps.Keys(n.pages)) {
		page := n.pages[other]
		again = again || other != number && len(items) > 0 && len(page) > 0 && page[0].id() == items[0].id()
		for _, object := range page {
			names = append(names, n.key.nameOf(object))
		}
	}
	switch {
	case again || !slices.IsSortedFunc(names, compare):
		return 0, false, nil
	case len(items) == 0:
		return 1, n.count < 0, nil
	}
	return compare(n.key.nameOf(items[len(items)-1]), n.key.name), true, nil
}

// orders are the ways in which databases compare names: by their bytes, without regard to case, and as people do, also without regard to
// punctuation, or to accents.
func orders() []func(a, b string) int {
	people := collate.New(language.Und).CompareString
	return []func(a, b string) int{
		strings.Compare,
		func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) },
		people,
		func(a, b string) int { return people(lettersAndDigits(a), lettersAndDigits(b)) },
		collate.New(language.Und, collate.Loose).CompareString,
	}
}

func lettersAndDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII })
}
