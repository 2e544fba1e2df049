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
	prior = prior.clone()
	prior.respellPending(plan.Values)
	a := &application{members: members, prior: prior, plan: plan, next: prior.clone()}
	if !a.isAsPlanned(ctx) {
		return prior, a.result
	}
	isSettled := a.awaitBatch(ctx)
	a.remove(ctx)
	if isSettled {
		a.change(ctx)
	}
	a.record(ctx)
	a.next.Tainted = false
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
	if !a.look(ctx, client.Fresh) {
		return false
	}
	expected := folded(a.plan.Values)
	maps.Copy(expected, folded(a.prior.Pending))
	if a.prior.Batch != nil {
		for _, key := range a.prior.Batch.TrackingIDs {
			expected[fold(key)] = true
		}
	}
	for key, value := range a.held.beside(a.prior.Declared) {
		if _, shown := a.prior.Undeclared[key]; !shown && !expected[fold(key)] {
			a.result.addUnexpected(key, value)
		}
	}
	return len(a.result.Unexpected) == 0
}

// look lists what the parent holds. It reports whether that worked.
func (a *application) look(ctx context.Context, look client.Look) bool {
	held, err := a.members.Held(ctx, look)
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
	held, err := a.members.Held(ctx, client.Cached)
	if err != nil {
		a.result.Whole = errors.Join(a.result.Whole, err)
		return
	}
	a.next.Undeclared = held.beside(a.next.Declared)
	if !a.result.Failed() {
		a.result.Recorded = maps.Clone(a.next.Undeclared)
	}
}

func sorted(keys []string) []string {
	slices.Sort(keys)
	return keys
}
