// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package membership

import (
	"context"
	"maps"
	"slices"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
)

// Delete removes the declared members of a set, and those that its pending creates have made. It returns what is left.
func Delete(ctx context.Context, members Members, prior State) (State, Result) {
	a := &application{members: members, prior: prior, next: prior.clone()}
	a.finish(ctx, diags.Deleted)
	declared := maps.Clone(a.next.Declared)
	a.each(ctx, slices.Sorted(maps.Keys(declared)), func(key string) error { return a.delete(ctx, key, declared[key]) })
	return a.next, a.result
}

// Finish waits for what the pending creates and the batch of a set make. It fails where that is still not known.
func Finish(ctx context.Context, members Members, prior State) (State, Result) {
	a := &application{members: members, prior: prior, next: prior.clone()}
	a.finish(ctx, diags.Read)
	return a.next, a.result
}

func (a *application) finish(ctx context.Context, verb diags.Verb) {
	a.awaitBatch(ctx)
	a.each(ctx, slices.Sorted(maps.Keys(a.prior.Pending)), func(key string) error {
		member, err := a.members.Resume(ctx, key, "", a.prior.Pending[key])
		a.locked(func() {
			switch {
			case client.IsNothingMade(err):
				delete(a.next.Pending, key)
			case err != nil:
				a.result.fail(key, verb, err)
			default:
				delete(a.next.Pending, key)
				a.next.Declared[key] = member
			}
		})
		return err //nolint:wrapcheck // The client says what it did.
	})
}

// remove removes what is declared no more and, in an exclusive set, what the plan has shown.
func (a *application) remove(ctx context.Context) {
	a.respell()
	gone := map[string]Member{}
	for key, known := range a.next.Declared {
		if _, wanted := a.plan.Values[key]; !wanted {
			gone[key] = known
		}
	}
	a.each(ctx, slices.Sorted(maps.Keys(gone)), func(key string) error { return a.delete(ctx, key, gone[key]) })
	if a.plan.Exclusive && !a.plan.Record {
		a.next.Undeclared = map[string]string{}
		a.removeUndeclared(ctx)
	}
}

// toGo tells whether an exclusive set removes what its parent holds under a key: nothing declares it, or it is the double of what was declared
// before.
func toGo[V, W any](wanted map[string]V, declared map[string]W) func(key string) bool {
	foldedWanted, foldedDeclared := folded(wanted), folded(declared)
	return func(key string) bool {
		if _, isWanted := wanted[key]; isWanted {
			_, wasDeclared := declared[key]
			return wasDeclared
		}
		return !foldedWanted[fold(key)] || foldedDeclared[fold(key)]
	}
}

// respell keeps the members whose keys are declared in another case now: each is the same member, unless the plan has shown another one that is
// spelt so.
func (a *application) respell() {
	spellings := map[string]string{}
	for key := range a.plan.Values {
		if _, declared := a.next.Declared[key]; !declared {
			spellings[fold(key)] = key
		}
	}
	for key, known := range maps.Clone(a.next.Declared) {
		_, isWanted := a.plan.Values[key]
		spelling, isRespelt := spellings[fold(key)]
		_, isShown := a.prior.Undeclared[spelling]
		if isWanted || !isRespelt || isShown && !a.holds(spelling, known.ID) {
			continue
		}
		delete(a.next.Declared, key)
		a.next.Declared[spelling] = known
	}
}

// holds reports whether the parent holds nothing under a key but the member with an id, as far as anybody looked.
func (a *application) holds(key, id string) bool {
	return !slices.ContainsFunc(a.held[key], func(member Member) bool { return member.ID != id })
}

func (a *application) removeUndeclared(ctx context.Context) {
	others := a.held.beside(a.prior.Declared)
	isToGo := toGo(a.plan.Values, a.prior.Declared)
	var gone []string
	for key := range a.prior.Undeclared {
		if _, there := others[key]; there && isToGo(key) {
			gone = append(gone, key)
		}
	}
	kept := map[string]bool{}
	for _, member := range a.next.Declared {
		kept[member.ID] = member.ID != ""
	}
	a.each(ctx, sorted(gone), func(key string) error {
		for _, member := range a.held[key] {
			if kept[member.ID] {
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

// delete removes a declared member.
func (a *application) delete(ctx context.Context, key string, known Member) error {
	err := a.members.Delete(ctx, key, known)
	a.locked(func() {
		if err == nil {
			delete(a.next.Declared, key)
		} else {
			a.result.fail(key, diags.Deleted, err)
		}
	})
	return err //nolint:wrapcheck // The client says what it did.
}
