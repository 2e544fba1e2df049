// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package team

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// FuzzImportState: an import id either names the team that it spells, or is refused and leaves nothing behind.
func FuzzImportState(f *testing.F) {
	for _, seed := range []string{
		"392/11416", "392", "/", "12/", "/12", "abc", "392/11416/1", "392 / 11416", "0/1", "-1/2", "+1/2", "01/2", "1/99999999999999999999", "1/2\n", "३/१", "392%2F11416",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		if id == "" {
			t.Skip("Terraform refuses an empty id itself")
		}
		r := definition.NewResource()
		var schema resource.SchemaResponse
		r.Schema(t.Context(), resource.SchemaRequest{}, &schema)
		var identitySchema resource.IdentitySchemaResponse
		identified, ok := r.(resource.ResourceWithIdentity)
		importer, canImport := r.(resource.ResourceWithImportState)
		if !ok || !canImport {
			t.Fatalf("expected a resource with an identity that can be imported, got %T", r)
		}
		identified.IdentitySchema(t.Context(), resource.IdentitySchemaRequest{}, &identitySchema)
		response := resource.ImportStateResponse{
			State: tfsdk.State{Schema: schema.Schema, Raw: tftypes.NewValue(schema.Schema.Type().TerraformType(t.Context()), nil)},
			Identity: &tfsdk.ResourceIdentity{
				Schema: identitySchema.IdentitySchema, Raw: tftypes.NewValue(identitySchema.IdentitySchema.Type().TerraformType(t.Context()), nil),
			},
		}
		importer.ImportState(t.Context(), resource.ImportStateRequest{ID: id}, &response)

		if response.Diagnostics.HasError() {
			if !response.State.Raw.IsNull() || !response.Identity.Raw.IsNull() {
				t.Errorf("%q was refused, but left %v, %v", id, response.State.Raw, response.Identity.Raw)
			}
			return
		}
		var imported types.String
		response.Diagnostics.Append(response.State.GetAttribute(t.Context(), path.Root("id"), &imported)...)
		var identity types.String
		response.Diagnostics.Append(response.Identity.GetAttribute(t.Context(), path.Root("id"), &identity)...)
		if response.Diagnostics.HasError() {
			t.Fatal(response.Diagnostics)
		}
		if imported.ValueString() != id || identity.ValueString() != id {
			t.Errorf("%q was imported as %s, identity %s", id, imported, identity)
		}
	})
}
