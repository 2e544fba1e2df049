// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Identity is the identity of an object that its id alone identifies.
type Identity struct {
	ID types.String `tfsdk:"id"`
}

// IdentityOf is the identity of the object with this id. It is never null, even for an object whose id was never known: Terraform wants the
// identity even of what a Read finds gone.
func IdentityOf(id string) Identity { return Identity{ID: types.StringValue(id)} }

// IdentitySchema is the schema of Identity.
func (n Noun) IdentitySchema() identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{
			Description:       fmt.Sprintf("The number that NAO Cloud gave the %s, such as %q.", n.Name, n.ID),
			RequiredForImport: true,
		},
	}}
}

// ByIdentity tells that an import names its object by identity. Without an id there is none either where a command line has "" for it.
func ByIdentity(req resource.ImportStateRequest) bool {
	return req.ID == "" && req.Identity != nil && !req.Identity.Raw.IsNull()
}

// Import imports an object by its id or by its Identity.
func (n Noun) Import(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id := req.ID
	if ByIdentity(req) {
		var identity Identity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		id = identity.ID.ValueString()
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if !IsID(id) {
		resp.Diagnostics.AddError("Invalid import id",
			fmt.Sprintf("A %s is imported by the number that NAO Cloud gave it, such as %s, got: %q.", n.Name, n.ID, id))
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, IdentityOf(id))...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
}
