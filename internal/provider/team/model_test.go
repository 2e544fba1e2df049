// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package team

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/text"
)

func set(texts ...string) types.Set {
	elements := make([]attr.Value, len(texts))
	for i, text := range texts {
		elements[i] = types.StringValue(text)
	}
	return types.SetValueMust(types.StringType, elements)
}

func TestModel_inputIsWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	unknown := attributes{Name: text.Value{StringValue: types.StringUnknown()}, Roles: types.SetUnknown(types.StringType), LDAPGroup: text.Value{StringValue: types.StringUnknown()}}
	asked := func(edit func(*attributes)) attributes {
		attributes := unknown
		edit(&attributes)
		return attributes
	}
	for name, test := range map[string]struct {
		asked    attributes
		expected string
	}{
		"nothing":       {unknown, `{}`},
		"name":          {asked(func(a *attributes) { a.Name = text.New("b") }), `{"name":"b"}`},
		"roles":         {asked(func(a *attributes) { a.Roles = set("manager", "admin") }), `{"roles":["admin","manager"]}`},
		"no roles":      {asked(func(a *attributes) { a.Roles = set() }), `{"roles":[]}`},
		"a group":       {asked(func(a *attributes) { a.LDAPGroup = text.New("h") }), `{"ldap_group":"h"}`},
		"no group":      {asked(func(a *attributes) { a.LDAPGroup = text.Null() }), `{"ldap_group":null}`},
		"all in one go": {attributes{Name: text.New("a"), Roles: set("admin"), LDAPGroup: text.New("g")}, `{"name":"a","roles":["admin"],"ldap_group":"g"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(model{attributes: test.asked}.input())
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != test.expected {
				t.Errorf("expected %s, got %s", test.expected, got)
			}
		})
	}
}

func TestAttributes_withAResponse(t *testing.T) {
	t.Parallel()
	known := attributes{
		ID: types.StringValue("1"), Name: text.New("a"), Roles: set("admin"), LDAPGroup: text.New("g"), UserID: types.StringValue("7"),
	}
	planned := attributes{
		ID: types.StringUnknown(), Name: text.New("a"), Roles: types.SetUnknown(types.StringType), LDAPGroup: text.Null(), UserID: types.StringUnknown(),
	}
	for name, test := range map[string]struct {
		known    attributes
		response client.Team
		expected attributes
	}{
		"whole": {
			planned,
			client.Team{ID: "2", Name: "b", Roles: []string{"z", "y", "z"}, LDAPGroup: client.Set("h"), UserID: "8"},
			attributes{ID: types.StringValue("2"), Name: text.New("b"), Roles: set("y", "z"), LDAPGroup: text.New("h"), UserID: types.StringValue("8")},
		},
		"bare, and all is known": {known, client.Team{ID: "1"}, known},
		"bare, and little is known": {
			planned,
			client.Team{ID: "2"},
			attributes{
				ID: types.StringValue("2"), Name: text.New("a"), Roles: types.SetNull(types.StringType), LDAPGroup: text.Null(), UserID: types.StringNull(),
			},
		},
		"nulls": {
			known,
			client.Team{ID: "1", Name: "a", Roles: []string{}, LDAPGroup: client.Null[string](), UserID: "7"},
			attributes{ID: types.StringValue("1"), Name: text.New("a"), Roles: set(), LDAPGroup: text.Null(), UserID: types.StringValue("7")},
		},
		"an empty group is none": {
			known,
			client.Team{ID: "1", LDAPGroup: client.Set("")},
			attributes{ID: types.StringValue("1"), Name: text.New("a"), Roles: set("admin"), LDAPGroup: text.Null(), UserID: types.StringValue("7")},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := test.known.with(test.response)
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

func TestShown_whatAResponseLacksIsNull(t *testing.T) {
	t.Parallel()
	got := shown(client.Team{ID: "1", Name: "a"})
	for attribute, value := range map[string]attr.Value{
		"roles": got.Roles, "roles_mask": got.RolesMask, "ldap_group": got.LDAPGroup, "user_id": got.UserID, "user_ids": got.UserIDs, "site_ids": got.SiteIDs,
	} {
		if !value.IsNull() {
			t.Errorf("expected %s to be null, got %s", attribute, value)
		}
	}
	if isWhole(client.Team{ID: "1", Name: "a"}) {
		t.Error("expected such a team to lack something")
	}
}
