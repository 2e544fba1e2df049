// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"strings"

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
	return (q.Name == "" || SameText(name, q.Name)) && strings.Contains(Characters(name), Characters(q.NameContains))
}

// nameFilters are the filters by a name, one for each spelling.
func nameFilters(name string) []collection.Filter {
	var filters []collection.Filter
	for _, spelling := range spellings(name) {
		filters = append(filters, collection.Filter{Predicate: "name_eq", Value: spelling})
	}
	return filters
}
