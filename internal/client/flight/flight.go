// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package flight runs a function once for all callers that want its result at the same time.
package flight

import (
	"context"
	"sync"
)

// Group shares runs of one function. The zero value is ready for use.
//
// A run goes on when the caller that started it leaves, as long as others wait, and is cancelled when nobody waits. The package
// golang.org/x/sync/singleflight cannot do that: its runs end with the context of the caller that started them.
type Group[T any] struct {
	mu      sync.Mutex
	current *run[T]
}

type run[T any] struct {
	done    chan struct{}
	cancel  context.CancelFunc
	waiting int
	result  T
	err     error
}

// Do joins the run that is under way, or starts one. It returns early with the context's error when the context ends.
func (g *Group[T]) Do(ctx context.Context, work func(context.Context) (T, error)) (T, error) {
	g.mu.Lock()
	r := g.current
	if r == nil {
		r = g.start(ctx, work)
	}
	r.waiting++
	g.mu.Unlock()

	select {
	case <-r.done:
		return r.result, r.err
	case <-ctx.Done():
		g.leave(r)
		var none T
		return none, ctx.Err()
	}
}

// Fresh is Do, but never joins a run that was under way when it was called.
func (g *Group[T]) Fresh(ctx context.Context, work func(context.Context) (T, error)) (T, error) {
	g.mu.Lock()
	earlier := g.current
	g.mu.Unlock()
	if earlier != nil {
		select {
		case <-earlier.done:
		case <-ctx.Done():
			var none T
			return none, ctx.Err()
		}
	}
	return g.Do(ctx, work)
}

// leave cancels a run that nobody waits for any more.
func (g *Group[T]) leave(r *run[T]) {
	g.mu.Lock()
	defer g.mu.Unlock()
	r.waiting--
	if r.waiting > 0 {
		return
	}
	r.cancel()
	// The next caller must not join a run that is being cancelled.
	if g.current == r {
		g.current = nil
	}
}

func (g *Group[T]) start(ctx context.Context, work func(context.Context) (T, error)) *run[T] {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	r := &run[T]{done: make(chan struct{}), cancel: cancel}
	g.current = r
	go func() {
		defer cancel()
		r.result, r.err = work(ctx)
		g.mu.Lock()
		if g.current == r {
			g.current = nil
		}
		g.mu.Unlock()
		close(r.done)
	}()
	return r
}
