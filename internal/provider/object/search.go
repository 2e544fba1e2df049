// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package object

import (
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/leaf"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/value"
)

// searchModel is what both data sources ask for.
type searchModel struct {
	Collection      types.String  `tfsdk:"collection"`
	Filter          types.Dynamic `tfsdk:"filter"`
	Export          types.Set     `tfsdk:"export"`
	ExportSensitive types.Set     `tfsdk:"export_sensitive"`
}

// searchArguments are the arguments of both data sources. The outputs are what the exports show.
func searchArguments(filter, output, sensitiveOutput string) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"collection": schema.StringAttribute{
			MarkdownDescription: "The path of the collection below the API, such as `sites/11416/notifiers`: names and ids in turn, at most three names, without a slash at either end.",
			Required:            true,
		},
		"filter": schema.DynamicAttribute{
			MarkdownDescription: filter + " An object whose names are those of attributes with `_eq` (one value) or `_in` (a list of values) at the end, such as " +
				"`{ name_eq = \"Hall\", category_in = [\"bed\", \"pump\"] }`. NAO Cloud may ignore a filter, so each object is checked again. Other comparisons are made in HCL.",
			Optional: true,
		},
		"export": schema.SetAttribute{
			MarkdownDescription: "The names of attributes to show in `" + output + "`. A name that looks secret belongs in `export_sensitive`: it is, or ends in `_` and, `token`, `secret`, " +
				"`password`, `auth` or `key`, or it ends in `_url`.",
			ElementType: types.StringType,
			Optional:    true,
		},
		"export_sensitive": schema.SetAttribute{
			MarkdownDescription: "The names of attributes to show in `" + sensitiveOutput + "`. They are then in the state.",
			ElementType:         types.StringType,
			Optional:            true,
		},
	}
}

// faults are what is wrong with the arguments. What is not known yet is not checked.
func (m searchModel) faults() (diagnostics diag.Diagnostics) {
	if text := m.Collection.ValueString(); !m.Collection.IsNull() && !m.Collection.IsUnknown() {
		if _, err := client.ParseCollection(text); err != nil {
			diagnostics.AddAttributeError(path.Root("collection"), "Invalid collection", fmt.Sprintf("collection %s, got: %q.", err, text))
		}
	}
	_, problems := m.conditions()
	diagnostics.Append(problems...)
	diagnostics.Append(model{Export: m.Export, ExportSensitive: m.ExportSensitive}.exportFaults(nil)...)
	return diagnostics
}

// conditions are those of the filter, sorted by their names.
func (m searchModel) conditions() (conditions []client.Condition, diagnostics diag.Diagnostics) {
	fail := func(text string) {
		diagnostics.AddAttributeError(path.Root("filter"), "Invalid filter", "filter "+text+".")
	}
	read := value.FromTerraform(m.Filter)
	filter, ok := read.(map[string]any)
	if _, unknown := read.(value.Unknown); !ok && read != nil && !unknown {
		fail("must be an object, such as { name_eq = \"Hall\" }")
	}
	for _, name := range names(filter) {
		if !value.IsKnown(filter[name]) {
			continue
		}
		condition, err := client.ParseCondition(name, filter[name])
		if err != nil {
			fail(err.Error() + ". For another comparison, write an expression in HCL: [for id, object in … : id if …]")
			continue
		}
		conditions = append(conditions, condition)
	}
	return conditions, diagnostics
}

// in is the collection; the zero value, which no request is sent for, where it is none.
func (m searchModel) in() client.Collection {
	collection, _ := client.ParseCollection(m.Collection.ValueString())
	return collection
}

// needed are the names of all that is exported.
func (m searchModel) needed() []string {
	return slices.Concat(texts(m.Export.Elements()), texts(m.ExportSensitive.Elements()))
}

// plain and sensitive are what an object shows of the exports. Members whose names look secret are left out of the plain ones.
func (m searchModel) plain(object client.Object) any {
	return leaf.WithoutSecrets(exported(m.Export, object.Attributes))
}

func (m searchModel) sensitive(object client.Object) any {
	return exported(m.ExportSensitive, object.Attributes)
}

// notFound reports a search that failed.
func (m searchModel) notFound(err error) diag.Diagnostics {
	collection := m.Collection.ValueString()
	if unchecked, ok := errors.AsType[*client.UncheckedError](err); ok {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("filter"), "Filter cannot be checked", fmt.Sprintf(
			"No object of %s shows the attribute %q, nor does the object %s. NAO Cloud may ignore a filter, so nothing tells which objects match.\n\n"+
				"Correct the name, or leave it out of the filter.", collection, unchecked.Attribute, unchecked.ID))}
	}
	switch {
	case client.IsNotFound(err):
		return diag.Diagnostics{noCollection(collection, err)}
	case client.IsForbidden(err):
		return diags.Refused("collection", "Collection may not be read", fmt.Sprintf("The credentials are good, but not for the collection %s.", collection), Words.Forbidden, err)
	default:
		return diags.NotListed(Words, err)
	}
}
