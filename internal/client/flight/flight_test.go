// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package flight

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// counting is work that takes a second and returns the number of its run.
func counting() func(context.Context) (int, error) {
	runs := 0
	return func(ctx context.Context) (int, error) {
		runs++
		return runs, after(ctx, time.Second)
	}
}

func after(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// allAtOnce fails the test unless n calls at the same time return the wanted run.
func allAtOnce(t *testing.T, n, want int, call func() (int, error)) {
	t.Helper()
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			if got, err := call(); err != nil || got != want {
				t.Errorf("got run %d, %v; want %d", got, err, want)
			}
		})
	}
	all.Wait()
}

func TestGroup_callersAtTheSameTimeShareARun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var g Group[int]
		work := counting()
		allAtOnce(t, 10, 1, func() (int, error) { return g.Do(t.Context(), work) })
		allAtOnce(t, 10, 2, func() (int, error) { return g.Do(t.Context(), work) })
	})
}

func TestGroup_aRunOutlivesTheCallerThatStartedIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var g Group[int]
		work := counting()
		impatient, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		gaveUp := make(chan error)
		go func() {
			_, err := g.Do(impatient, work)
			gaveUp <- err
		}()
		synctest.Wait()
		allAtOnce(t, 1, 1, func() (int, error) { return g.Do(t.Context(), work) })
		if err := <-gaveUp; !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want that time ran out", err)
		}
	})
}

func TestGroup_aRunThatNobodyWaitsForIsCancelled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var g Group[int]
		cancelled := false
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := g.Do(ctx, func(ctx context.Context) (int, error) {
			<-ctx.Done()
			cancelled = true
			return 0, ctx.Err()
		}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want that time ran out", err)
		}
		// The next caller does not join it.
		allAtOnce(t, 1, 1, func() (int, error) { return g.Do(t.Context(), counting()) })
		if !cancelled {
			t.Error("the run went on")
		}
	})
}

func TestGroup_freshJoinsNoEarlierRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var g Group[int]
		work := counting()
		go func() { _, _ = g.Do(t.Context(), work) }()
		synctest.Wait()
		// All who come while the first is under way share the second.
		allAtOnce(t, 3, 2, func() (int, error) { return g.Fresh(t.Context(), work) })
	})
}

func TestGroup_freshEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var g Group[int]
		work := counting()
		earlier := make(chan error)
		go func() {
			_, err := g.Do(t.Context(), work)
			earlier <- err
		}()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := g.Fresh(ctx, work); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want that time ran out", err)
		}
		if err := <-earlier; err != nil {
			t.Errorf("the earlier run ended with %v, though its own caller still waited", err)
		}
	})
}
