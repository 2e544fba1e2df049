// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/collection"
)

// Query narrows a listing. Its zero fields do not. Both compare case-sensitively, in one Unicode form.
type Query struct {
	Name         string
	NameContains string
}

// filters are the Ransack predicates of a query.
func (q Query) filters() []collection.Filter {
	var filters []collection.Filter
	if q.Name != "" && len(spellings(q.Name)) == 1 {
		filters = append(filters, collection.Filter{Predicate: "name_eq", Value: q.Name})
	}
	if q.NameContains != "" && len(spellings(q.NameContains)) == 1 {
		filters = append(filters, collection.Filter{Predicate: "name_cont", Value: q.NameContains})
	}
	return filters
}

func (q Query) matches(name string) bool {
	return (q.Name == "" || SameText(name, q.Name)) && strings.Contains(norm.NFC.String(name), norm.NFC.String(q.NameContains))
}

// nameFilters are the filters by a name, one for each spelling.
func nameFilters(name string) []collection.Filter {
	var filters []collection.Filter
	for _, spelling := range spellings(name) {
		filters = append(filters, collection.Filter{Predicate: "name_eq", Value: spelling})
	}
	return filters
}

// spellings are the ways to write a text in Unicode. A service may hold "é" as one character or as two, and compare bytes.
func spellings(text string) []string {
	composed, decomposed := norm.NFC.String(text), norm.NFD.String(text)
	if composed == decomposed {
		return []string{text}
	}
	return []string{composed, decomposed}
}

// SameText reports whether two texts are the same but for their Unicode form.
func SameText(a, b string) bool {
	return a == b || norm.NFC.String(a) == norm.NFC.String(b)
}

// resembles reports whether a filter by a name may return another name: a database may compare without regard to case or to blanks at the
// ends.
func resembles(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(norm.NFC.String(a)), strings.TrimSpace(norm.NFC.String(b)))
}
