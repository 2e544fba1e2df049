// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package membership

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/validate"
)

// planned is a plan of a set on its way.
type planned struct {
	*set
	req  resource.ModifyPlanRequest
	resp *resource.ModifyPlanResponse

	parent    types.String
	exclusive types.Bool
	members   map[string]string
	// known tells that the keys of the members are known.
	known bool
	// state is what the state says; nil for a new set.
	state *values
}

// ModifyPlan shows what an exclusive set will remove, and finds members that two resources declare.
func (s *set) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if s.provider == nil || req.Plan.Raw.IsNull() {
		return
	}
	p := planned{set: s, req: req, resp: resp}
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root(s.ParentAttribute), &p.parent)...)
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("exclusive"), &p.exclusive)...)
	resp.Diagnostics.Append(validate.Number(ctx, path.Root(s.ParentAttribute), p.parent, s.Example)...)
	var diagnostics diag.Diagnostics
	p.members, p.known, diagnostics = s.Shape.read(ctx, req.Plan, s.Attribute)
	resp.Diagnostics.Append(diagnostics...)
	if s.Numbers {
		for key := range p.members {
			resp.Diagnostics.Append(validate.Number(ctx, s.Shape.at(s.Attribute, key), types.StringValue(key), s.Example)...)
		}
	}
	if !req.State.Raw.IsNull() {
		state, diagnostics := s.values(ctx, req.State)
		resp.Diagnostics.Append(diagnostics...)
		p.state = &state
	}
	if resp.Diagnostics.HasError() {
		return
	}
	p.keepSpelling(ctx)
	p.planUndeclared(ctx)
	p.planIDs(ctx)
	p.declare(ctx)
	p.probe(ctx)
}

func (p *planned) plan(ctx context.Context, attribute string, value attr.Value) {
	p.resp.Diagnostics.Append(p.resp.Plan.SetAttribute(ctx, path.Root(attribute), value)...)
}

// keepSpelling plans the members of the state where all of them have the same characters.
func (p *planned) keepSpelling(ctx context.Context) {
	if p.state == nil || !p.known || maps.Equal(p.members, p.state.members) || !p.sameKeys() {
		return
	}
	for key, value := range p.members {
		if !client.SameText(value, p.state.members[key]) {
			return
		}
	}
	p.members = p.state.members
	p.plan(ctx, p.Attribute, p.Shape.write(p.members))
}

// sameKeys reports whether the plan has the members of the state.
func (p *planned) sameKeys() bool {
	if p.state == nil || len(p.members) != len(p.state.members) {
		return false
	}
	for key := range p.members {
		if _, ok := p.state.members[key]; !ok {
			return false
		}
	}
	return true
}

// planUndeclared plans that an exclusive set leaves nothing that is not declared, so that the plan shows what will go.
func (p *planned) planUndeclared(ctx context.Context) {
	switch {
	case p.exclusive.IsUnknown(), p.exclusive.ValueBool() && (p.state == nil || !p.state.exclusive || !p.known || p.parent.ValueString() != p.state.parent):
		p.plan(ctx, "undeclared", p.Shape.unknown())
		return
	case !p.exclusive.ValueBool():
		p.plan(ctx, "undeclared", p.Shape.null())
		return
	}
	p.plan(ctx, "undeclared", p.Shape.write(nil))
	isToGo := toGo(p.members, p.state.members)
	var gone []string
	for key := range p.state.undeclared {
		if isToGo(key) {
			gone = append(gone, key)
		}
	}
	if len(gone) == 0 {
		return
	}
	slices.Sort(gone)
	p.resp.Diagnostics.AddAttributeWarning(path.Root("undeclared"), p.Member.Count(len(gone))+" without a declaration will be removed from "+p.Parent.Name+" "+p.parent.ValueString(), fmt.Sprintf(
		"The set is exclusive: the apply removes from %s %s what is not declared: %s. Declare what is to stay, or set exclusive = false.",
		p.Parent.Name, p.parent.ValueString(), Named(gone)))
}

