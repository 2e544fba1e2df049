// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package site

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/base"
)

var (
	_ resource.ResourceWithConfigure   = (*siteResource)(nil)
	_ resource.ResourceWithIdentity    = (*siteResource)(nil)
	_ resource.ResourceWithImportState = (*siteResource)(nil)
)

// siteResource is naocloud_site.
type siteResource struct {
	base.Resource
}

// NewResource makes the resource naocloud_site.
func NewResource() resource.Resource { return &siteResource{} }

func (r *siteResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = noun.Type
}

func (r *siteResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A site: a place with indoor location, such as a warehouse, a hospital or an airport.\n\n" +
			"Many accounts get their sites from Pole Star and may not create or delete them. Read those with the data source `naocloud_site`.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "The number that NAO Cloud gave the site, such as `11416`. It never changes.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "The site's name: 1 to 255 characters, without a blank at either end. Changing it renames the site in place.",
				Required:            true,
				Validators:          []validator.String{base.Name()},
			},
			"latitude": base.Latitude.Attribute("Where the site is, in decimal degrees (WGS 84), from -90 (south) to 90 (north). Changing it by more than " +
				"1e-7 degrees (about 1 cm) moves the site in place; a smaller difference is none."),
			"longitude": base.Longitude.Attribute("Where the site is, in decimal degrees (WGS 84), from -180 (west) to 180 (east). Changing it by more than " +
				"1e-7 degrees (about 1 cm) moves the site in place; a smaller difference is none."),
		},
		Blocks: map[string]schema.Block{
			"timeouts": base.Timeouts(ctx, "create", "read", "update", "delete"),
		},
	}
}

func (r *siteResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.IdentitySchema()
}

func (r *siteResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan resourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := base.WithTimeout(ctx, plan.Timeouts.Create, &resp.Diagnostics)
	defer cancel()

	site, err := r.Client.CreateSite(ctx, plan.changes(resourceModel{}))
	// An id means that there is a site, even beside an error.
	if site.ID != "" {
		resp.Diagnostics.Append(base.Save(ctx, resp.Identity, base.IdentityOf(site.ID), &resp.State, plan.over(site))...)
	}
	if pending, ok := errors.AsType[*client.PendingError](err); ok {
		resp.Diagnostics.Append(resp.State.Set(ctx, plan.over(client.Site{}))...)
		resp.Diagnostics.Append(base.Remember(ctx, resp.Private, pending.Pending)...)
	}
	if err != nil {
		resp.Diagnostics.Append(noun.NotCreated(plan.label(), err, base.SameID)...)
	}
}

func (r *siteResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state resourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := base.WithTimeout(ctx, state.Timeouts.Read, &resp.Diagnostics)
	defer cancel()

	site, err := r.find(ctx, state, req.Private)
	switch {
	case base.IsGone(err):
		resp.Diagnostics.Append(noun.Gone(state.label(), err))
		resp.Diagnostics.Append(resp.Identity.Set(ctx, base.IdentityOf(state.ID.ValueString()))...)
		resp.State.RemoveResource(ctx)
	case err != nil:
		resp.Diagnostics.Append(noun.Failed("read", state.label(), err)...)
	default:
		found := state.over(site)
		resp.Diagnostics.Append(base.Save(ctx, resp.Identity, base.IdentityOf(site.ID), &resp.State, found)...)
		if base.IsPending(ctx, req.Private) {
			resp.Diagnostics.Append(noun.Found(found.label()))
			resp.Diagnostics.Append(base.Forget(ctx, resp.Private)...)
		}
	}
}

func (r *siteResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state resourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := base.WithTimeout(ctx, plan.Timeouts.Update, &resp.Diagnostics)
	defer cancel()

	var err error
	site := client.Site{ID: state.ID.ValueString()}
	if site.ID == "" {
		site, err = r.find(ctx, state, req.Private)
	}
	if changes := plan.changes(state); err == nil && changes != (client.SiteInput{}) {
		site, err = r.Client.UpdateSite(ctx, site.ID, changes)
	}
	if err != nil {
		resp.Diagnostics.Append(noun.Failed("updated", state.label(), err)...)
		return
	}
	resp.Diagnostics.Append(base.Save(ctx, resp.Identity, base.IdentityOf(site.ID), &resp.State, plan.over(site))...)
	resp.Diagnostics.Append(base.Forget(ctx, resp.Private)...)
}

func (r *siteResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state resourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := base.WithTimeout(ctx, state.Timeouts.Delete, &resp.Diagnostics)
	defer cancel()

	id := state.ID.ValueString()
	if id == "" {
		site, err := r.find(ctx, state, req.Private)
		if base.IsGone(err) {
			return
		}
		if err != nil {
			resp.Diagnostics.Append(noun.Failed("deleted", state.label(), err)...)
			return
		}
		id = site.ID
	}
	if err := r.Client.DeleteSite(ctx, id); err != nil {
		resp.Diagnostics.Append(noun.Failed("deleted", state.label(), err)...)
	}
}

func (r *siteResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	noun.Import(ctx, req, resp)
}

// find reads the site, or goes on with the create that was interrupted before its id was known.
func (r *siteResource) find(ctx context.Context, state resourceModel, private base.PrivateState) (client.Site, error) {
	if id := state.ID.ValueString(); id != "" {
		return r.Client.Site(ctx, id)
	}
	return base.Resume(ctx, private, func(pending client.Pending) (client.Site, error) {
		return r.Client.ResumeSite(ctx, state.Name.ValueString(), state.Latitude.ValueFloat64(), state.Longitude.ValueFloat64(), pending)
	})
}
