// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package crud

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
)

// keyIsFree looks for another object with the natural key that an update gives its object. The API may allow two.
func (r *resourceOf[M, T, In]) keyIsFree(ctx context.Context, plan, state M) error {
	if r.Key == nil || r.Key(plan) == "" || r.provider.OnExisting == client.Create || r.sameKey(plan, state) {
		return nil
	}
	found, err := r.objects().Find(ctx, r.Known(plan))
	if err != nil {
		return err //nolint:wrapcheck // The client says what it did.
	}
	var others []string
	for _, object := range found {
		if id := object.ObjectID(); id != r.Known(state).ObjectID() {
			others = append(others, id)
		}
	}
	if len(others) == 0 {
		return nil
	}
	return &client.ExistsError{Kind: r.Kind.Name, Key: r.Label(plan), IDs: others}
}

// adopted warns that a create has adopted an object. It reports an object that another resource of the run manages.
func (r *resourceOf[M, T, In]) adopted(plan M, notice *client.AdoptedError) diag.Diagnostics {
	if r.Key != nil && keysOf[M](r.provider, r.Kind.Type).has(notice.ID) {
		return diags.Twice(r.Kind, r.KeyAttributes[0], r.Label(plan), notice.ID)
	}
	return diag.Diagnostics{diags.Adopted(r.Kind, r.Label(plan), notice.ID)}
}
