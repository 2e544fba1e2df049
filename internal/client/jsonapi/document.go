// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package jsonapi turns bytes into documents, tolerantly. It does no input or output.
package jsonapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Document is what the API answers: JSON:API with `data`, or the plain form with a root named after the type, `{"sites": []}` [doc: 4].
type Document struct {
	Resources []Resource
	// Many reports whether the document is a collection, Plain whether its root is named after the type.
	Many, Plain bool
	// Records is the number of objects in the whole listing, Pages that of its pages; -1 where the document does not say.
	Records, Pages int
	// Next reports whether meta or links name a next page.
	Next bool
}

// Resource is one object of a document.
type Resource struct {
	ID, Type                  string
	attributes, relationships json.RawMessage
}

// mostRecords is the largest count that is believed: how much a listing allocates must not be for an answer to say.
const mostRecords = 10_000_000

var errNoData = errors.New("expected a JSON:API document or a root named after the type, got neither")

// Decode reads a body. The roots are the names that the plain form may use in place of `data`, such as "team" and "teams".
func Decode(body []byte, roots ...string) (Document, error) {
	doc := Document{Records: -1, Pages: -1}
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		return doc, errors.New("expected a JSON document, got an empty body")
	}
	if !json.Valid(body) {
		return doc, fmt.Errorf("expected a JSON document, got %s", malformed(body))
	}
	if body[0] == '[' {
		body = slices.Concat([]byte(`{"data":`), body, []byte(`}`))
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		return doc, fmt.Errorf("expected a JSON document, got %s", Kind(body))
	}
	root, ok := firstMember(members, append([]string{"data"}, roots...)...)
	if !ok {
		return doc, errNoData
	}
	doc.Plain = root != "data"
	var err error
	if doc.Resources, doc.Many, err = decodeResources(members[root]); err != nil {
		return doc, err
	}
	doc.readMeta(members["meta"])
	doc.readLinks(members["links"])
	return doc, nil
}

func (d *Document) readMeta(meta json.RawMessage) {
	var members struct {
		Pagination struct {
			Records Field[Decimal] `json:"records"`
			Last    Field[Decimal] `json:"last"`
			Next    Field[Decimal] `json:"next"`
		} `json:"pagination"`
	}
	if isNull(meta) || json.Unmarshal(meta, &members) != nil {
		return
	}
	count := func(field Field[Decimal]) int {
		if n, ok := field.Get(); ok && n >= 0 && n <= mostRecords {
			return int(n)
		}
		return -1
	}
	d.Records, d.Pages = count(members.Pagination.Records), count(members.Pagination.Last)
	d.Next = count(members.Pagination.Next) > 0
}

func (d *Document) readLinks(links json.RawMessage) {
	var members struct {
		Next Text `json:"next"`
	}
	if !isNull(links) && json.Unmarshal(links, &members) == nil && members.Next != "" {
		d.Next = true
	}
}

func decodeResources(data json.RawMessage) ([]Resource, bool, error) {
	if isNull(data) {
		return nil, false, nil
	}
	elements := []json.RawMessage{data}
	many := json.Unmarshal(data, &elements) == nil
	resources := make([]Resource, len(elements))
	for i, element := range elements {
		var err error
		if resources[i], err = decodeResource(element); err != nil {
			return nil, many, err
		}
	}
	return resources, many, nil
}

func decodeResource(data json.RawMessage) (Resource, error) {
	var wire struct {
		ID            Text            `json:"id"`
		Type          Text            `json:"type"`
		Attributes    json.RawMessage `json:"attributes"`
		Relationships json.RawMessage `json:"relationships"`
	}
	if data[0] != '{' {
		return Resource{}, fmt.Errorf("expected a resource, got %s", Kind(data))
	}
	if err := json.Unmarshal(data, &wire); err != nil {
		return Resource{}, fmt.Errorf("expected a resource, got %s: %w", Kind(data), err)
	}
	r := Resource{ID: string(wire.ID), Type: string(wire.Type), attributes: wire.Attributes, relationships: wire.Relationships}
	if r.attributes == nil {
		// The plain form: the object holds its attributes itself.
		r.attributes = data
	}
	if r.ID == "" {
		var attributes struct {
			ID Text `json:"id"`
		}
		if err := r.Attributes(&attributes); err == nil {
			r.ID = string(attributes.ID)
		}
	}
	if r.ID != "" && !ValidID(r.ID) {
		return Resource{}, &InvalidIDError{}
	}
	return r, nil
}

