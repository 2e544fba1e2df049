// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package site

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/base"
)

var _ list.ListResourceWithConfigure = (*siteList)(nil)

// siteList is the list resource naocloud_site.
type siteList struct {
	base.Resource
}

// listModel is what a list block asks for.
type listModel struct {
	NameContains types.String `tfsdk:"name_contains"`
}

// NewListResource makes the list resource naocloud_site.
func NewListResource() list.ListResource { return &siteList{} }

func (l *siteList) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = noun.Type
}

func (l *siteList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The sites that the credentials reach: all of them, or those whose names match. " + base.ListBlock,
		Attributes: map[string]schema.Attribute{
			"name_contains": schema.StringAttribute{
				MarkdownDescription: "Only sites whose names contain this text, capitals included.",
				Optional:            true,
				Validators:          []validator.String{base.NotEmpty("leave name_contains out to have them all")},
			},
		},
	}
}

func (l *siteList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config listModel
	if diagnostics := req.Config.Get(ctx, &config); diagnostics.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diagnostics)
		return
	}
	sites := l.Client.Sites(ctx, client.SiteQuery{NameContains: config.NameContains.ValueString()})
	if req.IncludeResource {
		sites = base.Whole(sites, isPlaced, func(site client.Site) (client.Site, error) { return l.Client.Site(ctx, site.ID) })
	}
	stream.Results = base.Results(ctx, noun, req, sites, listed)
}

// isPlaced tells whether the answer says where the site is, or that it is nowhere.
func isPlaced(site client.Site) bool { return !site.Latitude.IsZero() && !site.Longitude.IsZero() }

func listed(site client.Site) base.Listed {
	return base.Listed{
		Name:     cmp.Or(site.Name, "site "+site.ID),
		Identity: base.IdentityOf(site.ID),
		Resource: resourceModel{Timeouts: base.NoTimeouts("create", "read", "update", "delete")}.over(site),
	}
}
