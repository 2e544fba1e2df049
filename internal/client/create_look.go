// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"log/slog"
	"slices"
	"time"
)

// How a creation looks: for what is there already, and for the object that no answer names.

// lookFirst notes what is there already; under the policy Fail, that ends the create.
func (n *creation[T]) lookFirst(ctx context.Context) error {
	there, err := n.before(ctx)
	if err != nil {
		return err
	}
	n.pending = Pending{Before: ids(there), Newest: n.col.bulk.newestSeen()}
	if there, err = n.having(ctx, there); err != nil {
		return err
	}
	if len(there) > 0 && n.col.client.config.OnExisting == Fail {
		return &ExistsError{Noun: n.col.noun.title, Key: n.key.text, IDs: ids(there), Unsure: n.key.anyVague(there)}
	}
	return nil
}

// having leaves out the objects of which nothing shows that they have the key.
func (n *creation[T]) having(ctx context.Context, objects []T) ([]T, error) {
	if !n.key.anyVague(objects) {
		return objects, nil
	}
	taken, err := n.key.taken(ctx)
	if err != nil || taken {
		return objects, err
	}
	return slices.DeleteFunc(slices.Clone(objects), n.key.vague), nil
}

// before finds the objects that have the natural key. Many creates share one listing, which may have grown old: what it shows is asked for
// before it stops a create. What it lacks is asked for too where it is not whole, unless that would only be another listing.
func (n *creation[T]) before(ctx context.Context) ([]T, error) {
	bulk := n.col.bulk
	if _, listed, _ := bulk.known(n.key.matches); !listed && bulk.worthListing(ctx) {
		bulk.list(ctx)
	}
	known, listed, whole := bulk.known(n.key.matches)
	whole = whole || listed && n.col.learned(&n.col.filterIgnored) && (n.key.nameOf == nil || n.col.learned(&n.col.sortIgnored))
	if whole && (len(known) == 0 || n.col.client.config.OnExisting == Create) {
		return known, nil
	}
	found, err := n.col.search(ctx, n.key, 0)
	if err != nil {
		return nil, err
	}
	// The server may not show yet what this client made a moment ago.
	return union(found, bulk.ownMatching(n.key.matches)), nil
}

// recent tells that a POST in doubt was sent so short a time ago that its object may still appear.
func (n *creation[T]) recent() bool {
	return time.Since(n.pending.Sent) < doubtFor*n.col.client.config.RetryWait
}

// look is lookFor one object.
func (n *creation[T]) look(ctx context.Context, times int) ([]T, error) {
	return n.lookFor(ctx, 1, times)
}

// lookFor finds the objects with the natural key that were not there before, looking again with growing pauses until there are enough.
func (n *creation[T]) lookFor(ctx context.Context, enough, times int) ([]T, error) {
	pause := 2 * n.col.client.config.RetryWait
	for look := 1; ; look++ {
		found, err := n.col.search(ctx, n.key, n.pending.Newest)
		if err != nil {
			return nil, err
		}
		found = n.unexplained(found)
		if len(found) >= enough || look == times {
			n.log(ctx, "looked for the object", slog.Int("found", len(found)), slog.Int("look", look))
			return found, nil
		}
		if err := sleep(ctx, pause); err != nil {
			return nil, err
		}
		pause *= 2
	}
}

// unexplained leaves out what was there before: what the look before the POST saw, and what it missed, as a listing may, but whose id was
// given out before the POST was sent.
func (n *creation[T]) unexplained(found []T) []T {
	n.strangers = nil
	return slices.DeleteFunc(found, func(object T) bool {
		if slices.Contains(n.pending.Before, object.id()) {
			return true
		}
		number := numericID(object)
		stranger := number > 0 && number <= n.pending.Newest
		if stranger {
			n.strangers = append(n.strangers, object.id())
		}
		return stranger
	})
}

// alone is the one new object, if it is one, and known to be of this key. Where several POSTs may each have made one, the others are looked
// for.
func (n *creation[T]) alone(ctx context.Context, found []T, posts int) (T, error) {
	var none T
	if len(found) < posts {
		more, err := n.lookFor(ctx, posts, looksAfterJob)
		if err != nil {
			return none, n.open(err)
		}
		// What was seen once is there, whether a later look shows it or not.
		found = union(found, more)
	}
	proven, err := n.having(ctx, found)
	switch {
	case err != nil:
		return none, n.open(err)
	case len(found) == 1 && len(proven) == 1:
		return found[0], nil
	}
	return none, &AmbiguousError{Noun: n.col.noun.title, Key: n.key.text, IDs: ids(found)}
}
