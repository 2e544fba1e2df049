// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package object

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/leaf"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/value"
)

// typedOnly are the collections that are managed by resources of their own alone, by their patterns.
var typedOnly = map[string]string{
	"teams/{}/site_team_associations": "naocloud_site_team_association or naocloud_team_sites",
	"sites/{}/nao_trackables":         "naocloud_tag or naocloud_site_tags",
}

// faults are what is wrong with a configuration or a plan. What is not known yet is not checked.
func (m model) faults() diag.Diagnostics {
	diagnostics := m.collectionFaults()
	diagnostics.Append(shapeFaults("attributes", m.Attributes)...)
	diagnostics.Append(shapeFaults("attributes_wo", m.AttributesWO)...)
	if diagnostics.HasError() {
		return diagnostics
	}
	diagnostics.Append(nullFaults("natural_key", m.NaturalKey.Elements())...)
	diagnostics.Append(nullFaults("replace_on", m.ReplaceOn.Elements())...)
	known, secret := declared(m.Attributes), declared(m.AttributesWO)
	for _, at := range overlaps("", known, secret) {
		diagnostics.AddAttributeError(path.Root("attributes_wo"), "Attribute is declared twice",
			fmt.Sprintf("attributes and attributes_wo both declare %s. Remove it from one of them: what attributes declares is in the state, what attributes_wo declares is not.", at))
	}
	diagnostics.Append(m.keyFaults(known)...)
	diagnostics.Append(m.exportFaults(secret)...)
	return diagnostics
}

var typeName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func (m model) collectionFaults() (diagnostics diag.Diagnostics) {
	if typed := m.Type.ValueString(); !m.Type.IsNull() && !m.Type.IsUnknown() && !typeName.MatchString(typed) {
		diagnostics.AddAttributeError(path.Root("type"), "Invalid type",
			fmt.Sprintf("type must be a name of lower-case letters, digits and underscores, such as \"notifier\", got: %q. Leave it out to take the singular of the collection's name.", typed))
	}
	if m.Collection.IsNull() || m.Collection.IsUnknown() {
		return diagnostics
	}
	collection, err := client.ParseCollection(m.Collection.ValueString())
	if err != nil {
		diagnostics.AddAttributeError(path.Root("collection"), "Invalid collection", fmt.Sprintf("collection %s, got: %q.", err, m.Collection.ValueString()))
		return diagnostics
	}
	if better, ok := typedOnly[collection.Pattern()]; ok {
		diagnostics.AddAttributeError(path.Root("collection"), "Collection has a resource type of its own",
			fmt.Sprintf("The objects of %s are managed by %s, made for what is special to them. Use that instead.", collection, better))
	}
	return diagnostics
}

// shapeFaults reports attributes that are no object, or that hold an id.
func shapeFaults(name string, attributes types.Dynamic) diag.Diagnostics {
	read := value.FromTerraform(attributes)
	var wrong string
	switch read := read.(type) {
	case nil, value.Unknown:
	case map[string]any:
		if _, ok := read["id"]; ok {
			wrong = "must not hold an id: NAO Cloud gives each object its id, which is the attribute `id` of the resource. Leave it out"
		}
	case string:
		wrong = "must be an object, such as { name = \"Night shift\" }, not a text: write HCL, and not jsonencode()"
	default:
		wrong = "must be an object, such as { name = \"Night shift\" }, not a list or a single value"
	}
	if wrong == "" {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(name), "Invalid "+name, fmt.Sprintf("%s %s.", name, wrong))}
}

// overlaps are the paths of the leaves that both objects declare, sorted.
func overlaps(at string, one, other map[string]any) []string {
	var both []string
	for _, name := range names(one) {
		there, ok := other[name]
		if !ok {
			continue
		}
		inner, innerOK := one[name].(map[string]any)
		outer, outerOK := there.(map[string]any)
		if innerOK && outerOK {
			both = append(both, overlaps(at+name+".", inner, outer)...)
		} else {
			both = append(both, at+name)
		}
	}
	return both
}

// nullFaults reports a null among names.
func nullFaults(name string, elements []attr.Value) diag.Diagnostics {
	if !slices.ContainsFunc(elements, attr.Value.IsNull) {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(name), "Invalid "+name, name+" must hold names of attributes, got null among them. Leave the null out.")}
}

// keyFaults reports names of the natural key that tell no object from another.
func (m model) keyFaults(known map[string]any) (diagnostics diag.Diagnostics) {
	if known == nil || m.NaturalKey.IsUnknown() {
		return nil
	}
	at, instead := path.Root("natural_key"), "Declare it in attributes, name another attribute, or write natural_key = [] where nothing tells the objects apart."
	if m.NaturalKey.IsNull() {
		at, instead = path.Root("attributes"), "Give the object a name, name another attribute in natural_key, or write natural_key = [] where nothing tells the objects apart."
	}
	for _, name := range m.keyNames() {
		part, ok := known[name]
		fault := ""
		_, isScalar := leaf.Text(part)
		switch {
		case !ok:
			fault = fmt.Sprintf("natural_key names %q, which attributes does not declare. It declares: %s.", name, strings.Join(names(known), ", "))
		case part == nil:
			fault = fmt.Sprintf("The natural key is %q, which is null.", name)
		case !isScalar && value.IsKnown(part):
			fault = fmt.Sprintf("The natural key is %q, which is no text, number, true or false.", name)
		}
		if fault != "" {
			diagnostics.AddAttributeError(at, "Invalid natural key", fault+" "+instead)
		}
	}
	return diagnostics
}

// exportFaults reports names that cannot be exported, and those in export whose values are probably secret: nobody can see what a configuration
// marks as sensitive.
func (m model) exportFaults(secret map[string]any) (diagnostics diag.Diagnostics) {
	for _, export := range []struct {
		name  string
		names types.Set
	}{{"export", m.Export}, {"export_sensitive", m.ExportSensitive}} {
		diagnostics.Append(nullFaults(export.name, export.names.Elements())...)
		if slices.Contains(texts(export.names.Elements()), "id") {
			diagnostics.AddAttributeError(path.Root(export.name), "Invalid "+export.name, export.name+" must not name \"id\": the id is shown already. Leave it out.")
		}
	}
	sensitive := texts(m.ExportSensitive.Elements())
	for _, name := range texts(m.Export.Elements()) {
		var why string
		switch _, writeOnly := secret[name]; {
		case writeOnly:
			why = "attributes_wo declares it"
		case leaf.IsSecret(name):
			why = "its name looks as if its value were secret"
		case slices.Contains(sensitive, name):
			why = "export_sensitive names it too"
		default:
			continue
		}
		diagnostics.AddAttributeError(path.Root("export"), "Secret in export",
			fmt.Sprintf("export must not name %q: %s. Name it in export_sensitive alone, to have it in sensitive_output.", name, why))
	}
	return diagnostics
}
