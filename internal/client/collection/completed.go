// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"context"
	"iter"
	"sync"
)

// mostReads is how many objects are read singly at once. The limiter decides how many of the requests are under way.
const mostReads = 50

// Completed reads those objects of a listing singly that the listing shows only in part, up to fifty at once, and leaves out those that have gone
// meanwhile. The order stays. An error ends the sequence.
func Completed[T any](ctx context.Context, objects iter.Seq2[T, error], isWhole func(T) bool, read func(context.Context, T) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var waiting []T
		flush := func() bool {
			goesOn := completeAll(ctx, waiting, isWhole, read, yield)
			waiting = nil
			return goesOn
		}
		for object, err := range objects {
			switch {
			case err != nil:
				if flush() {
					yield(object, err)
				}
				return
			case len(waiting) > 0 || !isWhole(object):
				waiting = append(waiting, object)
				if len(waiting) == mostReads && !flush() {
					return
				}
			case !yield(object, nil):
				return
			}
		}
		flush()
	}
}

// completeAll reads the objects that are not whole, all at once, and yields all of them. It reports whether to go on.
func completeAll[T any](ctx context.Context, objects []T, isWhole func(T) bool, read func(context.Context, T) (T, error), yield func(T, error) bool) bool {
	failures := make([]error, len(objects))
	var reads sync.WaitGroup
	for i, object := range objects {
		if !isWhole(object) {
			reads.Go(func() { objects[i], failures[i] = read(ctx, object) })
		}
	}
	reads.Wait()
	for i, object := range objects {
		switch {
		case IsNotFound(failures[i]):
		case !yield(object, failures[i]) || failures[i] != nil:
			return false
		}
	}
	return true
}
