// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// resourceOf reads the one resource of a document.
func resourceOf(t *testing.T, body string) jsonapi.Resource {
	t.Helper()
	document, err := jsonapi.Decode([]byte(body), "team", "site", "building", "floor", "site_team_association")
	if err != nil || len(document.Resources) != 1 {
		t.Fatalf("got %d resources, %v", len(document.Resources), err)
	}
	return document.Resources[0]
}

func TestTeam_decode(t *testing.T) {
	t.Parallel()
	attributes := func(a string) string { return `{"data":{"id":"392","type":"team","attributes":` + a + `}}` }
	for name, test := range map[string]struct {
		body     string
		want     Team
		complete bool
	}{
		"as documented": {
			`{"data":{"id":"392","type":"team",
				"attributes":{"id":392,"name":"Test Team","user_id":4840,"roles_mask":1,"roles":["admin"],"ldap_group":null},
				"relationships":{"users":{"data":[{"id":"4840","type":"user"}]},"sites":{"data":[]}}},
				"links":{"self":"https://www.nao-cloud.com/api/v2/teams"}}`,
			Team{
				ID: "392", Name: "Test Team", Roles: []string{"admin"}, RolesMask: Set[int64](1), UserID: "4840", LDAPGroup: Null[string](),
				UserIDs: []string{"4840"}, SiteIDs: []string{},
			},
			true,
		},
		"strings for numbers": {
			attributes(`{"name":"Ops","user_id":"4840","roles_mask":"3","roles":[]}`),
			Team{ID: "392", Name: "Ops", Roles: []string{}, RolesMask: Set[int64](3), UserID: "4840"},
			true,
		},
		"a group":          {attributes(`{"name":"Ops","roles":["a","b"],"ldap_group":"cn=ops"}`), Team{ID: "392", Name: "Ops", Roles: []string{"a", "b"}, LDAPGroup: Set("cn=ops")}, true},
		"an empty one":     {attributes(`{"name":"Ops","roles":[],"ldap_group":""}`), Team{ID: "392", Name: "Ops", Roles: []string{}, LDAPGroup: Set("")}, true},
		"nulls":            {attributes(`{"name":null,"user_id":null,"roles_mask":null,"roles":null,"ldap_group":null}`), Team{ID: "392", Roles: []string{}, RolesMask: Null[int64](), LDAPGroup: Null[string]()}, false},
		"nothing":          {attributes(`{}`), Team{ID: "392"}, false},
		"less":             {attributes(`null`), Team{ID: "392"}, false},
		"an identifier":    {`{"data":{"id":392,"type":"team"}}`, Team{ID: "392"}, false},
		"extras":           {attributes(`{"name":"Ops","roles":[],"color":{"r":1},"tags":[null]}`), Team{ID: "392", Name: "Ops", Roles: []string{}}, true},
		"plain":            {`{"team":{"id":392,"name":"Ops","user_id":4840,"roles_mask":0,"roles":["admin"],"ldap_group":null}}`, Team{ID: "392", Name: "Ops", Roles: []string{"admin"}, RolesMask: Set[int64](0), UserID: "4840", LDAPGroup: Null[string]()}, true},
		"a name of digits": {attributes(`{"name":7,"roles":[]}`), Team{ID: "392", Name: "7", Roles: []string{}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := decodeTeam(nil, resourceOf(t, test.body))
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got  %+v\nwant %+v", got, test.want)
			}
			if got.Complete() != test.complete {
				t.Errorf("complete: got %t, want %t", got.Complete(), test.complete)
			}
		})
	}
}

func TestTeamInput_onTheWire(t *testing.T) {
	t.Parallel()
	for want, input := range map[string]TeamInput{
		`{}`:                  {},
		`{"name":"Ops"}`:      {Name: Set("Ops")},
		`{"roles":[]}`:        {Roles: Set([]string{})},
		`{"ldap_group":null}`: {LDAPGroup: Null[string]()},
		`{"name":"A","roles":["admin"],"ldap_group":"g"}`: {Name: Set("A"), Roles: Set([]string{"admin"}), LDAPGroup: Set("g")},
	} {
		if got, err := json.Marshal(input); err != nil || string(got) != want {
			t.Errorf("got %s, %v; want %s", got, err, want)
		}
	}
}

