// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package base

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// FuzzImport: an import id is taken as it is, or refused and leaves nothing behind.
func FuzzImport(f *testing.F) {
	for _, seed := range []string{"", "392", "0", "-1", "+1", "007", "12/", "abc", " 392", "392\n", "1e3", "99999999999999999999", "३९२", "\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		noun := Noun{Name: "team"}
		state := schema.Schema{Attributes: map[string]schema.Attribute{"id": schema.StringAttribute{Computed: true}}}
		identity := noun.IdentitySchema()
		response := resource.ImportStateResponse{
			State:    tfsdk.State{Schema: state, Raw: tftypes.NewValue(state.Type().TerraformType(t.Context()), nil)},
			Identity: &tfsdk.ResourceIdentity{Schema: identity, Raw: tftypes.NewValue(identity.Type().TerraformType(t.Context()), nil)},
		}
		// The framework has an identity for each request, if only an empty one.
		none := &tfsdk.ResourceIdentity{Schema: identity, Raw: response.Identity.Raw}
		noun.Import(t.Context(), resource.ImportStateRequest{ID: id, Identity: none}, &response)

		if response.Diagnostics.HasError() {
			if !response.State.Raw.IsNull() || !response.Identity.Raw.IsNull() {
				t.Errorf("%q was refused, but left %v, %v", id, response.State.Raw, response.Identity.Raw)
			}
			return
		}
		var imported types.String
		response.Diagnostics.Append(response.State.GetAttribute(t.Context(), path.Root("id"), &imported)...)
		var identified Identity
		response.Diagnostics.Append(response.Identity.Get(t.Context(), &identified)...)
		if response.Diagnostics.HasError() {
			t.Fatal(response.Diagnostics)
		}
		if imported.ValueString() != id || identified != IdentityOf(id) {
			t.Errorf("%q was imported as %s, identity %v", id, imported, identified)
		}
	})
}
