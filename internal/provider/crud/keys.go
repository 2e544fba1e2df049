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
	// claims are the planned objects by the texts of their keys.
	claims map[string][]claim[M]
}

// claim is an object that holds a key once the plan is applied.
type claim[M any] struct {
	model M
	// id is that of the object, or of the object that it replaces; "" for a new object.
	id string
	// holds tells that the object has the key already.
	holds bool
}

// register plans a key for an object, in place of what was planned for the object before. It returns the claim that forbids the key, if one
// does: that of another object, unless both have the key already.
func (k *keys[M]) register(text string, added claim[M], same func(a, b M) bool) (other claim[M], taken bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, claimed := range k.claims[text] {
		if added.id != "" && added.id == claimed.id || !same(added.model, claimed.model) || added.holds && claimed.holds {
			continue
		}
		return claimed, true
	}
	k.forget(added.id)
	k.claims[text] = append(k.claims[text], added)
	return other, false
}

// forget drops what was planned for an object.
func (k *keys[M]) forget(id string) {
	if id == "" {
		return
	}
	for text, claims := range k.claims {
		for i, claimed := range claims {
			if claimed.id == id {
				k.claims[text] = append(claims[:i:i], claims[i+1:]...)
				return
			}
		}
	}
}

// has reports whether an object is planned.
func (k *keys[M]) has(id string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, claims := range k.claims {
		if slices.ContainsFunc(claims, func(claimed claim[M]) bool { return claimed.id == id }) {
			return true
		}
	}
	return false
}

// keysOf is the registry of a kind.
func keysOf[M any](p *Provider, kind string) *keys[M] {
	registry, _ := p.keys.LoadOrStore(kind, &keys[M]{claims: map[string][]claim[M]{}})
	typed, _ := registry.(*keys[M])
	return typed
}
