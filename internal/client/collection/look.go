// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// longestPause is the longest time between two looks for a new object, in units of Account.Scale: 15 s.
const longestPause = 30

// before returns the objects that have the key before the create, and notes the ids of all that the create cannot have made. Objects that this
// client is removing, as it does when a resource has got another address, will soon be gone: it waits, then looks again.
func (n *creation[T]) before(ctx context.Context) ([]T, error) {
	if n.key.None {
		equal, err := n.equal(ctx)
		n.pending.Before = ids(equal)
		return equal, err
	}
	for {
		began := time.Now()
		found, err := n.existing(ctx)
		if err != nil || len(found) == 0 {
			return nil, err
		}
		waited, err := n.removing.wait(ctx, append(ids(found), n.key.name()))
		if err != nil {
			return nil, err
		}
		// A removal that ended during the look leaves half of it outdated.
		if !waited && !n.freed.since(n.key.name(), began) {
			return found, nil
		}
	}
}

// existing returns the objects that have the key. Many creates share one listing. An object that the listing shows may be gone by now, so
// it is asked for before it stops a create.
func (n *creation[T]) existing(ctx context.Context) ([]T, error) {
	if n.kind.Exists != nil {
		existence, err := n.kind.Exists(ctx, n.wanted, Cached)
		if err != nil || existence == Absent {
			return nil, err
		}
		found, err := n.look(ctx)
		n.pending.Before = ids(found)
		return found, err
	}
	// A service may respond to the POST with an object that was there before, and that only resembles the key.
	like := n.key
	like.Matches = n.key.Resembles
	found, whole := n.known(ctx, like)
	n.pending.Before = ids(found)
	isOther := func(object T) bool { return !n.key.Matches(object) }
	found = slices.DeleteFunc(found, isOther)
	switch {
	case whole && len(found) == 0:
		return nil, nil
	case whole && n.service.ignoresFilter():
		return n.confirm(ctx, n.key, found)
	}
	found, err := n.search(ctx, like)
	n.pending.Before = ids(found)
	return slices.DeleteFunc(found, isOther), err
}

// equal returns the objects without a natural key that are equal to the wanted one before its create. They do not stop it. A collection that
// cannot be listed may take creates all the same.
func (n *creation[T]) equal(ctx context.Context) ([]T, error) {
	if found, whole := n.known(ctx, n.key); whole {
		return found, nil
	}
	found, err := n.search(ctx, n.key)
	if err != nil && unlisted(err) && !transport.IsNotFound(err) {
		return nil, nil
	}
	return found, err
}

// look asks the service for the objects that have the key now. The id of an object is "" where only another document shows it.
func (n *creation[T]) look(ctx context.Context) ([]T, error) {
	if n.kind.Exists == nil {
		return n.search(ctx, n.key)
	}
	existence, err := n.kind.Exists(ctx, n.wanted, Fresh)
	if err != nil || existence == Absent {
		return nil, err
	}
	found, err := n.search(ctx, n.key)
	n.unlisted = err != nil && unlisted(err)
	if existence == Present && (n.unlisted || err == nil && len(found) == 0) {
		return []T{n.wanted}, nil
	}
	return found, err
}

// isUnclear reports whether the service may show more of an object soon: for a minute its id, if the listing works, and for ten seconds what
// the listing leaves out, if the object's own address does not know it yet.
func (n *creation[T]) isUnclear(object T) bool {
	if n.sighted.IsZero() {
		n.sighted = time.Now()
	}
	passed := time.Since(n.sighted)
	lacksID := object.ObjectID() == "" && !n.unlisted
	lacksKey := !object.Complete() || n.key.hides(object)
	return lacksID && passed < n.account.times(oneMinute) || lacksKey && passed < n.account.times(tenSeconds)
}

// forever makes a look go on until the deadline of the operation.
const forever = time.Duration(-1)

// await looks for the object until the deadline. Where it does not appear, the create is pending for the cause.
func (n *creation[T]) await(ctx context.Context, cause error) (T, error) {
	object, _, err := n.lookFor(ctx, forever, cause)
	return object, err
}

// lookFor looks for the new object: at least three times, and for at least a time. It reports whether the object appeared. Its error is an
// *AmbiguousError where several did, or a *PendingError, with the cause of the look, where it could not look to the end.
//
// A new object without a natural key may be anybody's. It is certainly that of this create where the service has said that the work is done,
// and no other is there a minute later, when the listing must show it. Otherwise the look goes on until the deadline, so that its error names
// all that may be the object. A resumed create ends sooner: without a word of the service that the work is done, one look tells all.
func (n *creation[T]) lookFor(ctx context.Context, atLeast time.Duration, cause error) (object T, found bool, err error) {
	var none T
	if n.key.None {
		atLeast = forever
	}
	once := n.key.None && n.resumed && !n.pending.Done
	began, looks := time.Now(), 0
	for pause := n.account.times(2); ; pause = min(2*pause, n.account.times(longestPause)) {
		objects, err := n.look(ctx)
		objects = slices.DeleteFunc(objects, n.isOthers)
		switch {
		case err != nil && (once || ctx.Err() != nil || isFinal(err)):
			return none, false, n.isPending(errors.Join(cause, err))
		case err != nil:
			// What could not be looked for may be there.
			n.log(ctx, "the look failed; looking again", slog.String("error", err.Error()))
		case n.key.None:
			n.resembling = ids(objects)
			isListed := n.pending.Done && time.Since(began) >= n.account.times(oneMinute)
			if isListed && len(objects) == 1 {
				n.log(ctx, "found the object", slog.String("id", objects[0].ObjectID()))
				return objects[0], true, nil
			}
			if once || n.resumed && isListed {
				return none, false, n.isPending(cmp.Or(cause, errNoKey))
			}
		case len(objects) == 1 && n.isUnclear(objects[0]):
			n.log(ctx, "an object is there; waiting for the service to show all of it")
		case len(objects) == 1 && !n.key.hides(objects[0]):
			n.log(ctx, "found the object", slog.String("id", objects[0].ObjectID()))
			return objects[0], true, nil
		case len(objects) > 0:
			return none, false, &AmbiguousError{Kind: n.kind.Title, Key: n.key.Text, IDs: ids(objects)}
		default:
			if n.pending.Done && time.Since(began) >= n.account.times(oneMinute) {
				if object, found := n.changed(ctx); found {
					return object, true, nil
				}
			}
			if looks++; atLeast != forever && looks >= 3 && time.Since(began) >= atLeast {
				return none, false, nil
			}
		}
		if err := transport.Sleep(ctx, pause); err != nil {
			return none, false, n.isPending(cmp.Or(cause, err))
		}
	}
}

// errNoKey is a pending create that nothing but a person can end.
var errNoKey = errors.New("objects of this collection have no natural key, so that nothing tells which one it made")

// isFinal reports whether a look that failed would fail again.
func isFinal(err error) bool {
	_, wrong := errors.AsType[*EndpointError](err)
	return wrong || transport.OutcomeOf(err) == transport.Refused
}

// isOthers reports whether an object cannot be that of this create: it was there before, or, where the create is resumed or the object has no
// natural key, something else in this process has it.
func (n *creation[T]) isOthers(object T) bool {
	return slices.Contains(n.pending.Before, object.ObjectID()) || (n.resumed || n.key.None) && n.service.has(n.nameOf(object))
}
