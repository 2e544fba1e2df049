// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package membership

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// atOnce is how many members of one set are worked on at the same time. The client's own limits decide how many requests that makes.
const atOnce = 32

// Refresh returns what has become of a set. An exclusive one also learns what else the parent holds.
func Refresh(ctx context.Context, members Members, state State) (State, error) {
	held, err := members.Held(ctx, client.Cached)
	if err != nil {
		return state, err //nolint:wrapcheck // The client says what it did.
	}
	next := state.clone()
	next.appeared(held)
	if err := next.follow(ctx, members, held); err != nil {
		return state, err
	}
	if state.Undeclared != nil {
		next.Undeclared = held.beside(next.Declared)
	}
	return next, nil
}

// isLost reports whether none of the declared members shows any more.
func (s State) isLost(now State) bool { return len(s.Declared) > 0 && len(now.Declared) == 0 }

// appeared takes in the members of pending creates that are there now. A member that was there before a create is not the one that it made.
func (s *State) appeared(held Held) {
	keys := slices.Collect(maps.Keys(s.Pending))
	if s.Batch != nil {
		keys = append(keys, s.Batch.TrackingIDs...)
	}
	there, known := held.Of(keys), map[string]bool{}
	for _, member := range s.Declared {
		known[member.ID] = member.ID != ""
	}
	take := func(key string, before []string) bool {
		isNew := func(member Member) bool { return !slices.Contains(before, member.ID) && !known[member.ID] }
		i := slices.IndexFunc(there[key], isNew)
		if i >= 0 {
			s.Declared[key] = there[key][i]
		}
		return i >= 0
	}
	for key, pending := range s.Pending {
		if take(key, pending.Before) {
			delete(s.Pending, key)
		}
	}
	if s.Batch == nil {
		return
	}
	rest := *s.Batch
	rest.TrackingIDs = nil
	for _, key := range s.Batch.TrackingIDs {
		if _, declared := s.Declared[key]; !declared && !take(key, nil) {
			rest.TrackingIDs = append(rest.TrackingIDs, key)
		}
	}
	s.Batch = &rest
	if len(rest.TrackingIDs) == 0 {
		s.Batch = nil
	}
}

// follow looks for each declared member: by its id, where its key differs in case at most, then by its key, then singly.
func (s *State) follow(ctx context.Context, members Members, held Held) error {
	keys := held.keys()
	lacking, partial := map[string]Member{}, map[string]Member{}
	for key, known := range s.Declared {
		spelling := key
		if other, sameID := keys[known.ID]; sameID && known.ID != "" && fold(other) == fold(key) {
			spelling = other
		}
		found, ok := held.member(spelling, known)
		switch {
		case !ok:
			lacking[key] = known
		case found.Partial:
			partial[key] = found
		default:
			s.Declared[key] = found.spelt(known)
		}
	}
	if len(lacking) > 0 {
		there, err := members.Confirm(ctx, lacking)
		if err != nil {
			return err //nolint:wrapcheck // The client says what it did.
		}
		for key, known := range lacking {
			if found, ok := there[key]; ok {
				s.Declared[key] = found.spelt(known)
			} else {
				delete(s.Declared, key)
			}
		}
	}
	return s.complete(ctx, members, partial)
}

// complete reads the members that a listing shows in part.
func (s *State) complete(ctx context.Context, members Members, partial map[string]Member) error {
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for key, known := range partial {
		group.Go(func() error {
			found, err := members.Read(ctx, key, known)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case client.IsNotFound(err):
				delete(s.Declared, key)
			case err != nil:
				return fmt.Errorf("read %s: %w", key, err)
			default:
				s.Declared[key] = found.spelt(s.Declared[key])
			}
			return nil
		})
	}
	return group.Wait() //nolint:wrapcheck // It says what was read.
}

// spelt keeps the spelling that is known where the characters are the same, and an id that the service does not show again.
func (m Member) spelt(known Member) Member {
	m.ID = cmp.Or(m.ID, known.ID)
	if client.SameText(m.Value, known.Value) {
		m.Value = known.Value
	}
	m.Partial = false
	return m
}
