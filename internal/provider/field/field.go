// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package field turns the fields of the client's structs into attributes, and attributes into fields. Where a response lacks a field, the
// known value is kept, and an unknown one becomes null. An unknown attribute becomes a field that is not sent.
package field

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/coordinate"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/text"
)

// ID is an id, or another text that nobody writes by hand; "" where the response lacks it.
func ID(response string, known types.String) types.String {
	switch {
	case response != "":
		return types.StringValue(response)
	case known.IsUnknown():
		return types.StringNull()
	default:
		return known
	}
}

// Name is a text that people write; "" where the response lacks it.
func Name(response string, known text.Value) text.Value {
	return text.Value{StringValue: ID(response, known.StringValue)}
}

// Text is a text that people write and that may be null. An empty one is null too: a configuration cannot say "", so the two must not differ.
func Text(response client.Field[string], known text.Value) text.Value {
	value, ok := response.Get()
	switch {
	case ok && value != "":
		return text.New(value)
	case !response.IsZero() || known.IsUnknown():
		return text.Null()
	default:
		return known
	}
}

// Set is a set of texts; nil where the response lacks it.
func Set(response []string, known types.Set) types.Set {
	switch {
	case response != nil:
		return setOf(response)
	case known.IsUnknown() || known.IsNull():
		return types.SetNull(types.StringType)
	default:
		return known
	}
}

func setOf(texts []string) types.Set {
	// A server may repeat itself; Terraform refuses a set that does.
	return types.SetValueMust(types.StringType, elements(slices.Compact(slices.Sorted(slices.Values(texts)))))
}

func elements(texts []string) []attr.Value {
	elements := make([]attr.Value, len(texts))
	for i, text := range texts {
		elements[i] = types.StringValue(text)
	}
	return elements
}

// Texts are the elements of a set of texts, sorted; nil for a null or unknown set.
func Texts(set types.Set) []string {
	if set.IsNull() || set.IsUnknown() {
		return nil
	}
	texts := make([]string, 0, len(set.Elements()))
	for _, element := range set.Elements() {
		if text, ok := element.(types.String); ok {
			texts = append(texts, text.ValueString())
		}
	}
	slices.Sort(texts)
	return texts
}

// Integer is a whole number that may be null.
func Integer(response client.Field[int64]) types.Int64 {
	if value, ok := response.Get(); ok {
		return types.Int64Value(value)
	}
	return types.Int64Null()
}

// IDs are ids in the order of their numbers, each of them once; null where the response lacks them. They are a list, since Terraform takes
// quadratic time for a large set.
func IDs(response []string) types.List {
	if response == nil {
		return types.ListNull(types.StringType)
	}
	ids := slices.Compact(slices.SortedFunc(slices.Values(response), client.CompareIDs))
	values := make([]attr.Value, len(ids))
	for i, id := range ids {
		values[i] = types.StringValue(id)
	}
	return types.ListValueMust(types.StringType, values)
}

// Flag is a truth that may be null.
func Flag(response client.Field[bool]) types.Bool {
	if value, ok := response.Get(); ok {
		return types.BoolValue(value)
	}
	return types.BoolNull()
}

// Number is a number that may be null.
func Number(response client.Field[float64]) types.Float64 {
	if value, ok := response.Get(); ok {
		return types.Float64Value(value)
	}
	return types.Float64Null()
}

// FromText is the field that an attribute asks for.
func FromText(value text.Value) client.Field[string] {
	return from(value, value.ValueString())
}

// FromSet is the field that an attribute asks for, sorted.
func FromSet(value types.Set) client.Field[[]string] {
	return from(value, Texts(value))
}

// FromCoordinate is the field that an attribute asks for.
func FromCoordinate(value coordinate.Value) client.Field[float64] {
	return from(value, value.ValueFloat64())
}

func from[T any](value attr.Value, known T) client.Field[T] {
	switch {
	case value.IsUnknown():
		return client.Field[T]{}
	case value.IsNull():
		return client.Null[T]()
	default:
		return client.Set(known)
	}
}
