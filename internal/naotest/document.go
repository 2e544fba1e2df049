// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Relationships is how a document shows its relationships.
type Relationships string

const (
	// RelationshipsFull shows them.
	RelationshipsFull Relationships = ""
	// RelationshipsNull shows "relationships": null.
	RelationshipsNull Relationships = "null"
	// RelationshipsDataNull shows every relationship with "data": null.
	RelationshipsDataNull Relationships = "data null"
	// RelationshipsOmitted leaves the member out.
	RelationshipsOmitted Relationships = "omitted"
)

// Documents says how resources are written down.
type Documents struct {
	// NumericIDs writes data.id as a number.
	NumericIDs bool
	// StringAttributes writes numbers and booleans among the attributes as strings.
	StringAttributes bool
	// UnknownAttributes adds attributes that no documentation mentions.
	UnknownAttributes bool
	// NullAttributes and OmitAttributes name attributes that are null or left
	// out in every document: "name", or "site.name" for one type.
	NullAttributes, OmitAttributes []string
	// Relationships is how relationships are shown.
	Relationships Relationships
	// PlainRoots shows {"sites": […]} and {"site": {…}} to everyone [doc: 4].
	// Without it only who accepts application/json, and not
	// application/vnd.api+json, gets that form.
	PlainRoots bool
	// ContentType replaces application/vnd.api+json; charset=utf-8.
	ContentType string
}

// reference names a related resource.
type reference struct {
	kind string
	id   string
}

// resource is a resource object, before [Documents] decides how it is written.
type resource struct {
	kind       string // singular snake case
	id         string
	attributes map[string]any // without id
	toOne      map[string]reference
	toMany     map[string][]reference
	included   []resource
	// relationships are written as they are, beside toOne and toMany.
	relationships map[string]any
}

// plain reports whether this client gets {"sites": […]} instead of JSON:API [doc: 4].
func (c *call) plain() bool {
	if c.b.Documents.PlainRoots {
		return true
	}
	accept := strings.Join(c.r.Header.Values("Accept"), ",")
	return strings.Contains(accept, "application/json") && !strings.Contains(accept, "vnd.api+json")
}

// member writes the document of one resource.
func (c *call) member(r resource, self string) any {
	if c.plain() {
		return map[string]any{r.kind: c.attributes(r)}
	}
	document := map[string]any{"data": c.object(r), "links": map[string]any{"self": c.url(self)}}
	if len(r.included) > 0 {
		document["included"] = c.objects(r.included)
	}
	return document
}

func (c *call) objects(resources []resource) []any {
	objects := make([]any, 0, len(resources))
	for _, r := range resources {
		objects = append(objects, c.object(r))
	}
	return objects
}

// object writes one JSON:API resource object.
func (c *call) object(r resource) map[string]any {
	object := map[string]any{"id": r.id, "type": r.kind, "attributes": c.attributes(r)}
	if c.b.Documents.NumericIDs {
		object["id"] = numeric(r.id)
	}
	switch c.b.Documents.Relationships {
	case RelationshipsOmitted:
	case RelationshipsNull:
		object["relationships"] = nil
	default:
		if relationships := c.relationships(r); len(relationships) > 0 {
			object["relationships"] = relationships
		}
	}
	return object
}

// attributes writes the attributes, which repeat the id as a number [doc: 10].
func (c *call) attributes(r resource) map[string]any {
	d := c.b.Documents
	attributes := maps.Clone(r.attributes)
	attributes["id"] = numeric(r.id)
	if d.UnknownAttributes {
		attributes["beacon_density"] = 0.75
		attributes["x_internal"] = map[string]any{"flags": []any{1, nil, "a"}, "owner": nil}
	}
	for name := range attributes {
		if names(d.NullAttributes, r.kind, name) {
			attributes[name] = nil
		}
	}
	maps.DeleteFunc(attributes, func(name string, _ any) bool { return names(d.OmitAttributes, r.kind, name) })
	if d.StringAttributes {
		for name, value := range attributes {
			attributes[name] = text(value)
		}
	}
	return attributes
}

// names reports whether the list names the attribute: "name", or "site.name" for one type.
func names(list []string, kind, attribute string) bool {
	return slices.Contains(list, attribute) || slices.Contains(list, kind+"."+attribute)
}

// text writes numbers and booleans as strings, and leaves the rest as it is.
func text(value any) any {
	switch v := value.(type) {
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case int, int64, bool, json.Number:
		return fmt.Sprint(v)
	default:
		return value
	}
}

func (c *call) relationships(r resource) map[string]any {
	relationships := maps.Clone(r.relationships)
	if relationships == nil {
		relationships = map[string]any{}
	}
	for name, to := range r.toOne {
		relationships[name] = map[string]any{"data": c.linkage(to)}
	}
	for name, to := range r.toMany {
		linkages := make([]any, 0, len(to))
		for _, each := range to {
			linkages = append(linkages, c.linkage(each))
		}
		relationships[name] = map[string]any{"data": linkages}
	}
	if c.b.Documents.Relationships == RelationshipsDataNull {
		for name := range relationships {
			relationships[name] = map[string]any{"data": nil}
		}
	}
	return relationships
}

// numeric writes an id as a number, if it is one.
func numeric(id string) any {
	if n := number(id); n != 0 {
		return n
	}
	return id
}

// linkage writes a resource identifier object; null when there is none.
func (c *call) linkage(to reference) any {
	if to.id == "" {
		return nil
	}
	if c.b.Documents.NumericIDs {
		return map[string]any{"id": numeric(to.id), "type": to.kind}
	}
	return map[string]any{"id": to.id, "type": to.kind}
}

// thin takes away what only the detail shows.
func (l Listing) thin(r resource) resource {
	if l.OmitRelationships {
		r.toOne, r.toMany, r.relationships = nil, nil, nil
	}
	if len(l.OmitAttributes) > 0 {
		r.attributes = maps.Clone(r.attributes)
		maps.DeleteFunc(r.attributes, func(name string, _ any) bool { return names(l.OmitAttributes, r.kind, name) })
	}
	return r
}

// timestamp writes a time as Rails does.
func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// updated chooses what the response to an update shows.
func (c *call) updated(kind string, before, after resource) resource {
	if c.b.responses(kind).Updates == OldDocument {
		return before
	}
	return after
}

// carryOut does the work of a write, now or as a background job, and responds as
// mode says. done is the status of an immediate success with a body.
func (c *call) carryOut(mode Response, done int, work func() (any, []problem)) reply {
	if c.fault.async && !mode.asynchronous() {
		mode = SeeOther
	}
	if mode == RefusedInSuccess {
		return failure(http.StatusOK, "", "The request was not carried out")
	}
	if mode.asynchronous() {
		return c.s.announce(c, mode, func() string {
			c.inJob = true
			if _, problems := work(); len(problems) > 0 {
				return problems[0].detail
			}
			return ""
		})
	}
	document, problems := work()
	if c.existing {
		done = http.StatusOK
	}
	switch {
	case len(problems) > 0:
		return invalid(problems...)
	case mode == NoContent:
		return reply{status: http.StatusNoContent}
	case mode == Empty:
		return reply{status: done}
	default:
		return reply{status: done, document: document}
	}
}
