// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

// routes is the list of everything that the account answers.
func (s *Server) routes() {
	s.handle("POST", "/sessions", s.createSession)

	s.handle("GET", "/teams", s.listTeams)
	s.handle("POST", "/teams", s.createTeam)
	s.handle("GET", "/teams/{team}", s.readTeam)
	s.handle("PUT", "/teams/{team}", s.updateTeam)
	s.handle("DELETE", "/teams/{team}", s.deleteTeam)

	s.handle("GET", "/teams/{team}/site_team_associations", s.listAssociations)
	s.handle("POST", "/teams/{team}/site_team_associations", s.createAssociation)
	s.handle("GET", "/teams/{team}/site_team_associations/{association}", s.readAssociation)
	s.handle("DELETE", "/teams/{team}/site_team_associations/{association}", s.deleteAssociation)

	s.handle("GET", "/sites", s.listSites)
	s.handle("POST", "/sites", s.createSite)
	s.handle("GET", "/sites/{site}", s.readSite)
	s.handle("PUT", "/sites/{site}", s.updateSite)
	s.handle("DELETE", "/sites/{site}", s.deleteSite)
	s.handle("POST", "/sites/{site}/asset_tracking_config/publish", s.publish)

	s.handle("GET", "/sites/{site}/buildings", s.listBuildings)
	s.handle("GET", "/sites/{site}/buildings/{building}", s.readBuilding)
	s.handle("GET", "/sites/{site}/buildings/{building}/floors", s.listFloors)

	s.handle("GET", "/background_jobs/{job}", s.readJob)
}
