// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package membership

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/validate"
)

// Definition makes a resource that declares members of one parent. Its schema has the attributes id, exclusive and undeclared, beside the ones
// that are named here.
type Definition struct {
	// Set and Member are how messages speak of the resource and of a member, and Parent of what holds it.
	Set, Member, Parent diags.Kind
	// Link is what a create makes and a destroy removes, where that is not the member itself; else "".
	Link   string
	Schema schema.Schema
	// Attribute declares the members, in this Shape. ParentAttribute names the parent, with an example of its id.
	Attribute       string
	Shape           Shape
	ParentAttribute string
	Example         string
	// IDs tells that the attribute ids maps the keys of the members to their ids.
	IDs bool
	// Numbers tells that the keys are ids, and so numbers.
	Numbers bool

	// Members are the client's calls on the members of a parent.
	Members func(c *client.Client, parentID string) Members
	// Probe sends one request about the parent, with one of the declared keys, so that a plan finds credentials or a parent that are no good.
	Probe func(ctx context.Context, c *client.Client, parentID, key string) error
}

// set is the resource.
type set struct {
	Definition
	provider *crud.Provider
}

var (
	_ resource.ResourceWithConfigure   = (*set)(nil)
	_ resource.ResourceWithIdentity    = (*set)(nil)
	_ resource.ResourceWithImportState = (*set)(nil)
	_ resource.ResourceWithModifyPlan  = (*set)(nil)
)

// NewResource makes the resource.
func (d Definition) NewResource() resource.Resource { return &set{Definition: d} }

func (s *set) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	s.provider = crud.FromProvider(req.ProviderData, &resp.Diagnostics)
}

func (s *set) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = s.Set.Type
}

func (s *set) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = s.Definition.Schema
	resp.Schema.Blocks = crud.ResourceTimeouts(ctx, true)
}

func (s *set) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		s.ParentAttribute: identityschema.StringAttribute{
			Description: fmt.Sprintf("The id of the %s, such as %q.", s.Parent.Name, s.Example), RequiredForImport: true,
		},
	}}
}

func (s *set) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	plan, diagnostics := s.values(ctx, req.Plan)
	resp.Diagnostics.Append(diagnostics...)
	memory, diagnostics := recall(ctx, resp.Private)
	resp.Diagnostics.Append(diagnostics...)
	ctx, cancel := crud.WithTimeout(ctx, req.Plan, "create", &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	members := s.members(plan.parent)
	if len(plan.members) == 0 {
		if _, err := members.Held(ctx, client.Cached); err != nil {
			failed := Result{Whole: err}
			resp.Diagnostics.Append(failed.Diagnostics(s.words(diags.Created, plan.parent))...)
			return
		}
	}
	state, result := Apply(ctx, members, State{Memory: memory}, Plan{Values: plan.members, Exclusive: plan.exclusive, Record: true, OnExisting: s.provider.OnExisting})
	resp.Diagnostics.Append(result.Diagnostics(s.words(diags.Created, plan.parent))...)
	if result.Failed() && len(state.Declared)+len(state.Pending) == 0 && state.Batch == nil {
		return
	}
	if result.Failed() {
		resp.Diagnostics.Append(Tainted(s.words(diags.Created, plan.parent), len(state.Declared), len(plan.members)))
		state.Tainted = true
	}
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(s.save(ctx, resp.Identity, &resp.State, plan.parent, state)...)
	resp.Diagnostics.Append(remember(ctx, resp.Private, s.memoryOf(state))...)
	resp.Diagnostics.Append(s.provider.See(ctx, resp.Private)...)
}

