// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestDocuments_switches(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		documents naotest.Documents
		accept    string
		want      string // a part of the body
		mustLack  string
	}{
		"ids as numbers":      {naotest.Documents{NumericIDs: true}, "", `"id":392,"relationships"`, `"id":"`},
		"attributes as text":  {naotest.Documents{StringAttributes: true}, "", `"id":"392","ldap_group":null,"name":"x","roles":["admin"],"roles_mask":"1","user_id":"4840"`, "4840,"},
		"unknown attributes":  {naotest.Documents{UnknownAttributes: true}, "", `"x_internal":{`, "nothing"},
		"null attributes":     {naotest.Documents{NullAttributes: []string{"roles"}}, "", `"roles":null`, "admin"},
		"omitted attributes":  {naotest.Documents{OmitAttributes: []string{"roles"}}, "", `"roles_mask":1`, `"roles":`},
		"null relationships":  {naotest.Documents{Relationships: naotest.RelationshipsNull}, "", `"relationships":null`, "users"},
		"null data":           {naotest.Documents{Relationships: naotest.RelationshipsDataNull}, "", `"sites":{"data":null}`, "[]"},
		"no relationships":    {naotest.Documents{Relationships: naotest.RelationshipsOmitted}, "", `"type":"team"`, "relationships"},
		"plain for plain":     {naotest.Documents{}, "application/json", `{"team":{"id":392,`, "data"},
		"not plain for both":  {naotest.Documents{}, "application/json, application/vnd.api+json", `{"data":{`, `{"team":`},
		"plain for everybody": {naotest.Documents{PlainRoots: true}, "", `{"team":{"id":392,`, "data"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{Documents: test.documents})
			s.AddTeam(naotest.Team{Name: "x", Roles: []string{"admin"}})
			c := inProcess(t, s)
			if test.accept != "" {
				c.accept = test.accept
			}
			got := c.do("GET", "/teams/392", "", 200).body
			if !strings.Contains(got, test.want) || strings.Contains(got, test.mustLack) {
				t.Errorf("got %s\nwant a part %s, and no %s", got, test.want, test.mustLack)
			}
		})
	}
}

func TestDocuments_plainCollections(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{Documents: naotest.Documents{PlainRoots: true}, Listing: naotest.Listing{NoMeta: true}})
	c := inProcess(t, s)
	equal(t, "empty", c.do("GET", "/sites", "", 200).body, `{"sites":[]}`) // as article 4 shows it
	s.SeedSites(1)
	equal(t, "name", c.do("GET", "/sites", "", 200).at("sites", 0, "name"), any("site-00001"))
}

func TestDocuments_contentTypes(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	c := inProcess(t, s)
	equal(t, "default", c.do("GET", "/teams", "", 200).header.Get("Content-Type"), "application/vnd.api+json; charset=utf-8")
	s.SetBehavior(func(b *naotest.Behavior) {
		b.Documents.ContentType = "application/json"
		b.Creates = naotest.SeeOther
	})
	equal(t, "changed", c.do("GET", "/teams", "", 200).header.Get("Content-Type"), "application/json")
	equal(t, "redirect", c.do("POST", "/sites", lovely, 303).header.Get("Content-Type"), "text/html; charset=utf-8")
}

func TestDocuments_attributesOfOneType(t *testing.T) {
	t.Parallel()
	for omitted, shown := range map[string][2]bool{
		"":          {true, true},
		"name":      {false, false},
		"site.name": {true, false},
	} {
		listing := naotest.Behavior{Listing: naotest.Listing{OmitAttributes: []string{omitted}}}
		everywhere := naotest.Behavior{Documents: naotest.Documents{OmitAttributes: []string{omitted}}}
		null := naotest.Behavior{Documents: naotest.Documents{NullAttributes: []string{omitted}}}
		for _, behavior := range []naotest.Behavior{listing, everywhere, null} {
			s := naotest.New(behavior)
			aTeamWithASite(s)
			c := inProcess(t, s)
			for i, path := range []string{"/teams", "/sites"} {
				name := c.do("GET", path, "", 200).at("data", 0, "attributes", "name")
				equal(t, omitted+" "+path, name != nil, shown[i])
			}
		}
	}
}
