// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package site

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
)

// waysOut are what to do with a site that is not deleted.
var waysOut = "To delete it all the same, set `force_destroy = true`, apply that, then destroy. To keep it on NAO Cloud and remove it from Terraform, " + kind.LetGo()

// removable refuses to remove a site that has buildings: it is in use, such as a hospital.
func removable(ctx context.Context, c *client.Client, state model) (diag.Diagnostics, error) {
	if state.ForceDestroy.ValueBool() {
		return nil, nil
	}
	hasBuildings, err := c.HasBuildings(ctx, state.ID.ValueString())
	if client.IsNotFound(err) {
		// Either the site is gone, or this NAO Cloud does not list buildings.
		if _, gone := c.Sites.Get(ctx, state.site()); gone != nil {
			return nil, gone //nolint:wrapcheck // The client says what it did.
		}
	}
	switch {
	case diags.IsGeneral(err):
		return nil, err //nolint:wrapcheck // The client says what it did.
	case err != nil:
		failure := diags.Failure{Kind: kind, Verb: diags.Checked, Label: state.label(), Err: err}.Diagnostics()
		return diag.Diagnostics{diag.NewErrorDiagnostic(failure[0].Summary(), //nolint:nilerr // The diagnostics tell it.
			failure[0].Detail()+"\n\nA site is only deleted when it is certain that it has no buildings. "+waysOut)}, nil
	case hasBuildings:
		return diag.Diagnostics{diag.NewErrorDiagnostic("Site has buildings",
			fmt.Sprintf("Site %s has buildings on NAO Cloud, and would be deleted with them. Nothing was deleted.\n\n%s", state.label(), waysOut))}, nil
	default:
		return nil, nil
	}
}
