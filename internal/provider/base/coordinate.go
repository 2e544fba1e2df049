// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package base

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
	_ basetypes.Float64Typable                    = CoordinateType{}
	_ basetypes.Float64ValuableWithSemanticEquals = Coordinate{}
	_ xattr.ValidateableAttribute                 = Coordinate{}
	_ planmodifier.Float64                        = keepSamePlace{}
)

// Latitude and Longitude are the types of the two coordinates of a place.
var (
	Latitude  = CoordinateType{limit: 90}
	Longitude = CoordinateType{limit: 180}
)

// CoordinateType is the type of a coordinate in decimal degrees (WGS 84).
type CoordinateType struct {
	basetypes.Float64Type
	// limit is how far in degrees the coordinate may be from 0.
	limit float64
}

// Attribute is a required attribute of this type that keeps its state while the configuration means the same place.
func (t CoordinateType) Attribute(description string) schema.Float64Attribute {
	return schema.Float64Attribute{
		MarkdownDescription: description,
		Required:            true,
		CustomType:          t,
		PlanModifiers:       []planmodifier.Float64{keepSamePlace{}},
	}
}

// From is what an answer of the API says; where it says nothing, the value that was known is kept.
func (t CoordinateType) From(answer client.Field[float64], known Coordinate) Coordinate {
	if degrees, ok := answer.Get(); ok {
		return Coordinate{Float64Value: basetypes.NewFloat64Value(degrees), limit: t.limit}
	}
	if answer.IsNull() || known.IsUnknown() {
		return Coordinate{Float64Value: basetypes.NewFloat64Null(), limit: t.limit}
	}
	return known
}

// Equal tells whether the other type is the same coordinate.
func (t CoordinateType) Equal(other attr.Type) bool {
	o, ok := other.(CoordinateType)
	return ok && o.limit == t.limit
}

// String names the type in messages.
func (t CoordinateType) String() string { return fmt.Sprintf("CoordinateType(±%g°)", t.limit) }

// ValueFromFloat64 makes the value.
func (t CoordinateType) ValueFromFloat64(_ context.Context, value basetypes.Float64Value) (basetypes.Float64Valuable, diag.Diagnostics) {
	return Coordinate{Float64Value: value, limit: t.limit}, nil
}

// ValueFromTerraform makes the value from Terraform's own.
func (t CoordinateType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	value, err := t.Float64Type.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, fmt.Errorf("read coordinate: %w", err)
	}
	number, ok := value.(basetypes.Float64Value)
	if !ok {
		return nil, fmt.Errorf("read coordinate: expected a number, got %T", value)
	}
	return Coordinate{Float64Value: number, limit: t.limit}, nil
}

// ValueType is Coordinate.
func (t CoordinateType) ValueType(context.Context) attr.Value { return Coordinate{limit: t.limit} }

// Coordinate is a latitude or a longitude in decimal degrees (WGS 84).
type Coordinate struct {
	basetypes.Float64Value
	limit float64
}

// Same tells whether two coordinates are equal within client.CoordinateTolerance, or both null.
func (c Coordinate) Same(other Coordinate) bool {
	if c.IsNull() || other.IsNull() || c.IsUnknown() || other.IsUnknown() {
		return c.Float64Value.Equal(other.Float64Value)
	}
	return client.SameCoordinate(c.ValueFloat64(), other.ValueFloat64())
}

// Type is the type of this coordinate.
func (c Coordinate) Type(context.Context) attr.Type { return CoordinateType{limit: c.limit} }

// Equal compares exactly; Float64SemanticEquals and Same allow for rounding.
func (c Coordinate) Equal(other attr.Value) bool {
	o, ok := other.(Coordinate)
	return ok && c.Float64Value.Equal(o.Float64Value)
}

// Float64SemanticEquals tells whether the server's digits mean the same place, so that the digits of the configuration stay in the state.
func (c Coordinate) Float64SemanticEquals(_ context.Context, other basetypes.Float64Valuable) (bool, diag.Diagnostics) {
	o, ok := other.(Coordinate)
	return ok && c.Same(o), nil
}

// ValidateAttribute refuses what is not on the globe.
func (c Coordinate) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	if c.limit == 0 || c.IsNull() || c.IsUnknown() {
		return
	}
	if degrees := c.ValueFloat64(); degrees < -c.limit || degrees > c.limit {
		resp.Diagnostics.AddAttributeError(req.Path, "Coordinate is not on the globe",
			fmt.Sprintf("%s must be between %g and %g decimal degrees (WGS 84), got: %v.", req.Path, -c.limit, c.limit, degrees))
	}
}

// keepSamePlace plans the coordinate that is in the state while the configured one means the same place. Semantic equality alone does
// not: it compares what the server answers, but not what the configuration says, with the state.
type keepSamePlace struct{}

func (keepSamePlace) Description(context.Context) string {
	return "Coordinates that differ by no more than 1e-7 degrees are the same."
}

func (k keepSamePlace) MarkdownDescription(ctx context.Context) string { return k.Description(ctx) }

func (keepSamePlace) PlanModifyFloat64(_ context.Context, req planmodifier.Float64Request, resp *planmodifier.Float64Response) {
	plan, state := Coordinate{Float64Value: req.PlanValue}, Coordinate{Float64Value: req.StateValue}
	if plan.Same(state) {
		resp.PlanValue = req.StateValue
	}
}
