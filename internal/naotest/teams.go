// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"encoding/json"
	"net/http"
	"slices"
)

// Teams says how teams behave.
type Teams struct {
	// Roles are the names that the server knows, in its own order, which is
	// that of the bits of roles_mask; nil = [DefaultRoles]. Unknown ones are dropped
	// silently [lib].
	Roles []string
	// RolesWhenOmitted are the roles of a team that is created without any.
	RolesWhenOmitted []string
	// UniqueNames answers 422 to a name that is taken.
	UniqueNames bool
	// ReturnExisting answers a create 200 with the team that has the name already,
	// and makes none.
	ReturnExisting bool
	// KeepRoleOrder answers roles in the order in which they were sent, instead
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
	// RestrictDelete answers 422 to the removal of a team that has associations,
	// instead of removing them along with it.
	RestrictDelete bool
	// Forbidden answers 403: the token is not a corporate admin's [doc: 10].
	Forbidden bool
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

func teamFields() map[string]func(*row[Team]) any {
	return map[string]func(*row[Team]) any{
		"name":    func(r *row[Team]) any { return r.value.Name },
		"user_id": func(r *row[Team]) any { return number(r.value.UserID) },
		"ldap_group": func(r *row[Team]) any {
			if r.value.LDAPGroup == nil {
				return nil
			}
			return *r.value.LDAPGroup
		},
	}
}

func (t Teams) roles() []string {
	if t.Roles == nil {
		return DefaultRoles()
	}
	return t.Roles
}

// accepted keeps the roles that the server knows, in its own order, as
// role_model does [lib], unless the behavior wants theirs.
func (t Teams) accepted(asked []string) []string {
	accepted := []string{}
	order, other := t.roles(), asked
	if t.KeepRoleOrder {
		order, other = other, order
	}
	for _, role := range order {
		if slices.Contains(other, role) {
			accepted = append(accepted, role)
		}
	}
	return accepted
}

func (t Teams) mask(roles []string) int64 {
	var mask int64
	for i, role := range t.roles() {
		if slices.Contains(roles, role) {
			mask |= 1 << i
		}
	}
	return mask
}

// teamResource shows a team as article 10 does.
func (c *call) teamResource(r *row[Team]) resource {
	return c.teamIn(r, c.b.Teams.SitesInDetail)
}

func (c *call) teamIn(r *row[Team], form TeamSites) resource {
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
		id:   r.id,
		attributes: map[string]any{
			"name":       team.Name,
			"user_id":    number(team.UserID),
			"roles_mask": c.b.Teams.mask(roles),
			"roles":      slices.Clone(roles),
			"ldap_group": team.LDAPGroup,
		},
		toMany: map[string][]reference{"users": users},
	}
	return form.shape(c, shown, c.sitesOf(r.id))
}

// teamInListing shows a team as listings do.
func (c *call) teamInListing(r *row[Team]) resource {
	return c.teamIn(r, c.b.Teams.SitesInListing)
}

func (s *Server) listTeams(c *call) reply {
	if c.b.Teams.Forbidden {
		return forbidden()
	}
	return list(c, s.state.teams, c.teamInListing)
}

func (s *Server) readTeam(c *call) reply {
	return c.withTeam(func(r *row[Team]) reply {
		return reply{status: http.StatusOK, document: c.member(c.teamResource(r.asDetail(c)), "/teams/"+id(r.id))}
	})
}

