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
	a.awaitBatch(ctx)
	a.each(ctx, slices.Sorted(maps.Keys(prior.Pending)), func(key string) error {
		member, err := members.Resume(ctx, key, "", prior.Pending[key])
		a.locked(func() {
			switch {
			case client.IsNothingMade(err):
				delete(a.next.Pending, key)
			case err != nil:
				a.result.fail(key, diags.Deleted, err)
			default:
				delete(a.next.Pending, key)
				a.next.Declared[key] = member
			}
		})
		return err //nolint:wrapcheck // The client says what it did.
	})
	declared := maps.Clone(a.next.Declared)
	a.each(ctx, slices.Sorted(maps.Keys(declared)), func(key string) error {
		err := members.Delete(ctx, key, declared[key])
		a.locked(func() {
			if err == nil {
				delete(a.next.Declared, key)
			} else {
				a.result.fail(key, diags.Deleted, err)
			}
		})
		return err //nolint:wrapcheck // The client says what it did.
	})
	return a.next, a.result
}
