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
	if err != nil || first.pages < 0 {
		return nil, false, err
	}
	names := byNames[T]{col: col, key: key, count: max(first.pages, 1), pages: map[int][]T{1: first.items}}
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
	col   *collection[T]
	key   naturalKey[T]
	count int
	pages map[int][]T
}

// search finds the objects of the name if the listing has this order.
func (n byNames[T]) search(ctx context.Context, compare func(a, b string) int) ([]T, bool, error) {
	// The first page that ends with the name or after it is the first that can hold it.
	low, high := 1, n.count
	for low < high {
		middle := (low + high) / 2
		last, ok, err := n.last(ctx, middle, compare)
		if err != nil || !ok {
			return nil, false, err
		}
		if compare(last, n.key.name) < 0 {
			low = middle + 1
		} else {
			high = middle
		}
	}
	var found []T
	for number := low; number <= n.count; number++ {
		last, ok, err := n.last(ctx, number, compare)
		if err != nil || !ok {
			return nil, false, err
		}
		found = append(found, slices.DeleteFunc(slices.Clone(n.pages[number]), func(object T) bool { return !n.key.matches(object) })...)
		if compare(last, n.key.name) > 0 {
			break
		}
	}
	return found, true, nil
}

// last reads a page and returns the last name on it; false when the page is empty, or when what was read so far has another order.
func (n byNames[T]) last(ctx context.Context, number int, compare func(a, b string) int) (string, bool, error) {
	if _, ok := n.pages[number]; !ok {
		p, err := n.col.page(ctx, listing{sort: byName}, number)
		if err != nil {
			return "", false, err
		}
		n.pages[number] = p.items
	}
	var names []string
	for _, number := range slices.Sorted(maps.Keys(n.pages)) {
		for _, object := range n.pages[number] {
			names = append(names, n.key.nameOf(object))
		}
	}
	items := n.pages[number]
	if len(items) == 0 || !slices.IsSortedFunc(names, compare) {
		return "", false, nil
	}
	return n.key.nameOf(items[len(items)-1]), true, nil
}

// orders are the ways in which databases compare names: by their bytes, without regard to case, and as people do, with and without regard to
// punctuation.
func orders() []func(a, b string) int {
	people := collate.New(language.Und).CompareString
	return []func(a, b string) int{
		strings.Compare,
		func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) },
		people,
		func(a, b string) int { return people(lettersAndDigits(a), lettersAndDigits(b)) },
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
