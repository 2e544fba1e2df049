// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

// routes registers the requests that are no kind's.
func (s *Server) routes() {
	s.handle("POST", "/sessions", operation{verb: verbCreate, kind: "session"}, s.createSession)
	s.handle("POST", s.state.sites.member()+"/asset_tracking_config/publish",
		operation{verb: verbCreate, kind: "publish"}, s.publish)
	s.tagBatch()
	s.handle("GET", "/background_jobs/{job}", operation{verb: verbRead, kind: "background_job"}, s.readJob)
}
