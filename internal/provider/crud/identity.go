// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package crud

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
)

// importedKey marks an object in the private state that an import has named, and that no read has found yet.
const importedKey = "imported"

// IdentitySchema has a text for each part.
func (r *resourceOf[M, T, In]) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	attributes := make(map[string]identityschema.Attribute, len(r.Identity))
	for _, part := range r.Identity {
		attributes[part.Attribute] = identityschema.StringAttribute{
			Description:       fmt.Sprintf("%s, such as %q.", diags.Capital(part.Words), part.Example),
			RequiredForImport: true,
		}
	}
	resp.IdentitySchema = identityschema.Schema{Attributes: attributes}
}

// ImportState imports an object by its import id, which is its parts with a slash between them, or by its identity.
func (r *resourceOf[M, T, In]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	texts := strings.SplitN(req.ID, "/", len(r.Identity))
	if r.Split != nil {
		texts = r.Split(req.ID)
	}
	// Without an id there is no identity either where a command line has "" for the id.
	if req.ID == "" && req.Identity != nil && !req.Identity.Raw.IsNull() {
		texts = make([]string, len(r.Identity))
		for i, part := range r.Identity {
			texts[i] = argument(ctx, req.Identity, part.Attribute, &resp.Diagnostics)
		}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if !r.areParts(texts) {
		resp.Diagnostics.AddError("Invalid import id", r.importForm(strings.Join(texts, "/")))
		return
	}
	for i, part := range r.Identity {
		resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root(part.Attribute), texts[i])...)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(part.Attribute), texts[i])...)
	}
	if resp.Private != nil {
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, importedKey, []byte("true"))...)
	}
}

func (r *resourceOf[M, T, In]) areParts(texts []string) bool {
	if len(texts) != len(r.Identity) {
		return false
	}
	for i, part := range r.Identity {
		if !part.accepts(texts[i]) {
			return false
		}
	}
	return true
}

// importForm says how an object is imported, and what came instead.
func (r *resourceOf[M, T, In]) importForm(got string) string {
	words, placeholders, examples := make([]string, len(r.Identity)), make([]string, len(r.Identity)), make([]string, len(r.Identity))
	for i, part := range r.Identity {
		words[i], placeholders[i], examples[i] = part.Words, part.Placeholder, part.Example
	}
	if len(r.Identity) == 1 {
		return fmt.Sprintf("A %s is imported by the number that NAO Cloud gave it, such as %s, got: %q.", r.Kind.Name, examples[0], got)
	}
	sentences := []string{fmt.Sprintf("%s is imported by %s, %s, such as %s, got: %q.", diags.Capital(r.Kind.One()), strings.Join(words, ", a slash and "),
		strings.Join(placeholders, "/"), strings.Join(examples, "/"), got)}
	for _, part := range r.Identity {
		if part.Note != "" {
			sentences = append(sentences, part.Note)
		}
	}
	return strings.Join(sentences, " ")
}

// parts are the texts of the identity; "" for those that are not known.
func (r *resourceOf[M, T, In]) parts(ctx context.Context, state Attributes) ([]string, diag.Diagnostics) {
	var diagnostics diag.Diagnostics
	texts := make([]string, len(r.Identity))
	for i, part := range r.Identity {
		texts[i] = argument(ctx, state, part.Attribute, &diagnostics)
	}
	return texts, diagnostics
}

// importID is the import id of the object with this id, whose other attributes are these.
func (r *resourceOf[M, T, In]) importID(ctx context.Context, state Attributes) func(id string) string {
	texts, _ := r.parts(ctx, state)
	return func(id string) string {
		whole := make([]string, len(texts))
		for i, part := range r.Identity {
			whole[i] = texts[i]
			if part.Attribute == "id" {
				whole[i] = id
			}
		}
		return strings.Join(whole, "/")
	}
}

// identify sets the identity from the state. It is never null, even for an object whose id was never known: Terraform needs an identity
// even for what a read finds gone.
func (r *resourceOf[M, T, In]) identify(ctx context.Context, identity *tfsdk.ResourceIdentity, state Attributes) diag.Diagnostics {
	texts, diagnostics := r.parts(ctx, state)
	if identity == nil {
		return diagnostics
	}
	for i, part := range r.Identity {
		diagnostics.Append(identity.SetAttribute(ctx, path.Root(part.Attribute), texts[i])...)
	}
	return diagnostics
}

// argument is the text of an attribute, whatever its type; "" for null and unknown.
func argument(ctx context.Context, values Attributes, name string, diagnostics *diag.Diagnostics) string {
	var value attr.Value
	diagnostics.Append(values.GetAttribute(ctx, path.Root(name), &value)...)
	valuable, ok := value.(basetypes.StringValuable)
	if !ok {
		return ""
	}
	text, problems := valuable.ToStringValue(ctx)
	diagnostics.Append(problems...)
	return text.ValueString()
}

// Attributes is a tfsdk.State, Plan or Config.
type Attributes interface {
	GetAttribute(ctx context.Context, path path.Path, target any) diag.Diagnostics
}
