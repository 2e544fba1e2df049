// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package membership

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
)

// Shape is the form of the attributes that hold members: a map from keys to values, or a set of keys.
type Shape interface {
	// read returns the members of an attribute. It reports false where their keys are not known.
	read(ctx context.Context, from crud.Attributes, attribute string) (values map[string]string, known bool, diagnostics diag.Diagnostics)
	write(values map[string]string) attr.Value
	null() attr.Value
	unknown() attr.Value
	// at is the path of a member.
	at(attribute, key string) path.Path
}

// The two shapes.
var (
	Map Shape = mapShape{}
	Set Shape = setShape{}
)

type mapShape struct{}

func (mapShape) read(ctx context.Context, from crud.Attributes, attribute string) (map[string]string, bool, diag.Diagnostics) {
	var members types.Map
	diagnostics := from.GetAttribute(ctx, path.Root(attribute), &members)
	elements := members.Elements()
	values := make(map[string]string, len(elements))
	for key, element := range elements {
		if text, ok := element.(types.String); ok {
			values[key] = text.ValueString()
		}
	}
	return values, !members.IsUnknown(), diagnostics
}

func (mapShape) write(values map[string]string) attr.Value {
	elements := make(map[string]attr.Value, len(values))
	for key, value := range values {
		elements[key] = types.StringValue(value)
	}
	return types.MapValueMust(types.StringType, elements)
}

func (mapShape) null() attr.Value { return types.MapNull(types.StringType) }

func (mapShape) unknown() attr.Value { return types.MapUnknown(types.StringType) }

func (mapShape) at(attribute, key string) path.Path { return path.Root(attribute).AtMapKey(key) }

type setShape struct{}

func (setShape) read(ctx context.Context, from crud.Attributes, attribute string) (map[string]string, bool, diag.Diagnostics) {
	var members types.Set
	diagnostics := from.GetAttribute(ctx, path.Root(attribute), &members)
	elements := members.Elements()
	values, known := make(map[string]string, len(elements)), !members.IsUnknown()
	for _, element := range elements {
		if text, ok := element.(types.String); ok && !text.IsUnknown() {
			values[text.ValueString()] = ""
		} else {
			known = false
		}
	}
	return values, known, diagnostics
}

func (setShape) write(values map[string]string) attr.Value {
	elements := make([]attr.Value, 0, len(values))
	for _, key := range slices.Sorted(maps.Keys(values)) {
		elements = append(elements, types.StringValue(key))
	}
	return types.SetValueMust(types.StringType, elements)
}

func (setShape) null() attr.Value { return types.SetNull(types.StringType) }

func (setShape) unknown() attr.Value { return types.SetUnknown(types.StringType) }

func (setShape) at(attribute, key string) path.Path {
	return path.Root(attribute).AtSetValue(types.StringValue(key))
}
