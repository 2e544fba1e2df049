// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"cmp"
	"net/http"
)

// noTrackingConfig is what publishing a site without configuration says [doc: 7].
const noTrackingConfig = "Missing graph or indoor area. Please add."

// publish publishes the tracking configuration, asynchronously [doc: 7] unless the
// behavior says otherwise.
func (s *Server) publish(c *call) reply {
	sites := s.state.sites
	r, bad := sites.find(c)
	if bad != nil {
		return *bad
	}
	return c.carryOut(cmp.Or(c.b.Sites.Publish, SeeOther), http.StatusOK, func() (any, []problem) {
		if !r.value.TrackingConfig {
			return nil, []problem{{detail: noTrackingConfig, code: "invalid"}}
		}
		r.value.Publications++
		return c.member(showSite(c, r), "/sites/"+r.value.ID), nil
	})
}
