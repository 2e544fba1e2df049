// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"slices"
	"strings"
)

// keyFor returns the natural key as this request compares it.
func (k *kind[T]) keyFor(c *call, value T) string {
	if k.foldsKey != nil && k.foldsKey(c) {
		return strings.ToLower(k.key(value))
	}
	return k.key(value)
}

// twin returns another object with the natural key of the value, the oldest if there
// are several; nil = there is none.
func (k *kind[T]) twin(c *call, value T, except int64) *row[T] {
	if k.byKey == nil {
		return nil
	}
	parent, everywhere := k.parentOf(value), k.rules(c).unique == UniqueInAccount
	var twins []int64
	for _, id := range k.byKey.ids[strings.ToLower(k.key(value))] {
		other := k.rows[id].value
		if id != except && (everywhere || k.parentOf(other) == parent) && k.keyFor(c, value) == k.keyFor(c, other) {
			twins = append(twins, id)
		}
	}
	if len(twins) == 0 {
		return nil
	}
	return k.rows[slices.Min(twins)]
}

// taken reports whether the natural key of the value belongs to another object.
func (k *kind[T]) taken(c *call, value T, except int64) bool {
	unique := k.rules(c).unique
	return unique != "" && unique != NotUnique && (k.twin(c, value, except) != nil || k.keyKept(c, value))
}

// naturalKey returns the key by which [Server.Made] counts.
func (k *kind[T]) naturalKey(value T) string {
	key := ""
	if k.key != nil {
		key = k.key(value)
	}
	if parent := k.parentOf(value); parent != "" {
		return parent + "/" + key
	}
	return key
}

// keptKey is the natural key of an object that was removed.
type keptKey struct{ kind, parent, key string }

// keptKey returns under what the key of the value stays taken.
func (k *kind[T]) keptKey(c *call, value T) keptKey {
	kept := keptKey{kind: k.single, key: k.keyFor(c, value)}
	if k.rules(c).unique != UniqueInAccount {
		kept.parent = k.parentOf(value)
	}
	return kept
}

// keepKey keeps the key of an object that goes, for as long as the behavior says.
func (k *kind[T]) keepKey(c *call, value T) {
	if keep := c.b.removals(k.single).KeepName; keep > 0 && k.keepsKey {
		c.s.state.kept[k.keptKey(c, value)] = c.s.agenda.now().Add(keep)
	}
}

// keyKept reports whether the key of a removed object is still taken.
func (k *kind[T]) keyKept(c *call, value T) bool {
	return k.keepsKey && c.s.agenda.now().Before(c.s.state.kept[k.keptKey(c, value)])
}
