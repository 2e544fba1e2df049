// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package membership

import (
	"context"
	"errors"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
)

// change makes the members that are lacking, and changes those that differ.
func (a *application) change(ctx context.Context) {
	var updates, creates []string
	for key, value := range a.plan.Values {
		switch known, there := a.next.Declared[key]; {
		case !there:
			creates = append(creates, key)
		case !client.SameText(known.Value, value):
			updates = append(updates, key)
		default:
			known.Value = value
			a.next.Declared[key] = known
		}
	}
	creates = a.lacking(ctx, sorted(creates))
	a.each(ctx, sorted(append(updates, a.toUpdate...)), func(key string) error { return a.update(ctx, key, a.declared(key)) })
	a.each(ctx, creates, func(key string) error { return a.create(ctx, key) })
}

// declared is what is known of a declared member.
func (a *application) declared(key string) (member Member) {
	a.locked(func() { member = a.next.Declared[key] })
	return member
}

func (a *application) update(ctx context.Context, key string, known Member) error {
	stored, err := a.members.Update(ctx, key, known, a.plan.Values[key])
	a.locked(func() {
		switch {
		case client.IsNotFound(err):
			delete(a.next.Declared, key)
			a.result.fail(key, diags.Updated, err)
		case err != nil:
			a.result.fail(key, diags.Updated, err)
		default:
			a.store(key, stored)
		}
	})
	return err //nolint:wrapcheck // The client says what it did.
}

// store keeps a member as the service has it, and notes where that is not what was asked for.
func (a *application) store(key string, stored Member) {
	asked := a.plan.Values[key]
	a.next.Declared[key] = stored.spelt(Member{Value: asked})
	if !client.SameText(stored.Value, asked) {
		a.result.Differs = append(a.result.Differs, Difference{Key: key, Asked: asked, Stored: stored.Value})
	}
}

// create makes one member, or goes on with a create that was interrupted.
func (a *application) create(ctx context.Context, key string) error {
	value := a.plan.Values[key]
	if pending, isPending := a.prior.Pending[key]; isPending {
		member, err := a.members.Resume(ctx, key, value, pending)
		if !client.IsNothingMade(err) {
			return a.resumed(ctx, key, member, err)
		}
	}
	member, err := a.members.Create(ctx, key, value)
	return a.created(key, member, err, a.store)
}

// resumed notes what came of a create that was interrupted. What was sent then may differ from what is asked for now.
func (a *application) resumed(ctx context.Context, key string, member Member, err error) error {
	value := a.plan.Values[key]
	err = a.created(key, member, err, func(key string, member Member) { a.next.Declared[key] = member.spelt(Member{Value: value}) })
	if err == nil && !client.SameText(member.Value, value) {
		return a.update(ctx, key, member)
	}
	return err
}

// created notes what came of a create, and keeps the member.
func (a *application) created(key string, member Member, err error, keep func(key string, member Member)) error {
	notice, adopted := errors.AsType[*client.AdoptedError](err)
	if adopted {
		member.ID, err = notice.ID, nil
	}
	a.locked(func() {
		delete(a.next.Pending, key)
		if adopted {
			a.result.Adopted = append(a.result.Adopted, key)
		}
		if err == nil {
			keep(key, member)
			return
		}
		if exists, ok := errors.AsType[*client.ExistsError](err); ok {
			a.result.Exist = append(a.result.Exist, Existing{Key: key, IDs: exists.IDs})
			return
		}
		if unknown, ok := errors.AsType[*client.PendingError](err); ok {
			a.next.Pending[key] = unknown.Pending
		} else if member.ID != "" {
			// An id means that there is a member, even beside an error.
			a.next.Declared[key] = member
		}
		a.result.fail(key, diags.Created, err)
	})
	return err
}
