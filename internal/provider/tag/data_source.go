// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package tag

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/mac"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/text"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/validate"
)

var (
	_ datasource.DataSourceWithConfigure        = (*dataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*dataSource)(nil)
)

// dataSource is naocloud_tag: one tag, with what moves.
type dataSource struct {
	provider *crud.Provider
}

func newDataSource() datasource.DataSource { return &dataSource{} }

type dataModel struct {
	shownModel
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.provider = crud.FromProvider(req.ProviderData, &resp.Diagnostics)
}

func (d *dataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = Words.Type
}

func (d *dataSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := maps.Clone(dataAttributes)
	attributes["site_id"] = siteArgument
	attributes["id"] = schema.StringAttribute{
		MarkdownDescription: "The number that NAO Cloud gave the tag, such as `70001`. Give exactly one of `id`, `tracking_id` and `name`.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{validate.ID("70001")},
	}
	attributes["tracking_id"] = schema.StringAttribute{
		MarkdownDescription: "What the tag is tracked by, such as `" + trackingExample + "`. Give exactly one of `id`, `tracking_id` and `name`.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{mac.TrackingID()},
	}
	attributes["name"] = schema.StringAttribute{
		MarkdownDescription: "The tag's name, in full and with its capitals. Give exactly one of `id`, `tracking_id` and `name`; it is an error if no tag, or more than one, " +
			"has the name.",
		Optional:   true,
		Computed:   true,
		CustomType: text.Type{},
		Validators: []validator.String{validate.NotEmpty("no tag has an empty name")},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A tag of a site, with what moves: position, battery and presence change from read to read, and so does what depends on them.",
		Attributes:          attributes,
		Blocks:              crud.DataSourceTimeouts(ctx),
	}
}

var siteArgument = schema.StringAttribute{
	MarkdownDescription: "The id of the site, such as `" + siteExample + "`.",
	Required:            true,
	Validators:          []validator.String{validate.ID(siteExample)},
}

func (d *dataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("tracking_id"), path.MatchRoot("name"))}
}

func (d *dataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config dataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(validate.Number(ctx, path.Root("site_id"), config.SiteID, siteExample)...)
	resp.Diagnostics.Append(validate.Number(ctx, path.Root("id"), config.ID, "70001")...)
	ctx, cancel := crud.WithReadTimeout(ctx, req.Config, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	tag, diagnostics := d.find(ctx, config)
	resp.Diagnostics.Append(diagnostics...)
	if resp.Diagnostics.HasError() {
		return
	}
	asked := config.TrackingID
	config.shownModel = shown(tag)
	if !asked.IsNull() {
		// NAO Cloud may store it in another case.
		config.TrackingID = asked
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, config)...)
}

// find returns the one tag that the configuration names.
func (d *dataSource) find(ctx context.Context, config dataModel) (client.Tag, diag.Diagnostics) {
	tags, site := d.provider.Client.Tags, config.SiteID.ValueString()
	if id := config.ID.ValueString(); id != "" {
		tag, err := tags.Get(ctx, client.Tag{ID: id, SiteID: site})
		if err != nil {
			return tag, diags.NotFound(Words, "id", id, err)
		}
		return tag, nil
	}
	found, err := d.named(ctx, config)
	switch {
	case client.IsNotFound(err):
		return client.Tag{}, diags.NotFound(siteWords, "site_id", site, err)
	case err != nil:
		return client.Tag{}, diags.NotListed(Words, err)
	case len(found) == 1:
		return found[0], nil
	case !config.TrackingID.IsNull():
		return client.Tag{}, notTheOnlyOne(site, config.TrackingID.ValueString(), found)
	default:
		return client.Tag{}, diags.NotTheOnlyOne(Words, config.Name.ValueString(), ids(found))
	}
}

// named returns the tags with the tracking id or the name of the configuration.
func (d *dataSource) named(ctx context.Context, config dataModel) (found []client.Tag, err error) {
	tags, site := d.provider.Client.Tags, config.SiteID.ValueString()
	if id := config.TrackingID.ValueString(); id != "" {
		return tags.Find(ctx, client.Tag{SiteID: site, TrackingID: id}) //nolint:wrapcheck // The client says what it did.
	}
	for tag, err := range tags.List(ctx, site, client.TagQuery{Query: client.Query{Name: config.Name.ValueString()}}) {
		if err != nil {
			return nil, err //nolint:wrapcheck // The client says what it did.
		}
		found = append(found, tag)
	}
	return found, nil
}

// notTheOnlyOne reports that no tag, or more than one, has the tracking id.
func notTheOnlyOne(site, trackingID string, found []client.Tag) diag.Diagnostics {
	at := path.Root("tracking_id")
	if len(found) == 0 {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, "Tag does not exist",
			fmt.Sprintf("No tag of site %s has the tracking id %q, or these credentials do not reach it.", site, trackingID))}
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, "Tag is not the only one with its tracking id",
		fmt.Sprintf("%d tags of site %s have the tracking id %q: ids %s. Give the id of one of them instead.", len(found), site, trackingID, strings.Join(ids(found), ", ")))}
}

func ids(tags []client.Tag) []string {
	ids := make([]string, len(tags))
	for i, tag := range tags {
		ids[i] = tag.ID
	}
	slices.SortFunc(ids, client.CompareIDs)
	return ids
}
