// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"fmt"
	"slices"
	"time"
)

// creator is the user whom the credentials belong to [doc: 10].
const creator = "4840"

// DefaultRoles are the roles that the server knows unless [Teams.Roles] says
// otherwise. Only admin is documented; the others are [assumed].
func DefaultRoles() []string {
	return []string{"admin", "site_manager", "content_manager", "analytics_manager", "application_developer"}
}

// Team is a team of users.
type Team struct {
	ID        string // "" = the next one, when it is added
	Name      string
	Roles     []string // in the server's order
	UserID    string   // the creator; "" = the account's own user
	UserIDs   []string // its members; nil = the creator
	LDAPGroup *string
	CreatedAt time.Time // zero = now
}

// Site is a place, with its coordinates in decimal degrees (WGS 84).
type Site struct {
	ID                  string // "" = the next one, when it is added
	Name                string
	Latitude, Longitude float64
	// TrackingConfig tells whether there is a tracking configuration that can
	// be published. Publications counts how often it was.
	TrackingConfig bool
	Publications   int
	CreatedAt      time.Time // zero = now
}

// Association gives a team access to a site.
type Association struct{ ID, TeamID, SiteID string }

type state struct {
	teams        *collection[Team]
	sites        *collection[Site]
	associations *collection[Association]
	buildings    *collection[Building]

	ofTeam    map[int64][]int64 // associations by team, ascending
	ofSite    map[int64][]int64 // buildings by site, in the order of their arrival
	lastFloor int64
	signed    int // signed URLs that were given away

	made        map[string]map[string]int // by type and natural key
	formerSites map[int64][]formerSite    // by team
	kept        map[keptName]time.Time    // until when names stay taken
	busy        map[reference]time.Time   // until when objects cannot be removed
	writes      map[int64]int             // how many writes of a team are under way
}

// newState starts counting where the documentation's examples do.
func newState() state {
	return state{
		teams:        newCollection("teams", 391, teamFields()),
		sites:        newCollection("sites", 11415, siteFields()),
		associations: newCollection("site_team_associations", 1092, associationFields()),
		buildings:    newCollection("buildings", 2099, buildingFields()),
		ofTeam:       map[int64][]int64{},
		ofSite:       map[int64][]int64{},
		lastFloor:    5199,
		made:         map[string]map[string]int{},
		formerSites:  map[int64][]formerSite{},
		kept:         map[keptName]time.Time{},
		busy:         map[reference]time.Time{},
		writes:       map[int64]int{},
	}
}

// AddTeam puts a team into the account, without a request. A team with the same
// ID is replaced.
func (s *Server) AddTeam(team Team) Team {
	s.mu.Lock()
	defer s.mu.Unlock()
	return copyTeam(s.state.addTeam(team).value)
}

// AddSite puts a site into the account, without a request. A site with the same
// ID is replaced.
func (s *Server) AddSite(site Site) Site {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.addSite(site).value
}

// AddAssociation gives a team access to a site, without a request. It does not
// check that they exist, nor whether they are associated already.
func (s *Server) AddAssociation(teamID, siteID string) Association {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.addAssociation(teamID, siteID, time.Now()).value
}

// SeedTeams adds n teams, "team-00001" and so on.
func (s *Server) SeedTeams(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range n {
		s.state.addTeam(Team{Name: fmt.Sprintf("team-%05d", i+1), Roles: []string{"admin"}})
	}
}

// SeedSites adds n sites, "site-00001" and so on, each with coordinates of its own.
func (s *Server) SeedSites(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range n {
		s.state.addSite(Site{
			Name:      fmt.Sprintf("site-%05d", i+1),
			Latitude:  float64(i%1700)/10 - 85,
			Longitude: float64(i%3500)/10 - 175,
		})
	}
}

func (st *state) addTeam(team Team) *row[Team] {
	if team.UserID == "" {
		team.UserID = creator
	}
	if team.UserIDs == nil {
		team.UserIDs = []string{team.UserID}
	}
	if team.CreatedAt.IsZero() {
		team.CreatedAt = time.Now()
	}
	r := st.teams.add(number(team.ID), team.CreatedAt, copyTeam(team))
	r.value.ID = id(r.id)
	return r
}

