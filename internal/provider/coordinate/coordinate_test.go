// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package coordinate

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

func latitude(degrees float64) Value { return Latitude.From(client.Set(degrees), Value{}) }

func TestValue_aMetreIsNoDifference(t *testing.T) {
	t.Parallel()
	unknown := Value{Float64Value: types.Float64Unknown()}
	for name, test := range map[string]struct {
		a, b     Value
		expected bool
	}{
		"equal":                     {latitude(43.5), latitude(43.5), true},
		"a tolerance apart":         {latitude(43.5), latitude(43.50001), true},
		"more than a tolerance":     {latitude(43.5), latitude(43.50002), false},
		"across the equator":        {latitude(0.000005), latitude(-0.000005), true},
		"null and zero":             {Value{}, latitude(0), false},
		"null and null":             {Value{}, Latitude.From(client.Null[float64](), Value{}), true},
		"unknown and a known place": {unknown, latitude(0), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.a.Same(test.b); got != test.expected {
				t.Errorf("expected %t, got %t", test.expected, got)
			}
			got, diagnostics := test.b.Float64SemanticEquals(t.Context(), test.a)
			if got != test.expected || diagnostics.HasError() {
				t.Errorf("expected semantic equality to be %t, got %t, %v", test.expected, got, diagnostics)
			}
		})
	}
}

func TestValue_validatesItself(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		kind    Type
		degrees float64
		valid   bool
	}{
		"the north pole":        {Latitude, 90, true},
		"beyond the north pole": {Latitude, 90.000001, false},
		"beyond the south pole": {Latitude, -91, false},
		"the date line":         {Longitude, -180, true},
		"beyond the date line":  {Longitude, 181, false},
		"a longitude of 91":     {Longitude, 91, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var resp xattr.ValidateAttributeResponse
			value, err := test.kind.ValueFromTerraform(t.Context(), tftypes.NewValue(tftypes.Number, test.degrees))
			if err != nil {
				t.Fatal(err)
			}
			coordinate, ok := value.(Value)
			if !ok {
				t.Fatalf("expected a Value, got %T", value)
			}
			coordinate.ValidateAttribute(t.Context(), xattr.ValidateAttributeRequest{Path: path.Root("latitude")}, &resp)
			if resp.Diagnostics.HasError() == test.valid {
				t.Errorf("expected valid to be %t, got %v", test.valid, resp.Diagnostics)
			}
		})
	}
}

func TestValue_nullAndUnknownAreValid(t *testing.T) {
	t.Parallel()
	for _, in := range []tftypes.Value{tftypes.NewValue(tftypes.Number, nil), tftypes.NewValue(tftypes.Number, tftypes.UnknownValue)} {
		value, err := Latitude.ValueFromTerraform(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		coordinate, ok := value.(Value)
		if !ok {
			t.Fatalf("expected a Value, got %T", value)
		}
		var resp xattr.ValidateAttributeResponse
		coordinate.ValidateAttribute(t.Context(), xattr.ValidateAttributeRequest{}, &resp)
		if resp.Diagnostics.HasError() {
			t.Errorf("expected %s to be valid, got %v", in, resp.Diagnostics)
		}
	}
}

func TestValue_typesDiffer(t *testing.T) {
	t.Parallel()
	if Latitude.Equal(Longitude) || !Latitude.Equal(Latitude) || Latitude.Equal(types.Float64Type) {
		t.Error("expected a latitude to be like a latitude alone")
	}
	if kind := latitude(1).Type(t.Context()); !kind.Equal(Latitude) {
		t.Errorf("expected a latitude's type to be Latitude, got %s", kind)
	}
	if latitude(1).Equal(types.Float64Value(1)) || !latitude(1).Equal(latitude(1)) {
		t.Error("expected a coordinate to equal a coordinate alone")
	}
}

func TestValue_whatAResponseLacksIsKept(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		response        client.Field[float64]
		known, expected Value
	}{
		"said":                    {client.Set(1.5), latitude(9), latitude(1.5)},
		"null":                    {client.Null[float64](), latitude(9), Value{}},
		"missing":                 {client.Field[float64]{}, latitude(9), latitude(9)},
		"missing and yet unknown": {client.Field[float64]{}, Value{Float64Value: types.Float64Unknown()}, Value{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Latitude.From(test.response, test.known); !got.Equal(test.expected) {
				t.Errorf("expected %s, got %s", test.expected, got)
			}
		})
	}
}

func TestKeepSamePlace_plansTheStateForTheSamePlace(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ state, plan, expected types.Float64 }{
		"a new object":   {types.Float64Null(), types.Float64Value(1), types.Float64Value(1)},
		"rounded":        {types.Float64Value(1.123456), types.Float64Value(1.12345), types.Float64Value(1.123456)},
		"moved":          {types.Float64Value(1), types.Float64Value(2), types.Float64Value(2)},
		"not yet known":  {types.Float64Value(1), types.Float64Unknown(), types.Float64Unknown()},
		"not on the map": {types.Float64Value(1), types.Float64Null(), types.Float64Null()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resp := planmodifier.Float64Response{PlanValue: test.plan}
			keepSamePlace{}.PlanModifyFloat64(context.Background(), planmodifier.Float64Request{StateValue: test.state, PlanValue: test.plan}, &resp)
			if !resp.PlanValue.Equal(test.expected) {
				t.Errorf("expected %s, got %s", test.expected, resp.PlanValue)
			}
		})
	}
}
