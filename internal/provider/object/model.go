// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package object manages the objects of any collection: what has no resource of its own.
package object

import (
	"cmp"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/leaf"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/value"
)

// Words is how messages speak of objects.
var Words = diags.Kind{
	Name:      "object",
	Type:      "naocloud_object",
	Holder:    "attributes",
	Typed:     "type",
	Forbidden: "Ask an administrator of the account which role the objects of this collection need.",
}

// model is the resource.
type model struct {
	ID                  types.String   `tfsdk:"id"`
	Collection          types.String   `tfsdk:"collection"`
	Attributes          types.Dynamic  `tfsdk:"attributes"`
	AttributesWO        types.Dynamic  `tfsdk:"attributes_wo"`
	AttributesWOVersion types.Int64    `tfsdk:"attributes_wo_version"`
	NaturalKey          types.List     `tfsdk:"natural_key"`
	Type                types.String   `tfsdk:"type"`
	Export              types.Set      `tfsdk:"export"`
	ExportSensitive     types.Set      `tfsdk:"export_sensitive"`
	Output              types.Dynamic  `tfsdk:"output"`
	SensitiveOutput     types.Dynamic  `tfsdk:"sensitive_output"`
	ReplaceOn           types.Set      `tfsdk:"replace_on"`
	Timeouts            timeouts.Value `tfsdk:"timeouts"`
}

// declared are the attributes of a model; nil for attributes that are null, unknown, or no object.
func declared(attributes types.Dynamic) map[string]any {
	members, _ := value.FromTerraform(attributes).(map[string]any)
	return members
}

// collection is the collection of the model; the zero value, which no request is sent for, where it is none.
func (m model) collection() client.Collection {
	collection, _ := client.ParseCollection(m.Collection.ValueString())
	return collection
}

// isBare reports whether the state holds no attributes yet, as after an import or a move.
func (m model) isBare() bool { return m.Attributes.IsNull() }

// resourceType is the type of the documents; "" accepts any, which an import does.
func (m model) resourceType() string {
	if m.Type.ValueString() == "" && m.isBare() {
		return ""
	}
	return cmp.Or(m.Type.ValueString(), m.collection().Type())
}

// defaultKey is the natural key of an object that declares it.
const defaultKey = "name"

// keyNames are the names of the attributes of the natural key; none for an object without one.
func (m model) keyNames() []string {
	if m.NaturalKey.IsNull() || m.NaturalKey.IsUnknown() {
		if _, ok := declared(m.Attributes)[defaultKey]; ok {
			return []string{defaultKey}
		}
		return nil
	}
	return texts(m.NaturalKey.Elements())
}

// texts are the known texts of a list or a set, in their order.
func texts(elements []attr.Value) []string {
	var known []string
	for _, element := range elements {
		if text, ok := element.(types.String); ok && !text.IsUnknown() && !text.IsNull() {
			known = append(known, text.ValueString())
		}
	}
	return known
}

// object is what is known of the object.
func (m model) object() client.Object {
	return client.Object{
		ID: m.ID.ValueString(), Collection: m.collection(), Type: m.resourceType(),
		Attributes: declared(m.Attributes), Key: m.keyNames(),
		Needed: slices.Concat(texts(m.Export.Elements()), texts(m.ExportSensitive.Elements())),
	}
}

// with puts an object over what is known. Declared leaves that the document shows as declared stay as they are written.
func (m model) with(object client.Object) model {
	if object.ID != "" {
		m.ID = types.StringValue(object.ID)
	} else if m.ID.IsUnknown() {
		m.ID = types.StringNull()
	}
	if m.Collection.IsNull() {
		m.Collection = types.StringValue(object.Collection.String())
	}
	if m.isBare() && m.Type.IsNull() && object.Type != "" && object.Type != m.collection().Type() {
		m.Type = types.StringValue(object.Type)
	}
	if object.ID == "" {
		// The create is pending: no document shows anything.
		return m.show(nil)
	}
	known := value.FromTerraform(m.Attributes)
	switch {
	case m.isBare():
		m.Attributes = value.Dynamic(leaf.WithoutSecrets(object.Attributes))
	case !leaf.Equal(known, object.Attributes):
		m.Attributes = value.Dynamic(leaf.Overlay(known, object.Attributes))
	}
	return m.show(object.Attributes)
}

// exported are the attributes that an export names as a document shows them: null for one that it does not show.
func exported(export types.Set, shown map[string]any) map[string]any {
	chosen := map[string]any{}
	for _, name := range texts(export.Elements()) {
		chosen[name] = shown[name]
	}
	return chosen
}

// show puts what is exported of a document into the outputs.
func (m model) show(shown map[string]any) model {
	m.Output = value.Dynamic(leaf.WithoutSecrets(exported(m.Export, shown)))
	m.SensitiveOutput = value.Dynamic(exported(m.ExportSensitive, shown))
	return m
}

// input is what to send.
func (m model) input() client.ObjectInput { return client.ObjectInput{Object: m.object()} }

// withSecrets adds the write-only attributes. They are sent with a create, and where their version has changed. Otherwise only those are sent
// that belong to an object which is sent: a service may replace it as a whole.
func withSecrets(in client.ObjectInput, config model, former *model) client.ObjectInput {
	secrets := declared(config.AttributesWO)
	if former != nil && former.AttributesWOVersion.Equal(config.AttributesWOVersion) {
		in.Withheld = secrets
		in.Secret = maps.Clone(secrets)
		maps.DeleteFunc(in.Secret, func(name string, _ any) bool { _, isObject := in.Attributes[name].(map[string]any); return !isObject })
	} else {
		in.Secret = secrets
	}
	return in
}

// label names an object by its natural key, and where it is.
func (m model) label() string {
	name := ""
	known := declared(m.Attributes)
	if keys := m.keyNames(); len(keys) > 0 && !leaf.IsSecret(keys[0]) {
		name, _ = leaf.Text(known[keys[0]])
	}
	id := m.ID.ValueString()
	text := "of " + m.Collection.ValueString()
	if name != "" || id != "" {
		text = diags.Label(types.StringValue(name), types.StringValue(id)) + " " + text
	}
	return text
}

// key is the text of the natural key; "" where there is none, or where a part of it is not known.
func (m model) key() string {
	if len(m.keyNames()) == 0 || m.NaturalKey.IsUnknown() || !m.knowsKey() {
		return ""
	}
	return m.object().KeyText()
}

// knowsKey reports whether each part of the natural key is known. Attributes that are unknown as a whole may hold any.
func (m model) knowsKey() bool {
	known := declared(m.Attributes)
	isUnknown := func(name string) bool { part, ok := known[name]; return !ok || !value.IsKnown(part) }
	return !m.Collection.IsUnknown() && !slices.ContainsFunc(m.keyNames(), isUnknown)
}

// names are the sorted names of members.
func names(members map[string]any) []string { return slices.Sorted(maps.Keys(members)) }
