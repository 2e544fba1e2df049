// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// NothingMadeError is what a create that was resumed found: no job is at work, and no object is there.
type NothingMadeError struct {
	// Done tells that its job has succeeded long ago.
	Done bool
}

// Error says what became of it.
func (e *NothingMadeError) Error() string {
	if e.Done {
		return "its background job has made it, but it is not there: it was removed since, or has another name by now"
	}
	return "nothing was created"
}

// IsNothingMade tells that a resumed create ended without an object: it is a *NothingMadeError, or its job failed.
func IsNothingMade(err error) bool {
	_, open := errors.AsType[*PendingError](err)
	_, nothing := errors.AsType[*NothingMadeError](err)
	_, failed := errors.AsType[*JobError](err)
	return (nothing || failed) && !open
}

// resume finishes a create that another process, or another call, began.
func (col *collection[T]) resume(ctx context.Context, key naturalKey[T], pending Pending) (T, error) {
	unlock, err := col.creates.lock(ctx, key.lock())
	if err != nil {
		var none T
		return none, col.resumeFailed(key, err)
	}
	defer unlock()
	claimant := fmt.Sprintf("%#v", pending)
	pending.Before = slices.Concat(pending.Before, col.claimed(claimant))
	n := creation[T]{col: col, key: key, pending: pending}
	object, err := n.resume(ctx)
	if err != nil {
		return object, col.resumeFailed(key, err)
	}
	col.bulk.wrote(object.id(), object)
	col.claim(object, claimant)
	return n.whole(ctx, object), nil
}

// claim notes which create an object came of, "" for one of this run, and claimed lists the ids of those that came of others: what one create
// of this client made, or what one interrupted create was found to have made, is no other's.
func (col *collection[T]) claim(object T, claimant string) {
	col.mu.Lock()
	defer col.mu.Unlock()
	col.claims[object.id()] = claimant
}

func (col *collection[T]) claimed(claimant string) (others []string) {
	col.mu.Lock()
	defer col.mu.Unlock()
	for id, other := range col.claims {
		if other != claimant {
			others = append(others, id)
		}
	}
	return others
}

func (col *collection[T]) resumeFailed(key naturalKey[T], err error) error {
	return fmt.Errorf("resume the create of the %s %s: %w", col.noun.title, key.text, err)
}

func (n *creation[T]) resume(ctx context.Context) (T, error) {
	object, err := n.resumed(ctx)
	unseen := errors.Is(err, errUnlisted)
	// A job that is not known any more is not at work.
	forgotten := errors.Is(err, errJobUnclear) && IsNotFound(err)
	switch {
	case unseen && (forgotten || time.Since(n.pending.Accepted) >= acceptedFor):
		return object, &NothingMadeError{Done: n.pending.Done}
	case n.col.bulk.addressless && IsNotFound(err) && !unseen:
		// What it was to be a part of is gone.
		return object, &NothingMadeError{}
	}
	return object, err
}

func (n *creation[T]) resumed(ctx context.Context) (T, error) {
	if n.pending.Job != "" {
		return n.awaited(ctx)
	}
	var none T
	found, err := n.lookWhileRecent(ctx, looksAfterDoubt)
	switch {
	case err != nil:
		return none, n.open(err)
	case len(found) > 0:
		return n.alone(ctx, found, n.pending.posts())
	case time.Since(n.pending.Accepted) < acceptedFor:
		return none, n.open(fmt.Errorf("no new %s %s is listed yet", n.col.noun.title, n.key.text))
	}
	return none, &NothingMadeError{}
}
