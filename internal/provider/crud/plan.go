// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package crud

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/validate"
)

const (
	// plannedKey keeps the id of the object in the planned private state. Terraform plans a replacement a second time, without a prior state
	// but with this.
	plannedKey = "planned_id"
	// removableKey marks in the planned private state that the plan has made sure that the object may be removed.
	removableKey = "removable"
)

// ModifyPlan finds what an apply would fail by: a natural key that two resources plan, an id that is none, an object that must not be removed,
// and credentials that are not accepted.
func (r *resourceOf[M, T, In]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.provider == nil {
		return
	}
	if req.Plan.Raw.IsNull() {
		r.planRemoval(ctx, req, resp)
		return
	}
	resp.Diagnostics.Append(r.numbers(ctx, req.Plan)...)
	var plan M
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if r.Faults != nil {
		resp.Diagnostics.Append(r.Faults(plan)...)
	}
	if r.Planned != nil && !resp.Diagnostics.HasError() {
		r.Planned(ctx, req, resp)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	id := r.plannedID(ctx, req, resp)
	replaced := req.State.Raw.IsNull() && id != ""
	if replaced && r.Removable != nil {
		resp.Diagnostics.Append(r.removable(ctx, r.WithID(plan, id), resp.Private)...)
	}
	if r.Key == nil || !r.knowsKey(req.Plan.Raw, plan) || r.Key(plan) == "" {
		return
	}
	if r.Declares != nil && r.provider.DeclareMember(r.Declares(plan)) {
		resp.Diagnostics.Append(diags.InASet(r.Kind, r.KeyAttributes[0], r.Label(plan)))
	}
	resp.Diagnostics.Append(r.register(ctx, req.State, plan, id)...)
	if req.State.Raw.IsNull() && !replaced && !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(r.look(ctx, plan)...)
	}
}

// numbers reports ids of other objects that are no numbers, as mocks have.
func (r *resourceOf[M, T, In]) numbers(ctx context.Context, plan tfsdk.Plan) (diagnostics diag.Diagnostics) {
	for _, part := range r.Identity {
		if part.Attribute == "id" || part.Accepts != nil {
			continue
		}
		if id := argument(ctx, plan, part.Attribute, &diagnostics); id != "" {
			diagnostics.Append(validate.Number(ctx, path.Root(part.Attribute), types.StringValue(id), part.Example)...)
		}
	}
	return diagnostics
}

// plannedID is the id of the object, or of the object that it replaces; "" for a new one. It is kept for the second plan of a replacement.
func (r *resourceOf[M, T, In]) plannedID(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) string {
	var id string
	if req.State.Raw.IsNull() {
		data, _ := req.Private.GetKey(ctx, plannedKey)
		_ = json.Unmarshal(data, &id)
		return id
	}
	id = argument(ctx, req.State, "id", &resp.Diagnostics)
	data, err := json.Marshal(id)
	if err == nil && id != "" {
		resp.Diagnostics.Append(WritePrivate(ctx, resp.Private, plannedKey, data)...)
	}
	return id
}

// knowsKey reports whether the plan knows the whole natural key.
func (r *resourceOf[M, T, In]) knowsKey(raw tftypes.Value, plan M) bool {
	if r.KnowsKey != nil {
		return r.KnowsKey(plan)
	}
	attributes, err := attributesOf(raw)
	return err == nil && !slices.ContainsFunc(r.KeyAttributes, func(name string) bool { return !attributes[name].IsFullyKnown() })
}

// register plans the natural key, and reports another resource that plans the same.
func (r *resourceOf[M, T, In]) register(ctx context.Context, prior tfsdk.State, plan M, id string) diag.Diagnostics {
	if r.provider.OnExisting == client.Create && !r.Kind.Once {
		return nil
	}
	added := holder[M]{model: plan, id: id}
	if !prior.Raw.IsNull() {
		var state M
		if diagnostics := prior.Get(ctx, &state); diagnostics.HasError() {
			return diagnostics
		}
		added.holds = r.sameKey(state, plan)
	}
	other, taken := keysOf[M](r.provider, r.Kind.Type).register(r.Key(plan), added, r.sameKey)
	if !taken {
		return nil
	}
	return diags.Twice(r.Kind, r.KeyAttributes[0], r.Label(plan), other.id)
}

func (r *resourceOf[M, T, In]) sameKey(a, b M) bool {
	return r.Key(a) == r.Key(b) && (r.SameKey == nil || r.SameKey(a, b))
}

// look warns of an object that has this key already, as far as a listing shows it, or a request for one of the first creates of a process. The
// first request of all shows whether the credentials are accepted: a plan without this would be green, and the apply fail.
func (r *resourceOf[M, T, In]) look(ctx context.Context, plan M) diag.Diagnostics {
	found, err := r.existing(ctx, plan)
	if err != nil && !r.provider.Client.Responded() && diags.IsGeneral(err) {
		return r.provider.Report(diags.Failure{Kind: r.Kind, Verb: diags.Planned, Label: r.Label(plan), Err: err})
	}
	if err != nil || len(found) == 0 || r.provider.OnExisting != client.Fail {
		return nil
	}
	ids := make([]string, len(found))
	for i, object := range found {
		ids[i] = object.ObjectID()
	}
	return diag.Diagnostics{diags.ExistsAlready(r.Kind, r.Label(plan), ids)}
}

// existing returns the objects that have the natural key of a plan. After the first looks of a process it sends nothing.
func (r *resourceOf[M, T, In]) existing(ctx context.Context, plan M) ([]T, error) {
	wanted := r.Known(plan)
	if found, listed := r.objects().Listed(wanted); listed {
		return found, nil
	}
	if r.provider.looks.Add(1) > mostLooks {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, DefaultTimeout)
	defer cancel()
	return r.objects().Find(ctx, wanted) //nolint:wrapcheck // The client says what it did.
}

// planRemoval makes sure that an object may be removed, so that nothing that depends on it goes first.
func (r *resourceOf[M, T, In]) planRemoval(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	r.marksEntry(ctx, req, resp)
	if r.Removable == nil {
		return
	}
	var state M
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(r.removable(ctx, state, resp.Private)...)
	}
}

// removable asks the kind whether an object may be removed, and marks that it may.
func (r *resourceOf[M, T, In]) removable(ctx context.Context, state M, private PrivateState) diag.Diagnostics {
	if r.Known(state).ObjectID() == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, DefaultTimeout)
	defer cancel()
	diagnostics, err := r.Removable(ctx, r.provider.Client, state)
	switch {
	case isGone(err) && !r.provider.IsAccountOf(ctx, private):
		return r.provider.OtherAccount(ctx, r.Kind, r.Label(state), private)
	case isGone(err):
	case err != nil:
		return r.provider.Report(diags.Failure{Kind: r.Kind, Verb: diags.Checked, Label: r.Label(state), Err: err})
	case diagnostics.HasError():
		return diagnostics
	}
	return append(diagnostics, WritePrivate(ctx, private, removableKey, []byte("true"))...)
}
