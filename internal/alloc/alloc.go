// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package alloc bounds what tests and fuzz targets allocate.
package alloc

import (
	"runtime"
	"testing"
)

const (
	// free is how many bytes may be allocated whatever the input is, and forEach how many more for each byte of it. The race detector adds to
	// what is allocated.
	free    = 1 << 20
	forEach = 256
)

// Bounded runs a function on an input, and fails the test where it allocates out of proportion to the input. It counts all that the process
// allocates meanwhile, so that no other test may run.
func Bounded(t testing.TB, input int, run func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	run()
	runtime.ReadMemStats(&after)
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > uint64(free+forEach*input) { //nolint:gosec // A length is not negative.
		t.Errorf("%d bytes were allocated for an input of %d", allocated, input)
	}
}
