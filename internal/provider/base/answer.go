// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package base

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// The functions of this file turn parts of an answer into attributes. Where an answer lacks a part, the value that was known is kept, and
// one that was yet to be known is null.

// Text is a text that is empty where the answer lacks it.
func Text(answer string, known types.String) types.String {
	switch {
	case answer != "":
		return types.StringValue(answer)
	case known.IsUnknown():
		return types.StringNull()
	default:
		return known
	}
}

// OptionalText is a text that may be null. An empty one is null too: a configuration cannot say "", so the two must not differ.
func OptionalText(answer client.Field[string], known types.String) types.String {
	text, ok := answer.Get()
	switch {
	case ok && text != "":
		return types.StringValue(text)
	case !answer.IsZero() || known.IsUnknown():
		return types.StringNull()
	default:
		return known
	}
}

// TextSet is a set of texts that is nil where the answer lacks it.
func TextSet(answer []string, known types.Set) types.Set {
	switch {
	case answer != nil:
		return textSet(answer)
	case known.IsUnknown() || known.IsNull():
		return types.SetNull(types.StringType)
	default:
		return known
	}
}

func textSet(texts []string) types.Set {
	// A server may repeat itself; Terraform refuses a set that does.
	texts = slices.Compact(slices.Sorted(slices.Values(texts)))
	elements := make([]attr.Value, len(texts))
	for i, text := range texts {
		elements[i] = types.StringValue(text)
	}
	return types.SetValueMust(types.StringType, elements)
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
func Integer(answer client.Field[int64]) types.Int64 {
	if value, ok := answer.Get(); ok {
		return types.Int64Value(value)
	}
	return types.Int64Null()
}

// Number is a number that may be null.
func Number(answer client.Field[float64]) types.Float64 {
	if value, ok := answer.Get(); ok {
		return types.Float64Value(value)
	}
	return types.Float64Null()
}
