// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package object

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/value"
)

var (
	_ datasource.DataSourceWithConfigure      = (*pluralDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*pluralDataSource)(nil)
)

// pluralDataSource is naocloud_objects: the objects of a collection.
type pluralDataSource struct {
	provider *crud.Provider
}

func newPluralDataSource() datasource.DataSource { return &pluralDataSource{} }

// pluralModel is what naocloud_objects asks for and shows.
type pluralModel struct {
	searchModel
	IDs              types.List     `tfsdk:"ids"`
	Objects          types.Dynamic  `tfsdk:"objects"`
	SensitiveObjects types.Dynamic  `tfsdk:"sensitive_objects"`
	Timeouts         timeouts.Value `tfsdk:"timeouts"`
}

func (d *pluralDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.provider = crud.FromProvider(req.ProviderData, &resp.Diagnostics)
}

func (d *pluralDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = Words.Type + "s"
}

func (d *pluralDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := searchArguments("Only the objects that match all of it. No match is not an error.", "objects", "sensitive_objects")
	attributes["ids"] = schema.ListAttribute{
		MarkdownDescription: "The ids of the objects, sorted by number.",
		ElementType:         types.StringType,
		Computed:            true,
	}
	attributes["objects"] = schema.DynamicAttribute{
		MarkdownDescription: "An object that has, for each id, the attributes that `export` names, as NAO Cloud shows them: `objects[\"7\"].name`. An attribute that it does not show is null. " +
			"Members whose names look secret are left out.",
		Computed: true,
	}
	attributes["sensitive_objects"] = schema.DynamicAttribute{
		MarkdownDescription: "An object that has, for each id, the attributes that `export_sensitive` names.",
		Computed:            true,
		Sensitive:           true,
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The objects of any collection of NAO Cloud that has no data source of its own: all of them, or those that match a filter. They are read in pages.",
		Attributes:          attributes,
		Blocks:              crud.DataSourceTimeouts(ctx),
	}
}

func (d *pluralDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var config pluralModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(config.faults()...)
	}
}

func (d *pluralDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config pluralModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	ctx, cancel := crud.WithReadTimeout(ctx, req.Config, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	// What a validation did not know.
	resp.Diagnostics.Append(config.faults()...)
	conditions, _ := config.conditions()
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := d.provider.Client.Objects.Search(ctx, config.in(), conditions, config.needed())
	if err != nil {
		resp.Diagnostics.Append(config.notFound(err)...)
		return
	}
	ids, objects, sensitive := make([]attr.Value, len(found)), map[string]any{}, map[string]any{}
	for i, object := range found {
		ids[i] = types.StringValue(object.ID)
		objects[object.ID], sensitive[object.ID] = config.plain(object), config.sensitive(object)
	}
	config.IDs = types.ListValueMust(types.StringType, ids)
	config.Objects, config.SensitiveObjects = value.Dynamic(objects), value.Dynamic(sensitive) //nolint:contextcheck // Values depend on no context.
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}
