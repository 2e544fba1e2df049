// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// counting is a run that takes a second and tells the how-manieth it is.
func counting() func(context.Context) (int, error) {
	runs := 0
	return func(ctx context.Context) (int, error) {
		runs++
		return runs, sleep(ctx, time.Second)
	}
}

func TestShared_freshJoinsNoEarlierRun(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		var s shared[int]
		run := counting()
		go func() { _, _ = s.do(t.Context(), run) }()
		synctest.Wait()
		// All who come while the first is under way share the second.
		for _, err := range allAtOnce(3, func() error {
			got, err := s.fresh(t.Context(), run)
			if err == nil && got != 2 {
				t.Errorf("got run %d, want 2", got)
			}
			return err
		}) {
			if err != nil {
				t.Error(err)
			}
		}
	})
}

func TestShared_freshEndsWithItsContext(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		var s shared[int]
		run := counting()
		earlier := make(chan error)
		go func() {
			_, err := s.do(t.Context(), run)
			earlier <- err
		}()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := s.fresh(ctx, run); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want that time ran out", err)
		}
		if err := <-earlier; err != nil {
			t.Errorf("the earlier run ended with %v, though its own caller still waited", err)
		}
	})
}
