// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// SortByID sorts objects as CompareIDs orders their ids.
func SortByID[T Object](objects []T) {
	slices.SortFunc(objects, func(a, b T) int { return CompareIDs(a.ObjectID(), b.ObjectID()) })
}

// CompareIDs orders ids by their numbers, and ids that are no numbers by their text.
func CompareIDs(a, b string) int {
	return cmp.Or(cmp.Compare(number(a), number(b)), strings.Compare(a, b))
}

// number is an id as a number; 0 for an id that is none.
func number(id string) int64 {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// unique sorts objects by id and leaves out those that come twice.
func unique[T Object](objects []T) []T {
	byID := make(map[string]T, len(objects))
	for _, object := range objects {
		byID[object.ObjectID()] = object
	}
	result := slices.Collect(maps.Values(byID))
	SortByID(result)
	return result
}

// ids are those of objects, in their order.
func ids[T Object](objects []T) []string {
	result := make([]string, len(objects))
	for i, object := range objects {
		result[i] = object.ObjectID()
	}
	return result
}
