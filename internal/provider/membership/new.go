// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package membership

import (
	"context"
	"errors"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// many is the number of new members from which one request for all, or one listing, is cheaper.
const many = 20

// lacking returns which of the new members are still to be made. It takes over those that are there, or makes many with one request.
func (a *application) lacking(ctx context.Context, keys []string) []string {
	switch {
	case a.isOver(ctx) || len(keys) == 0:
		return keys
	case a.mayCommission(keys):
		if sent, err := a.commission(ctx, keys); sent || err != nil {
			return a.commissioned(keys, err)
		}
	case a.held == nil && len(keys) < many && !a.prior.Imported && a.plan.OnExisting != client.Create:
		// Each create looks for its own member.
		return keys
	}
	if a.held == nil && !a.look(ctx, client.Cached) {
		a.result.Untried = append(a.result.Untried, keys...)
		return nil
	}
	lacking := a.takeOver(keys)
	if len(a.result.Exist) > 0 && len(a.next.Declared) == 0 {
		// Nothing was made yet, and with an error nothing is tainted either.
		return nil
	}
	return lacking
}

// mayCommission reports whether one request for all new members may be worth its while: they are many, and the set has no others.
func (a *application) mayCommission(keys []string) bool {
	return len(keys) >= many && len(a.next.Declared)+len(a.prior.Pending)+len(a.prior.Undeclared) == 0 && a.prior.Batch == nil
}

// commission asks for all members with one request. It reports whether the request was sent.
func (a *application) commission(ctx context.Context, keys []string) (sent bool, err error) {
	wanted := make(map[string]string, len(keys))
	for _, key := range keys {
		wanted[key] = a.plan.Values[key]
	}
	sent, err = a.members.Commission(ctx, wanted)
	if unknown, ok := errors.AsType[*client.BatchError](err); ok {
		a.next.Batch = &unknown.Pending
	}
	if err != nil || !sent {
		return false, err //nolint:wrapcheck // The client says what it did.
	}
	if a.held, err = a.members.Held(ctx, client.Cached); err != nil {
		// They were made: the next apply finds them.
		a.next.Batch = &client.PendingBatch{TrackingIDs: keys}
	}
	return true, err //nolint:wrapcheck // The client says what it did.
}

// commissioned notes which members one request has made, and returns the keys of the others.
func (a *application) commissioned(keys []string, err error) (lacking []string) {
	if err != nil {
		a.result.Whole = err
		if a.next.Batch == nil {
			a.result.Untried = append(a.result.Untried, keys...)
		}
		return nil
	}
	made := a.held.Of(keys)
	for _, key := range keys {
		if found := made[key]; len(found) > 0 {
			a.take(key, found[0])
		} else {
			lacking = append(lacking, key)
		}
	}
	return lacking
}

// takeOver takes members that are there, as far as they may be taken, and returns the keys of those that are not there.
func (a *application) takeOver(keys []string) (lacking []string) {
	there, shown := a.held.Of(keys), folded(a.prior.Undeclared)
	for _, key := range keys {
		found := there[key]
		foreseen := a.prior.Imported || shown[fold(key)]
		switch {
		case len(found) == 0 || a.prior.isPending(key):
			lacking = append(lacking, key)
		case len(found) > 1 || !foreseen && a.plan.OnExisting != client.Adopt:
			a.result.exists(key, found)
		default:
			a.take(key, found[0])
			if !foreseen {
				a.result.Adopted = append(a.result.Adopted, key)
			}
		}
	}
	return lacking
}

// take declares a member that is there. One with another value is to be updated.
func (a *application) take(key string, found Member) {
	a.next.Declared[key] = found.spelt(Member{Value: a.plan.Values[key]})
	if found.Partial || !client.SameText(found.Value, a.plan.Values[key]) {
		a.toUpdate = append(a.toUpdate, key)
	}
}

// awaitBatch waits for the members of an earlier batch. It reports whether others may be made.
func (a *application) awaitBatch(ctx context.Context) bool {
	if a.prior.Batch == nil {
		return true
	}
	keys := a.prior.Batch.TrackingIDs
	lacking, err := a.members.ResumeBatch(ctx, *a.prior.Batch)
	if err != nil {
		a.result.Whole = err
		return false
	}
	if len(lacking) < len(keys) && !a.look(ctx, client.Cached) {
		return false
	}
	made := a.held.Of(keys)
	for _, key := range keys {
		if found := made[key]; len(found) > 0 {
			a.next.Declared[key] = found[0]
		}
	}
	a.next.Batch = nil
	return true
}
