// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package providertest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
)

// ownPlan checks what is a case's own in a plan.
type ownPlan struct {
	member *member
	check  plancheck.PlanCheck
}

// CheckPlan implements plancheck.PlanCheck.
func (c ownPlan) CheckPlan(ctx context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	plan := *req.Plan
	plan.ResourceChanges = nil
	for _, change := range req.Plan.ResourceChanges {
		if address, ok := strings.CutSuffix(change.Address, c.member.suffix()); ok {
			own := *change
			own.Address = address
			plan.ResourceChanges = append(plan.ResourceChanges, &own)
		}
	}
	c.check.CheckPlan(ctx, plancheck.CheckPlanRequest{Plan: &plan}, resp)
	resp.Error = c.member.about(resp.Error)
}

// ownState checks what is a case's own in a state.
type ownState struct {
	member *member
	check  statecheck.StateCheck
}

// CheckState implements statecheck.StateCheck.
func (c ownState) CheckState(ctx context.Context, req statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	state, values, module := *req.State, *req.State.Values, *req.State.Values.RootModule
	module.Resources = nil
	for _, resource := range req.State.Values.RootModule.Resources {
		if address, ok := strings.CutSuffix(resource.Address, c.member.suffix()); ok {
			own := *resource
			own.Address = address
			module.Resources = append(module.Resources, &own)
		}
	}
	values.RootModule = &module
	state.Values = &values
	c.check.CheckState(ctx, statecheck.CheckStateRequest{State: &state}, resp)
	resp.Error = c.member.about(resp.Error)
}

// CheckPlan implements plancheck.PlanCheck: the object is imported, and nothing else happens to it.
func (i imported) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	at := slices.IndexFunc(req.Plan.ResourceChanges, func(change *tfjson.ResourceChange) bool { return change.Address == i.address })
	switch {
	case at < 0:
		resp.Error = fmt.Errorf("%s: %s is not in the plan", i.member.name, i.address)
	case req.Plan.ResourceChanges[at].Change.Importing == nil:
		resp.Error = fmt.Errorf("%s: %s is not imported", i.member.name, i.address)
	case !req.Plan.ResourceChanges[at].Change.Actions.NoOp():
		resp.Error = fmt.Errorf("%s: the import of %s plans %v, want no change", i.member.name, i.address, req.Plan.ResourceChanges[at].Change.Actions)
	}
}
