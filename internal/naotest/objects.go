// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Object is an object of a declared [Collection].
type Object struct {
	ID string // "" = the next one, when it is added
	// Collection is where it is, such as "sites/11416/notifiers".
	Collection string
	// Attributes are the attributes without the id. [Server.AddObject] takes any value
	// that [encoding/json] can write. The server returns values as encoding/json reads
	// them, with numbers as [json.Number].
	Attributes map[string]any
}

// objectsOf makes the kind of a declared collection.
type objectsOf struct {
	s        *Server
	declared Collection
}

func newObjects(s *Server, declared Collection, plural string, parent level) *kind[Object] {
	o := objectsOf{s, declared}
	objects := spec[Object]{
		plural:   plural,
		single:   cmp.Or(declared.Type, singular(plural)),
		first:    max(declared.FirstID, 1),
		prefix:   declared.IDPrefix,
		verbs:    crud(),
		key:      o.key,
		keyName:  declared.keyName(),
		keepsKey: true,
		id:       func(object *Object) *string { return &object.ID },
		dup:      copyObject,
		prepare:  o.prepare,
		field: func(attribute string) func(Object) any {
			return func(object Object) any { return object.Attributes[attribute] }
		},
		closed: o.closed,
		fresh: func(c *call) Object {
			return Object{Collection: strings.TrimPrefix(below(c.r.URL), "/"), Attributes: map[string]any{}}
		},
		change:   o.change,
		required: func(c *call) []string { return o.settings(c).Required },
		rules: func(c *call) rules {
			settings := o.settings(c)
			return rules{unique: settings.Unique, returnExisting: settings.ReturnExisting, limit: settings.Limit}
		},
	}
	objects.show = func(c *call, r *row[Object]) resource { return o.show(c, r, objects.single) }
	objects.listing = func(c *call, r *row[Object]) resource {
		shown := o.show(c, r, objects.single)
		for _, name := range o.settings(c).ThinListing {
			delete(shown.attributes, name)
		}
		return shown
	}
	if parent != nil {
		objects.below = []owner[Object]{{parent, func(object Object) string {
			segments := strings.Split(object.Collection, "/")
			return segments[len(segments)-2]
		}}}
	}
	return newKind(objects)
}

// settings returns the switches as they are for a request.
func (o objectsOf) settings(c *call) Collection {
	settings, _ := c.b.collection(o.declared.Path)
	return settings
}

// keyName is the attribute that a 422 points at when the key is taken.
func (declared Collection) keyName() string {
	if len(declared.Key) == 0 {
		return "name"
	}
	return declared.Key[0]
}

func (o objectsOf) key(object Object) string {
	names := o.declared.Key
	if names == nil {
		names = []string{"name"}
	}
	values := make([]string, len(names))
	for i, name := range names {
		values[i] = fmt.Sprint(object.Attributes[name])
	}
	return strings.Join(values, "/")
}

// closed responds 404 where the collection is not declared any more.
func (o objectsOf) closed(c *call) int {
	settings, there := c.b.collection(o.declared.Path)
	if !there {
		return http.StatusNotFound
	}
	if c.op.verb == verbList {
		return settings.Refused["LIST"]
	}
	return settings.Refused[c.op.verb.method()]
}

// prepare gives an object what the server adds.
func (o objectsOf) prepare(object *Object) {
	settings, _ := o.s.behavior.collection(o.declared.Path)
	for name, value := range settings.Defaults {
		if _, there := object.Attributes[name]; !there {
			object.Attributes[name] = exact(value)
		}
	}
	for name, value := range settings.Added {
		object.Attributes[name] = exact(value)
	}
	for _, name := range settings.Generated {
		if _, there := object.Attributes[name]; !there {
			o.s.state.secrets++
			object.Attributes[name] = fmt.Sprintf("%s-%d", ObjectSecret, o.s.state.secrets)
		}
	}
}

func (o objectsOf) change(c *call, object *Object, attributes map[string]json.RawMessage) []problem {
	settings, kind := o.settings(c), cmp.Or(o.declared.Type, c.op.kind)
	if settings.Replacing && c.op.verb == verbUpdate {
		for name := range object.Attributes {
			if !settings.ignores(name) {
				object.Attributes[name] = nil
			}
		}
	}
	for name, raw := range attributes {
		if settings.ignores(name) {
			continue
		}
		value := decode(raw)
		if text, ok := value.(string); ok {
			value = c.b.Attributes.stored(kind+"."+name, text)
		}
		if normal := settings.Normalised[name]; normal != nil {
			value = exact(normal(value))
		}
		object.Attributes[name] = value
	}
	return settings.problems(object.Attributes, attributes)
}

// ignores reports whether what a client sends for the attribute is ignored.
func (declared Collection) ignores(name string) bool {
	_, added := declared.Added[name]
	return name == "id" || added || slices.Contains(declared.Readonly, name) || slices.Contains(declared.Generated, name) ||
		declared.Permitted != nil && !slices.Contains(declared.Permitted, name)
}

// problems says what is wrong with the attributes of a write.
func (declared Collection) problems(attributes map[string]any, sent map[string]json.RawMessage) []problem {
	var problems []problem
	for _, name := range declared.Required {
		if raw, ok := sent[name]; ok && string(raw) == "null" {
			problems = append(problems, blank(name))
		}
	}
	if declared.Validate == nil {
		return problems
	}
	wrong := declared.Validate(copyObject(Object{Attributes: attributes}).Attributes)
	for _, name := range slices.Sorted(maps.Keys(wrong)) {
		problems = append(problems, problem{pointer: "/data/attributes/" + name, detail: wrong[name], code: "invalid"})
	}
	return problems
}

func (o objectsOf) show(c *call, r *row[Object], kind string) resource {
	settings := o.settings(c)
	shown := resource{kind: kind, id: r.value.ID, attributes: copyObject(r.value).Attributes}
	for name, form := range settings.Secrets {
		if _, there := shown.attributes[name]; there {
			form.show(c, shown.attributes, name)
		}
	}
	for _, name := range settings.Moving {
		shown.attributes[name] = c.moves(reference{o.declared.Path, r.value.ID + "/" + name})
	}
	return shown
}

// show writes a secret in its form.
func (form SecretForm) show(c *call, attributes map[string]any, name string) {
	switch {
	case form == SecretMasked:
		attributes[name] = "********"
	case form == SecretNull:
		attributes[name] = nil
	case form == SecretOmitted, form == SecretOnce && c.op.verb != verbCreate:
		delete(attributes, name)
	}
}

// decode reads JSON and keeps all digits of its numbers.
func decode(raw []byte) any {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		panic(fmt.Sprintf("naotest: decode a value: %v", err)) // it was a part of a document
	}
	return value
}

// exact is a value as JSON reads it.
func exact(value any) any { return decode(encode(value)) }

func copyObject(object Object) Object {
	copied, _ := exact(object.Attributes).(map[string]any)
	if copied == nil {
		copied = map[string]any{}
	}
	object.Attributes = copied
	return object
}
