// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"iter"
	"slices"
	"strings"
)

// Team is a team of users that is given access to sites [doc: 10. Teams].
type Team struct {
	// ID is the server's number, as a string. Never empty.
	ID string
	// Name is empty when the answer lacks it.
	Name string
	// Roles is the set of roles in the server's own order; nil when the answer lacks it.
	Roles []string
	// RolesMask is the same set as a bit mask; bit 0 is admin [lib: role_model].
	RolesMask Field[int64]
	// UserID is the creator; empty when the answer lacks it.
	UserID string
	// LDAPGroup is the LDAP group that the team mirrors.
	LDAPGroup Field[string]
	// UserIDs are the members; nil when the answer lacks the relationship.
	UserIDs []string
	// SiteIDs are the sites (not the associations) that the team reaches; nil when the answer lacks the relationship.
	SiteIDs []string
}

func (t Team) id() string { return t.ID }

func (t Team) complete() bool { return t.Name != "" && t.Roles != nil }

// TeamInput is what a create or an update sends; missing fields keep their value, null clears [doc: 5].
type TeamInput struct {
	Name      Field[string]   `json:"name,omitzero"`
	Roles     Field[[]string] `json:"roles,omitzero"`
	LDAPGroup Field[string]   `json:"ldap_group,omitzero"`
}

// TeamQuery narrows a listing; zero fields do not. Both are case-sensitive.
type TeamQuery struct {
	Name         string
	NameContains string
}

// Team reads a team. IsNotFound(err) when it is gone.
func (c *Client) Team(ctx context.Context, id string) (Team, error) {
	return c.teams.read(ctx, id)
}

// Teams lists the teams that match, page by page, in the server's order; an error ends the sequence.
func (c *Client) Teams(ctx context.Context, query TeamQuery) iter.Seq2[Team, error] {
	return c.teams.list(ctx, nameFilters(query.Name, query.NameContains), func(t Team) bool {
		return nameMatches(t.Name, query.Name, query.NameContains)
	})
}

// TeamsNamed returns the teams of exactly this name: none, one, or several, since names need not be unique.
func (c *Client) TeamsNamed(ctx context.Context, name string) ([]Team, error) {
	return c.teams.find(ctx, teamKey(name))
}

// CreateTeam makes a team exactly once; its natural key is its name. Beside an *Error it may fail with an *ExistsError, an
// *AmbiguousError, a *JobError, or a *PendingError, with which ResumeTeam goes on.
func (c *Client) CreateTeam(ctx context.Context, input TeamInput) (Team, error) {
	name, _ := input.Name.Get()
	return c.teams.create(ctx, teamKey(name), input)
}

// ResumeTeam finishes a create that a *PendingError told of.
func (c *Client) ResumeTeam(ctx context.Context, name string, pending Pending) (Team, error) {
	return c.teams.resume(ctx, teamKey(name), pending)
}

// UpdateTeam changes the fields that the input holds, and returns the team as it is afterwards.
func (c *Client) UpdateTeam(ctx context.Context, id string, input TeamInput) (Team, error) {
	return c.teams.update(ctx, id, input)
}

// DeleteTeam removes a team. That it is gone already is a success.
func (c *Client) DeleteTeam(ctx context.Context, id string) error {
	defer c.forgetAssociationsOf(id)
	return c.teams.delete(ctx, id)
}

func teamKey(name string) naturalKey[Team] {
	return naturalKey[Team]{
		text:    namedKey(name),
		filters: nameFilters(name, ""),
		name:    name,
		nameOf:  func(t Team) string { return t.Name },
		matches: func(t Team) bool { return t.Name == name },
	}
}

func decodeTeam(r resource) (Team, error) {
	var attributes struct {
		Name      text           `json:"name"`
		Roles     Field[[]text]  `json:"roles"`
		RolesMask Field[decimal] `json:"roles_mask"`
		UserID    text           `json:"user_id"`
		LDAPGroup Field[text]    `json:"ldap_group"`
	}
	if err := r.decodeAttributes(&attributes); err != nil {
		return Team{ID: r.id()}, err
	}
	team := Team{
		ID:      r.id(),
		Name:    string(attributes.Name),
		UserID:  string(attributes.UserID),
		UserIDs: r.related("users"),
		SiteIDs: r.related("sites"),
	}
	if roles, ok := attributes.Roles.Get(); ok {
		team.Roles = make([]string, len(roles))
		for i, role := range roles {
			team.Roles[i] = string(role)
		}
		slices.Sort(team.Roles)
	} else if attributes.Roles.IsNull() {
		team.Roles = []string{}
	}
	team.RolesMask = mapField(attributes.RolesMask, func(d decimal) int64 { return int64(d) })
	team.LDAPGroup = mapField(attributes.LDAPGroup, func(t text) string { return string(t) })
	return team, nil
}

func nameFilters(name, contains string) []filter {
	var filters []filter
	if name != "" {
		filters = append(filters, filter{"name_eq", name})
	}
	if contains != "" {
		filters = append(filters, filter{"name_cont", contains})
	}
	return filters
}

func nameMatches(got, name, contains string) bool {
	return (name == "" || got == name) && strings.Contains(got, contains)
}
