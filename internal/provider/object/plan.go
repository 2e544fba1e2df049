// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package object

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/leaf"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/value"
)

// better are the collections whose objects have resources of their own, which know more of them.
var better = map[string]string{"teams": "naocloud_team", "sites": "naocloud_site"}

// planned keeps what differs in its spelling alone as it is, says what a change does not do, and plans what is exported.
func planned(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		resp.Diagnostics.Append(plan.warnings()...)
		plan.planOutputs(ctx, nil, resp)
		return
	}
	var state, config model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	change := newChange(plan, state)
	if crud.IsUnapplied(ctx, req.Private) {
		change = newFirstChange(plan, state, declared(config.AttributesWO))
	}
	// An update of an imported object that is sent sends what is declared, and not all that the import found.
	isSent := !plan.AttributesWOVersion.Equal(state.AttributesWOVersion)
	if change.isNone && !(change.isUnapplied && isSent) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("attributes"), state.Attributes)...)
	}
	switch {
	case change.replacing(plan.ReplaceOn):
		resp.RequiresReplace = append(resp.RequiresReplace, path.Root("attributes"))
	case plan.Collection.Equal(state.Collection):
		resp.Diagnostics.Append(change.warnings()...)
	}
	if !change.isNone || isSent {
		plan.planOutputs(ctx, nil, resp)
		return
	}
	plan.planOutputs(ctx, &state, resp)
}

// warnings are what to consider before an object is created.
func (m model) warnings() (diagnostics diag.Diagnostics) {
	if typed, ok := better[m.Collection.ValueString()]; ok {
		diagnostics.AddAttributeWarning(path.Root("collection"), "Collection has a resource type of its own",
			fmt.Sprintf("The objects of %s have the resource type %s, which knows more of them. Consider it instead; a `moved` block takes an object there later.", m.Collection.ValueString(), typed))
	}
	return diagnostics
}

// change is what a plan changes of the attributes.
type change struct {
	planned, former any
	// isUnapplied tells that the former attributes are those that an import found.
	isUnapplied bool
	isNone      bool
}

func newChange(plan, state model) change {
	c := change{planned: value.FromTerraform(plan.Attributes), former: value.FromTerraform(state.Attributes)}
	c.isNone = value.IsKnown(c.planned) && leaf.Same(c.planned, c.former)
	return c
}

// newFirstChange is newChange for an object that an import found, and that no apply has changed. More was found than is declared: what is
// declared has to be there, and what is to be secret must not.
func newFirstChange(plan, state model, secret map[string]any) change {
	c := newChange(plan, state)
	c.isUnapplied = true
	former, _ := c.former.(map[string]any)
	c.isNone = value.IsKnown(c.planned) && leaf.Equal(c.planned, c.former) && len(leaf.Missing(c.planned, c.former)) == 0 && len(overlaps("", former, secret)) == 0
	return c
}

// replacing reports whether one of the attributes changes, or may change: Terraform does not accept a replacement that only the apply finds.
func (c change) replacing(replaceOn types.Set) bool {
	planned, isKnown := c.planned.(map[string]any)
	former, _ := c.former.(map[string]any)
	names := texts(replaceOn.Elements())
	switch {
	case c.isNone:
		return false
	case replaceOn.IsUnknown() || len(names) < len(replaceOn.Elements()):
		return true
	case !isKnown && len(names) > 0:
		return true
	}
	for _, name := range names {
		wanted, ok := planned[name]
		if !ok {
			// It keeps its value.
			continue
		}
		there, had := former[name]
		same := leaf.Same
		if c.isUnapplied {
			same = leaf.Equal
		}
		if !had || !value.IsKnown(wanted) || !same(wanted, there) {
			return true
		}
	}
	return false
}

// warnings say which attributes are no longer declared and keep their values, and which parts of attributes may go.
func (c change) warnings() (diagnostics diag.Diagnostics) {
	if c.isNone || !value.IsKnown(c.planned) {
		return nil
	}
	var gone, inner []string
	for _, leaf := range leaf.Missing(c.former, c.planned) {
		if strings.ContainsAny(leaf, ".[") {
			inner = append(inner, leaf)
		} else {
			gone = append(gone, leaf)
		}
	}
	if len(gone) > 0 && !c.isUnapplied {
		diagnostics.AddAttributeWarning(path.Root("attributes"), "Attributes are no longer managed",
			fmt.Sprintf("No longer declared: %s. NAO Cloud keeps their values, and changes of them are not noticed any more. Write null for a value to clear it.", strings.Join(gone, ", ")))
	}
	if len(inner) > 0 {
		diagnostics.AddAttributeWarning(path.Root("attributes"), "Parts of attributes are not declared",
			fmt.Sprintf("Not declared: %s. An attribute that is an object or a list is sent whole, as it is declared, and NAO Cloud may remove what is not sent. Declare all of it to keep it.",
				strings.Join(inner, ", ")))
	}
	return diagnostics
}

// nothing is what is shown where nothing is exported.
var nothing = value.Dynamic(map[string]any{})

// planOutputs plans what is exported: nothing where nothing is, what the state has where neither object nor export changes, else what only the
// apply knows. The state is nil for an object that is written.
func (m model) planOutputs(ctx context.Context, state *model, resp *resource.ModifyPlanResponse) {
	var former model
	if state != nil {
		former = *state
	}
	for _, each := range []struct {
		name           string
		export, before types.Set
		shown          types.Dynamic
	}{
		{"output", m.Export, former.Export, former.Output},
		{"sensitive_output", m.ExportSensitive, former.ExportSensitive, former.SensitiveOutput},
	} {
		shown := types.DynamicUnknown()
		switch {
		case !each.export.IsUnknown() && len(each.export.Elements()) == 0:
			shown = nothing
		case state != nil && each.export.Equal(each.before) && !each.shown.IsNull():
			shown = each.shown
		}
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(each.name), shown)...)
	}
}
