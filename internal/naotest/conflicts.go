// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"net/http"
	"time"
)

// Conflicts says when the response to a write is 409 because of another one.
type Conflicts struct {
	// AfterChildRemoval refuses the removal of an object for this time after the
	// DELETE of something below it, such as an association of a team or site.
	AfterChildRemoval time.Duration
	// OneWritePerTeam refuses a write of a team or its associations while the work
	// of another one is under way: see [Behavior.Work].
	OneWritePerTeam bool
}

func conflict() reply {
	return failure(http.StatusConflict, "conflict", "The resource is being changed, try again later")
}

// conflicts reports whether something that runs stands in the way of the request.
func (c *call) conflicts() bool {
	if c.op.verb == verbDelete {
		parent := reference{c.op.kind, c.op.level.ref(c)}
		if c.now.Before(c.s.state.busy[parent]) {
			return true
		}
	}
	team, ok := c.writesTeam()
	return ok && c.b.Conflicts.OneWritePerTeam && c.s.state.writes[team] > 0
}

// writesTeam returns the team that the request writes, or whose associations it writes.
func (c *call) writesTeam() (int64, bool) {
	team := number(c.r.PathValue("team"))
	return team, team != 0 && c.op.verb != verbRead && c.op.verb != verbList
}

// occupy notes that the work of the request is under way. The result ends that.
func (c *call) occupy() (release func()) {
	team, ok := c.writesTeam()
	if !ok {
		return func() {}
	}
	writes := c.s.state.writes
	writes[team]++
	return func() { writes[team]-- }
}

// childRemoved keeps what an object was below from being removed for a while.
func (c *call) childRemoved(from reference) {
	c.s.state.busy[from] = c.s.agenda.now().Add(c.b.Conflicts.AfterChildRemoval)
}
