// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// object is a JSON object.
type object = map[string]any

// row is a resource, in JSON:API or in the plain form.
type row struct {
	// id is the id as a text, whatever it is on the wire; empty where there is none.
	id string
	// rawID is the id beside the attributes; nil in the plain form.
	rawID      any
	kind       string
	attributes object
	// relationships is nil where the member is missing or null; nullRelations tells which.
	relationships object
	nullRelations bool
}

// list is a page of a collection.
type list struct {
	rows []row
	// root is the member that holds the rows: data, or the plural type.
	root string
	// pagination is meta.pagination; nil where there is none.
	pagination object
	included   bool
}

// readList reads a page; ok is false where the response holds none.
func readList(a *response, plural string) (l list, ok bool) {
	document, _ := a.body.(object)
	for _, root := range []string{"data", plural} {
		elements, isArray := document[root].([]any)
		if !isArray {
			continue
		}
		l.root = root
		for _, element := range elements {
			l.rows = append(l.rows, newRow(element))
		}
		meta, _ := document["meta"].(object)
		l.pagination, _ = meta["pagination"].(object)
		_, l.included = document["included"]
		return l, a.status == 200
	}
	return list{}, false
}

// readMember reads a single resource; ok is false where the response holds none.
func readMember(a *response, singular string) (r row, ok bool) {
	document, _ := a.body.(object)
	for _, root := range []string{"data", singular} {
		if element, isObject := document[root].(object); isObject {
			return newRow(element), true
		}
	}
	return row{}, false
}

func newRow(element any) row {
	o, _ := element.(object)
	attributes, isResource := o["attributes"].(object)
	if !isResource {
		if _, typed := o["type"]; !typed {
			return row{id: text(o["id"]), attributes: o}
		}
	}
	r := row{id: text(o["id"]), rawID: o["id"], kind: text(o["type"]), attributes: attributes}
	related, there := o["relationships"]
	r.nullRelations = there && related == nil
	r.relationships, _ = related.(object)
	return r
}

// plain reports whether the row is not a JSON:API resource object.
func (r row) plain() bool { return r.rawID == nil }

// name returns the attribute; empty where there is none.
func (r row) name() string { return text(r.attributes["name"]) }

// ids returns those of the rows, each once, in order.
func (l list) ids() []string {
	var ids []string
	for _, r := range l.rows {
		if !slices.Contains(ids, r.id) {
			ids = append(ids, r.id)
		}
	}
	return ids
}

// records returns how many rows there are on all pages; false where the page does not say.
func (l list) records() (int, bool) {
	n, err := strconv.Atoi(text(l.pagination["records"]))
	return n, err == nil
}

// text writes a text or a number as a text, everything else as "".
func text(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case json.Number:
		return value.String()
	default:
		return ""
	}
}

// kind names the JSON type of a value.
func kind(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case string:
		return "a string"
	case json.Number:
		return "a number"
	case bool:
		return "a boolean"
	case []any:
		return "an array"
	default:
		return "an object"
	}
}

// missing returns the names of a that b lacks, sorted.
func missing(a, b object) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if _, there := b[name]; !there {
			names = append(names, name)
		}
	}
	return names
}

// listed writes names in a row, or "none".
func listed(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// literal writes names as Go does.
func literal(names []string) string { return fmt.Sprintf("%#v", names) }

// texts returns the elements of an array of texts, in order.
func texts(array any) []string {
	var all []string
	elements, _ := array.([]any)
	for _, element := range elements {
		all = append(all, text(element))
	}
	return all
}

// related returns the id of the object of a relationship; empty where there is none.
func (r row) related(name string) string {
	relationship, _ := r.relationships[name].(object)
	linkage, _ := relationship["data"].(object)
	return text(linkage["id"])
}
