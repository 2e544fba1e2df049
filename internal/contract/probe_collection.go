// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"context"
	"maps"
	"mime"
	"net/http"
	"slices"
)

// collection is the teams or the sites of the account.
type collection struct {
	kind, plural, path string
	// first is the first page, as it comes without any parameter.
	first list
}

func newCollection(kind string) *collection {
	return &collection{kind: kind, plural: kind + "s", path: "/" + kind + "s"}
}

// attributesOf are the attributes that each document is assumed to have, and whether null is among their values.
var attributesOf = map[string]map[string]bool{
	"team": {"id": false, "name": false, "user_id": false, "roles_mask": false, "roles": false, "ldap_group": true},
	"site": {"id": false, "name": false, "latitude": false, "longitude": false, "created_at": false},
}

// collection probes how teams or sites are listed and written down.
func (p *prober) collection(ctx context.Context, c *collection) error {
	r, err := p.get(ctx, c.path)
	if err != nil {
		return err
	}
	if r.status == http.StatusForbidden {
		p.saw(c.plural+": may be listed", "no: 403")
		p.forbidden[c.kind] = true
		return nil
	}
	first, ok := readList(r, c.plural)
	if !ok {
		return r.unexpected()
	}
	p.saw(c.plural+": may be listed", "yes")
	contentType := r.header.Get("Content-Type")
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		media = contentType
	}
	p.saw(c.plural+": Content-Type", media, contentType)
	p.saw(c.plural+": the root of a listing", first.root)
	c.first = first
	for _, r := range first.rows {
		p.roles = append(p.roles, texts(r.attributes["roles"])...)
	}
	if len(first.rows) == 0 {
		return nil
	}
	if err := p.document(ctx, c); err != nil {
		return err
	}
	return p.listing(ctx, c)
}

// document probes how a single object is written down, and what its listed form lacks.
func (p *prober) document(ctx context.Context, c *collection) error {
	brief := c.first.rows[0]
	r, err := p.get(ctx, c.path+"/"+brief.id)
	if err != nil {
		return err
	}
	whole, ok := readMember(r, c.kind)
	if !ok {
		return r.unexpected()
	}
	// The plain form repeats the id among the attributes only, and has no relationships.
	if !whole.plain() {
		p.saw(c.plural+": an id", kind(whole.rawID))
		p.saw(c.plural+": the type", whole.kind)
		if c.kind == "team" {
			p.relationships(whole)
		}
	}
	p.attributes(c, whole)
	omitted := missing(whole.attributes, brief.attributes)
	p.saw(c.plural+": attributes that listings omit", listed(omitted), literal(omitted))
	p.saw(c.plural+": relationships that listings omit", listed(missing(whole.relationships, brief.relationships)))
	return nil
}

func (p *prober) attributes(c *collection, r row) {
	known := attributesOf[c.kind]
	var absent, null, unknown, texts []string
	for _, name := range slices.Sorted(maps.Keys(known)) {
		value, there := r.attributes[name]
		switch {
		case !there:
			absent = append(absent, name)
		case value == nil && !known[name]:
			null = append(null, name)
		}
		if _, isText := value.(string); isText && !slices.Contains([]string{"name", "ldap_group", "created_at"}, name) {
			texts = append(texts, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.attributes)) {
		if _, ok := known[name]; !ok {
			unknown = append(unknown, name)
		}
	}
	p.saw(c.plural+": attributes left out", listed(absent), literal(absent))
	p.saw(c.plural+": attributes that are null", listed(null), literal(null))
	p.saw(c.plural+": attributes not known yet", listed(unknown))
	p.saw(c.plural+": numbers written as strings", listed(texts))
}

func (p *prober) relationships(team row) {
	seen, constant := "shown", ""
	switch {
	case team.nullRelations:
		seen, constant = "null", "RelationshipsNull"
	case team.relationships == nil:
		seen, constant = "left out", "RelationshipsOmitted"
	default:
		for _, name := range []string{"users", "sites"} {
			related, _ := team.relationships[name].(object)
			if data, there := related["data"]; !there || data == nil {
				seen, constant = "without data", "RelationshipsDataNull"
			}
		}
	}
	p.saw("teams: relationships users and sites", seen, constant)
}
