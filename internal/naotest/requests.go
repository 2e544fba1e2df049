// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"encoding/json"
	"net/http"
)

// document writes the document of an object. Its links name the URL of the request: for
// a create that of the collection [doc: 10].
func (k *kind[T]) document(c *call, r *row[T]) any {
	return c.member(k.show(c, r), below(c.r.URL))
}

func (k *kind[T]) list(c *call) reply {
	parent := k.parent()
	if parent == nil {
		return k.page(c, "")
	}
	if bad := parent.present(c); bad != nil {
		return *bad
	}
	return k.page(c, parent.ref(c))
}

func (k *kind[T]) read(c *call) reply {
	r, bad := k.find(c)
	if bad != nil {
		return *bad
	}
	return reply{status: http.StatusOK, document: k.document(c, r.asDetail(c))}
}

func (k *kind[T]) create(c *call) reply {
	if parent := k.parent(); parent != nil && !parent.known(c) {
		missing := parent.missing(c)
		if k.orphan != nil {
			return k.orphan(c, missing)
		}
		return missing
	}
	attributes, bad := c.root(k.single)
	if bad != nil {
		return *bad
	}
	value := k.fresh(c)
	problems := k.apply(c, &value, attributes)
	if len(problems) > 0 {
		return invalid(problems...)
	}
	return c.carryOut(c.b.responses(k.single).Creates, http.StatusCreated, func() (any, []problem) {
		if twin := k.twin(c, value, 0); twin != nil && k.rules(c).returnExisting {
			c.existing = true
			return k.document(c, twin), nil
		}
		r, problems := k.make(c, value)
		if len(problems) > 0 {
			return nil, problems
		}
		return k.document(c, r), nil
	})
}

// apply applies the attributes of a create, and says what is wrong with them or missing.
func (k *kind[T]) apply(c *call, value *T, attributes map[string]json.RawMessage) []problem {
	problems := k.change(c, value, c.withoutIgnored(k.single, attributes))
	if k.required == nil {
		return problems
	}
	for _, required := range k.required(c) {
		if _, ok := attributes[required]; !ok {
			problems = append(problems, blank(required))
		}
	}
	return problems
}

// make adds an object for a request.
func (k *kind[T]) make(c *call, value T) (*row[T], []problem) {
	if k.taken(c, value, 0) {
		return nil, []problem{taken(k.keyName)}
	}
	if limit := k.rules(c).limit; limit > 0 && len(k.of(k.parentOf(value))) >= limit {
		return nil, []problem{tooMany(k.plural, limit)}
	}
	return k.insert(c, value), nil
}

// insert adds an object for a request that may make it.
func (k *kind[T]) insert(c *call, value T) *row[T] {
	r := k.put(value, c.s.agenda.now())
	k.hide(c, r)
	if k.afterCreate != nil {
		k.afterCreate(c, r)
	}
	c.s.state.note(k.single, k.naturalKey(r.value))
	return r
}

func (k *kind[T]) update(c *call) reply {
	r, bad := k.find(c)
	if bad != nil {
		return *bad
	}
	attributes, bad := c.root(k.single)
	if bad != nil {
		return *bad
	}
	changed := k.dup(r.value)
	if problems := k.change(c, &changed, c.withoutIgnored(k.single, attributes)); len(problems) > 0 {
		return invalid(problems...)
	}
	return c.carryOut(c.b.responses(k.single).Updates, http.StatusOK, func() (any, []problem) {
		if k.taken(c, changed, r.id) {
			return nil, []problem{taken(k.keyName)}
		}
		before := k.show(c, r)
		k.replace(c, r, changed)
		return c.member(c.updated(k.single, before, k.show(c, r)), below(c.r.URL)), nil
	})
}

func (k *kind[T]) delete(c *call) reply {
	r, bad := k.find(c)
	if bad != nil {
		return *bad
	}
	for _, owner := range k.below {
		c.childRemoved(reference{owner.of.kind(), owner.id(r.value)})
	}
	return c.carryOut(c.b.responses(k.single).Deletes, http.StatusOK, func() (any, []problem) {
		if k.bound != nil {
			if problems := k.bound(c, r); len(problems) > 0 {
				return nil, problems
			}
		}
		gone := k.document(c, r)
		c.remove(k.single, func() {
			k.keepKey(c, r.value)
			if k.drop(r.id) && k.afterDelete != nil {
				k.afterDelete(c, r)
			}
		})
		return gone, nil
	})
}
