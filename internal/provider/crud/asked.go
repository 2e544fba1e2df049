// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package crud

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// change is what is asked for, and the model that holds this and nothing else.
func (r *resourceOf[M, T, In]) change(ctx context.Context, plan tfsdk.Plan, config tfsdk.Config, state tfsdk.State) (c change, asked M, diagnostics diag.Diagnostics) {
	c, diagnostics = newChange(r.schema, r.Local, plan, config, state)
	if diagnostics.HasError() {
		return c, asked, diagnostics
	}
	diagnostics.Append(c.asked(ctx).Get(ctx, &asked)...)
	return c, asked, diagnostics
}

// input is what to send: what is asked for, and what only the configuration holds.
func (r *resourceOf[M, T, In]) input(ctx context.Context, asked M, values tfsdk.Config, former *M) (In, diag.Diagnostics) {
	in := r.Input(asked)
	if r.WriteOnly == nil {
		return in, nil
	}
	var config M
	diagnostics := values.Get(ctx, &config)
	return r.WriteOnly(in, config, former), diagnostics
}
