// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package object

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/value"
)

var (
	_ datasource.DataSourceWithConfigure        = (*dataSource)(nil)
	_ datasource.DataSourceWithValidateConfig   = (*dataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*dataSource)(nil)
)

// dataSource is naocloud_object: one object of a collection.
type dataSource struct {
	provider *crud.Provider
}

func newDataSource() datasource.DataSource { return &dataSource{} }

// singularModel is what naocloud_object asks for and shows.
type singularModel struct {
	searchModel
	ID              types.String   `tfsdk:"id"`
	Output          types.Dynamic  `tfsdk:"output"`
	SensitiveOutput types.Dynamic  `tfsdk:"sensitive_output"`
	Timeouts        timeouts.Value `tfsdk:"timeouts"`
}

func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.provider = crud.FromProvider(req.ProviderData, &resp.Diagnostics)
}

func (d *dataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = Words.Type
}

func (d *dataSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := searchArguments("What tells the object from all others of its collection. Give either this or `id`; it is an error if no object, or more than one, matches.",
		"output", "sensitive_output")
	attributes["id"] = schema.StringAttribute{
		MarkdownDescription: "The id that NAO Cloud gave the object, such as `7`. Give either this or `filter`.",
		Optional:            true,
		Computed:            true,
	}
	attributes["output"] = schema.DynamicAttribute{
		MarkdownDescription: "The attributes that `export` names, as NAO Cloud shows them; null for one that it does not show. Members whose names look secret are left out.",
		Computed:            true,
	}
	attributes["sensitive_output"] = schema.DynamicAttribute{
		MarkdownDescription: "The attributes that `export_sensitive` names, as NAO Cloud shows them; null for one that it does not show.",
		Computed:            true,
		Sensitive:           true,
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "One object of any collection of NAO Cloud that has no data source of its own, by its id or by a filter.",
		Attributes:          attributes,
		Blocks:              crud.DataSourceTimeouts(ctx),
	}
}

func (d *dataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("filter"))}
}

func (d *dataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var config singularModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(config.faults()...)
	}
}

// faults are what is wrong with the arguments. What is not known yet is not checked.
func (m singularModel) faults() diag.Diagnostics {
	diagnostics := m.searchModel.faults()
	if id := m.ID.ValueString(); !m.ID.IsNull() && !m.ID.IsUnknown() && !client.IsValidID(id) {
		diagnostics.AddAttributeError(path.Root("id"), "Invalid id",
			fmt.Sprintf("id must have 1 to 64 letters, digits, underscores and hyphens, such as %q, got: %q.", example, id))
	}
	if members, ok := value.FromTerraform(m.Filter).(map[string]any); ok && len(members) == 0 {
		diagnostics.AddAttributeError(path.Root("filter"), "Invalid filter", "filter must name an attribute, such as { name_eq = \"Hall\" }: an empty one matches every object.")
	}
	return diagnostics
}

func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config singularModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	ctx, cancel := crud.WithReadTimeout(ctx, req.Config, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	// What a validation did not know.
	resp.Diagnostics.Append(config.faults()...)
	if resp.Diagnostics.HasError() {
		return
	}
	object, diagnostics := d.find(ctx, config)
	resp.Diagnostics.Append(diagnostics...)
	if resp.Diagnostics.HasError() {
		return
	}
	config.ID = types.StringValue(object.ID)
	config.Output, config.SensitiveOutput = value.Dynamic(config.plain(object)), value.Dynamic(config.sensitive(object)) //nolint:contextcheck // Values depend on no context.
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}

func (d *dataSource) find(ctx context.Context, config singularModel) (client.Object, diag.Diagnostics) {
	objects := d.provider.Client.Objects
	if id := config.ID.ValueString(); id != "" {
		object, err := objects.Get(ctx, client.Object{ID: id, Collection: config.in(), Needed: config.needed()})
		if client.IsNotFound(err) {
			return object, diags.Refused("id", "Object does not exist", fmt.Sprintf("The collection %s has no object with the id %s, or there is no such collection, or these credentials do not reach it.",
				config.Collection.ValueString(), id), "Correct the id or the collection.", err)
		}
		if err != nil {
			return object, config.notFound(err)
		}
		return object, nil
	}
	conditions, _ := config.conditions()
	found, err := objects.Search(ctx, config.in(), conditions, config.needed())
	if err != nil {
		return client.Object{}, config.notFound(err)
	}
	if len(found) != 1 {
		return client.Object{}, notTheOnlyOne(config.Collection.ValueString(), found)
	}
	return found[0], nil
}

// notTheOnlyOne reports a filter that matches no object, or several.
func notTheOnlyOne(collection string, found []client.Object) diag.Diagnostics {
	summary, detail := "Object does not exist",
		fmt.Sprintf("No object of %s matches the filter. Texts are compared with their capitals; these credentials may not reach every object.", collection)
	if len(found) > 1 {
		ids := make([]string, len(found))
		for i, object := range found {
			ids[i] = object.ID
		}
		summary = "Object is not the only one that matches"
		detail = fmt.Sprintf("%d objects of %s match the filter: ids %s. Add to the filter, or give the id of one of them instead.", len(found), collection, strings.Join(ids, ", "))
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("filter"), summary, detail)}
}
