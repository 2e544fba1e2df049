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

func sortByID[T Object](objects []T) { slices.SortFunc(objects, CompareID[T]) }

// CompareID orders objects by the number of their ids, and ids that are no numbers by their text.
func CompareID[T Object](a, b T) int {
	return cmp.Or(cmp.Compare(number(a), number(b)), strings.Compare(a.ObjectID(), b.ObjectID()))
}

// number is the id as a number; 0 for an id that is none.
func number[T Object](object T) int64 {
	n, err := strconv.ParseInt(object.ObjectID(), 10, 64)
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
	sortByID(result)
	return result
}
