// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jobs"
)

const (
	// resumeFor is how long one call waits for the object of a pending create, in units of Account.Scale: two minutes.
	resumeFor = 240
	// pendingFor is how long after its request a create may be pending, in units of Account.Scale: half an hour. No service is known to work
	// longer on one request. A job that the service does not show may be such work: its create stays pending.
	pendingFor = 3600
)

// errStillPending is a pending create whose object did not appear during one call of Resume.
var errStillPending = errors.New("no object of this natural key has appeared yet")

func (s *calls[T, In]) Resume(ctx context.Context, in In, pending Pending) (T, error) {
	var none T
	wanted := in.Wanted()
	c, err := s.of(wanted)
	if err != nil {
		return none, err
	}
	n := &creation[T]{collection: c, wanted: wanted, key: s.kind.Key(wanted), pending: pending, resumed: true}
	object, err := c.resume(ctx, n, in.ShownBy)
	if err != nil {
		return object, fmt.Errorf("resume the create of the %s %s: %w", s.kind.Title, n.key.Text, err)
	}
	return object, nil
}

func (c *collection[T]) resume(ctx context.Context, n *creation[T], shown func(T) bool) (T, error) {
	var none T
	unlock, err := c.creating.lock(ctx, n.key.Lock)
	if err != nil {
		return none, n.isPending(err)
	}
	defer unlock()
	n.begin()
	defer n.end()
	var cause error
	if n.pending.Job != "" && !n.pending.Done {
		follower := c.account.Jobs
		if n.pending.Secret {
			follower = follower.Silent()
		}
		switch cause = follower.Follow(ctx, n.pending.Job, nil); {
		case jobs.IsFailure(cause):
			return none, cause
		case cause == nil:
			n.pending.Done = true
		case !jobs.IsUnclear(cause):
			return none, n.isPending(cause)
		}
	}
	looking, cancel := context.WithTimeout(ctx, n.account.times(resumeFor+fifteenSeconds))
	defer cancel()
	switch object, found, err := n.lookFor(looking, n.patience(), cause); {
	case IsNotFound(err) && c.parents != nil:
		// The parent is gone, and what it was to hold with it.
		return none, &NothingMadeError{}
	case err != nil:
		return none, err
	case found:
		return c.made(ctx, object, shown), nil
	case n.age() < c.account.times(pendingFor) || jobs.IsHidden(cause):
		if near, err := n.near(ctx); err == nil {
			n.resembling = ids(near)
		}
		return none, n.isPending(errors.Join(cause, errStillPending))
	default:
		return none, n.expired(ctx)
	}
}

// expired ends a create that has been pending for too long. What may be its object, under a changed natural key, is for a person to judge.
func (n *creation[T]) expired(ctx context.Context) error {
	near, err := n.near(ctx)
	switch {
	case err != nil:
		return n.isPending(err)
	case len(near) > 0:
		return &AmbiguousError{Kind: n.kind.Title, Key: n.key.Text, IDs: ids(near), Near: true}
	default:
		return &NothingMadeError{Done: n.pending.Done}
	}
}

func (n *creation[T]) age() time.Duration { return time.Since(n.pending.Sent) }

// patience is how long to look for the object of a pending create in one call: the rest of the time that the create may be pending, at most
// two minutes.
func (n *creation[T]) patience() time.Duration {
	return min(n.account.times(resumeFor), n.account.times(pendingFor)-n.age())
}
