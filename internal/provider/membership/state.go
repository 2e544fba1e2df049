// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package membership

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
)

// values are what a plan or a state says.
type values struct {
	parent     string
	members    map[string]string
	exclusive  bool
	undeclared map[string]string
}

func (s *set) values(ctx context.Context, from crud.Attributes) (v values, diagnostics diag.Diagnostics) {
	var parent types.String
	var exclusive types.Bool
	diagnostics.Append(from.GetAttribute(ctx, path.Root(s.ParentAttribute), &parent)...)
	diagnostics.Append(from.GetAttribute(ctx, path.Root("exclusive"), &exclusive)...)
	v.parent, v.exclusive = parent.ValueString(), exclusive.ValueBool()
	var problems diag.Diagnostics
	v.members, _, problems = s.Shape.read(ctx, from, s.Attribute)
	diagnostics.Append(problems...)
	v.undeclared, _, problems = s.Shape.read(ctx, from, "undeclared")
	diagnostics.Append(problems...)
	return v, diagnostics
}

// prior is what is known of the set: its state and its memory.
func (s *set) prior(ctx context.Context, from tfsdk.State, private crud.PrivateState) (known values, prior State, diagnostics diag.Diagnostics) {
	known, diagnostics = s.values(ctx, from)
	memory, problems := recall(ctx, private)
	diagnostics.Append(problems...)
	prior.Memory = memory
	ids := memory.IDs
	if s.IDs {
		ids, _, problems = Map.read(ctx, from, "ids")
		diagnostics.Append(problems...)
	}
	prior.Declared = make(map[string]Member, len(known.members))
	for key, value := range known.members {
		prior.Declared[key] = Member{ID: ids[key], Value: value}
	}
	if known.exclusive {
		prior.Undeclared = known.undeclared
	}
	return known, prior, diagnostics
}

// save puts a set into the state, its identity first.
func (s *set) save(ctx context.Context, identity *tfsdk.ResourceIdentity, to *tfsdk.State, parent string, state State) diag.Diagnostics {
	diagnostics := s.identify(ctx, identity, parent)
	members, ids := make(map[string]string, len(state.Declared)), make(map[string]string, len(state.Declared))
	for key, member := range state.Declared {
		members[key], ids[key] = member.Value, member.ID
	}
	attributes := map[string]attr.Value{"id": types.StringValue(parent), s.Attribute: s.Shape.write(members), "undeclared": s.Shape.null()}
	if s.IDs {
		attributes["ids"] = Map.write(ids)
	}
	if state.Undeclared != nil {
		attributes["undeclared"] = s.Shape.write(state.Undeclared)
	}
	for name, value := range attributes {
		diagnostics.Append(to.SetAttribute(ctx, path.Root(name), value)...)
	}
	return diagnostics
}

func (s *set) identify(ctx context.Context, identity *tfsdk.ResourceIdentity, parent string) diag.Diagnostics {
	if identity == nil {
		return nil
	}
	return identity.SetAttribute(ctx, path.Root(s.ParentAttribute), parent)
}

func (s *set) members(parent string) Members { return s.Members(s.provider.Client, parent) }

func (s *set) words(verb diags.Verb, parent string) Words {
	return Words{
		Verb: verb, Set: s.Set, Member: s.Member, ParentKind: s.Parent, Link: s.Link, Attribute: s.Attribute, ParentAttribute: s.ParentAttribute,
		Parent: s.Parent.Name + " " + parent, ParentID: parent,
		At:     func(key string) path.Path { return s.Shape.at(s.Attribute, key) },
		Report: s.provider.Report,
	}
}

// saveChanges is save for a read: what has not changed is not written again, which costs time where there are thousands of members.
func (s *set) saveChanges(ctx context.Context, resp *resource.ReadResponse, known values, prior, state State) diag.Diagnostics {
	same := maps.Equal(prior.Declared, state.Declared) && maps.Equal(prior.Undeclared, state.Undeclared) &&
		(prior.Undeclared == nil) == (state.Undeclared == nil) && !prior.Imported
	if same {
		return s.identify(ctx, resp.Identity, known.parent)
	}
	diagnostics := resp.State.SetAttribute(ctx, path.Root("exclusive"), known.exclusive)
	return append(diagnostics, s.save(ctx, resp.Identity, &resp.State, known.parent, state)...)
}
