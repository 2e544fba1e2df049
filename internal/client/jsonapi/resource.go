// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jsonapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Resource is one object of a document.
type Resource struct {
	// ID is the object's id: empty where the document shows none, else a ValidID.
	ID string
	// Type is the resource type as the document says it, and may be empty.
	Type string

	attributes, relationships json.RawMessage
}

// decodeResource reads one resource. Where plain is true, its document has a root named after the type.
func decodeResource(data json.RawMessage, plain bool) (Resource, error) { //nolint:revive // plain is a property of the document.
	if data[0] != '{' {
		return Resource{}, fmt.Errorf("expected a resource, got %s", Kind(data))
	}
	r := Resource{attributes: member(data, "attributes"), relationships: member(data, "relationships")}
	// In the plain form the object holds its attributes itself, and `type` is one of them.
	bare := r.attributes == nil
	if bare {
		r.attributes = data
	}
	var err error
	if r.ID, err = readID(member(data, "id")); err != nil {
		return Resource{}, err
	}
	if r.ID == "" && !bare {
		if r.ID, err = readID(member(r.attributes, "id")); err != nil {
			return Resource{}, err
		}
	}
	if resourceType := member(data, "type"); resourceType != nil && !(bare && plain) {
		if err := (*Text)(&r.Type).UnmarshalJSON(resourceType); err != nil {
			return Resource{}, fmt.Errorf("type of a resource: %w", err)
		}
	}
	return r, nil
}

// Attributes reads the attributes into a struct of tolerant fields. It passes over attributes that the struct does not have. An error
// names the attribute that has another form; the struct is then of no use.
func (r Resource) Attributes(into any) error {
	if isNull(r.attributes) {
		return nil
	}
	if err := json.Unmarshal(r.attributes, into); err != nil {
		return fmt.Errorf("attributes of %s: %w", r.name(), unreadableAttribute(r.attributes, into, err))
	}
	return nil
}

// Values reads the attributes as encoding/json does with UseNumber, without the id: nil, bool, string, json.Number, []any and map[string]any.
func (r Resource) Values() (map[string]any, error) {
	values := map[string]any{}
	if isNull(r.attributes) {
		return values, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(r.attributes))
	decoder.UseNumber()
	if err := decoder.Decode(&values); err != nil {
		return nil, fmt.Errorf("attributes of %s: expected an object, got %s", r.name(), Kind(r.attributes))
	}
	delete(values, "id")
	return values, nil
}

// name says which resource this is. The type is a text of the server, so it is left out where it is not a plain name.
func (r Resource) name() string {
	name := r.ID
	if ValidID(r.Type) {
		name = strings.TrimSpace(r.Type + " " + r.ID)
	}
	if name == "" {
		return "a resource"
	}
	return name
}

// unreadableAttribute names the attribute that an error is about: encoding/json names it only together with Go's types.
func unreadableAttribute(data json.RawMessage, into any, err error) error {
	if data[0] != '{' {
		return fmt.Errorf("expected an object, got %s", Kind(data))
	}
	for name, value := range members(data) {
		one, _ := json.Marshal(map[string]json.RawMessage{name: value})
		if err := json.Unmarshal(one, into); err != nil {
			err = mismatch(value, err)
			if ValidID(name) {
				return fmt.Errorf("%s: %w", name, err)
			}
			return err
		}
	}
	return err
}

// mismatch says that a value has the wrong form. encoding/json would quote a number. The tolerant scalars say so themselves.
func mismatch(value json.RawMessage, err error) error {
	var form *json.UnmarshalTypeError
	if !errors.As(err, &form) {
		return err
	}
	return fmt.Errorf("expected %s, got %s", expected(form.Type.Kind()), Kind(value))
}

// expected names the JSON value that a Go value is read from.
func expected(kind reflect.Kind) string {
	switch kind {
	case reflect.Slice, reflect.Array:
		return "an array"
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "true or false"
	case reflect.Struct, reflect.Map:
		return "an object"
	default:
		return "a number"
	}
}

// Related returns the ids of a to-many relationship, sorted, since the server may write them in any order. It returns nil where the
// document does not show them: one that is no ValidID makes the whole relationship untold. It returns an empty slice where the document
// shows that there are none.
func (r Resource) Related(name string) []string {
	data := member(member(r.relationships, name), "data")
	if isNull(data) {
		return nil
	}
	if data[0] != '[' {
		data = slices.Concat([]byte("["), data, []byte("]"))
	}
	ids := []string{}
	for element := range elements(data) {
		id, err := readID(member(element, "id"))
		if err != nil || id == "" {
			return nil
		}
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// RelatedOne returns the id of a to-one relationship; empty where the document does not show exactly one.
func (r Resource) RelatedOne(name string) string {
	if ids := r.Related(name); len(ids) == 1 {
		return ids[0]
	}
	return ""
}
