// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// spellings are the ways to write a text: a service may hold "é" as one character or as two, and HTML entities in the place of characters, and
// compare bytes.
func spellings(text string) []string {
	composed := norm.NFC.String(text)
	plain := html.UnescapeString(composed)
	escaped := html.EscapeString(plain)
	// Go writes a quotation mark as &#34;, Ruby as &quot;.
	spellings := []string{composed, norm.NFD.String(text), plain, strings.ReplaceAll(escaped, "&#34;", "&quot;")}
	slices.Sort(spellings)
	return slices.Compact(spellings)
}

// SameText reports whether two texts have the same characters: but for their Unicode form, and for HTML entities, as "&amp;" for "&", which
// some services store.
func SameText(a, b string) bool { return a == b || Characters(a) == Characters(b) }

// Characters is a text in Unicode normal form NFC, without HTML entities: texts that are the same are equal in this form.
func Characters(text string) string { return norm.NFC.String(html.UnescapeString(text)) }

// shortestCut is the least number of characters that a service is taken to keep of a name that it cuts.
const shortestCut = 8

// isNear reports whether a stored name is the same to a person as the one that was sent: but for blanks at its ends and double ones, for
// capitals, for HTML entities in place of characters, and for an end that was cut off.
func isNear(stored, sent string) bool {
	got := plain(stored)
	for _, want := range []string{plain(sent), plain(html.EscapeString(sent))} {
		if plain(html.UnescapeString(got)) == plain(html.UnescapeString(want)) ||
			utf8.RuneCountInString(got) >= shortestCut && strings.HasPrefix(want, got) {
			return true
		}
	}
	return false
}

// plain is a text in one Unicode form, in lower case, with single blanks.
func plain(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFC.String(text)), " "))
}

// nameLock is equal for all names whose creates could find the objects of each other.
func nameLock(name string) string { return plain(html.UnescapeString(name)) }

// resembles reports whether a filter by a name may return another name: a database may compare without regard to case or to blanks at the
// ends.
func resembles(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(Characters(a)), strings.TrimSpace(Characters(b)))
}
