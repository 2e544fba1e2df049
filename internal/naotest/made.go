// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import "maps"

// Made returns how many objects of a type requests have made, by natural key: the
// stored name of a "team" or "site", TEAM_ID/SITE_ID of a "site_team_association",
// SITE_ID/TRACKING_ID of a "nao_trackable", and PARENT_ID/KEY of an object of a declared
// [Collection]. Objects that were removed since count too; objects that
// a test added do not. Requests by method and path are counted by [Server.Count] and
// [Server.Tally].
func (s *Server) Made(kind string) map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.agenda.runDue()
	made := map[string]int{}
	maps.Copy(made, s.state.made[kind])
	return made
}

// note counts an object that a request made.
func (st *state) note(kind, key string) {
	if st.made[kind] == nil {
		st.made[kind] = map[string]int{}
	}
	st.made[kind][key]++
}