func (s *Server) createTeam(c *call) reply {
	if c.b.Teams.Forbidden {
		return forbidden()
	}
	attributes, bad := c.root("team")
	if bad != nil {
		return *bad
	}
	team := Team{Roles: c.b.Teams.accepted(c.b.Teams.RolesWhenOmitted)}
	problems := c.changeTeam(&team, c.heeded("team", attributes))
	if _, named := attributes["name"]; !named {
		problems = append(problems, blank("name"))
	}
	if len(problems) > 0 {
		return invalid(problems...)
	}
	return c.carryOut(c.b.answers("team").Creates, http.StatusCreated, func() (any, []problem) {
		if r := s.teamNamed(team.Name, 0); r != nil && c.b.Teams.ReturnExisting {
			c.existing = true
			return c.member(c.teamResource(r), "/teams"), nil
		}
		if s.teamNameTaken(c, team.Name, 0) {
			return nil, []problem{nameTaken()}
		}
		team.CreatedAt = s.agenda.now()
		r := s.state.addTeam(team)
		s.state.teams.hide(c, r)
		s.state.note("team", team.Name)
		return c.member(c.teamResource(r), "/teams"), nil // self is the collection [doc: 10]
	})
}

func (s *Server) updateTeam(c *call) reply {
	return c.withTeam(func(r *row[Team]) reply {
		attributes, bad := c.root("team")
		if bad != nil {
			return *bad
		}
		changed := copyTeam(r.value)
		if problems := c.changeTeam(&changed, c.heeded("team", attributes)); len(problems) > 0 {
			return invalid(problems...)
		}
		return c.carryOut(c.b.answers("team").Updates, http.StatusOK, func() (any, []problem) {
			if s.teamNameTaken(c, changed.Name, r.id) {
				return nil, []problem{nameTaken()}
			}
			before := c.teamResource(r)
			s.state.teams.replace(c, r, changed)
			shown := c.updated("team", before, c.teamResource(r))
			return c.member(shown, "/teams/"+id(r.id)), nil
		})
	})
}

func (s *Server) deleteTeam(c *call) reply {
	return c.withTeam(func(r *row[Team]) reply {
		return c.carryOut(c.b.answers("team").Deletes, http.StatusOK, func() (any, []problem) {
			if c.b.Teams.RestrictDelete && len(s.state.ofTeam[r.id]) > 0 {
				return nil, []problem{{"", "Cannot delete record because dependent site team associations exist", "restrict_dependent_destroy.has_many"}}
			}
			gone := c.member(c.teamResource(r), "/teams/"+id(r.id))
			c.remove("team", r.value.Name, func() { s.state.removeTeam(r) })
			return gone, nil
		})
	})
}

// withTeam finds the team of the path.
func (c *call) withTeam(then func(*row[Team]) reply) reply {
	if c.b.Teams.Forbidden {
		return forbidden()
	}
	r, ok := c.s.state.teams.find(c, c.r.PathValue("team"))
	if !ok {
		return missing(c, c.s.state.teams, c.r.PathValue("team"))
	}
	return then(r)
}

// changeTeam applies the attributes that are there. A missing one keeps its
// value, null clears [doc: 5].
func (c *call) changeTeam(team *Team, attributes map[string]json.RawMessage) []problem {
	var problems []problem
	if raw, ok := attributes["name"]; ok {
		problems = append(problems, c.setName(&team.Name, "team.name", raw)...)
	}
	if raw, ok := attributes["roles"]; ok {
		var roles []string
		if err := json.Unmarshal(raw, &roles); err != nil {
			problems = append(problems, problem{"/data/attributes/roles", "Roles is invalid", "invalid"})
		}
		team.Roles = c.b.Teams.accepted(roles)
	}
	if raw, ok := attributes["ldap_group"]; ok {
		var group *string
		if err := json.Unmarshal(raw, &group); err != nil {
			problems = append(problems, problem{"/data/attributes/ldap_group", "Ldap group is invalid", "invalid"})
		}
		if group != nil {
			*group = c.b.Attributes.stored("team.ldap_group", *group)
		}
		team.LDAPGroup = group
	}
	return problems
}

func (s *Server) teamNameTaken(c *call, name string, by int64) bool {
	return c.b.Teams.UniqueNames && (s.teamNamed(name, by) != nil || c.nameKept("team", name))
}

// teamNamed returns the team with the name, other than the one with the id; nil = there is none.
func (s *Server) teamNamed(name string, other int64) *row[Team] {
	for r := range s.state.teams.all() {
		if r.value.Name == name && r.id != other {
			return r
		}
	}
	return nil
}
