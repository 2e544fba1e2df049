// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package crud

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
)

// saveModel puts a model into the state, its identity first, so that nothing that follows can lose it.
func (r *resourceOf[M, T, In]) saveModel(ctx context.Context, identity *tfsdk.ResourceIdentity, state *tfsdk.State, model M) diag.Diagnostics {
	saved := tfsdk.State{Schema: r.schema, Raw: tftypes.NewValue(r.schema.Type().TerraformType(ctx), nil)}
	diagnostics := saved.Set(ctx, model)
	// A pending create may not know its id yet. The identity stays null until it does, since it cannot change later.
	if parts, _ := r.parts(ctx, saved); !slices.Contains(parts, "") {
		diagnostics.Append(r.identify(ctx, identity, saved)...)
	}
	state.Raw = saved.Raw
	return diagnostics
}

// save puts what the service has after a create or an update into the state, and reports each attribute that it did not take.
func (r *resourceOf[M, T, In]) save(
	ctx context.Context, verb diags.Verb, c change, identity *tfsdk.ResourceIdentity, state *tfsdk.State, stored M,
) diag.Diagnostics {
	diagnostics := r.saveModel(ctx, identity, state, stored)
	reconciled, differences, err := c.reconcile(ctx, state.Raw)
	if err != nil {
		diagnostics.AddError(diags.Capital(r.Kind.Name)+" could not be compared with the plan", err.Error())
		return diagnostics
	}
	state.Raw = reconciled
	for _, d := range differences {
		diagnostics.Append(diags.Stored(r.Kind, verb, r.Label(stored), d.name, d.asked, d.stored)...)
	}
	return diagnostics
}

// finish remembers where the object was seen, and removes the marks of what has come to its end: a create, an import, a plan.
func (r *resourceOf[M, T, In]) finish(ctx context.Context, private PrivateState) diag.Diagnostics {
	diagnostics := r.provider.See(ctx, private)
	for _, key := range []string{pendingKey, importedKey, plannedKey, removableKey} {
		diagnostics.Append(WritePrivate(ctx, private, key, nil)...)
	}
	return diagnostics
}
