// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// errNothingMade is what a create that was resumed found: no job is at work and no object appeared.
var errNothingMade = errors.New("nothing was created")

// IsNothingMade tells that a resumed create ended without an object: its job failed, or nothing came of the request.
func IsNothingMade(err error) bool {
	var job *JobError
	return errors.Is(err, errNothingMade) || errors.As(err, &job)
}

// resume finishes a create that another process, or another call, began.
func (col *collection[T]) resume(ctx context.Context, key naturalKey[T], pending Pending) (T, error) {
	n := creation[T]{col: col, key: key, pending: pending}
	object, err := n.resume(ctx)
	if err != nil {
		return object, col.resumeFailed(key, err)
	}
	col.bulk.wrote(object.id(), object)
	return n.whole(ctx, object), nil
}

func (col *collection[T]) resumeFailed(key naturalKey[T], err error) error {
	return fmt.Errorf("resume the create of the %s %s: %w", col.noun.title, key.text, err)
}

func (n *creation[T]) resume(ctx context.Context) (T, error) {
	if n.pending.Job != "" {
		object, err := n.awaited(ctx)
		if errors.Is(err, errJobGone) {
			return object, errNothingMade
		}
		return object, err
	}
	var none T
	found, err := n.look(ctx, looksAfterDoubt)
	for err == nil && len(found) == 0 && n.recent() {
		// The server may still be at work.
		if err = sleep(ctx, pollCap*n.col.client.config.RetryWait); err == nil {
			found, err = n.look(ctx, 1)
		}
	}
	err = n.col.doubtGone(ctx, err)
	switch {
	case n.col.bulk.addressless && IsNotFound(err):
		// What it was to be a part of is gone.
		return none, errNothingMade
	case err != nil:
		return none, n.open(err)
	case len(found) > 0:
		return n.alone(ctx, found, n.pending.Doubts)
	case time.Since(n.pending.Accepted) < acceptedFor:
		return none, n.open(fmt.Errorf("no new %s %s is listed yet", n.col.noun.title, n.key.text))
	}
	return none, errNothingMade
}
