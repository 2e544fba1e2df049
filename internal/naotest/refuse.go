// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"net/url"
	"slices"
	"strconv"
)

// RefusedQueries says which queries of a listing are refused, instead of served or
// ignored. Each is the status, such as 400 or 422; 0 = not refused.
type RefusedQueries struct {
	// Filters refuses filters: those that FilterNames names, as attributes ("name")
	// or whole filters ("name_eq"); nil = all.
	Filters     int
	FilterNames []string
	// Sort refuses every sort.
	Sort int
	// PageSize refuses a page[size] above MaxPageSize; 0 = every page[size].
	PageSize    int
	MaxPageSize int
	// BehindLast refuses a page behind the last one, as some servers do with 404.
	BehindLast int
}

// query returns the status with which a query is refused; 0 = it is served.
func (refused RefusedQueries) query(query url.Values, options map[string]string) int {
	size := query.Get("page[size]")
	rows, err := strconv.Atoi(size)
	switch {
	case refused.PageSize != 0 && size != "" && (err != nil || rows > refused.MaxPageSize):
		return refused.PageSize
	case refused.Sort != 0 && query.Get("sort") != "":
		return refused.Sort
	case refused.Filters != 0 && refused.filter(query, options):
		return refused.Filters
	default:
		return 0
	}
}

// filter reports whether the query has a filter that is refused.
func (refused RefusedQueries) filter(query url.Values, options map[string]string) bool {
	for parameter := range query {
		name, attribute, ok := filtered(parameter, options)
		if !ok {
			continue
		}
		if refused.FilterNames == nil ||
			slices.Contains(refused.FilterNames, name) || slices.Contains(refused.FilterNames, attribute) {
			return true
		}
	}
	return false
}
