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

// observe looks for the object of a create that has no natural key. Any new object that is equal may be anybody's. One of them is certainly
// that of this create where the service has said that the work is done, and no other is there a minute later, when the listing must show
// it. Otherwise observe goes on until the deadline, so that its error names all that may be the object.
func (n *creation[T]) observe(ctx context.Context, cause error) (T, error) {
	var none T
	began := time.Now()
	var equal []T
	for pause := n.account.times(2); ; pause = min(2*pause, n.account.times(longestPause)) {
		objects, err := n.look(ctx)
		switch {
		case err != nil && (ctx.Err() != nil || isFinal(err)):
			return none, n.isObserved(equal, errors.Join(cause, err))
		case err != nil:
			n.log(ctx, "the look failed; looking again", slog.String("error", err.Error()))
		default:
			equal = slices.DeleteFunc(objects, n.isOthers)
			isListed := n.pending.Done && time.Since(began) >= n.account.times(oneMinute)
			if isListed && len(equal) == 1 {
				n.log(ctx, "found the object", slog.String("id", equal[0].ObjectID()))
				return equal[0], nil
			}
			if isListed && n.resumed {
				return none, n.isObserved(equal, cmp.Or(cause, errNoKey))
			}
		}
		if err := transport.Sleep(ctx, pause); err != nil {
			return none, n.isObserved(equal, cmp.Or(cause, err))
		}
	}
}

// isObserved is a pending create that only a person can end, with what may be its object.
func (n *creation[T]) isObserved(equal []T, err error) error {
	return &PendingError{Kind: n.kind.Title, Key: n.key.Text, Pending: n.pending, NoKey: true, IDs: ids(equal), Err: err}
}

// observeAgain is observe for a create that another call has left pending. Without a word of the service that the work is done, one look tells
// all that there is to tell.
func (n *creation[T]) observeAgain(ctx context.Context, cause error) (T, error) {
	if n.pending.Done {
		return n.observe(ctx, cause)
	}
	var none T
	objects, err := n.look(ctx)
	if err != nil {
		return none, n.isObserved(nil, errors.Join(cause, err))
	}
	return none, n.isObserved(slices.DeleteFunc(objects, n.isOthers), cmp.Or(cause, errNoKey))
}

// errNoKey is a pending create that nothing but a person can end.
var errNoKey = errors.New("objects of this collection have no natural key, so that nothing tells which one it made")
