// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package membership

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
)

// many is from how many new members on one request for all of them, or a listing of what is there, is worth its while.
const many = 20

// Plan is what a set shall be.
type Plan struct {
	// Values are the declared members.
	Values map[string]string
	// Exclusive tells that there shall be no others. Record tells that the plan could not show them: they are recorded, and none is removed.
	Exclusive, Record bool
	// OnExisting is what to do with members that exist, but that no state knows.
	OnExisting client.OnExisting
}

// application is one apply on its way.
type application struct {
	members Members
	prior   State
	plan    Plan
	// held is what the parent holds; nil where nobody asked.
	held Held

	// toUpdate are the keys of members that were taken over and have another value.
	toUpdate []string

	mu     sync.Mutex
	next   State
	result Result
}

// Apply makes, changes and removes members, and returns what came of it. What was made is in the state, whatever else failed.
func Apply(ctx context.Context, members Members, prior State, plan Plan) (State, Result) {
	a := &application{members: members, prior: prior, plan: plan, next: prior.clone()}
	if !a.isAsPlanned(ctx) {
		return prior, a.result
	}
	a.remove(ctx)
	if a.awaitBatch(ctx) {
		a.change(ctx)
	}
	a.record(ctx)
	if !a.result.Failed() {
		a.next.Imported = false
	}
	return a.next, a.result
}

// isAsPlanned reports whether an exclusive set's parent holds nothing that the plan did not show.
func (a *application) isAsPlanned(ctx context.Context) bool {
	if !a.plan.Exclusive || a.plan.Record {
		return true
	}
	if !a.look(ctx, true) {
		return false
	}
	for key, value := range a.held.beside(a.prior.Declared) {
		_, shown := a.prior.Undeclared[key]
		_, wanted := a.plan.Values[key]
		if !shown && !wanted && !a.prior.isPending(key) && !a.inBatch(key) {
			a.result.stranger(key, value)
		}
	}
	return len(a.result.Strangers) == 0
}

func (a *application) inBatch(key string) bool {
	return a.prior.Batch != nil && slices.Contains(a.prior.Batch.TrackingIDs, key)
}

// look lists what the parent holds. It reports whether that worked.
func (a *application) look(ctx context.Context, fresh bool) bool {
	held, err := a.members.Held(ctx, fresh)
	if err != nil {
		a.result.Whole = err
		return false
	}
	a.held = held
	return true
}

// each does something for many keys, some at a time. After a failure that concerns all of them, it leaves the rest.
func (a *application) each(ctx context.Context, keys []string, do func(key string) error) {
	group := errgroup.Group{}
	group.SetLimit(atOnce)
	for _, key := range keys {
		group.Go(func() error {
			if a.isOver(ctx) {
				a.locked(func() { a.result.Untried = append(a.result.Untried, key) })
				return nil
			}
			if err := do(key); diags.IsGeneral(err) || client.IsForbidden(err) {
				a.locked(func() { a.result.over = true })
			}
			return nil
		})
	}
	_ = group.Wait() // Each failure is in the result.
}

func (a *application) isOver(ctx context.Context) (over bool) {
	a.locked(func() { over = a.result.over })
	return over || ctx.Err() != nil
}

func (a *application) locked(do func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	do()
}

// remove removes what is declared no more and, in an exclusive set, what the plan has shown.
func (a *application) remove(ctx context.Context) {
	var gone []string
	for key := range a.prior.Declared {
		if _, wanted := a.plan.Values[key]; !wanted {
			gone = append(gone, key)
		}
	}
	a.each(ctx, sorted(gone), func(key string) error {
		err := a.members.Delete(ctx, key, a.prior.Declared[key])
		a.locked(func() {
			if err == nil {
				delete(a.next.Declared, key)
			} else {
				a.result.fail(key, diags.Deleted, err)
			}
		})
		return err
	})
	if a.plan.Exclusive && !a.plan.Record {
		a.next.Undeclared = map[string]string{}
		a.removeUndeclared(ctx)
	}
}

