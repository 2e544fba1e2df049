// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package tag

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/mac"
)

var definition = crud.Definition[model, client.Tag, client.TagInput]{
	Kind:   Words,
	Schema: resourceSchema,
	Path:   "/sites/{site_id}/nao_trackables",
	Identity: []crud.Part{
		{Attribute: "site_id", Placeholder: "SITE_ID", Words: "the id of the site", Example: siteExample},
		{Attribute: "tracking_id", Placeholder: "TRACKING_ID", Words: "the tracking id of the tag", Example: trackingExample, Accepts: mac.IsTrackingID},
	},
	Objects:       func(c *client.Client) crud.Objects[client.Tag, client.TagInput] { return c.Tags },
	Label:         model.label,
	Known:         model.tag,
	Model:         model.with,
	Input:         model.input,
	KeyAttributes: []string{"tracking_id", "site_id"},
	Key:           model.key,
	Declares: func(m model) (parent, member string) {
		return "site " + m.SiteID.ValueString(), client.FoldTrackingID(m.TrackingID.ValueString())
	},
	Missing:     missing,
	NotImported: notImported,
}

var listing = crud.Listing[model, client.Tag, client.TagInput]{
	Definition:  definition,
	Description: "The tags of a site: all of them, or those that match all arguments.",
	Named:       true,
	Parent: &crud.Parent{
		Kind:        siteWords,
		Attribute:   "site_id",
		Description: "The id of the site, such as `11416`.",
		Example:     siteExample,
		Required:    true,
	},
	Arguments: listArguments,
	Narrowed:  narrowed,
	Name:      crud.NamedBy(func(tag client.Tag) string { name, _ := tag.Name.Get(); return name }),
}

// Kind is the resource, the data sources, the list and the function of tags.
func Kind() crud.Kind {
	return crud.Kind{
		Resources:     []func() resource.Resource{definition.NewResource},
		DataSources:   []func() datasource.DataSource{newDataSource, newPluralDataSource},
		ListResources: []func() list.ListResource{listing.NewListResource},
		Functions:     []func() function.Function{mac.NewFunction},
	}
}

// narrowed lists the tags that match all arguments of a list block.
func narrowed(ctx context.Context, config tfsdk.Config) (crud.Lister[client.Tag], diag.Diagnostics) {
	var narrow listModel
	diagnostics := config.Get(ctx, &narrow)
	query := narrow.query()
	return func(ctx context.Context, c *client.Client, site string, _ client.Query) iter.Seq2[client.Tag, error] {
		return c.Tags.List(ctx, site, query)
	}, diagnostics
}

// missing reports that the site does not exist.
func missing(_ context.Context, _ *client.Client, plan model, err error) diag.Diagnostics {
	return diags.NotFound(siteWords, "site_id", plan.SiteID.ValueString(), err)
}

// notImported reports that there is no such tag. A MAC may have been written in another spelling.
func notImported(_ context.Context, _ *client.Client, imported model) diag.Diagnostics {
	site, id := imported.SiteID.ValueString(), imported.TrackingID.ValueString()
	detail := fmt.Sprintf("No tag of site %s has the tracking id %q, or these credentials do not reach it. ", site, id)
	if normal := mac.Normal(id); normal != id {
		detail += fmt.Sprintf("NAO Cloud writes this MAC as %s: import \"%s/%s\".", normal, site, normal)
	} else {
		detail += "The import id is SITE_ID/TRACKING_ID, such as " + siteExample + "/" + trackingExample + "."
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Tag does not exist", detail)}
}
