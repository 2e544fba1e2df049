// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/collection"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/leaf"
)

// objectKey is the key of an object by the attributes that make it up. Without any, everything that is declared is the key, and tells nothing
// apart.
func objectKey(wanted Object) collection.Key[Object] {
	declared := wanted.Attributes
	if len(wanted.Key) > 0 {
		declared = make(map[string]any, len(wanted.Key))
		for _, name := range wanted.Key {
			declared[name] = wanted.Attributes[name]
		}
	}
	key := collection.Key[Object]{
		Text:      keyText(wanted, declared),
		None:      len(wanted.Key) == 0,
		Matches:   func(other Object) bool { return leaf.Equal(declared, other.Attributes) },
		Resembles: func(Object) bool { return true },
	}
	key.Lock = key.Text
	if key.None {
		return key
	}
	key.Tells = func(other Object) bool {
		return !slices.ContainsFunc(wanted.Key, func(name string) bool { _, shown := other.Attributes[name]; return !shown })
	}
	name := wanted.Key[0]
	text, ok := leaf.Text(declared[name])
	if !ok {
		return key
	}
	// A service compares texts without regard to case, perhaps.
	key.Lock = strings.ToLower(text)
	for _, spelling := range spellings(text) {
		key.Filters = append(key.Filters, collection.Filter{Predicate: name + "_eq", Value: spelling})
	}
	key.Resembles = func(other Object) bool {
		value, shown := other.Attributes[name]
		there, isText := leaf.Text(value)
		return !shown || isText && resembles(there, text) || leaf.Equal(declared[name], value)
	}
	return key
}

// keyText describes a key: the text alone where it is one, else the attributes as JSON. Attributes without a key are not quoted, since they
// may be many.
func keyText(wanted Object, declared map[string]any) string {
	where := " of " + wanted.Collection.String()
	if len(wanted.Key) == 1 {
		if text, ok := leaf.Text(declared[wanted.Key[0]]); ok {
			return strconv.Quote(text) + where
		}
	}
	data, err := json.Marshal(declared)
	if err != nil {
		return where
	}
	return string(data) + where
}

// withKey leaves out objects whose documents do not show whether they have the key.
func withKey(wanted Object, found []Object) []Object {
	tells := objectKey(wanted).Tells
	if tells == nil {
		return found
	}
	return slices.DeleteFunc(found, func(object Object) bool { return !tells(object) })
}
