// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package value turns dynamic attributes into values that JSON can write, and back. It does no input or output.
package value

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/leaf"
)

// anyContext is for the types of values, which depend on none.
var anyContext = context.Background()

// Unknown stands for what is not known before the apply. It is equal to nothing.
type Unknown struct{}

// FromTerraform reads a value of a configuration, a plan or a state. Numbers keep all their digits, and sets become a leaf.Set. What is not known
// becomes Unknown.
func FromTerraform(value attr.Value) any {
	if value == nil || value.IsNull() {
		return nil
	}
	if value.IsUnknown() {
		return Unknown{}
	}
	switch value := value.(type) {
	case basetypes.DynamicValue:
		return FromTerraform(value.UnderlyingValue())
	case basetypes.StringValue:
		return value.ValueString()
	case basetypes.BoolValue:
		return value.ValueBool()
	case basetypes.NumberValue:
		return number(value.ValueBigFloat())
	case basetypes.ObjectValue:
		return members(value.Attributes())
	case basetypes.MapValue:
		return members(value.Elements())
	case basetypes.ListValue:
		return elements(value.Elements())
	case basetypes.TupleValue:
		return elements(value.Elements())
	case basetypes.SetValue:
		return leaf.Set(elements(value.Elements()))
	default:
		return Unknown{}
	}
}

func members(values map[string]attr.Value) map[string]any {
	read := make(map[string]any, len(values))
	for name, value := range values {
		read[name] = FromTerraform(value)
	}
	return read
}

func elements(values []attr.Value) []any {
	read := make([]any, len(values))
	for i, value := range values {
		read[i] = FromTerraform(value)
	}
	return read
}

// longestPlain is the largest exponent of two of a number that is written without an exponent.
const longestPlain = 512

// number writes all digits: 1000000 and not 1e+06.
func number(value *big.Float) json.Number {
	if exponent := value.MantExp(nil); exponent > longestPlain || exponent < -longestPlain {
		return json.Number(value.Text('g', -1))
	}
	return json.Number(value.Text('f', -1))
}

// longestHeld is the largest exponent of two of a number that Terraform is given. It writes larger ones in all their digits.
const longestHeld = 4096

// exponentOf is the exponent of two of a number; more than any for infinity.
func exponentOf(number *big.Float) int {
	if number.IsInf() {
		return longestHeld + 1
	}
	return number.MantExp(nil)
}

// precision is that of Terraform's numbers, in bits.
const precision = 512

// ToTerraform is the value as HCL would write it: an object, a tuple, or a scalar. A set stays one where its elements are of one type. A number
// that Terraform cannot hold becomes a text.
func ToTerraform(value any) attr.Value {
	switch value := value.(type) {
	case nil:
		return types.DynamicNull()
	case Unknown:
		return types.DynamicUnknown()
	case bool:
		return types.BoolValue(value)
	case string:
		return types.StringValue(value)
	case json.Number:
		parsed, _, err := big.ParseFloat(string(value), 10, precision, big.ToNearestEven)
		if err != nil || exponentOf(parsed) > longestHeld || exponentOf(parsed) < -longestHeld {
			return types.StringValue(string(value))
		}
		return types.NumberValue(parsed)
	case map[string]any:
		return object(value)
	case leaf.Set:
		return set(value)
	case []any:
		return tuple(value)
	default:
		return types.StringValue(fmt.Sprint(value))
	}
}

// Dynamic is ToTerraform for a dynamic attribute.
func Dynamic(value any) types.Dynamic {
	made := ToTerraform(value)
	if dynamic, ok := made.(types.Dynamic); ok {
		return dynamic
	}
	return types.DynamicValue(made)
}

func object(value map[string]any) attr.Value {
	attributes, attributeTypes := make(map[string]attr.Value, len(value)), make(map[string]attr.Type, len(value))
	for name, member := range maps.All(value) {
		attributes[name] = ToTerraform(member)
		attributeTypes[name] = attributes[name].Type(anyContext)
	}
	return types.ObjectValueMust(attributeTypes, attributes)
}

func tuple(value []any) attr.Value {
	values, elementTypes := converted(value)
	return types.TupleValueMust(elementTypes, values)
}

func set(value leaf.Set) attr.Value {
	values, elementTypes := converted(value)
	if len(values) == 0 {
		return types.TupleValueMust(elementTypes, values)
	}
	first := elementTypes[0]
	differs := func(other attr.Type) bool { return !other.Equal(first) }
	if first.Equal(types.DynamicType) || slices.ContainsFunc(elementTypes, differs) {
		return types.TupleValueMust(elementTypes, values)
	}
	return types.SetValueMust(first, values)
}

func converted(value []any) ([]attr.Value, []attr.Type) {
	values, elementTypes := make([]attr.Value, len(value)), make([]attr.Type, len(value))
	for i, element := range value {
		values[i] = ToTerraform(element)
		elementTypes[i] = values[i].Type(anyContext)
	}
	return values, elementTypes
}

// IsKnown reports whether a value holds nothing that is unknown.
func IsKnown(value any) bool {
	switch value := value.(type) {
	case Unknown:
		return false
	case map[string]any:
		for _, member := range value {
			if !IsKnown(member) {
				return false
			}
		}
	case leaf.Set:
		return IsKnown([]any(value))
	case []any:
		return !slices.ContainsFunc(value, func(element any) bool { return !IsKnown(element) })
	}
	return true
}
