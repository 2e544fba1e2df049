// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// order sorts ids as `sort` asks: attribute names, separated by commas, each
// with "-" in front for the other direction [lib]. Unknown names are ignored.
// With a map, known orders are kept there.
func (c *collection[T]) order(l Listing, sort string, ids []int64, known map[string][]int64) []int64 {
	if l.IgnoreSort || sort == "" || sort == "id" || sort == "created_at" && !c.shuffled {
		return ids
	}
	key := fmt.Sprint(sort, l.SortFoldCase, l.SortUnderscoreLast)
	ordered, ok := known[key]
	if ok {
		return ordered
	}
	if sort == "-id" || sort == "-created_at" && !c.shuffled {
		ordered = slices.Clone(ids)
		slices.Reverse(ordered)
	} else {
		ordered = c.sorted(l, strings.Split(sort, ","), ids)
	}
	if known != nil {
		known[key] = ordered
	}
	return ordered
}

func (c *collection[T]) sorted(l Listing, names []string, ids []int64) []int64 {
	type keyed struct {
		id   int64
		keys []any
	}
	var fields []func(*row[T]) any
	var descending []bool
	for _, name := range names {
		if field, ok := c.fields[strings.TrimPrefix(name, "-")]; ok {
			fields = append(fields, field)
			descending = append(descending, strings.HasPrefix(name, "-"))
		}
	}
	rows := make([]keyed, len(ids))
	for i, id := range ids {
		keys := make([]any, len(fields))
		for k, field := range fields {
			keys[k] = l.sortKey(field(c.rows[id]))
		}
		rows[i] = keyed{id, keys}
	}
	slices.SortStableFunc(rows, func(a, b keyed) int {
		for k := range fields {
			if order := compare(a.keys[k], b.keys[k]); order != 0 {
				if descending[k] {
					return -order
				}
				return order
			}
		}
		return 0
	})
	ordered := make([]int64, len(rows))
	for i, row := range rows {
		ordered[i] = row.id
	}
	return ordered
}

// compare orders two values of the same attribute. Null comes first.
func compare(a, b any) int {
	switch a := a.(type) {
	case string:
		if b, ok := b.(string); ok {
			return cmp.Compare(a, b)
		}
	case int64:
		if b, ok := b.(int64); ok {
			return cmp.Compare(a, b)
		}
	case float64:
		if b, ok := b.(float64); ok {
			return cmp.Compare(a, b)
		}
	}
	switch {
	case a == nil && b != nil:
		return -1
	case a != nil && b == nil:
		return 1
	default:
		return 0
	}
}

func (l Listing) sortKey(value any) any {
	text, ok := value.(string)
	if !ok {
		return value
	}
	if l.SortFoldCase {
		text = strings.ToLower(text)
	}
	if l.SortUnderscoreLast {
		text = strings.ReplaceAll(text, "_", string(utf8.MaxRune))
	}
	return text
}

func (l Listing) filterKey(value any) any {
	if text, ok := value.(string); ok {
		return l.filterText(text)
	}
	return value
}

func (l Listing) filterText(text string) string {
	if l.FoldCase {
		return strings.ToLower(text)
	}
	return text
}

// filter keeps what all filters of the query want: Ransack's attribute and
// predicate in one name, such as filter[name_eq] and filter[id_in][] [lib]. What
// it does not know it ignores.
func (c *collection[T]) filter(call *call, query url.Values, ids []int64) []int64 {
	l := call.b.Listing
	if l.IgnoreFilters {
		return ids
	}
	for parameter, arguments := range query {
		name, ok := filterName(parameter)
		attribute, predicate, known := cutPredicate(name)
		field := c.fields[attribute]
		blank := !slices.ContainsFunc(arguments, func(argument string) bool { return argument != "" })
		if !ok || !known || field == nil || blank ||
			slices.Contains(l.IgnoredFilters, attribute) || slices.Contains(l.IgnoredFilters, name) {
			continue
		}
		var kept []int64
		for _, id := range ids {
			value := l.filterKey(field(c.rows[id].asListed(call)))
			if slices.ContainsFunc(arguments, func(argument string) bool {
				return predicate(value, l.filterText(argument))
			}) {
				kept = append(kept, id)
			}
		}
		ids = kept
	}
	return ids
}

// predicates are those of Ransack that make sense here. Several arguments are
// alternatives, which is what _in means.
var predicates = map[string]func(value any, argument string) bool{
	"eq":    func(v any, a string) bool { return against(v, a, func(order int) bool { return order == 0 }) },
	"in":    func(v any, a string) bool { return against(v, a, func(order int) bool { return order == 0 }) },
	"lt":    func(v any, a string) bool { return against(v, a, func(order int) bool { return order < 0 }) },
	"lteq":  func(v any, a string) bool { return against(v, a, func(order int) bool { return order <= 0 }) },
	"gt":    func(v any, a string) bool { return against(v, a, func(order int) bool { return order > 0 }) },
	"gteq":  func(v any, a string) bool { return against(v, a, func(order int) bool { return order >= 0 }) },
	"cont":  func(v any, a string) bool { t, ok := v.(string); return ok && strings.Contains(t, a) },
	"start": func(v any, a string) bool { t, ok := v.(string); return ok && strings.HasPrefix(t, a) },
	"end":   func(v any, a string) bool { t, ok := v.(string); return ok && strings.HasSuffix(t, a) },
}

func cutPredicate(name string) (attribute string, predicate func(any, string) bool, ok bool) {
	at := strings.LastIndexByte(name, '_')
	if at < 0 {
		return "", nil, false
	}
	predicate, ok = predicates[name[at+1:]]
	return name[:at], predicate, ok
}

// against compares a value with an argument, which is read as the value's type.
func against(value any, argument string, wanted func(order int) bool) bool {
	switch v := value.(type) {
	case string:
		return wanted(cmp.Compare(v, argument))
	case int64:
		n, err := strconv.ParseInt(argument, 10, 64)
		return err == nil && wanted(cmp.Compare(v, n))
	case float64:
		n, err := strconv.ParseFloat(argument, 64)
		return err == nil && wanted(cmp.Compare(v, n))
	default:
		return false
	}
}