// planIDs plans the ids that no change of the set can change.
func (p *planned) planIDs(ctx context.Context) {
	if !p.parent.IsUnknown() {
		p.plan(ctx, "id", p.parent)
	}
	if !p.IDs || p.state == nil || !p.known || p.parent.ValueString() != p.state.parent {
		return
	}
	known, _, diagnostics := Map.read(ctx, p.req.State, "ids")
	p.resp.Diagnostics.Append(diagnostics...)
	if p.sameKeys() {
		p.plan(ctx, "ids", Map.write(known))
		return
	}
	ids := make(map[string]attr.Value, len(p.members))
	for key := range p.members {
		ids[key] = types.StringUnknown()
		if id, ok := known[key]; ok {
			ids[key] = types.StringValue(id)
		}
	}
	p.plan(ctx, "ids", types.MapValueMust(types.StringType, ids))
}

// declare registers the members, and reports those that another resource declares too.
func (p *planned) declare(ctx context.Context) {
	memory, diagnostics := recall(ctx, p.req.Private)
	p.resp.Diagnostics.Append(diagnostics...)
	if memory.Token == "" {
		memory.Token = newToken()
		p.resp.Diagnostics.Append(remember(ctx, p.resp.Private, memory)...)
	}
	if !p.known || p.parent.IsUnknown() {
		return
	}
	keys := make(map[string]string, len(p.members))
	for key := range p.members {
		keys[fold(key)] = key
	}
	parent := p.Parent.Name + " " + p.parent.ValueString()
	conflicts := p.provider.DeclareSet(parent, memory.Token, slices.Collect(maps.Keys(keys)), p.exclusive.ValueBool())
	twice := diags.Capital(p.Member.Name) + " is declared twice"
	slices.Sort(conflicts.Members)
	for _, member := range conflicts.Members[:min(len(conflicts.Members), mostReports)] {
		key := keys[member]
		p.resp.Diagnostics.AddAttributeError(p.Shape.at(p.Attribute, key), twice, fmt.Sprintf(
			"%s %s of %s is also declared by another resource of this configuration. Each %s may be declared once: remove it from one of the two.",
			diags.Capital(p.Member.Name), key, parent, p.Member.Name))
	}
	if rest := len(conflicts.Members) - mostReports; rest > 0 {
		p.resp.Diagnostics.AddAttributeError(path.Root(p.Attribute), twice, p.Member.Count(rest)+" more: declared by other resources too.")
	}
	if len(conflicts.Others) > 0 {
		slices.Sort(conflicts.Others)
		p.resp.Diagnostics.AddAttributeError(path.Root("exclusive"), "Other resources declare "+p.Member.Plural()+" beside an exclusive set", fmt.Sprintf(
			"This set is to be the only one of %s, but other resources declare %s there: %s. Declare them here, or set exclusive = false.",
			parent, p.Member.Plural(), Named(conflicts.Others)))
	}
	if conflicts.Exclusive && len(conflicts.Members) == 0 {
		p.resp.Diagnostics.AddAttributeError(path.Root(p.Attribute), "Another set of "+parent+" is exclusive", fmt.Sprintf(
			"A set with exclusive = true is to be the only one of %s. Declare these %s there, or set exclusive = false there.", parent, p.Member.Plural()))
	}
}

// probe asks for the parent of a new set, so that a plan is not green where the credentials or the parent are no good.
func (p *planned) probe(ctx context.Context) {
	if p.state != nil || !p.known || p.parent.IsUnknown() || len(p.members) == 0 || p.resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, crud.DefaultTimeout)
	defer cancel()
	id := p.parent.ValueString()
	switch err := p.Probe(ctx, p.provider.Client, id, slices.Min(slices.Collect(maps.Keys(p.members)))); {
	case client.IsNotFound(err):
		p.resp.Diagnostics.Append(diags.NotFound(p.Parent, p.ParentAttribute, id, err)...)
	case diags.IsGeneral(err):
		p.resp.Diagnostics.Append(p.provider.Report(diags.Failure{Kind: p.Set, Verb: diags.Planned, Label: "of " + p.Parent.Name + " " + id, Err: err})...)
	}
}
