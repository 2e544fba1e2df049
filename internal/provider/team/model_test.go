// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package team

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

func set(texts ...string) types.Set {
	elements := make([]attr.Value, len(texts))
	for i, text := range texts {
		elements[i] = types.StringValue(text)
	}
	return types.SetValueMust(types.StringType, elements)
}

func TestAttributes_changesAreNoMoreThanWhatDiffers(t *testing.T) {
	t.Parallel()
	state := attributes{ID: types.StringValue("1"), Name: types.StringValue("a"), Roles: set("admin", "manager"), LDAPGroup: types.StringValue("g")}
	change := func(edit func(*attributes)) attributes {
		plan := state
		edit(&plan)
		return plan
	}
	for name, test := range map[string]struct {
		plan, state attributes
		expected    string
	}{
		"nothing":            {state, state, `{}`},
		"name":               {change(func(a *attributes) { a.Name = types.StringValue("b") }), state, `{"name":"b"}`},
		"roles":              {change(func(a *attributes) { a.Roles = set("admin") }), state, `{"roles":["admin"]}`},
		"no roles":           {change(func(a *attributes) { a.Roles = set() }), state, `{"roles":[]}`},
		"roles in disorder":  {change(func(a *attributes) { a.Roles = set("manager", "admin") }), state, `{}`},
		"roles left open":    {change(func(a *attributes) { a.Roles = types.SetUnknown(types.StringType) }), state, `{}`},
		"group":              {change(func(a *attributes) { a.LDAPGroup = types.StringValue("h") }), state, `{"ldap_group":"h"}`},
		"group removed":      {change(func(a *attributes) { a.LDAPGroup = types.StringNull() }), state, `{"ldap_group":null}`},
		"create with all":    {state, attributes{}, `{"name":"a","roles":["admin","manager"],"ldap_group":"g"}`},
		"create with a name": {attributes{Name: types.StringValue("a"), Roles: types.SetUnknown(types.StringType)}, attributes{}, `{"name":"a"}`},
		"create with no roles": {
			attributes{Name: types.StringValue("a"), Roles: set()}, attributes{}, `{"name":"a","roles":[]}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			input := test.plan.changes(test.state)
			got, err := json.Marshal(input)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != test.expected {
				t.Errorf("expected %s, got %s", test.expected, got)
			}
			if changesNothing(input) != (test.expected == `{}`) {
				t.Errorf("expected changesNothing to agree with %s", test.expected)
			}
		})
	}
}

func TestAttributes_withAnAnswer(t *testing.T) {
	t.Parallel()
	known := attributes{
		ID: types.StringValue("1"), Name: types.StringValue("a"), Roles: set("admin"), LDAPGroup: types.StringValue("g"), UserID: types.StringValue("7"),
	}
	planned := attributes{
		ID: types.StringUnknown(), Name: types.StringValue("a"), Roles: types.SetUnknown(types.StringType), LDAPGroup: types.StringNull(), UserID: types.StringUnknown(),
	}
	for name, test := range map[string]struct {
		known    attributes
		answer   client.Team
		expected attributes
	}{
		"whole": {
			planned,
			client.Team{ID: "2", Name: "b", Roles: []string{"z", "y", "z"}, LDAPGroup: client.Set("h"), UserID: "8"},
			attributes{ID: types.StringValue("2"), Name: types.StringValue("b"), Roles: set("y", "z"), LDAPGroup: types.StringValue("h"), UserID: types.StringValue("8")},
		},
		"bare, and all is known": {known, client.Team{ID: "1"}, known},
		"bare, and little is known": {
			planned,
			client.Team{ID: "2"},
			attributes{
				ID: types.StringValue("2"), Name: types.StringValue("a"), Roles: types.SetNull(types.StringType), LDAPGroup: types.StringNull(), UserID: types.StringNull(),
			},
		},
		"nulls": {
			known,
			client.Team{ID: "1", Name: "a", Roles: []string{}, LDAPGroup: client.Null[string](), UserID: "7"},
			attributes{ID: types.StringValue("1"), Name: types.StringValue("a"), Roles: set(), LDAPGroup: types.StringNull(), UserID: types.StringValue("7")},
		},
		"an empty group is none": {
			known,
			client.Team{ID: "1", LDAPGroup: client.Set("")},
			attributes{ID: types.StringValue("1"), Name: types.StringValue("a"), Roles: set("admin"), LDAPGroup: types.StringNull(), UserID: types.StringValue("7")},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := test.known.with(test.answer)
			for attribute, pair := range map[string][2]attr.Value{
				"id": {got.ID, test.expected.ID}, "name": {got.Name, test.expected.Name}, "roles": {got.Roles, test.expected.Roles},
				"ldap_group": {got.LDAPGroup, test.expected.LDAPGroup}, "user_id": {got.UserID, test.expected.UserID},
			} {
				if !pair[0].Equal(pair[1]) {
					t.Errorf("expected %s to be %s, got %s", attribute, pair[1], pair[0])
				}
			}
		})
	}
}

func TestDataFrom_whatAnAnswerLacksIsNull(t *testing.T) {
	t.Parallel()
	got := dataFrom(client.Team{ID: "1", Name: "a"})
	for attribute, value := range map[string]attr.Value{
		"roles": got.Roles, "roles_mask": got.RolesMask, "ldap_group": got.LDAPGroup, "user_id": got.UserID, "user_ids": got.UserIDs, "site_ids": got.SiteIDs,
	} {
		if !value.IsNull() {
			t.Errorf("expected %s to be null, got %s", attribute, value)
		}
	}
	if !lacks(client.Team{ID: "1", Name: "a"}) {
		t.Error("expected such an answer to lack something")
	}
}

func TestRefusedRoles(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		plan    types.Set
		answer  []string
		refused int
	}{
		"as planned":          {set("a", "b"), []string{"b", "a"}, 0},
		"dropped":             {set("a", "b"), []string{"b"}, 1},
		"added":               {set("a"), []string{"a", "b"}, 1},
		"exchanged":           {set("a"), []string{"b"}, 2},
		"left to the server":  {types.SetUnknown(types.StringType), []string{"b"}, 0},
		"not in the answer":   {set("a"), nil, 0},
		"all of them dropped": {set("a"), []string{}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := refusedRoles(attributes{Roles: test.plan}, client.Team{Roles: test.answer}); len(got) != test.refused {
				t.Errorf("expected %d errors, got %v", test.refused, got)
			}
		})
	}
}