func (a *application) removeUndeclared(ctx context.Context) {
	others := a.held.beside(a.prior.Declared)
	var gone []string
	for key := range a.prior.Undeclared {
		_, wanted := a.plan.Values[key]
		_, declared := a.prior.Declared[key]
		if _, there := others[key]; there && (!wanted || declared) {
			gone = append(gone, key)
		}
	}
	a.each(ctx, sorted(gone), func(key string) error {
		declared, isDeclared := a.prior.Declared[key]
		for _, member := range a.held[key] {
			if isDeclared && member.ID == declared.ID {
				continue
			}
			if err := a.members.Delete(ctx, key, member); err != nil {
				a.locked(func() {
					a.next.Undeclared[key] = a.prior.Undeclared[key]
					a.result.fail(key, diags.Deleted, err)
				})
				return err //nolint:wrapcheck // The client says what it did.
			}
		}
		return nil
	})
}

// awaitBatch waits for the members of an earlier batch. It reports whether others may be made.
func (a *application) awaitBatch(ctx context.Context) bool {
	if a.prior.Batch == nil {
		return true
	}
	lacking, err := a.members.ResumeBatch(ctx, *a.prior.Batch)
	if err != nil {
		a.result.Whole = err
		return false
	}
	if !a.look(ctx, false) {
		return false
	}
	for _, key := range a.prior.Batch.TrackingIDs {
		if found, ok := a.held.member(key, Member{}); ok && !slices.Contains(lacking, key) {
			a.next.Declared[key] = found
		}
	}
	a.next.Batch = nil
	return true
}

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
	creates = a.findOrCommission(ctx, sorted(creates))
	a.each(ctx, sorted(append(updates, a.toUpdate...)), func(key string) error { return a.update(ctx, key, a.next.known(&a.mu, key)) })
	a.each(ctx, creates, func(key string) error { return a.create(ctx, key) })
}