func TestTeam_requests(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{})
	c := inProcess(t, server)
	made, err := c.Teams.Create(t.Context(), TeamInput{Name: Set("Ops"), Roles: Set([]string{"admin"}), LDAPGroup: Set("cn=ops")})
	if err != nil {
		t.Fatal(err)
	}
	wantSent(t, server, "GET /teams", `POST /teams {"team":{"name":"Ops","roles":["admin"],"ldap_group":"cn=ops"}}`)
	if got := server.Requests()[0].Query.Get("filter[name_eq]"); got != "Ops" {
		t.Errorf("looked for %q, want Ops", got)
	}

	for _, step := range []struct {
		input TeamInput
		body  string
		want  string
	}{
		{TeamInput{Name: Set("Operations")}, `{"name":"Operations"}`, `Operations [admin] {cn=ops true false}`},
		{TeamInput{Roles: Set([]string{})}, `{"roles":[]}`, `Operations [] {cn=ops true false}`},
		{TeamInput{LDAPGroup: Null[string]()}, `{"ldap_group":null}`, `Operations [] { true true}`},
	} {
		server.ResetRequests()
		changed, err := c.Teams.Update(t.Context(), Team{ID: made.ID}, step.input)
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(changed.Name, " ", changed.Roles, " ", changed.LDAPGroup); got != step.want {
			t.Errorf("got %s, want %s", got, step.want)
		}
		wantSent(t, server, "PUT /teams/392 "+`{"team":`+step.body+`}`)
	}

	server.ResetRequests()
	c = inProcess(t, server)
	if _, err := c.Teams.Get(t.Context(), Team{ID: made.ID}); err != nil {
		t.Error(err)
	}
	wantSent(t, server, "GET /teams/392")
	server.ResetRequests()
	if err := c.Teams.Delete(t.Context(), Team{ID: made.ID}); err != nil {
		t.Error(err)
	}
	wantSent(t, server, "DELETE /teams/392")
	if _, err := c.Teams.Get(t.Context(), Team{ID: made.ID}); !IsNotFound(err) {
		t.Errorf("got %v, want a 404", err)
	}
}

func TestTeam_rolesThatTheServerDropsAreNotMadeUp(t *testing.T) {
	t.Parallel()
	// The roles are asked for again for a while.
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		team, err := inProcess(t, server).Teams.Create(t.Context(), TeamInput{Name: Set("Ops"), Roles: Set([]string{"pilot", "content_manager", "admin"})})
		if err != nil || fmt.Sprint(team.Roles) != "[admin content_manager]" {
			t.Errorf("got %+v, %v", team, err)
		}
	})
}

func TestTeams_foundByTheirName(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{Listing: naotest.Listing{FoldCase: true}})
	for _, name := range []string{"Ops", "ops", "Ops", "Dev"} {
		server.AddTeam(naotest.Team{Name: name})
	}
	c := inProcess(t, server)
	for name, want := range map[string]string{"Ops": "[392 394]", "Dev": "[395]", "Sales": "[]"} {
		teams, err := c.Teams.Find(t.Context(), Team{Name: name})
		if err != nil || fmt.Sprint(ids(teams)) != want {
			t.Errorf("%s: got %v, %v; want %s", name, ids(teams), err, want)
		}
	}
	server.Inject(naotest.Status(403), naotest.On("GET", "/teams"))
	_, err := inProcess(t, server).Teams.Find(t.Context(), Team{Name: "Ops"})
	wantError(t, err, `look for the team "Ops": Forbidden`)
}

func TestTeam_failedCreatesSayWhy(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{Teams: naotest.Teams{UniqueNames: true}})
	server.Inject(naotest.Unprocessable("/data/attributes/roles", "Roles are odd"), naotest.On("POST", "/teams"))
	_, err := inProcess(t, server).Teams.Create(t.Context(), TeamInput{Name: Set("Ops")})
	wantError(t, err, `create team "Ops": Roles are odd (POST /teams: 422`)
	if !IsInvalid(err) {
		t.Errorf("got %v, want a 422", err)
	}
	wantSent(t, server, "GET /teams", `POST /teams {"team":{"name":"Ops"}}`)
}
