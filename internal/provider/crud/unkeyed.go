// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package crud

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
)

// What follows is for creates of objects without a natural key. Where the outcome of such a create is not known, nothing will find its object,
// so that only a person can end it. Terraform marks its entry in the state as tainted, and plans to replace it.

// withoutKey is the pending create that only a person can end; nil for any other error.
func withoutKey(err error) *client.PendingError {
	if pending, ok := errors.AsType[*client.PendingError](err); ok && pending.NoKey {
		return pending
	}
	return nil
}

func isWithoutKey(err error) bool { return withoutKey(err) != nil }

// unfinished warns that the create is still pending. It is no error, and neither is it one in the plan: a destroy must be able to remove the entry,
// and before that Terraform reads the object, and plans to create it again. An apply that would replace the entry fails in Delete.
func (r *resourceOf[M, T, In]) unfinished(ctx context.Context, values Attributes, state M, err error) diag.Diagnostics {
	var warnings diag.Diagnostics
	for _, each := range r.failed(ctx, diags.Created, values, state, err) {
		warnings.AddWarning(each.Summary(), each.Detail())
	}
	return warnings
}

// isEntry reports whether a state is that of a create that only a person can end. The private state may have been lost since: Terraform plans a
// tainted object as a new one, without any, and a removal that fails leaves what was planned.
func (r *resourceOf[M, T, In]) isEntry(state M) bool {
	return r.MayLackKey && r.Known(state).ObjectID() == "" && r.Key(state) == ""
}

// marksEntry marks in the planned private state that the plan removes an entry. Without the mark, a removal is the first half of a replacement.
func (r *resourceOf[M, T, In]) marksEntry(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if !r.MayLackKey {
		return
	}
	var state M
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if !resp.Diagnostics.HasError() && r.isEntry(state) {
		resp.Diagnostics.Append(WritePrivate(ctx, resp.Private, removableKey, []byte("true"))...)
	}
}

// entryStays reports what the create reported, as far as it is still known, where an apply would replace its entry.
func (r *resourceOf[M, T, In]) entryStays(ctx context.Context, req resource.DeleteRequest, state M) diag.Diagnostics {
	if _, err := r.find(ctx, req.State, state, req.Private); isWithoutKey(err) {
		return r.failed(ctx, diags.Created, req.State, state, err)
	}
	return diag.Diagnostics{diags.EntryStays(r.Kind, r.Label(state))}
}

func (r *resourceOf[M, T, In]) entryRemoved(state M, err error) diag.Diagnostic {
	return diags.EntryRemoved(r.Kind, r.Label(state), withoutKey(err))
}
