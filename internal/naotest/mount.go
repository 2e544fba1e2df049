// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import "strings"

// crud are the requests of a kind that can be written.
func crud() []verb { return []verb{verbList, verbCreate, verbRead, verbUpdate, verbDelete} }

// register registers the requests that there are of the kind.
func register[T any](s *Server, k *kind[T]) *kind[T] {
	one := k.member()
	all := one[:strings.LastIndexByte(one, '/')]
	for _, does := range k.verbs {
		route := map[verb]struct {
			path  string
			serve func(*call) reply
		}{
			verbList:   {all, k.list},
			verbCreate: {all, k.create},
			verbRead:   {one, k.read},
			verbUpdate: {one, k.update},
			verbDelete: {one, k.delete},
		}[does]
		s.handle(does.method(), route.path, operation{does, k.single, k}, k.unlessForbidden(route.serve))
	}
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
