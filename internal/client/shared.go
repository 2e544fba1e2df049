// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"sync"
)

// shared runs a function once for all who want its result at the same time. It goes on when the caller that started it leaves, as long
// as others wait, and is cancelled when nobody does: what golang.org/x/sync/singleflight cannot do.
type shared[T any] struct {
	mu      sync.Mutex
	current *flight[T]
}

type flight[T any] struct {
	done    chan struct{}
	cancel  context.CancelFunc
	waiting int
	result  T
	err     error
}

// do joins the run that is under way, or starts one.
func (s *shared[T]) do(ctx context.Context, run func(context.Context) (T, error)) (T, error) {
	s.mu.Lock()
	f := s.current
	if f == nil {
		f = s.start(ctx, run)
	}
	f.waiting++
	s.mu.Unlock()

	select {
	case <-f.done:
		return f.result, f.err
	case <-ctx.Done():
		s.mu.Lock()
		defer s.mu.Unlock()
		if f.waiting--; f.waiting == 0 {
			f.cancel()
			// Whoever comes now must not join a run that is being cancelled.
			if s.current == f {
				s.current = nil
			}
		}
		var none T
		return none, ctx.Err()
	}
}

// fresh is do, but never joins a run that was under way already when it was called.
func (s *shared[T]) fresh(ctx context.Context, run func(context.Context) (T, error)) (T, error) {
	s.mu.Lock()
	earlier := s.current
	s.mu.Unlock()
	if earlier != nil {
		select {
		case <-earlier.done:
		case <-ctx.Done():
			var none T
			return none, ctx.Err()
		}
	}
	return s.do(ctx, run)
}

func (s *shared[T]) start(ctx context.Context, run func(context.Context) (T, error)) *flight[T] {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f := &flight[T]{done: make(chan struct{}), cancel: cancel}
	s.current = f
	go func() {
		defer cancel()
		f.result, f.err = run(ctx)
		s.mu.Lock()
		if s.current == f {
			s.current = nil
		}
		s.mu.Unlock()
		close(f.done)
	}()
	return f
}

// keyLocks lets one at a time work on a key. The zero value is ready for use.
type keyLocks struct {
	mu   sync.Mutex
	held map[string]chan struct{}
}

// lock waits for the key; the caller unlocks.
func (l *keyLocks) lock(ctx context.Context, key string) (unlock func(), err error) {
	for {
		l.mu.Lock()
		if l.held == nil {
			l.held = map[string]chan struct{}{}
		}
		held, busy := l.held[key]
		if !busy {
			free := make(chan struct{})
			l.held[key] = free
			l.mu.Unlock()
			return func() {
				l.mu.Lock()
				delete(l.held, key)
				l.mu.Unlock()
				close(free)
			}, nil
		}
		l.mu.Unlock()
		select {
		case <-held:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// wait waits until nobody works on any of the keys, and tells whether somebody did.
func (l *keyLocks) wait(ctx context.Context, keys []string) (waited bool, err error) {
	for _, key := range keys {
		l.mu.Lock()
		held, busy := l.held[key]
		l.mu.Unlock()
		if !busy {
			continue
		}
		waited = true
		select {
		case <-held:
		case <-ctx.Done():
			return waited, ctx.Err()
		}
	}
	return waited, nil
}
