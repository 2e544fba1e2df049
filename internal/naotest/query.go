// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// order sorts ids as `sort` asks: attribute names, separated by commas, each
// with "-" in front for the other direction [lib]. Unknown names are ignored.
// The orders are kept until the next write.
func (k *kind[T]) order(l Listing, sort string, ids []int64, parent string) []int64 {
	if l.IgnoreSort || sort == "" {
		return ids
	}
	key := fmt.Sprint(sort, l.SortFoldCase, l.SortUnderscoreLast, " ", parent)
	ordered, ok := k.orders[key]
	if ok {
		return ordered
	}
	byID, backwards := strings.CutPrefix(sort, "-")
	switch {
	case byID != "id" && (byID != "created_at" || k.shuffled):
		ordered = k.sorted(l, strings.Split(sort, ","), ids)
	case !backwards:
		ordered = slices.Sorted(slices.Values(ids))
	default:
		ordered = slices.Sorted(slices.Values(ids))
		slices.Reverse(ordered)
	}
	k.orders[key] = ordered
	return ordered
}

// reader returns how filters and sort read an attribute; nil = they ignore it.
func (k *kind[T]) reader(attribute string) func(*row[T]) any {
	switch attribute {
	case "id":
		return k.idOf
	case "created_at":
		return func(r *row[T]) any { return r.created.UnixNano() }
	}
	if k.field == nil {
		return nil
	}
	field := k.field(attribute)
	if field == nil {
		return nil
	}
	return func(r *row[T]) any { return field(r.value) }
}

// idOf returns an id as filters see it: a number, where it is one.
func (k *kind[T]) idOf(r *row[T]) any {
	if k.prefix != "" {
		return k.prefix + id(r.id)
	}
	return r.id
}

// fields makes a field of a spec from a map.
func fields[T any](byName map[string]func(T) any) func(string) func(T) any {
	return func(attribute string) func(T) any { return byName[attribute] }
}

func (k *kind[T]) sorted(l Listing, names []string, ids []int64) []int64 {
	type keyed struct {
		id   int64
		keys []any
	}
	var fields []func(*row[T]) any
	var descending []bool
	for _, name := range names {
		if field := k.reader(strings.TrimPrefix(name, "-")); field != nil {
			fields = append(fields, field)
			descending = append(descending, strings.HasPrefix(name, "-"))
		}
	}
	rows := make([]keyed, len(ids))
	for i, id := range ids {
		keys := make([]any, len(fields))
		for at, field := range fields {
			keys[at] = l.sortKey(field(k.rows[id]))
		}
		rows[i] = keyed{id, keys}
	}
	slices.SortStableFunc(rows, func(a, b keyed) int {
		for at := range fields {
			if order := compare(a.keys[at], b.keys[at]); order != 0 {
				if descending[at] {
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
	if number, ok := value.(json.Number); ok {
		f, err := number.Float64()
		if err != nil {
			return nil
		}
		return f
	}
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