// RawAttributes returns the attributes as the document has them.
func (r Resource) RawAttributes() json.RawMessage { return r.attributes }

// Attributes reads the attributes into a struct of tolerant fields; unknown ones are passed over.
func (r Resource) Attributes(into any) error {
	if isNull(r.attributes) {
		return nil
	}
	if err := json.Unmarshal(r.attributes, into); err != nil {
		return fmt.Errorf("attributes of %s: %w", strings.TrimSpace(r.Type+" "+r.ID), unreadableAttribute(r.attributes, into, err))
	}
	return nil
}

// unreadableAttribute names the attribute that an error is about: encoding/json names it only together with Go's types.
func unreadableAttribute(data json.RawMessage, into any, err error) error {
	var attributes map[string]json.RawMessage
	if json.Unmarshal(data, &attributes) != nil {
		return fmt.Errorf("expected an object, got %s", Kind(data))
	}
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		one, _ := json.Marshal(map[string]json.RawMessage{name: attributes[name]})
		if err := json.Unmarshal(one, into); err != nil {
			return fmt.Errorf("%s: %w", name, mismatch(attributes[name], err))
		}
	}
	return err
}

// mismatch says of a value that it has the wrong form. The tolerant scalars say so themselves.
func mismatch(value json.RawMessage, err error) error {
	var form *json.UnmarshalTypeError
	if !errors.As(err, &form) {
		return err
	}
	expected := "an object"
	if form.Type.Kind() == reflect.Slice {
		expected = "an array"
	}
	return fmt.Errorf("expected %s, got %s", expected, Kind(value))
}

// Related returns the ids of a to-many relationship: nil when the document does not show it, empty when it shows that there are none.
func (r Resource) Related(name string) []string {
	var relationships map[string]json.RawMessage
	var relationship struct {
		Data json.RawMessage `json:"data"`
	}
	if isNull(r.relationships) || json.Unmarshal(r.relationships, &relationships) != nil ||
		isNull(relationships[name]) || json.Unmarshal(relationships[name], &relationship) != nil || isNull(relationship.Data) {
		return nil
	}
	resources, _, err := decodeResources(relationship.Data)
	if err != nil {
		return nil
	}
	ids := make([]string, 0, len(resources))
	for _, related := range resources {
		if related.ID == "" {
			return nil
		}
		ids = append(ids, related.ID)
	}
	// They are a set: the server may write them in any order.
	slices.Sort(ids)
	return ids
}

// RelatedOne returns the id of a to-one relationship; empty when the document does not show it.
func (r Resource) RelatedOne(name string) string {
	if ids := r.Related(name); len(ids) == 1 {
		return ids[0]
	}
	return ""
}

func firstMember(members map[string]json.RawMessage, names ...string) (string, bool) {
	for _, name := range names {
		if _, ok := members[name]; ok {
			return name, true
		}
	}
	return "", false
}

// malformed is Kind for what is not JSON as a whole.
func malformed(data []byte) string {
	kind := Kind(data)
	if data[0] == '{' || data[0] == '[' {
		kind += " that breaks off or is malformed"
	}
	return kind
}

// Kind names the kind of what came, and not what it says: an answer may hold what must not reach a message.
func Kind(data []byte) string {
	data = bytes.TrimSpace(data)
	switch {
	case isNull(data):
		return "null"
	case data[0] == '{':
		return "an object"
	case data[0] == '[':
		return "an array"
	case data[0] == '"':
		return "a string"
	case data[0] == '<':
		return "an HTML page"
	case data[0] == 't' || data[0] == 'f':
		return "a boolean"
	case data[0] == '-' || data[0] >= '0' && data[0] <= '9':
		return "a number"
	}
	return "something that is not JSON"
}
