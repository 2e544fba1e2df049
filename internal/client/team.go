// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"iter"
	"slices"
	"strconv"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/collection"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
)

// Team is a team of users that is given access to sites [doc: 10. Teams]. Its natural key is its name.
type Team struct {
	// ID is the number that the API gave the team, as text.
	ID string
	// Name is empty where the document lacks it.
	Name string
	// Roles is the set of roles, sorted; nil where the document lacks it.
	Roles []string
	// RolesMask is the same set as a bit mask; bit 0 is admin [lib: role_model].
	RolesMask Field[int64]
	// UserID is the creator; empty where the document lacks it.
	UserID string
	// LDAPGroup is the LDAP group that the team mirrors.
	LDAPGroup Field[string]
	// UserIDs are the members, sorted; nil where the document lacks the relationship.
	UserIDs []string
	// SiteIDs are the sites (not the associations) that the team reaches, sorted; nil where the document lacks the relationship.
	SiteIDs []string
}

// ObjectID is ID.
func (t Team) ObjectID() string { return t.ID }

// Complete reports whether the document showed name and roles.
func (t Team) Complete() bool { return t.Name != "" && t.Roles != nil }

// TeamInput is what a create or an update sends. Missing fields keep their value, null clears [doc: 5].
type TeamInput struct {
	Name      Field[string]   `json:"name,omitzero"`
	Roles     Field[[]string] `json:"roles,omitzero"`
	LDAPGroup Field[string]   `json:"ldap_group,omitzero"`
}

// Wanted is the team that the input describes.
func (in TeamInput) Wanted() Team {
	name, _ := in.Name.Get()
	roles, _ := in.Roles.Get()
	return Team{Name: name, Roles: roles, LDAPGroup: in.LDAPGroup}
}

// agrees reports whether another document may show what a service made of this team: it may ignore roles and the LDAP group, but it gives none
// that were not asked for.
func (t Team) agrees(other Team) bool {
	want, asked := t.LDAPGroup.Get()
	got, has := other.LDAPGroup.Get()
	more := func(role string) bool { return !slices.Contains(t.Roles, role) }
	return (t.Roles == nil || !slices.ContainsFunc(other.Roles, more)) && (!asked || !has || isNear(got, want))
}

// ShownBy reports whether a team has every value of the input.
func (in TeamInput) ShownBy(team Team) bool {
	name, named := in.Name.Get()
	roles, hasRoles := in.Roles.Get()
	return (!named || SameText(team.Name, name)) && (!hasRoles || sameSet(team.Roles, roles)) && sameOptional(in.LDAPGroup, team.LDAPGroup)
}

// sameOptional reports whether a document shows an optional text as it was sent. An empty text is as good as null.
func sameOptional(sent, shown Field[string]) bool {
	if sent.IsZero() {
		return true
	}
	want, _ := sent.Get()
	got, _ := shown.Get()
	return SameText(want, got)
}

func sameSet(a, b []string) bool {
	sorted := func(set []string) []string { return slices.Compact(slices.Sorted(slices.Values(set))) }
	return slices.Equal(sorted(a), sorted(b))
}

// reaching is the team with one more site. A team that does not show its sites stays as it is.
func (t Team) reaching(siteID string) Team {
	if t.SiteIDs != nil && !slices.Contains(t.SiteIDs, siteID) {
		t.SiteIDs = slices.Sorted(slices.Values(append(slices.Clone(t.SiteIDs), siteID)))
	}
	return t
}

// notReaching is the team without a site.
func (t Team) notReaching(siteID string) Team {
	if slices.Contains(t.SiteIDs, siteID) {
		t.SiteIDs = slices.DeleteFunc(slices.Clone(t.SiteIDs), func(id string) bool { return id == siteID })
	}
	return t
}

// Teams are the calls on teams.
type Teams struct {
	collection.Service[Team, TeamInput]
}

func newTeams(c *Client) *Teams {
	return &Teams{collection.NewService[Team, TeamInput](c.account, collection.Kind[Team]{
		Singular: "team", Plural: "teams", Title: "team", Path: "/teams",
		Decode: decodeTeam,
		Key: func(team Team) collection.Key[Team] {
			return collection.Key[Team]{
				Text: strconv.Quote(team.Name), Lock: nameLock(team.Name), Filters: nameFilters(team.Name),
				Matches:   func(other Team) bool { return SameText(other.Name, team.Name) },
				Resembles: func(other Team) bool { return resembles(other.Name, team.Name) },
				Near:      func(other Team) bool { return isNear(other.Name, team.Name) && team.agrees(other) },
			}
		},
	})}
}

// List yields the teams that match, in the order of the service. An error ends the sequence.
func (t *Teams) List(ctx context.Context, query Query) iter.Seq2[Team, error] {
	return t.Service.List(ctx, Team{}, query.filters(), func(team Team) bool { return query.matches(team.Name) })
}

func decodeTeam(_ []string, r jsonapi.Resource) (Team, error) {
	var attributes struct {
		Name      jsonapi.Text           `json:"name"`
		Roles     Field[[]jsonapi.Text]  `json:"roles"`
		RolesMask Field[jsonapi.Decimal] `json:"roles_mask"`
		UserID    jsonapi.Text           `json:"user_id"`
		LDAPGroup Field[jsonapi.Text]    `json:"ldap_group"`
	}
	if err := r.Attributes(&attributes); err != nil {
		return Team{ID: r.ID}, err
	}
	team := Team{
		ID:        r.ID,
		Name:      string(attributes.Name),
		UserID:    string(attributes.UserID),
		UserIDs:   r.Related("users"),
		SiteIDs:   r.Related("sites"),
		RolesMask: jsonapi.MapField(attributes.RolesMask, func(d jsonapi.Decimal) int64 { return int64(d) }),
		LDAPGroup: jsonapi.MapField(attributes.LDAPGroup, func(t jsonapi.Text) string { return string(t) }),
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
	return team, nil
}
