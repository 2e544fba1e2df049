// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

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

// Teams says how teams behave.
type Teams struct {
	// Roles are the names that the server knows, in its own order, which is
	// that of the bits of roles_mask; nil = [DefaultRoles]. Unknown ones are dropped
	// silently [lib].
	Roles []string
	// RolesWhenOmitted are the roles of a team that is created without any.
	RolesWhenOmitted []string
	// UniqueNames responds 422 to a name that is taken.
	UniqueNames bool
	// ReturnExisting responds to a create with 200 and the team that has the name
	// already, and makes none.
	ReturnExisting bool
	// KeepRoleOrder shows roles in the order in which they were sent, instead
	// of the server's own.
	KeepRoleOrder bool
	// NoSites leaves relationships.sites empty, whatever a team is associated with.
	NoSites bool
	// SitesInDetail is how a single team shows relationships.sites, SitesInListing how
	// listings do.
	SitesInDetail, SitesInListing TeamSites
	// SitesLag is for how long a team's document does not show yet that a site was
	// associated or that an association was removed.
	SitesLag Lag
	// RestrictDelete responds 422 to the removal of a team that has associations,
	// instead of removing them along with it.
	RestrictDelete bool
	// Forbidden responds 403: the token is not a corporate admin's [doc: 10].
	Forbidden bool
}

func newTeams() *kind[Team] {
	return newKind(spec[Team]{
		plural:   "teams",
		first:    392,
		verbs:    crud(),
		key:      func(team Team) string { return team.Name },
		keyName:  "name",
		keepsKey: true,
		id:       func(team *Team) *string { return &team.ID },
		created:  func(team *Team) *time.Time { return &team.CreatedAt },
		dup:      copyTeam,
		prepare:  prepareTeam,
		field: fields(map[string]func(Team) any{
			"name":       func(team Team) any { return team.Name },
			"user_id":    func(team Team) any { return number(team.UserID) },
			"ldap_group": func(team Team) any { return pointed(team.LDAPGroup) },
		}),
		show:    func(c *call, r *row[Team]) resource { return c.showTeam(r, c.b.Teams.SitesInDetail) },
		listing: func(c *call, r *row[Team]) resource { return c.showTeam(r, c.b.Teams.SitesInListing) },
		rules: func(c *call) rules {
			teams := c.b.Teams
			return rules{
				forbidden: teams.Forbidden, unique: uniqueWhere[teams.UniqueNames], returnExisting: teams.ReturnExisting,
			}
		},
		fresh:    func(c *call) Team { return Team{Roles: c.b.Teams.accepted(c.b.Teams.RolesWhenOmitted)} },
		change:   changeTeam,
		required: func(*call) []string { return []string{"name"} },
		bound:    teamIsBound,
	})
}

func copyTeam(team Team) Team {
	team.Roles = slices.Clone(team.Roles)
	team.UserIDs = slices.Clone(team.UserIDs)
	if team.LDAPGroup != nil {
		group := *team.LDAPGroup
		team.LDAPGroup = &group
	}
	return team
}

func prepareTeam(team *Team) {
	if team.UserID == "" {
		team.UserID = creator
	}
	if team.UserIDs == nil {
		team.UserIDs = []string{team.UserID}
	}
}

// showTeam shows a team as article 10 does.
func (c *call) showTeam(r *row[Team], form TeamSites) resource {
	team := r.value
	roles := team.Roles
	if roles == nil {
		roles = []string{}
	}
	users := make([]reference, 0, len(team.UserIDs))
	for _, user := range team.UserIDs {
		users = append(users, reference{"user", user})
	}
	shown := resource{
		kind: "team",
		id:   team.ID,
		attributes: map[string]any{
			"name":       team.Name,
			"user_id":    number(team.UserID),
			"roles_mask": c.b.Teams.mask(roles),
			"roles":      slices.Clone(roles),
			"ldap_group": team.LDAPGroup,
		},
		toMany: map[string][]reference{"users": users},
	}
	return form.shape(c, shown, c.sitesOf(team.ID))
}

func changeTeam(c *call, team *Team, attributes map[string]json.RawMessage) []problem {
	var problems []problem
	if raw, ok := attributes["name"]; ok {
		problems = append(problems, c.setName(&team.Name, "team.name", raw)...)
	}
	if raw, ok := attributes["roles"]; ok {
		var roles []string
		if err := json.Unmarshal(raw, &roles); err != nil {
			problems = append(problems, malformed("roles"))
		}
		team.Roles = c.b.Teams.accepted(roles)
	}
	if raw, ok := attributes["ldap_group"]; ok {
		var group *string
		if err := json.Unmarshal(raw, &group); err != nil {
			problems = append(problems, malformed("ldap_group"))
		}
		if group != nil {
			*group = c.b.Attributes.stored("team.ldap_group", *group)
		}
		team.LDAPGroup = group
	}
	return problems
}

// teamIsBound says that a team with associations stays, where the behavior wants that.
func teamIsBound(c *call, r *row[Team]) []problem {
	if !c.b.Teams.RestrictDelete || len(c.s.state.associations.of(r.value.ID)) == 0 {
		return nil
	}
	return []problem{{
		detail: "Cannot delete record because dependent site team associations exist",
		code:   "restrict_dependent_destroy.has_many",
	}}
}

// AddTeam puts a team into the account, without a request. A team with the same
// ID is replaced.
func (s *Server) AddTeam(team Team) Team { return addTo(s, s.state.teams, team) }

// SeedTeams adds n teams, "team-00001" and so on.
func (s *Server) SeedTeams(n int) {
	for i := range n {
		s.AddTeam(Team{Name: fmt.Sprintf("team-%05d", i+1), Roles: []string{"admin"}})
	}
}

// Teams returns the teams in the order of their numeric ids.
func (s *Server) Teams() []Team { return valuesOf(s, s.state.teams, every) }

// UpdateTeam changes a team behind the client's back. It reports whether there is one.
// The ID stays.
func (s *Server) UpdateTeam(teamID string, change func(*Team)) bool {
	return updateIn(s, s.state.teams, teamID, change)
}

// RemoveTeam removes a team and its associations. It reports whether there was one.
func (s *Server) RemoveTeam(id string) bool { return removeFrom(s, s.state.teams, id) }
