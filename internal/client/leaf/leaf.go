// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package leaf compares attributes that nobody knows beforehand. It does no input or output.
//
// Values are what encoding/json reads with UseNumber: nil, bool, string, json.Number, []any and map[string]any. A Set is what a caller declares
// without an order. A leaf is a value that is no object. What is declared is compared leaf by leaf with what a document shows, and what the
// document shows beyond that is passed over.
package leaf

import (
	"fmt"
	"maps"
	"slices"
)

// Set is a list whose order means nothing. It marshals to a JSON array.
type Set []any

// Difference is a leaf that a document shows otherwise than it was declared.
type Difference struct {
	// Path names the leaf: "options.colour" or "points[2].x"; "" for a value that is no object.
	Path            string
	Declared, Shown any
}

// Equal reports whether a document shows every declared leaf as declared. A leaf that it does not show makes no difference.
func Equal(declared, shown any) bool { return tolerant.compare(declared, shown) }

// Same reports whether a declaration has the same leaves as the former one, with the same values. As in Equal, a fraction is the same where a
// service may have stored it as the former one. A text with an HTML entity is another text: a user who writes it so may mean it.
func Same(declared, former any) bool { return whole.compare(declared, former) }

// comparison is a way to compare.
type comparison struct {
	// value compares two leaves.
	value func(a, b any) bool
	// whole tells that objects must have the same members.
	whole bool
}

var (
	tolerant = comparison{value: storedValue}
	whole    = comparison{value: sameValue, whole: true}
)

// compare walks over the declared leaves until one differs.
func (c comparison) compare(declared, shown any) bool {
	switch declared := declared.(type) {
	case map[string]any:
		object, ok := shown.(map[string]any)
		return ok && c.objects(declared, object)
	case []any:
		if set, ok := shown.(Set); ok {
			return c.sets(declared, set)
		}
		list, ok := shown.([]any)
		return ok && c.lists(declared, list)
	case Set:
		list, ok := elements(shown)
		return ok && c.sets(declared, list)
	default:
		return c.value(declared, shown)
	}
}

func (c comparison) objects(declared, shown map[string]any) bool {
	if c.whole && len(declared) != len(shown) {
		return false
	}
	for name, value := range declared {
		there, ok := shown[name]
		if !ok && c.whole || ok && !c.compare(value, there) {
			return false
		}
	}
	return true
}

func (c comparison) lists(declared, shown []any) bool {
	if len(declared) != len(shown) {
		return false
	}
	for i := range declared {
		if !c.compare(declared[i], shown[i]) {
			return false
		}
	}
	return true
}

// elements are those of a list or a set.
func elements(value any) ([]any, bool) {
	switch value := value.(type) {
	case []any:
		return value, true
	case Set:
		return value, true
	default:
		return nil, false
	}
}

// sets reports whether each declared element has a shown element of its own.
func (c comparison) sets(declared, shown []any) bool {
	if len(declared) != len(shown) {
		return false
	}
	// owner is the declared element that has a shown one; -1 for none.
	owner := make([]int, len(shown))
	for i := range owner {
		owner[i] = -1
	}
	var place func(i int, tried []bool) bool
	place = func(i int, tried []bool) bool {
		for j := range shown {
			if tried[j] || !c.compare(declared[i], shown[j]) {
				continue
			}
			tried[j] = true
			if owner[j] < 0 || place(owner[j], tried) {
				owner[j] = i
				return true
			}
		}
		return false
	}
	for i := range declared {
		// Sets mostly come back in the order in which they were sent.
		if owner[i] < 0 && c.compare(declared[i], shown[i]) {
			owner[i] = i
		} else if !place(i, make([]bool, len(shown))) {
			return false
		}
	}
	return true
}

// Differences are the declared leaves that a document shows otherwise, sorted by their paths. A list of another length is one difference, and
// so is a set.
func Differences(declared, shown any) []Difference { return differences("", declared, shown) }

func differences(path string, declared, shown any) []Difference {
	if Equal(declared, shown) {
		return nil
	}
	var found []Difference
	switch declared := declared.(type) {
	case map[string]any:
		if object, ok := shown.(map[string]any); ok {
			for _, name := range slices.Sorted(maps.Keys(declared)) {
				if there, ok := object[name]; ok {
					found = append(found, differences(member(path, name), declared[name], there)...)
				}
			}
			return found
		}
	case []any:
		if list, ok := shown.([]any); ok && len(list) == len(declared) {
			for i := range declared {
				found = append(found, differences(fmt.Sprintf("%s[%d]", path, i), declared[i], list[i])...)
			}
			return found
		}
	}
	return []Difference{{Path: path, Declared: declared, Shown: shown}}
}

func member(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// Missing are the paths of the declared leaves that a document does not show, sorted, each once. Elements of lists have no numbers:
// "points[].x".
func Missing(declared, shown any) []string {
	var found []string
	missing("", declared, shown, func(path string) { found = append(found, path) })
	slices.Sort(found)
	return slices.Compact(found)
}

func missing(path string, declared, shown any, tell func(string)) {
	switch declared := declared.(type) {
	case map[string]any:
		object, ok := shown.(map[string]any)
		if !ok {
			return
		}
		for name, value := range declared {
			if there, ok := object[name]; ok {
				missing(member(path, name), value, there, tell)
			} else {
				tell(member(path, name))
			}
		}
	case []any:
		if list, ok := shown.([]any); ok && len(list) == len(declared) {
			for i := range declared {
				missing(path+"[]", declared[i], list[i], tell)
			}
		}
	}
}

// Overlay is what is declared, with what a document shows in the place of every leaf that differs. Names that look secret are left out of what
// the document adds.
func Overlay(declared, shown any) any {
	if Equal(declared, shown) {
		return declared
	}
	switch declared := declared.(type) {
	case map[string]any:
		if object, ok := shown.(map[string]any); ok {
			laid := make(map[string]any, len(declared))
			for name, value := range declared {
				laid[name] = value
				if there, ok := object[name]; ok {
					laid[name] = Overlay(value, there)
				}
			}
			return laid
		}
	case []any:
		if list, ok := shown.([]any); ok && len(list) == len(declared) {
			laid := make([]any, len(declared))
			for i := range declared {
				laid[i] = Overlay(declared[i], list[i])
			}
			return laid
		}
	}
	return WithoutSecrets(shown)
}