func (s *State) known(mu *sync.Mutex, key string) Member {
	mu.Lock()
	defer mu.Unlock()
	return s.Declared[key]
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

// findOrCommission takes care of new members together, where they are many: it makes them with one request, or lists what is there. It returns
// the keys of those that are still to be made.
func (a *application) findOrCommission(ctx context.Context, keys []string) []string {
	if a.isOver(ctx) || len(keys) == 0 {
		return keys
	}
	if len(keys) >= many && len(a.next.Declared) == 0 && len(a.prior.Pending) == 0 && a.prior.Batch == nil && len(a.prior.Undeclared) == 0 {
		done, err := a.commission(ctx, keys)
		if err != nil {
			a.result.Untried = append(a.result.Untried, keys...)
			return nil
		}
		if done {
			return a.claim(keys, func(string) bool { return true })
		}
	}
	if a.held == nil && len(keys) < many && !a.prior.Imported && a.plan.OnExisting != client.Create {
		return keys
	}
	if a.held == nil && !a.look(ctx, false) {
		a.result.Untried = append(a.result.Untried, keys...)
		return nil
	}
	rest := a.claim(keys, func(key string) bool {
		_, shown := a.prior.Undeclared[key]
		return a.prior.Imported || shown || a.plan.OnExisting == client.Adopt
	})
	if len(a.result.Exist) > 0 && len(a.next.Declared) == 0 {
		// Nothing was made yet, and with an error nothing is tainted either.
		return nil
	}
	return rest
}

// commission asks for all members with one request. It reports whether they were made.
func (a *application) commission(ctx context.Context, keys []string) (bool, error) {
	wanted := make(map[string]string, len(keys))
	for _, key := range keys {
		wanted[key] = a.plan.Values[key]
	}
	done, err := a.members.Commission(ctx, wanted)
	if unknown, ok := errors.AsType[*client.BatchError](err); ok {
		a.next.Batch = &unknown.Pending
	}
	if err == nil && done {
		var held Held
		if held, err = a.members.Held(ctx, false); err == nil {
			a.held = held
		} else {
			// They were made: the next apply finds them.
			a.next.Batch = &client.PendingBatch{TrackingIDs: keys}
		}
	}
	if err != nil {
		a.result.Whole = err
	}
	return done, err //nolint:wrapcheck // The client says what it did.
}

// claim takes members that are there, as far as they may be taken, and returns the keys of those that are not there.
func (a *application) claim(keys []string, may func(key string) bool) (lacking []string) {
	for _, key := range keys {
		found := a.held[key]
		switch {
		case len(found) == 0 || a.prior.isPending(key):
			lacking = append(lacking, key)
		case !may(key) || len(found) > 1:
			a.result.exists(key, found)
		default:
			a.next.Declared[key] = found[0].spelt(Member{Value: a.plan.Values[key]})
			if _, shown := a.prior.Undeclared[key]; !shown && !a.prior.Imported && a.plan.OnExisting == client.Adopt {
				a.result.Adopted = append(a.result.Adopted, key)
			}
			if found[0].Partial || !client.SameText(found[0].Value, a.plan.Values[key]) {
				a.toUpdate = append(a.toUpdate, key)
			}
		}
	}
	return lacking
}

// create makes one member, or goes on with a create that was interrupted.
func (a *application) create(ctx context.Context, key string) error {
	value := a.plan.Values[key]
	pending, isPending := a.prior.Pending[key]
	if isPending {
		member, err := a.members.Resume(ctx, key, value, pending)
		if !client.IsNothingMade(err) {
			return a.created(ctx, key, member, err, isPending)
		}
		a.locked(func() { delete(a.next.Pending, key) })
	}
	member, err := a.members.Create(ctx, key, value)
	return a.created(ctx, key, member, err, false)
}

// created notes what came of a create.
func (a *application) created(ctx context.Context, key string, member Member, err error, resumed bool) error {
	notice, adopted := errors.AsType[*client.AdoptedError](err)
	if adopted {
		member.ID, err = notice.ID, nil
	}
	a.locked(func() {
		delete(a.next.Pending, key)
		if adopted {
			a.result.Adopted = append(a.result.Adopted, key)
		}
		var unknown *client.PendingError
		var exists *client.ExistsError
		switch {
		case errors.As(err, &unknown):
			a.next.Pending[key] = unknown.Pending
			a.result.fail(key, diags.Created, err)
		case errors.As(err, &exists):
			a.result.Exist = append(a.result.Exist, Existing{Key: key, IDs: exists.IDs})
		case err != nil && member.ID == "":
			a.result.fail(key, diags.Created, err)
		case err != nil:
			a.next.Declared[key] = member
			a.result.fail(key, diags.Created, err)
		case resumed:
			// What was sent then may differ from what is asked for now.
			a.next.Declared[key] = member.spelt(Member{Value: a.plan.Values[key]})
		default:
			a.store(key, member)
		}
	})
	if err == nil && resumed && !client.SameText(member.Value, a.plan.Values[key]) {
		return a.update(ctx, key, member)
	}
	return err
}

// record notes what an exclusive set's parent holds beside the declared members, where the plan could not show it.
func (a *application) record(ctx context.Context) {
	if !a.plan.Exclusive {
		a.next.Undeclared = nil
		return
	}
	if !a.plan.Record {
		return
	}
	a.next.Undeclared = map[string]string{}
	held, err := a.members.Held(ctx, false)
	if err != nil {
		a.result.Whole = errors.Join(a.result.Whole, err)
		return
	}
	a.next.Undeclared = held.beside(a.next.Declared)
	a.result.Recorded = maps.Clone(a.next.Undeclared)
}

func sorted(keys []string) []string {
	slices.Sort(keys)
	return keys
}
