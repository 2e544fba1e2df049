// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package text is the attribute type of a text that people write, such as a name: two spellings of the same characters are equal.
package text

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

var (
	_ basetypes.StringTypable                    = Type{}
	_ basetypes.StringValuableWithSemanticEquals = Value{}
	_ planmodifier.String                        = keepSpelling{}
)

// Type is the type of a text that people write. A letter with an accent may be one code point or two (Unicode normal forms NFC and NFD):
// a Mac may write the one and NAO Cloud the other. A service may also store "&amp;" for "&".
type Type struct{ basetypes.StringType }

// Value is a text.
type Value struct{ basetypes.StringValue }

// New is a known text.
func New(text string) Value { return Value{basetypes.NewStringValue(text)} }

// Null is no text.
func Null() Value { return Value{basetypes.NewStringNull()} }

// KeepSpelling plans the spelling of the state while the configuration has the same characters.
func KeepSpelling() planmodifier.String {
	return Keep(Same, "Texts that differ only in their Unicode normal form, or in HTML entities for their characters, are the same.")
}

// Keep plans the text of the state where the configuration has the same in another spelling. The description says what is the same.
func Keep(same func(a, b string) bool, description string) planmodifier.String {
	return keepSpelling{same, description}
}

// Same reports whether two texts have the same characters, whatever their Unicode normal form, and whether or not HTML entities stand for some.
func Same(a, b string) bool { return client.SameText(a, b) }

// Composed is a text in Unicode normal form NFC, without HTML entities: texts that are the same are equal in this form.
func Composed(text string) string { return client.Characters(text) }

// Equal reports whether the other type is this one.
func (t Type) Equal(other attr.Type) bool {
	_, ok := other.(Type)
	return ok
}

// String names the type in messages.
func (t Type) String() string { return "text.Type" }

// ValueFromString makes the value.
func (t Type) ValueFromString(_ context.Context, value basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return Value{value}, nil
}

// ValueFromTerraform makes the value from Terraform's own.
func (t Type) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.StringType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("read text: %w", err)
	}
	text, ok := value.(basetypes.StringValue)
	if !ok {
		return nil, fmt.Errorf("read text: expected a string, got %T", value)
	}
	return Value{text}, nil
}

// ValueType is Value.
func (t Type) ValueType(context.Context) attr.Value { return Value{} }

// Type is the type of the text.
func (v Value) Type(context.Context) attr.Type { return Type{} }

// Equal compares exactly; StringSemanticEquals allows for another normal form.
func (v Value) Equal(other attr.Value) bool {
	o, ok := other.(Value)
	return ok && v.StringValue.Equal(o.StringValue)
}

// StringSemanticEquals reports whether the server's spelling has the same characters, so that the spelling of the configuration stays in the state.
func (v Value) StringSemanticEquals(_ context.Context, other basetypes.StringValuable) (bool, diag.Diagnostics) {
	o, ok := other.(Value)
	return ok && Same(v.ValueString(), o.ValueString()), nil
}

// keepSpelling plans the text of the state. Semantic equality alone does not: it compares the server's response with the state, but not
// the configuration with the state.
type keepSpelling struct {
	same        func(a, b string) bool
	description string
}

func (k keepSpelling) Description(context.Context) string { return k.description }

func (k keepSpelling) MarkdownDescription(ctx context.Context) string { return k.Description(ctx) }

func (k keepSpelling) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.PlanValue.IsNull() || req.PlanValue.IsUnknown() || req.StateValue.IsNull() {
		return
	}
	if k.same(req.PlanValue.ValueString(), req.StateValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}
