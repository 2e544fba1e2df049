// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/collection"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// TestCompleted has a listing of a hundred numbers that shows every third whole. Each read takes a second.
func TestCompleted(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	for name, test := range map[string]struct {
		ends  error // of the listing
		fails error // of the read of 61
		stop  int   // after how many
		want  int
		reads int // at most
		takes time.Duration
		err   error
	}{
		"all":                  {want: 100, reads: 66, takes: 2 * time.Second},
		"some have gone":       {fails: &AbsentError{}, want: 99, reads: 66, takes: 2 * time.Second},
		"a read fails":         {fails: broken, want: 61, reads: 66, takes: 2 * time.Second, err: broken},
		"the listing fails":    {ends: broken, want: 100, reads: 66, takes: 2 * time.Second, err: broken},
		"nobody wants the end": {stop: 10, want: 10, reads: 34, takes: time.Second},
	} {
		virtually(name, t, func(t *testing.T) {
			reads := make(chan int, 100)
			listing := func(yield func(int, error) bool) {
				for i := range 100 {
					if i%3 > 0 {
						i = -i
					}
					if !yield(i, nil) {
						return
					}
				}
				if test.ends != nil {
					yield(0, test.ends)
				}
			}
			read := func(ctx context.Context, n int) (int, error) {
				if err := transport.Sleep(ctx, time.Second); err != nil {
					return 0, err
				}
				reads <- n
				if n == -61 && test.fails != nil {
					return 0, test.fails
				}
				return -n, nil
			}
			began := time.Now()
			var got []int
			var failed error
			for n, err := range collection.Completed(t.Context(), listing, func(n int) bool { return n >= 0 }, read) {
				if failed = err; err != nil {
					continue
				}
				if got = append(got, n); len(got) == test.stop {
					break
				}
			}
			if !errors.Is(failed, test.err) || len(got) != test.want || !slices.IsSorted(got) {
				t.Errorf("got %d numbers, %v, and %v; want %d, %v", len(got), got, failed, test.want, test.err)
			}
			if len(reads) > test.reads || time.Since(began) > test.takes {
				t.Errorf("got %d reads in %s, want %d in %s", len(reads), time.Since(began), test.reads, test.takes)
			}
		})
	}
}
