// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"net/http"
	"slices"
	"strings"
)

// crud are the requests of a kind that can be written.
func crud() []verb { return []verb{verbList, verbCreate, verbRead, verbUpdate, verbDelete} }

// mount registers the requests of a kind.
func (s *Server) mount(k level, verbs []verb, serve func(verb) func(*call) reply) {
	one := k.member()
	all := one[:strings.LastIndexByte(one, '/')]
	for _, verb := range verbs {
		path := one
		if verb == verbList || verb == verbCreate {
			path = all
		}
		s.handle(verb.method(), path, operation{verb, k.kind(), k}, serve(verb))
	}
}

// register registers the kind.
func register[T any](s *Server, k *kind[T]) *kind[T] {
	serve := map[verb]func(*call) reply{
		verbList: k.list, verbRead: k.read, verbCreate: k.create, verbUpdate: k.update, verbDelete: k.delete,
	}
	s.mount(k, k.verbs, func(v verb) func(*call) reply { return k.unlessForbidden(serve[v]) })
	return k
}

// unlessForbidden responds 403 where the switches of the kind, or of one above it, say so.
func (k *kind[T]) unlessForbidden(serve func(*call) reply) func(*call) reply {
	return func(c *call) reply {
		if k.forbidden(c) {
			return forbidden()
		}
		return serve(c)
	}
}

func (k *kind[T]) forbidden(c *call) bool {
	return k.rules(c).forbidden || k.parent() != nil && k.parent().forbidden(c)
}

// member returns the pattern of the path of one object: each id is named after the type.
func (k *kind[T]) member() string {
	path := "/" + k.plural + "/{" + k.wildcard() + "}"
	if parent := k.parent(); parent != nil {
		return parent.member() + path
	}
	return path
}

// wildcard names the id in the pattern of a path.
func (k *kind[T]) wildcard() string { return singular(k.plural) }

// ref returns the id in the path of the request, as documents write it.
func (k *kind[T]) ref(c *call) string { return k.prefix + id(k.number(c)) }

func (k *kind[T]) number(c *call) int64 {
	digits, ok := strings.CutPrefix(c.r.PathValue(k.wildcard()), k.prefix)
	if !ok {
		return 0
	}
	return number(digits)
}

// find returns the object that the path names, unless it is not there (yet) or is
// below another parent. A request for what is below the object needs it as a parent.
func (k *kind[T]) find(c *call) (*row[T], *reply) {
	if parent := k.parent(); parent != nil {
		if bad := parent.present(c); bad != nil {
			return nil, bad
		}
	}
	r, ok := k.rows[k.number(c)]
	if !ok || !r.readable.open(c) || c.op.level != level(k) && !r.parent.open(c) {
		missing := k.missing(c)
		return nil, &missing
	}
	if parent := k.parent(); parent != nil && k.parentOf(r.value) != parent.ref(c) {
		missing := notFound()
		return nil, &missing
	}
	return r, nil
}

func (k *kind[T]) present(c *call) *reply {
	_, bad := k.find(c)
	return bad
}

// known reports whether there is such an object for a create below it.
func (k *kind[T]) known(c *call) bool {
	r, ok := k.rows[k.number(c)]
	if !ok || !r.parent.open(c) {
		return false
	}
	parent := k.parent()
	return parent == nil || parent.known(c) && k.parentOf(r.value) == parent.ref(c)
}

// missing is the response where an object is not there: 404, or 410 where the behavior
// says so and there was such an object.
func (k *kind[T]) missing(c *call) reply {
	if _, removed := k.removed[k.number(c)]; removed && c.b.Gone {
		return failure(http.StatusGone, "", "")
	}
	return notFound()
}

// unavailable returns the status of a route that does not exist or is forbidden;
// 0 = it is there.
func (k *kind[T]) unavailable(c *call) int {
	if k.closed != nil {
		if status := k.closed(c); status != 0 {
			return status
		}
	}
	if c.op.verb == verbDelete {
		return c.b.removals(k.single).Status
	}
	return 0
}

// self returns the path of an object, as it is in the links of its document.
func (k *kind[T]) self(c *call, r *row[T]) string {
	if c.op.verb == verbCreate { // the collection [doc: 10]
		return k.home(c)
	}
	return k.home(c) + "/" + k.prefix + id(r.id)
}

// home returns the path of the collection that the request is for.
func (k *kind[T]) home(c *call) string {
	segments := strings.Split(strings.TrimPrefix(k.member(), "/"), "/")
	for at := 1; at < len(segments); at += 2 {
		name := strings.Trim(segments[at], "{}")
		segments[at] = c.r.PathValue(name)
	}
	return "/" + strings.Join(segments[:len(segments)-1], "/")
}

// member writes the document of an object.
func (k *kind[T]) document(c *call, r *row[T]) any {
	return c.member(k.show(c, r), k.self(c, r))
}

func (k *kind[T]) list(c *call) reply {
	parent := k.parent()
	if parent == nil {
		return k.page(c, k.ids, "")
	}
	if bad := parent.present(c); bad != nil {
		return *bad
	}
	return k.page(c, k.of(parent.ref(c)), parent.ref(c))
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
	problems := k.change(c, &value, c.heeded(k.single, attributes))
	if k.required != nil {
		for _, required := range k.required(c) {
			if _, ok := attributes[required]; !ok {
				problems = append(problems, blank(required))
			}
		}
	}
	if len(problems) > 0 {
		return invalid(problems...)
	}
	return c.carryOut(c.b.answers(k.single).Creates, http.StatusCreated, func() (any, []problem) {
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

// make adds an object for a request.
func (k *kind[T]) make(c *call, value T) (*row[T], []problem) {
	if k.taken(c, value, 0) {
		return nil, []problem{taken(k.keyName)}
	}
	parent, most := k.parentOf(value), k.rules(c).most
	if most > 0 && (k.parent() == nil && len(k.ids) >= most || k.parent() != nil && len(k.of(parent)) >= most) {
		return nil, []problem{tooMany(k.plural, most)}
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
	if problems := k.change(c, &changed, c.heeded(k.single, attributes)); len(problems) > 0 {
		return invalid(problems...)
	}
	return c.carryOut(c.b.answers(k.single).Updates, http.StatusOK, func() (any, []problem) {
		if k.taken(c, changed, r.id) {
			return nil, []problem{taken(k.keyName)}
		}
		before := k.show(c, r)
		k.replace(c, r, changed)
		return c.member(c.updated(k.single, before, k.show(c, r)), k.self(c, r)), nil
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
	return c.carryOut(c.b.answers(k.single).Deletes, http.StatusOK, func() (any, []problem) {
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
