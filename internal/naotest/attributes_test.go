// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"fmt"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestAttributes_ignored(t *testing.T) {
	t.Parallel()
	named := []string{"team.ldap_group", "site.latitude"}
	for name, test := range map[string]struct {
		attributes       naotest.Attributes
		created, updated string
	}{
		"stored":    {naotest.Attributes{}, "a 1", "b 2"},
		"on create": {naotest.Attributes{IgnoredOnCreate: named}, "nil 0", "b 2"},
		"on update": {naotest.Attributes{IgnoredOnUpdate: named}, "a 1", "a 1"},
		"always":    {naotest.Attributes{IgnoredOnCreate: named, IgnoredOnUpdate: named}, "nil 0", "nil 0"},
		"others":    {naotest.Attributes{IgnoredOnCreate: []string{"site.ldap_group", "latitude"}}, "a 1", "b 2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{Attributes: test.attributes})
			c := inProcess(t, s)
			stored := func() string {
				group := "nil"
				if g := s.Teams()[0].LDAPGroup; g != nil {
					group = *g
				}
				return fmt.Sprint(group, " ", s.Sites()[0].Latitude)
			}
			c.do("POST", "/teams", `{"team":{"name":"x","ldap_group":"a"}}`, 201)
			c.do("POST", "/sites", `{"site":{"name":"x","latitude":1,"longitude":9}}`, 201)
			equal(t, "created", stored(), test.created)
			c.do("PUT", "/teams/392", `{"team":{"name":"y","ldap_group":"b"}}`, 200)
			c.do("PUT", "/sites/11416", `{"site":{"name":"y","latitude":2}}`, 200)
			equal(t, "updated", stored(), test.updated)
			equal(t, "name", s.Teams()[0].Name+s.Sites()[0].Name, "yy")
		})
	}
}

func TestAttributes_changedWhenStored(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text       naotest.Text
		sent, want string
	}{
		"as they are": {naotest.Text{}, `  Caf\u00e9 <B>  & \"x\" `, "  Café <B>  & \"x\" "},
		"trimmed":     {naotest.Text{Trim: true}, `  A  b `, "A  b"},
		"squeezed":    {naotest.Text{Squeeze: true}, ` A   b  c`, " A b c"},
		"lower case":  {naotest.Text{LowerCase: true}, `ÉA b`, "éa b"},
		"entities":    {naotest.Text{EscapeHTML: true}, `<B> & 'x'`, "&lt;B&gt; &amp; &#39;x&#39;"},
		"cut":         {naotest.Text{Cut: 3}, `éàüx`, "éàü"},
		"not cut":     {naotest.Text{Cut: 3}, `éàü`, "éàü"},
		"decomposed":  {naotest.Text{Decompose: true}, `Caf\u00e9`, "Cafe\u0301"},
		"several":     {naotest.Text{Trim: true, Squeeze: true, LowerCase: true, Cut: 3}, `  A  B `, "a b"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"": test.text}}})
			c := inProcess(t, s)
			c.do("POST", "/teams", `{"team":{"name":"`+test.sent+`","ldap_group":"`+test.sent+`"}}`, 201)
			created := c.do("POST", "/sites", `{"site":{"name":"`+test.sent+`","latitude":1,"longitude":2}}`, 201)
			equal(t, "response", created.at("data", "attributes", "name"), any(test.want))
			equal(t, "team", s.Teams()[0].Name, test.want)
			equal(t, "group", *s.Teams()[0].LDAPGroup, test.want)
			c.do("PUT", "/teams/392", `{"team":{"name":"x","ldap_group":null}}`, 200)
			c.do("PUT", "/teams/392", `{"team":{"name":"`+test.sent+`"}}`, 200)
			equal(t, "updated team", s.Teams()[0].Name, test.want)
		})
	}
}

func TestAttributes_changedEachInItsWay(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{Attributes: naotest.Attributes{Stored: map[string]naotest.Text{
		"":          {LowerCase: true},
		"site.name": {Trim: true},
	}}})
	c := inProcess(t, s)
	c.do("POST", "/teams", `{"team":{"name":" A "}}`, 201)
	c.do("POST", "/sites", `{"site":{"name":" A ","latitude":1,"longitude":2}}`, 201)
	equal(t, "team", s.Teams()[0].Name, " a ")
	equal(t, "site", s.Sites()[0].Name, "A")
}
