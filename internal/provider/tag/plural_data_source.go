// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package tag

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/validate"
)

var _ datasource.DataSourceWithConfigure = (*pluralDataSource)(nil)

// pluralDataSource is naocloud_tags: the tags of a site, with what moves.
type pluralDataSource struct {
	provider *crud.Provider
}

func newPluralDataSource() datasource.DataSource { return &pluralDataSource{} }

// pluralModel is what naocloud_tags asks for and shows.
type pluralModel struct {
	listModel
	Name     types.String   `tfsdk:"name"`
	Tags     []shownModel   `tfsdk:"tags"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

func (d *pluralDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.provider = crud.FromProvider(req.ProviderData, &resp.Diagnostics)
}

func (d *pluralDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = Words.Type + "s"
}

func (d *pluralDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The tags of a site: all of them, or those that match all arguments. No match is not an error. They are shown with what moves: position, " +
			"battery and presence change from read to read, and so does what depends on them.",
		Attributes: map[string]schema.Attribute{
			"site_id": siteArgument,
			"name": schema.StringAttribute{
				MarkdownDescription: "Only tags of exactly this name, capitals included.",
				Optional:            true,
				Validators:          []validator.String{validate.NotEmpty("no tag has an empty name")},
			},
			"name_contains": schema.StringAttribute{
				MarkdownDescription: "Only tags whose names contain this text, capitals included.",
				Optional:            true,
				Validators:          []validator.String{validate.NotEmpty("leave name_contains out to have them all")},
			},
			"tracking_ids": schema.ListAttribute{
				MarkdownDescription: "Only the tags with one of these tracking ids.",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          trackingIDs,
			},
			"category": schema.StringAttribute{
				MarkdownDescription: "Only the tags of this category.",
				Optional:            true,
				Validators:          []validator.String{validate.NotEmpty("leave category out to have them all")},
			},
			"active": schema.BoolAttribute{
				MarkdownDescription: "Only the tags that are active (`true`) or are not (`false`).",
				Optional:            true,
			},
			"tags": schema.ListNestedAttribute{
				MarkdownDescription: "The tags, sorted by numeric id.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: dataAttributes},
			},
		},
		Blocks: crud.DataSourceTimeouts(ctx),
	}
}

func (d *pluralDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config pluralModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(validate.Number(ctx, path.Root("site_id"), config.SiteID, siteExample)...)
	ctx, cancel := crud.WithReadTimeout(ctx, req.Config, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	query, site := config.query(), config.SiteID.ValueString()
	query.Name = config.Name.ValueString()
	var found []client.Tag
	for tag, err := range d.provider.Client.Tags.List(ctx, site, query) {
		if client.IsNotFound(err) {
			resp.Diagnostics.Append(diags.NotFound(siteWords, "site_id", site, err)...)
			return
		}
		if err != nil {
			resp.Diagnostics.Append(diags.NotListed(Words, err)...)
			return
		}
		found = append(found, tag)
	}
	slices.SortFunc(found, func(a, b client.Tag) int { return client.CompareIDs(a.ID, b.ID) })
	config.Tags = make([]shownModel, len(found))
	for i, tag := range found {
		config.Tags[i] = shown(tag)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}
