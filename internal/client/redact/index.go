// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package redact

import (
	"maps"
	"slices"
	"sort"
	"strings"
)

// span is a part of a text, from start to before end.
type span struct{ start, end int }

// index finds many words in a text. The time that it takes grows with the text, and only with the logarithm of the number of words.
type index struct {
	sorted []string
	// first are the bytes that a word begins with.
	first [256]bool
	// longest is the number of bytes of the longest word.
	longest int
}

func newIndex(words map[string]struct{}) index {
	x := index{sorted: slices.Sorted(maps.Keys(words))}
	for _, word := range x.sorted {
		x.first[word[0]] = true
		x.longest = max(x.longest, len(word))
	}
	return x
}

func (x *index) empty() bool { return len(x.sorted) == 0 }

// find returns where the words lie, also where they overlap.
func (x *index) find(text string) []span {
	var found []span
	for i := range len(text) {
		if !x.first[text[i]] {
			continue
		}
		if n := x.match(text[i:]); n > 0 {
			found = append(found, span{i, i + n})
		}
	}
	return found
}

// match returns how long the longest word is that a text begins with, 0 where there is none. It narrows down the sorted words byte by byte
// to those that begin like the text.
func (x *index) match(text string) (length int) {
	low, high := 0, len(x.sorted)
	for n := 0; low < high; n++ {
		if len(x.sorted[low]) == n {
			length = n
			low++
		}
		if n == len(text) {
			break
		}
		if high-low == 1 {
			// The one that is left is compared at once, which is fast where it is long.
			if word := x.sorted[low]; strings.HasPrefix(text[n:], word[n:]) {
				length = len(word)
			}
			break
		}
		c := text[n]
		rest := x.sorted[low:high]
		high = low + sort.Search(len(rest), func(i int) bool { return rest[i][n] > c })
		low += sort.Search(len(rest), func(i int) bool { return rest[i][n] >= c })
	}
	return length
}
