// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"net/http"
	"slices"
	"time"
)

// Removals says what DELETE does, beside how it is answered.
type Removals struct {
	// Status answers every DELETE and removes nothing, as where there is no such
	// route: 404 or 405. 0 = objects are removed.
	Status int
	// Linger is for how long an object is shown as before after its DELETE. With
	// [AcceptedNothing] the DELETE is answered 202 and the removal goes on.
	Linger time.Duration
	// KeepName is for how long the name of a removed object stays taken, where
	// names are unique.
	KeepName time.Duration
	// Types are the types that this concerns, such as "team"; nil = all.
	Types []string
}

// removals returns how objects of the type are removed.
func (b *Behavior) removals(kind string) Removals {
	if b.Removals.Types == nil || slices.Contains(b.Removals.Types, kind) {
		return b.Removals
	}
	return Removals{}
}

// unavailable returns the status of a route that does not exist or is forbidden;
// 0 = it is there.
func (c *call) unavailable() int {
	association := c.op.kind == "site_team_association"
	switch {
	case c.op.verb == verbDelete && association && c.b.Associations.DeleteStatus != 0:
		return c.b.Associations.DeleteStatus
	case c.op.verb == verbDelete:
		return c.b.removals(c.op.kind).Status
	case c.op.verb == verbRead && association && c.r.PathValue("association") == "":
		return c.b.Associations.ListStatus
	default:
		return 0
	}
}

// remove lets remove happen now, or when the object has lingered. Its name, if there
// is one, stays taken for as long as the behavior says.
func (c *call) remove(kind, name string, remove func()) {
	settings := c.b.removals(kind)
	removal := func() {
		if settings.KeepName > 0 && name != "" {
			c.s.state.kept[keptName{kind, name}] = c.s.agenda.now().Add(settings.KeepName)
		}
		remove()
	}
	if settings.Linger > 0 {
		c.s.agenda.add(settings.Linger, removal)
		return
	}
	removal()
}

// keptName is the name of an object that was removed.
type keptName struct{ kind, name string }

// nameKept reports whether the name of a removed object is still taken.
func (c *call) nameKept(kind, name string) bool {
	return c.s.agenda.now().Before(c.s.state.kept[keptName{kind, name}])
}

// missing answers a request for an object that is not there: 404, or 410 where the
// behavior says so and there was such an object.
func missing[T any](c *call, in *collection[T], id string) reply {
	if _, removed := in.removed[number(id)]; removed && c.b.Gone {
		return failure(http.StatusGone, "", "")
	}
	return notFound()
}
