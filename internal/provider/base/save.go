// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// Save puts an object into the state, its identity first, so that nothing that follows can lose it.
func Save(ctx context.Context, identity *tfsdk.ResourceIdentity, identityModel any, state *tfsdk.State, model any) diag.Diagnostics {
	diagnostics := identity.Set(ctx, identityModel)
	return append(diagnostics, state.Set(ctx, model)...)
}
