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
	// What this client is removing, as it does when a resource was given another address, is not there for long.
	if waited, err := n.col.removals.wait(ctx, ids(there)); err != nil {
		return err
	} else if waited {
		return n.lookFirst(ctx)
	}
	there = n.col.bulk.withoutGone(there)
	n.pending = Pending{Before: ids(there), Newest: n.col.bulk.newestSeen()}
	if n.key.elsewhere != nil && n.key.anyVague(there) {
		told, err := n.key.elsewhere(ctx)
		if err != nil {
			return err
		}
		if !told.taken {
			there = slices.DeleteFunc(there, n.key.vague)
		}
	}
	// Where one has the key but does not show it, another could never be told from it.
	if unsure := n.key.anyVague(there); unsure || len(there) > 0 && n.col.client.config.OnExisting == Fail {
		return &ExistsError{Noun: n.col.noun.title, Key: n.key.text, IDs: ids(there), Unsure: unsure}
	}
	return nil
}

// before finds the objects that have the natural key. Many creates share one listing, which may have grown old: what it shows is asked for
// before it stops a create. What it lacks is asked for too where it is not whole, unless that would only be another listing; where that is
// for want of a count, a second listing is made in time.
func (n *creation[T]) before(ctx context.Context) ([]T, error) {
	bulk := n.col.bulk
	if _, listed, _ := bulk.known(n.key.matches); !listed && bulk.worthListing(ctx) {
		bulk.list(ctx)
	}
	if _, listed, whole := bulk.known(n.key.matches); listed && !whole && !n.deaf() {
		bulk.confirm(ctx)
	}
	known, listed, whole := bulk.known(n.key.matches)
	whole = whole || listed && n.deaf()
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

// deaf tells that the server heeds neither the filter nor the order, so that each look-up is a listing.
func (n *creation[T]) deaf() bool {
	return n.col.learned(&n.col.filterIgnored) && (n.key.nameOf == nil || n.col.learned(&n.col.sortIgnored))
}

// recent tells that a POST in doubt was sent so short a time ago that its object may still appear.
func (n *creation[T]) recent() bool {
	return time.Since(n.pending.Sent) < doubtFor*n.col.client.config.RetryWait
}

// look is lookFor one object.
func (n *creation[T]) look(ctx context.Context, times int) ([]T, error) {
	return n.lookFor(ctx, 1, times)
}

// lookWhileRecent is look, and goes on while the server may still be at work on a POST in doubt.
func (n *creation[T]) lookWhileRecent(ctx context.Context, times int) ([]T, error) {
	found, err := n.look(ctx, times)
	for err == nil && len(found) == 0 && n.recent() {
		if err = sleep(ctx, pollCap*n.col.client.config.RetryWait); err == nil {
			found, err = n.look(ctx, 1)
		}
	}
	return found, err
}

// lookFor finds the objects with the natural key that were not there before, looking again with growing pauses until there are enough.
func (n *creation[T]) lookFor(ctx context.Context, enough, times int) ([]T, error) {
	pause := 2 * n.col.client.config.RetryWait
	for look := 1; ; look++ {
		found, err := n.col.search(ctx, n.key, n.pending.Newest)
		if err != nil {
			return nil, err
		}
		found, sure, err := n.possible(ctx, n.unexplained(found))
		if err != nil {
			return nil, err
		}
		if sure && len(found) >= enough || look == times {
			n.log(ctx, "looked for the object", slog.Int("found", len(found)), slog.Int("look", look))
			return found, nil
		}
		if err := sleep(ctx, pause); err != nil {
			return nil, err
		}
		pause *= 2
	}
}

// possible leaves out what does not show its key where another document says that nothing has the key. Where that says that something has,
// and the listing shows as much as it knows of, ours is among what is new: if that is one, it is ours. Else nobody can be sure yet, and
// what is new by the last look is all that can be said.
func (n *creation[T]) possible(ctx context.Context, found []T) (possible []T, sure bool, err error) {
	n.proven = false
	if !n.key.anyVague(found) {
		return found, true, nil
	}
	if n.key.elsewhere == nil {
		return found, false, nil
	}
	told, err := n.key.elsewhere(ctx)
	if err != nil {
		return nil, false, err
	}
	if told.known > 0 && !told.taken {
		return slices.DeleteFunc(found, n.key.vague), true, nil
	}
	// A filter that the server honours would hide some.
	all, err := n.col.bulk.relist(ctx, func(T) bool { return true })
	if err != nil {
		return nil, false, err
	}
	n.proven = told.taken && len(all) >= told.known
	found = slices.DeleteFunc(all, func(object T) bool { return !n.key.matches(object) })
	return n.unexplained(found), n.proven, nil
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
		if stranger && !n.key.anyVague([]T{object}) {
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
	unsure := n.key.anyVague(found)
	if len(found) == 1 && (!unsure || n.proven) {
		return found[0], nil
	}
	return none, &AmbiguousError{Noun: n.col.noun.title, Key: n.key.text, IDs: ids(found), Unsure: unsure}
}
