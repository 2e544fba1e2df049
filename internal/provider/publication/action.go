// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package publication publishes the asset tracking configuration of a site: an operation, and so an action.
package publication

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/call"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/validate"
)

var _ action.ActionWithConfigure = (*publishAction)(nil)

// example is the id of a site.
const example = "11416"

var kind = diags.Kind{
	Name:      "asset tracking configuration",
	Forbidden: "They do not include the right to publish this site's configuration.",
	Patience:  "the action's `timeout`",
	Again:     again,
}

// publishAction is naocloud_publish_asset_tracking_config.
type publishAction struct {
	provider *crud.Provider
}

// actionModel is what the action is given.
type actionModel struct {
	SiteID  types.String `tfsdk:"site_id"`
	Timeout types.String `tfsdk:"timeout"`
}

// Kind is the action of publications.
func Kind() crud.Kind {
	return crud.Kind{Actions: []func() action.Action{func() action.Action { return &publishAction{} }}}
}

func (a *publishAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.provider = crud.FromProvider(req.ProviderData, &resp.Diagnostics)
}

func (a *publishAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = "naocloud_publish_asset_tracking_config"
}

func (a *publishAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Publishes the asset tracking configuration of a site, so that what was changed in it takes effect. NAO Cloud does this in the " +
			"background: the action waits until it is done, tells how far it is, and fails with NAO Cloud's own reason.\n\n" +
			"The request is sent once. Where its response is lost, the error says that the publication may have been started; to publish again does no harm. Actions need Terraform 1.14; OpenTofu has none.",
		Attributes: map[string]schema.Attribute{
			"site_id": schema.StringAttribute{
				MarkdownDescription: "The id of the site, such as `11416`. In an action that a site triggers, `caller.id` is " +
					"the id of that site (Terraform 1.16); a reference to the site does too, but with one the action cannot be run by hand.",
				Required:   true,
				Validators: []validator.String{validate.ID(example)},
			},
			"timeout": call.TimeoutAttribute("it is published"),
		},
	}
}

func (a *publishAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config actionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(validate.Number(ctx, path.Root("site_id"), config.SiteID, example)...)
	if resp.Diagnostics.HasError() {
		return
	}
	site := config.SiteID.ValueString()
	err := call.Invocation{
		Send: func(ctx context.Context, report func(client.Job)) error {
			return a.provider.Client.PublishAssetTrackingConfig(ctx, site, report)
		},
		Begins:  "publishing the asset tracking configuration of site " + site,
		Ends:    "published",
		Timeout: config.Timeout,
	}.Run(ctx, resp)
	if err != nil {
		resp.Diagnostics.Append(notPublished(site, err)...)
	}
}

// again says how to publish once more: another apply does not, since what triggered the action has been applied.
const again = "run `terraform apply -invoke=action.naocloud_publish_asset_tracking_config.NAME` (another apply does not publish)"

// notPublished reports what became of the publication.
func notPublished(site string, err error) diag.Diagnostics {
	if unknown, ok := errors.AsType[*client.CallError](err); ok {
		far := call.Far("the publication", "started", unknown)
		return diag.Diagnostics{diag.NewErrorDiagnostic("Asset tracking configuration was not seen to be published",
			fmt.Sprintf("Site %s: %s.\n\nTo publish again does no harm: %s.%s", site, far, again, call.MoreTime(err)))}
	}
	if client.IsNotFound(err) {
		return diags.NotFound(diags.Kind{Name: "site"}, "site_id", site, err)
	}
	return diags.Failure{Kind: kind, Verb: diags.Published, Label: "of site " + site, Err: err}.Diagnostics()
}
