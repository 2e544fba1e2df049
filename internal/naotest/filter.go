// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"net/url"
	"slices"
	"strings"
)

// filter keeps what all filters of the query want: Ransack's attribute and
// predicate in one name, such as filter[name_eq] and filter[id_in][] [lib], and the
// list options of the kind. What it does not know it ignores.
func (k *kind[T]) filter(c *call, query url.Values, ids []int64) []int64 {
	l := c.b.Listing
	if l.IgnoreFilters {
		return ids
	}
	for parameter, arguments := range query {
		name, attribute, ok := filtered(parameter, k.options)
		wanted := predicates["in"]
		if _, option := k.options[parameter]; option {
			arguments = strings.Split(strings.Join(arguments, ","), ",")
		} else if ok {
			_, wanted, ok = cutPredicate(name)
		}
		field := k.reader(attribute)
		blank := !slices.ContainsFunc(arguments, func(argument string) bool { return argument != "" })
		if !ok || field == nil || blank ||
			slices.Contains(l.IgnoredFilters, attribute) || slices.Contains(l.IgnoredFilters, name) {
			continue
		}
		if wanted.fold || l.FoldCase || attribute == k.keyName && k.foldsKey != nil && k.foldsKey(c) {
			field, arguments = folded(field), foldedAll(arguments)
		}
		ids = slices.DeleteFunc(slices.Clone(ids), func(id int64) bool {
			return !wanted.holds(field(k.rows[id].asListed(c)), arguments)
		})
	}
	return ids
}

// folded reads texts in lower case.
func folded[T any](field func(*row[T]) any) func(*row[T]) any {
	return func(r *row[T]) any {
		value := field(r)
		if text, ok := value.(string); ok {
			return strings.ToLower(text)
		}
		return value
	}
}

func foldedAll(texts []string) []string {
	all := make([]string, len(texts))
	for i, text := range texts {
		all[i] = strings.ToLower(text)
	}
	return all
}

// filtered returns the name of a filter or of a list option, and its attribute.
func filtered(parameter string, options map[string]string) (name, attribute string, ok bool) {
	if attribute, ok := options[parameter]; ok {
		return parameter, attribute, true
	}
	name, ok = filterName(parameter)
	attribute, _, _ = cutPredicate(name)
	return name, attribute, ok
}

// filterName returns the name in filter[name] or filter[name][].
func filterName(parameter string) (string, bool) {
	name, ok := strings.CutPrefix(strings.TrimSuffix(parameter, "[]"), "filter[")
	name, closed := strings.CutSuffix(name, "]")
	return name, ok && closed
}
