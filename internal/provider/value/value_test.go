// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package value

import (
	"bytes"
	"encoding/json"
	"math/big"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/leaf"
)

// decode reads one JSON value with all digits of its numbers.
func decode(data []byte) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	err = decoder.Decode(&value)
	return value, err
}

func numberOf(t *testing.T, text string) types.Number {
	t.Helper()
	parsed, _, err := big.ParseFloat(text, 10, precision, big.ToNearestEven)
	if err != nil {
		t.Fatal(err)
	}
	return types.NumberValue(parsed)
}

func TestFromTerraform(t *testing.T) {
	t.Parallel()
	text := types.StringValue("x")
	for name, test := range map[string]struct {
		value attr.Value
		want  any
	}{
		"nothing":             {nil, nil},
		"null":                {types.DynamicNull(), nil},
		"unknown":             {types.DynamicUnknown(), Unknown{}},
		"text":                {types.DynamicValue(text), "x"},
		"flag":                {types.BoolValue(true), true},
		"million":             {numberOf(t, "1000000"), json.Number("1000000")},
		"all digits":          {numberOf(t, "9007199254740993"), json.Number("9007199254740993")},
		"fraction":            {numberOf(t, "0.1"), json.Number("0.1")},
		"fraction of a float": {types.NumberValue(big.NewFloat(0.5)), json.Number("0.5")},
		"negative":            {numberOf(t, "-12.250"), json.Number("-12.25")},
		"huge":                {numberOf(t, "1e400"), json.Number("1e+400")},
		"list":                {types.ListValueMust(types.StringType, []attr.Value{text}), []any{"x"}},
		"tuple":               {types.TupleValueMust([]attr.Type{types.StringType, types.BoolType}, []attr.Value{text, types.BoolNull()}), []any{"x", nil}},
		"set":                 {types.SetValueMust(types.StringType, []attr.Value{text}), leaf.Set{"x"}},
		"map":                 {types.MapValueMust(types.StringType, map[string]attr.Value{"a": text}), map[string]any{"a": "x"}},
		"object": {
			types.ObjectValueMust(map[string]attr.Type{"a": types.DynamicType}, map[string]attr.Value{"a": types.DynamicUnknown()}),
			map[string]any{"a": Unknown{}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := FromTerraform(test.value); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %#v, want %#v", got, test.want)
			}
		})
	}
}

func TestToTerraform_comesBackAsItWas(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"scalars": `{"a":"x","b":true,"c":9007199254740993,"d":0.1,"e":null}`,
		"nested":  `{"a":[1,"x",{"b":[]}],"c":{}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			read, err := decode([]byte(text))
			if err != nil {
				t.Fatal(err)
			}
			if got := FromTerraform(Dynamic(read)); !reflect.DeepEqual(got, read) {
				t.Errorf("got %#v, want %#v", got, read)
			}
		})
	}
}

func TestToTerraform_setsStayWhereTheirElementsAreOfOneType(t *testing.T) {
	t.Parallel()
	if got := FromTerraform(ToTerraform(leaf.Set{"a", "b"})); !reflect.DeepEqual(got, leaf.Set{"a", "b"}) {
		t.Errorf("got %#v", got)
	}
	for _, mixed := range []leaf.Set{{"a", true}, {}, {nil}} {
		if got, ok := FromTerraform(ToTerraform(mixed)).([]any); !ok || len(got) != len(mixed) {
			t.Errorf("%#v: got %#v", mixed, got)
		}
	}
}

func TestToTerraform_whatTerraformCannotHoldIsAText(t *testing.T) {
	t.Parallel()
	if got := FromTerraform(ToTerraform(json.Number("1e999999999"))); got != "1e999999999" {
		t.Errorf("got %#v", got)
	}
}

func TestIsKnown(t *testing.T) {
	t.Parallel()
	for _, unknown := range []any{Unknown{}, map[string]any{"a": Unknown{}}, []any{1, Unknown{}}, leaf.Set{Unknown{}}} {
		if IsKnown(unknown) {
			t.Errorf("expected %#v to be unknown", unknown)
		}
	}
	if !IsKnown(map[string]any{"a": []any{nil, "x"}}) {
		t.Error("expected a known value")
	}
}

func FuzzRoundTrip(f *testing.F) {
	f.Add([]byte(`{"a":[1,{"b":null}],"c":1e-7}`))
	f.Add([]byte(`[1e400,-0,123456789012345678901234567890]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		read, err := decode(data)
		if err != nil {
			return
		}
		if again := FromTerraform(Dynamic(read)); !leaf.Equal(read, again) {
			t.Errorf("got %#v, want %#v", again, read)
		}
	})
}
