// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strings"
)

// Association gives a team access to a site.
type Association struct{ ID, TeamID, SiteID string }

// AssociationShape is what the document of an association names.
type AssociationShape string

const (
	// AssociationFull names team and site in attributes and in relationships.
	AssociationFull AssociationShape = ""
	// AssociationAttributes names them in attributes only.
	AssociationAttributes AssociationShape = "attributes"
	// AssociationRelationships names them in relationships only.
	AssociationRelationships AssociationShape = "relationships"
	// AssociationSiteOnly names the site only: the URL knows the team.
	AssociationSiteOnly AssociationShape = "site only"
	// AssociationTeamOnly names the team only.
	AssociationTeamOnly AssociationShape = "team only"
	// AssociationNull has both, but null.
	AssociationNull AssociationShape = "null"
)

// Associations says how associations of sites and teams behave, all [assumed].
type Associations struct {
	// Shape is what their documents name.
	Shape AssociationShape
	// AllowDuplicates makes a second association of a pair that has one,
	// instead of responding 422.
	AllowDuplicates bool
	// UnknownStatus is the response to an association of an unknown site or team;
	// 0 = 422 for the site and 404 for the team.
	UnknownStatus int
	// UnknownPointer is the pointer of that 422; "" = /data/relationships/site (or team).
	UnknownPointer string
	// ReturnExisting responds to a create with 200 and the association that the pair
	// has already, and makes none.
	ReturnExisting bool
	// ListStatus is the response to the listing of a team's associations, which is
	// not documented: 403, 404 or 405. 0 = it is there.
	ListStatus int
	// DeleteStatus is the response to DELETE, which removes nothing: there is no
	// such route. 0 = it is there.
	DeleteStatus int
	// Readable responds to GET of a single association, which is not documented,
	// with the document instead of 404.
	Readable bool
}

func newAssociations(teams *kind[Team], sites *kind[Site]) *kind[Association] {
	return newKind(spec[Association]{
		plural: "site_team_associations",
		first:  1093,
		verbs:  []verb{verbList, verbCreate, verbRead, verbDelete},
		below: []owner[Association]{
			{teams, func(a Association) string { return a.TeamID }},
			{sites, func(a Association) string { return a.SiteID }},
		},
		key:     func(a Association) string { return a.SiteID },
		keyName: "site_id",
		id:      func(a *Association) *string { return &a.ID },
		field: fields(map[string]func(Association) any{
			"site_id": func(a Association) any { return number(a.SiteID) },
			"team_id": func(a Association) any { return number(a.TeamID) },
		}),
		show: func(c *call, r *row[Association]) resource { return c.b.Associations.Shape.show(r.value) },
		rules: func(c *call) rules {
			associations := c.b.Associations
			return rules{
				unique: uniqueWhere[!associations.AllowDuplicates], returnExisting: associations.ReturnExisting,
			}
		},
		closed: closedAssociations,
		fresh:  func(c *call) Association { return Association{TeamID: c.s.state.teams.ref(c)} },
		change: changeAssociation,
		orphan: func(c *call, missing reply) reply {
			return invalid(c.unknownMember("team", missing.status))
		},
		afterCreate: showInTeamLater,
		afterDelete: showInTeamStill,
	})
}

// show shows an association in the shape that the behavior wants.
func (shape AssociationShape) show(a Association) resource {
	toSite, toTeam := reference{"site", a.SiteID}, reference{"team", a.TeamID}
	shown := resource{
		kind:       "site_team_association",
		id:         a.ID,
		attributes: map[string]any{"site_id": number(a.SiteID), "team_id": number(a.TeamID)},
		toOne:      map[string]reference{"site": toSite, "team": toTeam},
	}
	switch shape {
	case AssociationFull:
	case AssociationAttributes:
		shown.toOne = nil
	case AssociationRelationships:
		shown.attributes = map[string]any{}
	case AssociationSiteOnly:
		delete(shown.attributes, "team_id")
		delete(shown.toOne, "team")
	case AssociationTeamOnly:
		delete(shown.attributes, "site_id")
		delete(shown.toOne, "site")
	case AssociationNull:
		shown.attributes = map[string]any{"site_id": nil, "team_id": nil}
		shown.toOne = map[string]reference{"site": {}, "team": {}}
	}
	return shown
}

func closedAssociations(c *call) int {
	switch associations := c.b.Associations; {
	case c.op.verb == verbDelete:
		return associations.DeleteStatus
	case c.op.verb == verbList:
		return associations.ListStatus
	case c.op.verb == verbRead && !associations.Readable:
		return http.StatusNotFound
	default:
		return 0
	}
}

// changeAssociation takes the id of the site: a number and a string are both accepted
// [doc: 10].
func changeAssociation(c *call, a *Association, attributes map[string]json.RawMessage) []problem {
	raw, ok := attributes["site_id"]
	if !ok || string(raw) == "null" {
		return []problem{{pointer: "/data/relationships/site", detail: "Site must exist", code: "blank"}}
	}
	a.SiteID = strings.Trim(string(raw), `"`)
	if site, ok := c.s.state.sites.byID(a.SiteID); !ok || !site.parent.open(c) {
		return []problem{c.unknownMember("site", http.StatusUnprocessableEntity)}
	}
	return nil
}

// unknownMember is what is wrong with an association of a site or team that does not
// exist.
func (c *call) unknownMember(kind string, standard int) problem {
	pointer := cmp.Or(c.b.Associations.UnknownPointer, "/data/relationships/"+kind)
	status := cmp.Or(c.b.Associations.UnknownStatus, standard)
	return problem{pointer: pointer, detail: title(kind) + " must exist", code: "blank", status: status}
}

// AddAssociation gives a team access to a site, without a request. It does not
// check that they exist, nor whether they are associated already.
func (s *Server) AddAssociation(teamID, siteID string) Association {
	return addTo(s, s.state.associations, Association{TeamID: teamID, SiteID: siteID})
}

// Associations returns the associations in the order of their numeric ids.
func (s *Server) Associations() []Association { return valuesOf(s, s.state.associations, every) }

// RemoveAssociation removes an association. It reports whether there was one.
func (s *Server) RemoveAssociation(id string) bool { return removeFrom(s, s.state.associations, id) }
