// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// The response is the documentation's example [doc: 10], whose URL in links is
// the collection's.
func TestTeam_createRespondsAsDocumented(t *testing.T) {
	t.Parallel()
	c := inProcess(t, naotest.New(naotest.Behavior{}))
	got := c.do("POST", "/teams", `{"team":{"name":"Test Team","roles":["admin"]}}`, 201).document()

	var want map[string]any
	if err := json.Unmarshal([]byte(`{"data":{"id":"392","type":"team",
		"attributes":{"id":392,"name":"Test Team","user_id":4840,"roles_mask":1,"roles":["admin"],"ldap_group":null},
		"relationships":{"users":{"data":[{"id":"4840","type":"user"}]},"sites":{"data":[]}}},
		"links":{"self":"http://127.0.0.1/api/v2/teams"}}`), &want); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
}

func TestTeam_dropsUnknownRolesAndKeepsItsOwnOrder(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{Teams: naotest.Teams{
		Roles: []string{"admin", "b", "a"}, RolesWhenOmitted: []string{"b"},
	}})
	c := inProcess(t, s)
	created := c.do("POST", "/teams", `{"team":{"name":"x","roles":["a","nonsense","b"]}}`, 201)
	if got := s.Teams()[0].Roles; !slices.Equal(got, []string{"b", "a"}) {
		t.Errorf("roles: got %v", got)
	}
	equal(t, "mask", created.at("data", "attributes", "roles_mask"), any(6.0))
	c.do("POST", "/teams", `{"team":{"name":"y"}}`, 201)
	if got := s.Teams()[1].Roles; !slices.Equal(got, []string{"b"}) {
		t.Errorf("roles when omitted: got %v", got)
	}
}

func TestTeam_keepsTheOrderOfRolesWhereThatIsWanted(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{Teams: naotest.Teams{Roles: []string{"admin", "b", "a"}, KeepRoleOrder: true}})
	inProcess(t, s).do("POST", "/teams", `{"team":{"name":"x","roles":["a","nonsense","b"]}}`, 201)
	if got := s.Teams()[0].Roles; !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("roles: got %v", got)
	}
}

func TestTeam_showsNoSitesAndStaysWhileItHasSomeWhereThatIsWanted(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{Teams: naotest.Teams{NoSites: true, RestrictDelete: true}})
	team, site := s.AddTeam(naotest.Team{Name: "x"}), s.AddSite(naotest.Site{Name: "x"})
	association := s.AddAssociation(team.ID, site.ID)
	c := inProcess(t, s)
	shown := c.do("GET", "/teams/"+team.ID, "", 200).at("data", "relationships", "sites", "data")
	equal(t, "sites", fmt.Sprint(shown), "[]")
	c.do("DELETE", "/teams/"+team.ID, "", 422)
	s.RemoveAssociation(association.ID)
	c.do("DELETE", "/teams/"+team.ID, "", 204)
}

func TestTeam_updateKeepsMissingAttributesAndClearsByNull(t *testing.T) {
	t.Parallel()
	group := "cn=ops"
	s := naotest.New(naotest.Behavior{})
	team := s.AddTeam(naotest.Team{Name: "old", Roles: []string{"admin"}, LDAPGroup: &group})
	c := inProcess(t, s)

	c.do("PUT", "/teams/"+team.ID, `{"team":{"name":"new"}}`, 200)
	got := s.Teams()[0]
	if got.Name != "new" || got.LDAPGroup == nil || *got.LDAPGroup != group || len(got.Roles) != 1 {
		t.Errorf("after a change of the name: %+v", got)
	}
	c.do("PUT", "/teams/"+team.ID, `{"team":{"ldap_group":null}}`, 200)
	if got := s.Teams()[0]; got.LDAPGroup != nil || got.Name != "new" {
		t.Errorf("after null: %+v", got)
	}
}

func TestTeam_rejectsInvalidAttributesWithTheirPointer(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ body, pointer, detail string }{
		"blank":   {`{"team":{"name":" "}}`, "/data/attributes/name", "Name can't be blank"},
		"null":    {`{"team":{"name":null}}`, "/data/attributes/name", "Name can't be blank"},
		"missing": {`{"team":{"roles":[]}}`, "/data/attributes/name", "Name can't be blank"},
		"taken":   {`{"team":{"name":"taken"}}`, "/data/attributes/name", "Name has already been taken"},
		"long":    {`{"team":{"name":"` + strings.Repeat("é", 256) + `"}}`, "/data/attributes/name", "Name is too long (maximum is 255 characters)"},
		"roles":   {`{"team":{"name":"x","roles":"admin"}}`, "/data/attributes/roles", "Roles is invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{Teams: naotest.Teams{UniqueNames: true}})
			s.AddTeam(naotest.Team{Name: "taken"})
			c := inProcess(t, s)
			rejected := c.do("POST", "/teams", test.body, 422)
			equal(t, "pointer", rejected.at("errors", 0, "source", "pointer"), any(test.pointer))
			equal(t, "detail", rejected.at("errors", 0, "detail"), any(test.detail))
			equal(t, "status", rejected.at("errors", 0, "status"), any("422"))
			equal(t, "teams", len(s.Teams()), 1)
		})
	}
}

func TestTeam_removalTakesItsAssociationsAlong(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	team, site := s.AddTeam(naotest.Team{Name: "t"}), s.AddSite(naotest.Site{Name: "s"})
	s.AddAssociation(team.ID, site.ID)
	c := inProcess(t, s)
	equal(t, "related site", c.do("GET", "/teams/"+team.ID, "", 200).
		at("data", "relationships", "sites", "data", 0, "id"), any(site.ID))
	c.do("DELETE", "/teams/"+team.ID, "", 204)
	equal(t, "associations", len(s.Associations()), 0)
	c.do("GET", "/teams/"+team.ID, "", 404)
	c.do("DELETE", "/teams/"+team.ID, "", 404)
}

func TestTeam_forbiddenUnlessCorporateAdmin(t *testing.T) {
	t.Parallel()
	c := inProcess(t, naotest.New(naotest.Behavior{Teams: naotest.Teams{Forbidden: true}}))
	c.do("GET", "/teams", "", 403)
	c.do("POST", "/teams", `{"team":{"name":"x"}}`, 403)
	c.do("GET", "/teams/1", "", 403)
}
