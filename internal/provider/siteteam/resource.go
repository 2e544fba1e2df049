// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package siteteam

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/base"
)

var (
	_ resource.ResourceWithConfigure   = (*associationResource)(nil)
	_ resource.ResourceWithIdentity    = (*associationResource)(nil)
	_ resource.ResourceWithImportState = (*associationResource)(nil)
)

// associationResource is naocloud_site_team_association.
type associationResource struct {
	base.Resource
}

// NewResource makes the resource naocloud_site_team_association.
func NewResource() resource.Resource { return &associationResource{} }

func (r *associationResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = noun.Type
}

func (r *associationResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lets a team reach a site. Managing associations takes the credentials of a corporate admin.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "The number that NAO Cloud gave the association, such as `1093`. It is neither the team's nor the site's id, and never changes.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
			},
			"team_id": schema.StringAttribute{
				MarkdownDescription: "The id of the team, such as `392`. Changing it forces a new association.",
				Required:            true,
				Validators:          []validator.String{base.ID()},
				PlanModifiers:       replace,
			},
			"site_id": schema.StringAttribute{
				MarkdownDescription: "The id of the site that the team reaches, such as `11416`. Changing it forces a new association.",
				Required:            true,
				Validators:          []validator.String{base.ID()},
				PlanModifiers:       replace,
			},
		},
		Blocks: map[string]schema.Block{
			"timeouts": base.Timeouts(ctx, "create", "read", "delete"),
		},
	}
}

func (r *associationResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"team_id": identityschema.StringAttribute{Description: `The id of the team, such as "392".`, RequiredForImport: true},
		"site_id": identityschema.StringAttribute{Description: `The id of the site, such as "11416".`, RequiredForImport: true},
	}}
}

func (r *associationResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan resourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := base.WithTimeout(ctx, plan.Timeouts.Create, &resp.Diagnostics)
	defer cancel()

	association, err := r.Client.CreateSiteTeamAssociation(ctx, plan.TeamID.ValueString(), plan.SiteID.ValueString())
	pending, isPending := errors.AsType[*client.PendingError](err)
	// An id means that there is an association, even beside an error.
	if association.ID != "" || isPending {
		resp.Diagnostics.Append(base.Save(ctx, resp.Identity, plan.identity(), &resp.State, plan.over(association))...)
	}
	if isPending {
		resp.Diagnostics.Append(base.Remember(ctx, resp.Private, pending.Pending)...)
	}
	if client.IsNotFound(err) && !isPending {
		resp.Diagnostics.Append(r.missing(ctx, plan, err)...)
	} else if err != nil {
		resp.Diagnostics.Append(noun.NotCreated(plan.label(), err, func(string) string { return plan.importID() })...)
	}
}

func (r *associationResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state resourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := base.WithTimeout(ctx, state.Timeouts.Read, &resp.Diagnostics)
	defer cancel()

	association, err := r.find(ctx, state, req.Private)
	switch {
	case base.IsGone(err) && isImported(ctx, state, req.Private):
		resp.Diagnostics.Append(r.nothingToImport(ctx, state)...)
	case base.IsGone(err):
		resp.Diagnostics.Append(noun.Gone(state.label(), err))
		resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
		resp.State.RemoveResource(ctx)
	case err != nil:
		resp.Diagnostics.Append(noun.Failed("read", state.label(), err)...)
	default:
		resp.Diagnostics.Append(base.Save(ctx, resp.Identity, state.identity(), &resp.State, state.over(association))...)
		if base.IsPending(ctx, req.Private) {
			resp.Diagnostics.Append(noun.Found(state.label()))
			resp.Diagnostics.Append(base.Forget(ctx, resp.Private)...)
		}
	}
}

// Update sends nothing: all that can change without a new association is its timeouts.
func (r *associationResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state resourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	association, err := state.association(), error(nil)
	if association.ID == "" {
		association, err = r.find(ctx, state, req.Private)
	}
	if err != nil {
		resp.Diagnostics.Append(noun.Failed("updated", state.label(), err)...)
		return
	}
	resp.Diagnostics.Append(base.Save(ctx, resp.Identity, plan.identity(), &resp.State, plan.over(association))...)
	resp.Diagnostics.Append(base.Forget(ctx, resp.Private)...)
}

func (r *associationResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state resourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := base.WithTimeout(ctx, state.Timeouts.Delete, &resp.Diagnostics)
	defer cancel()

	association := state.association()
	if association.ID == "" {
		var err error
		association, err = r.find(ctx, state, req.Private)
		if base.IsGone(err) {
			return
		}
		if err != nil {
			resp.Diagnostics.Append(noun.Failed("deleted", state.label(), err)...)
			return
		}
	}
	if err := r.Client.DeleteSiteTeamAssociation(ctx, association); err != nil {
		resp.Diagnostics.Append(noun.Failed("deleted", state.label(), err)...)
	}
}

func (r *associationResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var pair identity
	id := req.ID
	if base.ByIdentity(req) {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &pair)...)
		id = pair.TeamID.ValueString() + "/" + pair.SiteID.ValueString()
	} else {
		team, site, _ := strings.Cut(id, "/")
		pair = identity{TeamID: types.StringValue(team), SiteID: types.StringValue(site)}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if !base.IsID(pair.TeamID.ValueString()) || !base.IsID(pair.SiteID.ValueString()) {
		resp.Diagnostics.AddError("Invalid import id",
			fmt.Sprintf("A site team association is imported by the id of the team, a slash and the id of the site, TEAM_ID/SITE_ID, such as 392/11416, got: %q.", id))
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, pair)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("team_id"), pair.TeamID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("site_id"), pair.SiteID)...)
}

// find reads the association, or goes on with the create that was interrupted before its id was known.
func (r *associationResource) find(ctx context.Context, state resourceModel, private base.PrivateState) (client.Association, error) {
	if !base.IsPending(ctx, private) {
		return r.Client.SiteTeamAssociation(ctx, state.association())
	}
	return base.Resume(ctx, private, func(pending client.Pending) (client.Association, error) {
		return r.Client.ResumeSiteTeamAssociation(ctx, state.TeamID.ValueString(), state.SiteID.ValueString(), pending)
	})
}

// missing reports that the team or the site does not exist: the API's 404 does not say which of them it means.
func (r *associationResource) missing(ctx context.Context, plan resourceModel, err error) diag.Diagnostics {
	switch _, problem := r.Client.Team(ctx, plan.TeamID.ValueString()); {
	case problem == nil:
		return base.Noun{Name: "site"}.NotFound("site_id", plan.SiteID.ValueString(), err)
	case client.IsNotFound(problem):
		return base.Noun{Name: "team"}.NotFound("team_id", plan.TeamID.ValueString(), err)
	default:
		return noun.Failed("created", plan.label(), err)
	}
}
