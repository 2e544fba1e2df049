// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package crud

import (
	"slices"
	"sync"
)

// keys is the registry of the natural keys that the resources of one provider block plan in this process. A natural key tells objects apart for
// a person, so two resources with the same one are a mistake.
type keys[M any] struct {
	mu sync.Mutex
	// holders are the planned objects by the texts of their keys.
	holders map[string][]holder[M]
	// planned are the texts of the keys that are planned for objects with these ids.
	planned map[string]string
}

func newKeys[M any]() *keys[M] {
	return &keys[M]{holders: map[string][]holder[M]{}, planned: map[string]string{}}
}

// holder is an object that holds a key once the plan is applied.
type holder[M any] struct {
	model M
	// id is that of the object, or of the object that it replaces; "" for a new object.
	id string
	// holds tells that the object has the key already.
	holds bool
}

// register plans a key for an object, in place of what was planned for the object before. It returns the holder that forbids the key, if one
// does: that of another object, unless both have the key already.
func (k *keys[M]) register(text string, added holder[M], same func(a, b M) bool) (other holder[M], taken bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, h := range k.holders[text] {
		if added.id != "" && added.id == h.id || !same(added.model, h.model) || added.holds && h.holds {
			continue
		}
		return h, true
	}
	k.forget(added.id)
	k.holders[text] = append(k.holders[text], added)
	if added.id != "" {
		k.planned[added.id] = text
	}
	return other, false
}

// forget drops what was planned for an object.
func (k *keys[M]) forget(id string) {
	text, planned := k.planned[id]
	if !planned {
		return
	}
	k.holders[text] = slices.DeleteFunc(k.holders[text], func(h holder[M]) bool { return h.id == id })
	delete(k.planned, id)
}

// has reports whether an object is planned.
func (k *keys[M]) has(id string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	_, planned := k.planned[id]
	return planned
}

// keysOf is the registry of a kind.
func keysOf[M any](p *Provider, kind string) *keys[M] {
	registry, _ := p.keys.LoadOrStore(kind, newKeys[M]())
	typed, _ := registry.(*keys[M])
	return typed
}
