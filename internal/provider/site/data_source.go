// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package site

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/base"
)

var (
	_ datasource.DataSourceWithConfigure        = (*siteDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*siteDataSource)(nil)
)

// siteDataSource is naocloud_site.
type siteDataSource struct {
	base.DataSource
}

// NewDataSource makes the data source naocloud_site.
func NewDataSource() datasource.DataSource { return &siteDataSource{} }

func (d *siteDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = noun.Type
}

func (d *siteDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := dataAttributes()
	attributes["id"] = schema.StringAttribute{
		MarkdownDescription: "The number that NAO Cloud gave the site, such as `11416`. Give either this or `name`.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{base.ID()},
	}
	attributes["name"] = schema.StringAttribute{
		MarkdownDescription: "The site's name, in full and with its capitals. Give either this or `id`; it is an error if no site, or more than one, has the name.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{base.NotEmpty("no site has an empty name")},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A site, found by its id or by its name.",
		Attributes:          attributes,
	}
}

func (d *siteDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name"))}
}

func (d *siteDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config dataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}

	site, diagnostics := d.find(ctx, config)
	resp.Diagnostics.Append(diagnostics...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, dataFrom(site))...)
}

func (d *siteDataSource) find(ctx context.Context, config dataModel) (client.Site, diag.Diagnostics) {
	if id := config.ID.ValueString(); id != "" {
		site, err := d.Client.Site(ctx, id)
		if err != nil {
			return site, noun.NotFound("id", id, err)
		}
		return site, nil
	}
	name := config.Name.ValueString()
	sites, err := d.Client.SitesNamed(ctx, name)
	if err != nil {
		return client.Site{}, noun.NotListed(err)
	}
	site, diagnostics := base.Only(noun, name, sites, func(site client.Site) string { return site.ID })
	if diagnostics.HasError() || !lacks(site) {
		return site, diagnostics
	}
	// A listing may show less than the site's own document.
	if site, err = d.Client.Site(ctx, site.ID); err != nil {
		return site, noun.NotFound("name", site.ID, err)
	}
	return site, nil
}

// dataAttributes describes dataModel.
func dataAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "The number that NAO Cloud gave the site, such as `11416`.",
			Computed:            true,
		},
		"name": schema.StringAttribute{
			MarkdownDescription: "The site's name.",
			Computed:            true,
		},
		"latitude": schema.Float64Attribute{
			MarkdownDescription: "Where the site is, in decimal degrees (WGS 84); null for a site that was never placed.",
			Computed:            true,
		},
		"longitude": schema.Float64Attribute{
			MarkdownDescription: "Where the site is, in decimal degrees (WGS 84); null for a site that was never placed.",
			Computed:            true,
		},
	}
}
