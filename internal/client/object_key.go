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

// objectKey is the key of an object by the attributes that make it up. Without key attributes, all declared attributes are compared. Equal
// objects are then not the same object.
func objectKey(wanted Object) collection.Key[Object] {
	declared := wanted.keyed()
	key := collection.Key[Object]{
		Text:      keyText(wanted, declared),
		Lock:      lockText(wanted, declared),
		None:      len(wanted.Key) == 0,
		Matches:   func(other Object) bool { return leaf.Equal(declared, other.Attributes) },
		Resembles: func(Object) bool { return true },
	}
	if key.None {
		return key
	}
	key.Tells = func(other Object) bool {
		return !slices.ContainsFunc(wanted.Key, func(name string) bool { _, shown := other.Attributes[name]; return !shown })
	}
	key.Near = func(other Object) bool {
		return !slices.ContainsFunc(wanted.Key, func(name string) bool { return !isNearLeaf(other.Attributes, name, declared[name]) })
	}
	name := wanted.Key[0]
	text, ok := leaf.Text(declared[name])
	if !ok {
		return key
	}
	filters := spellings(text)
	if leaf.IsSecret(name) {
		filters = nil // Addresses of requests are in the logs of servers and proxies.
	}
	for _, spelling := range filters {
		key.Filters = append(key.Filters, collection.Filter{Predicate: name + "_eq", Value: spelling})
	}
	key.Resembles = func(other Object) bool {
		value, shown := other.Attributes[name]
		there, isText := leaf.Text(value)
		return !shown || isText && resembles(there, text) || leaf.Equal(declared[name], value)
	}
	return key
}

// isNearLeaf reports whether a document shows an attribute as a service may have stored it, with a changed text. One that it does not show makes no
// difference.
func isNearLeaf(attributes map[string]any, name string, declared any) bool {
	value, shown := attributes[name]
	stored, isStored := value.(string)
	sent, isSent := declared.(string)
	return !shown || leaf.Equal(declared, value) || isStored && isSent && isNear(stored, sent)
}

// longestText is how many characters a message quotes of attributes that are no key.
const longestText = 200

// keyText describes a key: the name alone where that is the key, else the attributes without those that look secret. Attributes without a key
// may be many.
func keyText(wanted Object, declared map[string]any) string {
	where := " of " + wanted.Collection.String()
	if name, ok := leaf.Text(declared["name"]); ok && slices.Equal(wanted.Key, []string{"name"}) {
		return strconv.Quote(name) + where
	}
	text := []rune(written(leaf.WithoutSecrets(declared)))
	if len(wanted.Key) == 0 && len(text) > longestText {
		text = append(text[:longestText], '…')
	}
	return string(text) + where
}

// lockText is equal for objects that a service may store with one key.
func lockText(wanted Object, declared map[string]any) string {
	parts := make([]string, len(wanted.Key))
	for i, name := range wanted.Key {
		text, ok := leaf.Text(declared[name])
		if !ok {
			text = written(declared[name])
		}
		parts[i] = plain(text)
	}
	if len(parts) == 0 {
		return written(declared)
	}
	return strings.Join(parts, "\x00")
}

// written is a value as JSON.
func written(value any) string {
	data, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(data)
}