func (st *state) addSite(site Site) *row[Site] {
	if site.CreatedAt.IsZero() {
		site.CreatedAt = time.Now()
	}
	r := st.sites.add(number(site.ID), site.CreatedAt, site)
	r.value.ID = id(r.id)
	return r
}

func (st *state) addAssociation(teamID, siteID string, created time.Time) *row[Association] {
	r := st.associations.add(0, created, Association{TeamID: teamID, SiteID: siteID})
	r.value.ID = id(r.id)
	team := number(teamID)
	st.ofTeam[team] = append(st.ofTeam[team], r.id)
	return r
}

// Teams returns the teams in the order of their numeric ids.
func (s *Server) Teams() []Team {
	return values(s, s.state.teams, copyTeam)
}

// Sites returns the sites in the order of their numeric ids.
func (s *Server) Sites() []Site {
	return values(s, s.state.sites, func(site Site) Site { return site })
}

// Associations returns the associations in the order of their numeric ids.
func (s *Server) Associations() []Association {
	return values(s, s.state.associations, func(a Association) Association { return a })
}

// Buildings returns the buildings in the order of their numeric ids.
func (s *Server) Buildings() []Building {
	return values(s, s.state.buildings, copyBuilding)
}

func values[T any](s *Server, from *collection[T], dup func(T) T) []T {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.agenda.settle()
	all := make([]T, 0, len(from.ids))
	for r := range from.all() {
		all = append(all, dup(r.value))
	}
	return all
}

// UpdateTeam changes a team behind the client's back. It reports whether there is one.
// The ID stays.
func (s *Server) UpdateTeam(teamID string, change func(*Team)) bool {
	return update(s, s.state.teams, teamID, func(r *row[Team]) {
		change(&r.value)
		r.value.ID = id(r.id)
		r.value = copyTeam(r.value)
	})
}

// UpdateSite changes a site behind the client's back. It reports whether there is one.
// The ID stays.
func (s *Server) UpdateSite(siteID string, change func(*Site)) bool {
	return update(s, s.state.sites, siteID, func(r *row[Site]) {
		change(&r.value)
		r.value.ID = id(r.id)
	})
}

// RemoveTeam removes a team and its associations. It reports whether there was one.
func (s *Server) RemoveTeam(id string) bool {
	return update(s, s.state.teams, id, func(r *row[Team]) { s.state.removeTeam(r) })
}

// RemoveSite removes a site, its buildings and its associations. It reports
// whether there was one.
func (s *Server) RemoveSite(id string) bool {
	return update(s, s.state.sites, id, func(r *row[Site]) { s.state.removeSite(r) })
}

// RemoveAssociation removes an association. It reports whether there was one.
func (s *Server) RemoveAssociation(id string) bool {
	return update(s, s.state.associations, id, func(r *row[Association]) { s.state.removeAssociation(r) })
}

func update[T any](s *Server, in *collection[T], id string, change func(*row[T])) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.agenda.settle()
	r, ok := in.get(id)
	if ok {
		change(r)
		in.changed()
	}
	return ok
}

func (st *state) removeTeam(r *row[Team]) {
	for _, association := range slices.Clone(st.ofTeam[r.id]) {
		st.removeAssociation(st.associations.rows[association])
	}
	st.teams.remove(r.id)
}

func (st *state) removeSite(r *row[Site]) {
	for _, association := range slices.Collect(st.associations.all()) {
		if number(association.value.SiteID) == r.id {
			st.removeAssociation(association)
		}
	}
	for _, building := range st.ofSite[r.id] {
		st.buildings.remove(building)
	}
	delete(st.ofSite, r.id)
	st.sites.remove(r.id)
}

// removeAssociation reports whether the association was still there.
func (st *state) removeAssociation(r *row[Association]) bool {
	_, there := st.associations.rows[r.id]
	team := number(r.value.TeamID)
	st.ofTeam[team] = slices.DeleteFunc(st.ofTeam[team], func(id int64) bool { return id == r.id })
	st.associations.remove(r.id)
	return there
}
