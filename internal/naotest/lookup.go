// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"net/http"
	"strings"
)

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
