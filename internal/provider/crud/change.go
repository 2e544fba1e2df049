// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package crud

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/leaf"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/value"
)

// change is a create or an update: what the configuration asks for, attribute by attribute.
type change struct {
	schema schema.Schema
	local  []string
	// plan, config and state are the attributes by name. The state of a create has none.
	plan, config, state map[string]tftypes.Value
	// unsent tells that nothing was sent, so that what the service stored is compared with nothing.
	unsent bool
}

func newChange(resourceSchema schema.Schema, local []string, plan tfsdk.Plan, config tfsdk.Config, state tfsdk.State) (change, diag.Diagnostics) {
	c := change{schema: resourceSchema, local: local}
	var diagnostics diag.Diagnostics
	for raw, into := range map[*tftypes.Value]*map[string]tftypes.Value{&plan.Raw: &c.plan, &config.Raw: &c.config, &state.Raw: &c.state} {
		attributes, err := attributesOf(*raw)
		if err != nil {
			diagnostics.AddError("Resource could not be read from the plan", err.Error())
		}
		*into = attributes
	}
	return c, diagnostics
}

// attributesOf are the attributes of an object by name; none for null.
func attributesOf(raw tftypes.Value) (map[string]tftypes.Value, error) {
	attributes := map[string]tftypes.Value{}
	if raw.IsNull() || !raw.IsKnown() {
		return attributes, nil
	}
	if err := raw.As(&attributes); err != nil {
		return nil, fmt.Errorf("read the attributes of an object: %w", err)
	}
	return attributes, nil
}

// settable are the attributes that a configuration can set and the API sees, sorted.
func (c change) settable() []string {
	var names []string
	for name, attribute := range c.schema.Attributes {
		if (attribute.IsRequired() || attribute.IsOptional()) && !slices.Contains(c.local, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// asks reports whether the configuration asks for the attribute: it sets the attribute, or no longer sets it where the state has a value.
// An attribute that is left to the server is not asked for.
func (c change) asks(name string) bool {
	if c.plan[name].IsNull() {
		return isSet(c.state, name)
	}
	return isSet(c.config, name)
}

func isSet(attributes map[string]tftypes.Value, name string) bool {
	value, ok := attributes[name]
	return ok && !value.IsNull()
}

// isEmpty reports whether the plan and the state ask the API for the same.
func (c change) isEmpty() bool {
	return !slices.ContainsFunc(c.settable(), func(name string) bool {
		planned := c.plan[name]
		return planned.IsKnown() && !planned.Equal(c.state[name])
	})
}

// asked is the plan in which all that is not asked for is unknown. What the API never sees stays: it may say how to ask.
func (c change) asked(ctx context.Context) tfsdk.Plan {
	settable := c.settable()
	return tfsdk.Plan{Schema: c.schema, Raw: c.object(ctx, func(name string, planned tftypes.Value) tftypes.Value {
		_, isAttribute := c.schema.Attributes[name]
		if !isAttribute || slices.Contains(c.local, name) || slices.Contains(settable, name) && c.asks(name) {
			return planned
		}
		return tftypes.NewValue(planned.Type(), tftypes.UnknownValue)
	})}
}

// object is the plan with each attribute replaced.
func (c change) object(ctx context.Context, replace func(name string, planned tftypes.Value) tftypes.Value) tftypes.Value {
	values := make(map[string]tftypes.Value, len(c.plan))
	for name, planned := range c.plan {
		values[name] = replace(name, planned)
	}
	return tftypes.NewValue(c.schema.Type().TerraformType(ctx), values)
}

// difference is an attribute that the service did not take as it was asked to.
type difference struct {
	name          string
	asked, stored attr.Value
}

// reconcile compares what the service stored with what was asked. The result is the state: the plan, but the service's value where the plan
// has none yet and where the service did not take what was asked. A value that the configuration leaves to the server stays as planned
// until the next read, even if it has changed meanwhile: Terraform accepts nothing else.
func (c change) reconcile(ctx context.Context, stored tftypes.Value) (tftypes.Value, []difference, error) {
	storedAttributes, err := attributesOf(stored)
	if err != nil {
		return stored, nil, err
	}
	var differences []difference
	settable := c.settable()
	for _, name := range settable {
		if c.unsent || !c.asks(name) || !c.plan[name].IsFullyKnown() {
			continue
		}
		attributeType := c.schema.Attributes[name].GetType()
		asked, err := attributeType.ValueFromTerraform(ctx, c.plan[name])
		if err != nil {
			return stored, nil, fmt.Errorf("read %s of the plan: %w", name, err)
		}
		got, err := attributeType.ValueFromTerraform(ctx, storedAttributes[name])
		if err != nil {
			return stored, nil, fmt.Errorf("read %s of the response: %w", name, err)
		}
		if !same(ctx, asked, got) {
			differences = append(differences, difference{name, asked, got})
		}
	}
	state := c.object(ctx, func(name string, planned tftypes.Value) tftypes.Value {
		differs := slices.ContainsFunc(differences, func(d difference) bool { return d.name == name })
		if differs || !planned.IsFullyKnown() {
			return storedAttributes[name]
		}
		return planned
	})
	return state, differences, nil
}

// same compares as Terraform's framework does: exactly, or by the attribute's own semantic equality. Of a dynamic attribute, what was asked for
// is compared, leaf by leaf.
func same(ctx context.Context, a, b attr.Value) bool {
	if a.Equal(b) {
		return true
	}
	if a.IsNull() || b.IsNull() {
		return false
	}
	switch a := a.(type) {
	case basetypes.StringValuableWithSemanticEquals:
		if b, ok := b.(basetypes.StringValuable); ok {
			equal, _ := a.StringSemanticEquals(ctx, b)
			return equal
		}
	case basetypes.Float64ValuableWithSemanticEquals:
		if b, ok := b.(basetypes.Float64Valuable); ok {
			equal, _ := a.Float64SemanticEquals(ctx, b)
			return equal
		}
	case types.Dynamic:
		return leaf.Equal(value.FromTerraform(a), value.FromTerraform(b))
	}
	return false
}

// blank is the object of a schema in which every attribute is null.
func blank(ctx context.Context, objectType attr.Type) tftypes.Value {
	terraformType := objectType.TerraformType(ctx)
	object, ok := terraformType.(tftypes.Object)
	if !ok {
		return tftypes.NewValue(terraformType, nil)
	}
	values := map[string]tftypes.Value{}
	for name, attributeType := range maps.All(object.AttributeTypes) {
		values[name] = tftypes.NewValue(attributeType, nil)
	}
	return tftypes.NewValue(object, values)
}
