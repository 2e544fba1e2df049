// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"context"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"slices"
)

// collection is what was learned of the teams or the sites.
type collection struct {
	kind, plural, path string
	// first is the first page, as it comes without any parameter.
	first list
	// records is how many rows there are in all, as far as is known.
	records int
}

// attributesOf are the attributes that each document is assumed to have, and whether null is among their values.
func attributesOf(kind string) map[string]bool {
	if kind == "team" {
		return map[string]bool{"id": false, "name": false, "user_id": false, "roles_mask": false, "roles": false, "ldap_group": true}
	}
	return map[string]bool{"id": false, "name": false, "latitude": false, "longitude": false, "created_at": false}
}

// collection probes how teams or sites are listed and written down.
func (p *prober) collection(ctx context.Context, kind string) (collection, error) {
	c := collection{kind: kind, plural: kind + "s", path: "/" + kind + "s"}
	a, err := p.wire.get(ctx, c.path, nil)
	if err != nil {
		return c, err
	}
	if !p.allowed(c, a) {
		return c, nil
	}
	if p.notedContentType(c, a); a.status != http.StatusOK {
		return c, fmt.Errorf("GET %s: got %d %s", c.path, a.status, http.StatusText(a.status))
	}
	first, ok := readList(a, c.plural)
	if !ok {
		return c, fmt.Errorf("GET %s: expected a document with data or %s, got %s", c.path, c.plural, kind)
	}
	p.report.compare(c.plural+": the root of a listing", "data", first.root, "Documents.PlainRoots = true")
	c.first, c.records = first, len(first.rows)
	for _, r := range first.rows {
		p.roles = append(p.roles, texts(r.attributes["roles"])...)
	}
	if records, ok := first.records(); ok {
		c.records = records
	}
	if len(first.rows) == 0 {
		p.report.unseen(c.plural+": everything else", "…", "the account has none")
		return c, nil
	}
	if err := p.document(ctx, c); err != nil {
		return c, err
	}
	return c, p.listing(ctx, c)
}

// allowed tells whether the credentials may list the collection.
func (p *prober) allowed(c collection, a *answer) bool {
	change := "none yet: internal/naotest/sites.go"
	if c.kind == "team" {
		change = "Teams.Forbidden = true"
	}
	seen := "yes"
	if a.status == http.StatusForbidden {
		seen = "no: 403"
	}
	p.report.compare(c.plural+": may be listed", "yes", seen, change)
	p.hidden[c.kind] = seen != "yes"
	return seen == "yes"
}

func (p *prober) notedContentType(c collection, a *answer) {
	header := a.header.Get("Content-Type")
	media, _, err := mime.ParseMediaType(header)
	if err != nil {
		media = header
	}
	p.report.compare(c.plural+": Content-Type", "application/vnd.api+json", media, fmt.Sprintf("Documents.ContentType = %q", header))
}

// document probes how a single one is written down, and what its listed form lacks.
func (p *prober) document(ctx context.Context, c collection) error {
	brief := c.first.rows[0]
	a, err := p.wire.get(ctx, c.path+"/"+brief.id, nil)
	if err != nil {
		return err
	}
	whole, ok := readMember(a, c.kind)
	if !ok {
		return fmt.Errorf("GET %s/%s: expected a document with data or %s, got %d %s", c.path, brief.id, c.kind, a.status, http.StatusText(a.status))
	}
	if whole.plain() {
		p.report.unseen(c.plural+": an id", "a string", "the plain form repeats it among the attributes only")
	} else {
		p.report.compare(c.plural+": an id", "a string", kind(whole.rawID), "Documents.NumericIDs = true")
		p.report.compare(c.plural+": the type", c.kind, whole.kind, "none yet: internal/naotest/"+c.plural+".go")
	}
	p.attributes(c, whole)
	if c.kind == "team" && !whole.plain() {
		p.relationships(whole)
	}
	omitted := missing(whole.attributes, brief.attributes)
	p.report.compare(c.plural+": attributes that listings omit", "none", listed(omitted), "Listing.OmitAttributes = "+literal(omitted))
	unrelated := missing(whole.relationships, brief.relationships)
	p.report.compare(c.plural+": relationships that listings omit", "none", listed(unrelated), "Listing.OmitRelationships = true")
	return nil
}

func (p *prober) attributes(c collection, r row) {
	known := attributesOf(c.kind)
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
	p.report.compare(c.plural+": attributes left out", "none", listed(absent), "Documents.OmitAttributes = "+literal(absent))
	p.report.compare(c.plural+": attributes that are null", "none", listed(null), "Documents.NullAttributes = "+literal(null))
	p.report.compare(c.plural+": attributes not known yet", "none", listed(unknown), "Documents.UnknownAttributes = true")
	p.report.compare(c.plural+": numbers written as strings", "none", listed(texts), "Documents.StringAttributes = true")
}

func (p *prober) relationships(team row) {
	seen, change := "shown", ""
	switch {
	case team.nullRelations:
		seen, change = "null", "RelationshipsNull"
	case team.relationships == nil:
		seen, change = "left out", "RelationshipsOmitted"
	default:
		for _, name := range []string{"users", "sites"} {
			related, _ := team.relationships[name].(object)
			if data, there := related["data"]; !there || data == nil {
				seen, change = "without data", "RelationshipsDataNull"
			}
		}
	}
	p.report.compare("teams: relationships users and sites", "shown", seen, "Documents.Relationships = naotest."+change)
}
