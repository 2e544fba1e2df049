// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package team

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/base"
)

var (
	_ resource.ResourceWithConfigure   = (*teamResource)(nil)
	_ resource.ResourceWithIdentity    = (*teamResource)(nil)
	_ resource.ResourceWithImportState = (*teamResource)(nil)
)

// teamResource is naocloud_team.
type teamResource struct {
	base.Resource
}

// NewResource makes the resource naocloud_team.
func NewResource() resource.Resource { return &teamResource{} }

func (r *teamResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = noun.Type
}

func (r *teamResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A team of users that is given access to sites. Managing teams takes the credentials of a corporate admin.\n\n" +
			"The team's members and sites are not part of it: sites are given to a team by `naocloud_site_team_association`, and the data source " +
			"`naocloud_team` shows both.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "The number that NAO Cloud gave the team, such as `392`. It never changes.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "The team's name: 1 to 255 characters, without a blank at either end. Changing it renames the team in place.",
				Required:            true,
				Validators:          []validator.String{base.Name()},
			},
			"roles": schema.SetAttribute{
				MarkdownDescription: "The roles of the team's members, such as `admin`. NAO Cloud decides which there are: one that it does not accept is an " +
					"error. Changing them replaces the whole set in place. Left out, NAO Cloud chooses them for a new team, and an existing team keeps those it has.",
				ElementType: types.StringType,
				Optional:    true,
				Computed:    true,
				// Nothing but this attribute changes the roles.
				PlanModifiers: []planmodifier.Set{setplanmodifier.UseNonNullStateForUnknown()},
				Validators:    []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(base.NotEmpty("leave the role out"))},
			},
			"ldap_group": schema.StringAttribute{
				MarkdownDescription: "The LDAP group that the team mirrors. Changing it changes the team in place; removing it detaches the team from the group.",
				Optional:            true,
				// The API tells "" from null, but neither means a group. With one way to say it, a plan cannot waver between them.
				Validators: []validator.String{base.NotEmpty("leave ldap_group out to have no group")},
			},
			"user_id": schema.StringAttribute{
				MarkdownDescription: "The id of the user who created the team, such as `4840`. It never changes.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
			},
		},
		Blocks: map[string]schema.Block{
			"timeouts": base.Timeouts(ctx, "create", "read", "update", "delete"),
		},
	}
}

func (r *teamResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.IdentitySchema()
}

func (r *teamResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan resourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := base.WithTimeout(ctx, plan.Timeouts.Create, &resp.Diagnostics)
	defer cancel()

	team, err := r.Client.CreateTeam(ctx, plan.changes(attributes{}))
	// An id means that there is a team, even beside an error.
	if team.ID != "" {
		resp.Diagnostics.Append(base.Save(ctx, resp.Identity, base.IdentityOf(team.ID), &resp.State, plan.over(team))...)
		resp.Diagnostics.Append(refusedRoles(plan.attributes, team)...)
	}
	if pending, ok := errors.AsType[*client.PendingError](err); ok {
		resp.Diagnostics.Append(resp.State.Set(ctx, plan.over(client.Team{}))...)
		resp.Diagnostics.Append(base.Remember(ctx, resp.Private, pending.Pending)...)
	}
	if err != nil {
		resp.Diagnostics.Append(noun.NotCreated(plan.label(), err, base.SameID)...)
	}
}

func (r *teamResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state resourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := base.WithTimeout(ctx, state.Timeouts.Read, &resp.Diagnostics)
	defer cancel()

	team, err := r.find(ctx, state.attributes, req.Private)
	switch {
	case base.IsGone(err):
		resp.Diagnostics.Append(noun.Gone(state.label(), err))
		resp.Diagnostics.Append(resp.Identity.Set(ctx, base.IdentityOf(state.ID.ValueString()))...)
		resp.State.RemoveResource(ctx)
	case err != nil:
		resp.Diagnostics.Append(noun.Failed("read", state.label(), err)...)
	default:
		found := state.over(team)
		resp.Diagnostics.Append(base.Save(ctx, resp.Identity, base.IdentityOf(team.ID), &resp.State, found)...)
		if base.IsPending(ctx, req.Private) {
			resp.Diagnostics.Append(noun.Found(found.label()))
			resp.Diagnostics.Append(base.Forget(ctx, resp.Private)...)
		}
	}
}

func (r *teamResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state resourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := base.WithTimeout(ctx, plan.Timeouts.Update, &resp.Diagnostics)
	defer cancel()

	var err error
	team := client.Team{ID: state.ID.ValueString()}
	if team.ID == "" {
		team, err = r.find(ctx, state.attributes, req.Private)
	}
	if changes := plan.changes(state.attributes); err == nil && !changesNothing(changes) {
		team, err = r.Client.UpdateTeam(ctx, team.ID, changes)
	}
	if err != nil {
		resp.Diagnostics.Append(noun.Failed("updated", state.label(), err)...)
		return
	}
	resp.Diagnostics.Append(base.Save(ctx, resp.Identity, base.IdentityOf(team.ID), &resp.State, plan.over(team))...)
	resp.Diagnostics.Append(base.Forget(ctx, resp.Private)...)
	resp.Diagnostics.Append(refusedRoles(plan.attributes, team)...)
}

func (r *teamResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state resourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := base.WithTimeout(ctx, state.Timeouts.Delete, &resp.Diagnostics)
	defer cancel()

	id := state.ID.ValueString()
	if id == "" {
		team, err := r.find(ctx, state.attributes, req.Private)
		if base.IsGone(err) {
			return
		}
		if err != nil {
			resp.Diagnostics.Append(noun.Failed("deleted", state.label(), err)...)
			return
		}
		id = team.ID
	}
	if err := r.Client.DeleteTeam(ctx, id); err != nil {
		resp.Diagnostics.Append(noun.Failed("deleted", state.label(), err)...)
	}
}

func (r *teamResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	noun.Import(ctx, req, resp)
}

// find reads the team, or goes on with the create that was interrupted before its id was known.
func (r *teamResource) find(ctx context.Context, state attributes, private base.PrivateState) (client.Team, error) {
	if id := state.ID.ValueString(); id != "" {
		return r.Client.Team(ctx, id)
	}
	return base.Resume(ctx, private, func(pending client.Pending) (client.Team, error) {
		return r.Client.ResumeTeam(ctx, state.Name.ValueString(), pending)
	})
}