func (s *set) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	known, prior, diagnostics := s.prior(ctx, req.State, req.Private)
	resp.Diagnostics.Append(diagnostics...)
	ctx, cancel := crud.WithTimeout(ctx, req.State, "read", &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	members, words := s.members(known.parent), s.words(diags.Read, known.parent)
	state, err := Refresh(ctx, members, prior)
	if err == nil && state.Tainted {
		var result Result
		if state, result = Finish(ctx, members, state); result.Failed() {
			resp.Diagnostics.Append(result.Diagnostics(words)...)
			return
		}
	}
	isGone := client.IsNotFound(err) || err == nil && prior.isLost(state)
	switch {
	case client.IsNotFound(err) && prior.Imported:
		resp.Diagnostics.Append(diags.NotFound(s.Parent, s.ParentAttribute, known.parent, err)...)
	case isGone && !s.provider.IsAccountOf(ctx, req.Private):
		resp.Diagnostics.Append(s.provider.OtherAccount(ctx, s.Set, "of "+words.Parent, req.Private)...)
	case client.IsNotFound(err):
		resp.Diagnostics.Append(diags.ParentGone(s.Set, s.Parent, known.parent, err))
		resp.Diagnostics.Append(s.identify(ctx, resp.Identity, known.parent)...)
		resp.State.RemoveResource(ctx)
	case err != nil:
		resp.Diagnostics.Append(s.provider.Report(diags.Failure{Kind: s.Set, Verb: diags.Read, Label: "of " + words.Parent, Err: err})...)
	default:
		resp.Diagnostics.Append(s.saveChanges(ctx, resp, known, prior, state)...)
		resp.Diagnostics.Append(remember(ctx, resp.Private, s.memoryOf(state))...)
		resp.Diagnostics.Append(s.provider.See(ctx, resp.Private)...)
	}
}

func (s *set) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	plan, diagnostics := s.values(ctx, req.Plan)
	resp.Diagnostics.Append(diagnostics...)
	known, prior, diagnostics := s.prior(ctx, req.State, req.Private)
	resp.Diagnostics.Append(diagnostics...)
	ctx, cancel := crud.WithTimeout(ctx, req.Plan, "update", &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	state, result := Apply(ctx, s.members(plan.parent), prior, Plan{
		Values: plan.members, Exclusive: plan.exclusive, Record: plan.exclusive && !known.exclusive, OnExisting: s.provider.OnExisting,
	})
	resp.Diagnostics.Append(result.Diagnostics(s.words(diags.Updated, plan.parent))...)
	resp.State.Raw = req.Plan.Raw
	if len(result.Unexpected) > 0 {
		resp.State.Raw = req.State.Raw
	}
	resp.Diagnostics.Append(s.save(ctx, resp.Identity, &resp.State, plan.parent, state)...)
	resp.Diagnostics.Append(remember(ctx, resp.Private, s.memoryOf(state))...)
	resp.Diagnostics.Append(s.provider.See(ctx, resp.Private)...)
}

func (s *set) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	known, prior, diagnostics := s.prior(ctx, req.State, req.Private)
	resp.Diagnostics.Append(diagnostics...)
	ctx, cancel := crud.WithTimeout(ctx, req.State, "delete", &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	members, words := s.members(known.parent), s.words(diags.Deleted, known.parent)
	// In another account, members that do not show are not gone.
	if !s.provider.IsAccountOf(ctx, req.Private) {
		if state, err := Refresh(ctx, members, prior); client.IsNotFound(err) || err == nil && prior.isLost(state) {
			resp.Diagnostics.Append(s.provider.OtherAccount(ctx, s.Set, "of "+words.Parent, req.Private)...)
			return
		}
	}
	left, result := Delete(ctx, members, prior)
	if !result.Failed() {
		return
	}
	resp.Diagnostics.Append(result.Diagnostics(words)...)
	resp.Diagnostics.Append(s.save(ctx, resp.Identity, &resp.State, known.parent, left)...)
	resp.Diagnostics.Append(remember(ctx, resp.Private, s.memoryOf(left))...)
}

// ImportState imports a set by the id of its parent. The first apply takes over what the configuration declares.
func (s *set) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id := req.ID
	if id == "" && req.Identity != nil && !req.Identity.Raw.IsNull() {
		var text types.String
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root(s.ParentAttribute), &text)...)
		id = text.ValueString()
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if !validate.IsID(id) {
		resp.Diagnostics.AddError("Invalid import id", fmt.Sprintf("%s is imported by the id of the %s, such as %s, got: %q.",
			diags.Capital(s.Set.One()), s.Parent.Name, s.Example, id))
		return
	}
	resp.Diagnostics.Append(s.identify(ctx, resp.Identity, id)...)
	for _, attribute := range []string{"id", s.ParentAttribute} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(attribute), id)...)
	}
	resp.Diagnostics.Append(remember(ctx, resp.Private, Memory{Imported: true, Token: newToken()})...)
}
