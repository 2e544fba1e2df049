// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package coordinate is the attribute type of a latitude or a longitude: it validates itself, and small differences are none.
package coordinate

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

var (
	_ basetypes.Float64Typable                    = Type{}
	_ basetypes.Float64ValuableWithSemanticEquals = Value{}
	_ xattr.ValidateableAttribute                 = Value{}
	_ planmodifier.Float64                        = keepSamePlace{}
)

// Latitude and Longitude are the types of the two coordinates of a place.
var (
	Latitude  = Type{limit: 90}
	Longitude = Type{limit: 180}
)

// Type is the type of a coordinate in decimal degrees (WGS 84).
type Type struct {
	basetypes.Float64Type
	// limit is how far in degrees the coordinate may be from 0.
	limit float64
}

// Attribute is a required attribute of this type that keeps its state while the configuration means the same place.
func (t Type) Attribute(description string) schema.Float64Attribute {
	return schema.Float64Attribute{
		MarkdownDescription: description,
		Required:            true,
		CustomType:          t,
		PlanModifiers:       []planmodifier.Float64{keepSamePlace{}},
	}
}

// From is what a response of the API says. Where the response says nothing, the known value is kept.
func (t Type) From(response client.Field[float64], known Value) Value {
	if degrees, ok := response.Get(); ok {
		return Value{Float64Value: basetypes.NewFloat64Value(degrees), limit: t.limit}
	}
	if response.IsNull() || known.IsUnknown() {
		return Value{Float64Value: basetypes.NewFloat64Null(), limit: t.limit}
	}
	return Value{Float64Value: known.Float64Value, limit: t.limit}
}

// Equal reports whether the other type is the same coordinate.
func (t Type) Equal(other attr.Type) bool {
	o, ok := other.(Type)
	return ok && o.limit == t.limit
}

// String names the type in messages.
func (t Type) String() string { return fmt.Sprintf("coordinate.Type(±%g°)", t.limit) }

// ValueFromFloat64 makes the value.
func (t Type) ValueFromFloat64(_ context.Context, value basetypes.Float64Value) (basetypes.Float64Valuable, diag.Diagnostics) {
	return Value{Float64Value: value, limit: t.limit}, nil
}

// ValueFromTerraform makes the value from Terraform's own.
func (t Type) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.Float64Type.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("read coordinate: %w", err)
	}
	number, ok := value.(basetypes.Float64Value)
	if !ok {
		return nil, fmt.Errorf("read coordinate: expected a number, got %T", value)
	}
	return Value{Float64Value: number, limit: t.limit}, nil
}

// ValueType is Value.
func (t Type) ValueType(context.Context) attr.Value { return Value{limit: t.limit} }

// Value is a latitude or a longitude in decimal degrees (WGS 84).
type Value struct {
	basetypes.Float64Value
	limit float64
}

// Same reports whether two coordinates are equal within client.CoordinateTolerance, or both null.
func (v Value) Same(other Value) bool {
	if v.IsNull() || other.IsNull() || v.IsUnknown() || other.IsUnknown() {
		return v.Float64Value.Equal(other.Float64Value)
	}
	return client.SameCoordinate(v.ValueFloat64(), other.ValueFloat64())
}

// Type is the type of this coordinate.
func (v Value) Type(context.Context) attr.Type { return Type{limit: v.limit} }

// Equal compares exactly; Float64SemanticEquals and Same allow for rounding.
func (v Value) Equal(other attr.Value) bool {
	o, ok := other.(Value)
	return ok && v.Float64Value.Equal(o.Float64Value)
}

// Float64SemanticEquals reports whether the server's digits mean the same place, so that the digits of the configuration stay in the state.
func (v Value) Float64SemanticEquals(_ context.Context, other basetypes.Float64Valuable) (bool, diag.Diagnostics) {
	o, ok := other.(Value)
	return ok && v.Same(o), nil
}

// ValidateAttribute refuses what is not on the globe.
func (v Value) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	if v.limit == 0 || v.IsNull() || v.IsUnknown() {
		return
	}
	if degrees := v.ValueFloat64(); degrees < -v.limit || degrees > v.limit {
		resp.Diagnostics.AddAttributeError(req.Path, "Coordinate is not on the globe",
			fmt.Sprintf("%s must be between %g and %g decimal degrees (WGS 84), got: %v.", req.Path, -v.limit, v.limit, degrees))
	}
}

// keepSamePlace plans the coordinate of the state while the configured one means the same place. Semantic equality alone does not: it
// compares the server's response with the state, but not the configuration with the state.
type keepSamePlace struct{}

func (keepSamePlace) Description(context.Context) string {
	return "Coordinates that differ by no more than 1e-5 degrees are the same."
}

func (k keepSamePlace) MarkdownDescription(ctx context.Context) string { return k.Description(ctx) }

func (keepSamePlace) PlanModifyFloat64(_ context.Context, req planmodifier.Float64Request, resp *planmodifier.Float64Response) {
	plan, state := Value{Float64Value: req.PlanValue}, Value{Float64Value: req.StateValue}
	if plan.Same(state) {
		resp.PlanValue = req.StateValue
	}
}
