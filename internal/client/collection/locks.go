// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// keyLocks lets one call at a time work on a key. The zero value is ready for use.
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

// wait waits until nobody works on any of the keys. It reports whether somebody did.
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

// recent are texts, and when each was added. The zero value is ready for use.
type recent struct {
	mu sync.Mutex
	at map[string]time.Time
}

func (r *recent) add(key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.at == nil {
		r.at = map[string]time.Time{}
	}
	r.at[key] = time.Now()
}

// within reports whether a text was added less than a time ago.
func (r *recent) within(key string, d time.Duration) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	at, ok := r.at[key]
	return ok && time.Since(at) < d
}

// since reports whether a text was added at a time or later.
func (r *recent) since(key string, t time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	at, ok := r.at[key]
	return ok && !at.Before(t)
}

// isFreed reports whether a create was refused because of a key that this client freed less than a minute ago: a service may still refuse such
// a key for a moment.
func (n *creation[T]) isFreed(err error) bool {
	return transport.HasStatus(err, http.StatusUnprocessableEntity, http.StatusConflict) && n.freed.within(n.key.name(), n.account.times(oneMinute))
}
