// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

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

// document is what the API answers: JSON:API with `data`, or the plain form with a root named after the type, `{"sites": []}` [doc: 4].
type document struct {
	resources []resource
	// many tells a collection from a single resource, plain a document whose root is named after the type.
	many, plain bool
	pagination  pagination
}

// resource is one object of a document.
type resource struct {
	ID            text            `json:"id"`
	Type          text            `json:"type"`
	Attributes    json.RawMessage `json:"attributes"`
	Relationships json.RawMessage `json:"relationships"`
}

// pagination is the part of meta that tells how long a listing is [lib: jsonapi.rb]; -1 where the answer does not say.
type pagination struct {
	// records is the number of objects in the whole listing, pages that of its pages.
	records, pages int
}

// mostRecords is the largest count that is believed: how much a listing allocates must not be for an answer to say.
const mostRecords = 10_000_000

var errNoData = errors.New("expected a JSON:API document or a root named after the type, got neither")

// decodeDocument reads a body. The roots are the names that the plain form may use in place of `data`, such as "team" and "teams".
func decodeDocument(body []byte, roots ...string) (document, error) {
	doc := document{pagination: pagination{records: -1, pages: -1}}
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
		return doc, fmt.Errorf("expected a JSON document, got %s", abbreviate(body))
	}
	root, ok := firstMember(members, append([]string{"data"}, roots...)...)
	if !ok {
		return doc, errNoData
	}
	doc.plain = root != "data"
	var err error
	if doc.resources, doc.many, err = decodeResources(members[root]); err != nil {
		return doc, err
	}
	// What comes beside the data is a bonus: an odd meta must not cost the data.
	if meta, ok := members["meta"]; ok {
		doc.pagination = decodePagination(meta)
	}
	return doc, nil
}

func decodeResources(data json.RawMessage) ([]resource, bool, error) {
	if isNull(data) {
		return nil, false, nil
	}
	elements := []json.RawMessage{data}
	many := json.Unmarshal(data, &elements) == nil
	resources := make([]resource, len(elements))
	for i, element := range elements {
		var err error
		if resources[i], err = decodeResource(element); err != nil {
			return nil, many, err
		}
	}
	return resources, many, nil
}

func decodeResource(data json.RawMessage) (resource, error) {
	var r resource
	if data[0] != '{' {
		return r, fmt.Errorf("expected a resource, got %s", abbreviate(data))
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return r, fmt.Errorf("expected a resource, got %s: %w", abbreviate(data), err)
	}
	if r.Attributes == nil {
		// The plain form: the object holds its attributes itself.
		r.Attributes = data
	}
	if r.ID == "" {
		var attributes struct {
			ID text `json:"id"`
		}
		if err := r.decodeAttributes(&attributes); err == nil {
			r.ID = attributes.ID
		}
	}
	return r, nil
}

func (r resource) id() string { return string(r.ID) }

// decodeAttributes reads the attributes into a struct of tolerant fields; unknown ones are passed over.
func (r resource) decodeAttributes(into any) error {
	if isNull(r.Attributes) {
		return nil
	}
	if err := json.Unmarshal(r.Attributes, into); err != nil {
		return fmt.Errorf("attributes of %s: %w", strings.TrimSpace(string(r.Type+" "+r.ID)), unreadableAttribute(r.Attributes, into, err))
	}
	return nil
}

// unreadableAttribute names the attribute that an error is about: encoding/json names it only together with Go's types.
func unreadableAttribute(data json.RawMessage, into any, err error) error {
	var attributes map[string]json.RawMessage
	if json.Unmarshal(data, &attributes) != nil {
		return fmt.Errorf("expected an object, got %s", abbreviate(data))
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
	return fmt.Errorf("expected %s, got %s", expected, abbreviate(value))
}

// related returns the ids of a to-many relationship: nil when the document does not show it, empty when it shows that there are none.
func (r resource) related(name string) []string {
	var relationships map[string]json.RawMessage
	var relationship struct {
		Data json.RawMessage `json:"data"`
	}
	if isNull(r.Relationships) || json.Unmarshal(r.Relationships, &relationships) != nil ||
		isNull(relationships[name]) || json.Unmarshal(relationships[name], &relationship) != nil || isNull(relationship.Data) {
		return nil
	}
	resources, _, err := decodeResources(relationship.Data)
	if err != nil {
		return nil
	}
	ids := make([]string, 0, len(resources))
	for _, related := range resources {
		if related.id() == "" {
			return nil
		}
		ids = append(ids, related.id())
	}
	// They are a set: the server may write them in any order.
	slices.Sort(ids)
	return ids
}

// relatedOne returns the id of a to-one relationship; empty when the document does not show it.
func (r resource) relatedOne(name string) string {
	if ids := r.related(name); len(ids) == 1 {
		return ids[0]
	}
	return ""
}

func decodePagination(meta json.RawMessage) pagination {
	var members struct {
		Pagination struct {
			Records Field[decimal] `json:"records"`
			Current Field[decimal] `json:"current"`
			Last    Field[decimal] `json:"last"`
		} `json:"pagination"`
		ResourceCount Field[decimal] `json:"resource_count"`
	}
	none := pagination{records: -1, pages: -1}
	if json.Unmarshal(meta, &members) != nil {
		return none
	}
	count := func(fields ...Field[decimal]) int {
		for _, field := range fields {
			if n, ok := field.Get(); ok && n >= 0 && n <= mostRecords {
				return int(n)
			}
		}
		return -1
	}
	return pagination{
		records: count(members.Pagination.Records, members.ResourceCount),
		pages:   count(members.Pagination.Last),
	}
}

func firstMember(members map[string]json.RawMessage, names ...string) (string, bool) {
	for _, name := range names {
		if _, ok := members[name]; ok {
			return name, true
		}
	}
	return "", false
}

func mapField[A, B any](f Field[A], convert func(A) B) Field[B] {
	if f.IsNull() {
		return Null[B]()
	}
	if value, ok := f.Get(); ok {
		return Set(convert(value))
	}
	return Field[B]{}
}

// malformed is abbreviate for what is not JSON as a whole.
func malformed(data []byte) string {
	kind := abbreviate(data)
	if data[0] == '{' || data[0] == '[' {
		kind += " that breaks off or is malformed"
	}
	return kind
}

// abbreviate names the kind of what came, and not what it says: an answer may hold what must not reach a message.
func abbreviate(data []byte) string {
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
