// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"cmp"
	"net/http"
	"strings"
)

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
	// instead of answering 422.
	AllowDuplicates bool
	// UnknownStatus answers an association of an unknown site or team; 0 = 422
	// for the site and 404 for the team.
	UnknownStatus int
	// UnknownPointer is the pointer of that 422; "" = /data/relationships/site (or team).
	UnknownPointer string
	// ReturnExisting answers a create 200 with the association that the pair has
	// already, and makes none.
	ReturnExisting bool
	// ListStatus answers the listing of a team's associations, which is not
	// documented: 403, 404 or 405. 0 = it is there.
	ListStatus int
	// DeleteStatus answers DELETE and removes nothing: there is no such route.
	DeleteStatus int
	// Readable answers GET of a single association, which is not documented,
	// with the document instead of 404.
	Readable bool
}

func associationFields() map[string]func(*row[Association]) any {
	return map[string]func(*row[Association]) any{
		"site_id": func(r *row[Association]) any { return number(r.value.SiteID) },
		"team_id": func(r *row[Association]) any { return number(r.value.TeamID) },
	}
}

// associationResource shows an association in the shape that the behavior wants.
func (c *call) associationResource(r *row[Association]) resource {
	site, team := any(number(r.value.SiteID)), any(number(r.value.TeamID))
	toSite, toTeam := reference{"site", r.value.SiteID}, reference{"team", r.value.TeamID}
	shown := resource{
		kind:       "site_team_association",
		id:         r.id,
		attributes: map[string]any{"site_id": site, "team_id": team},
		toOne:      map[string]reference{"site": toSite, "team": toTeam},
	}
	switch c.b.Associations.Shape {
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

func associationsPath(team string) string { return "/teams/" + team + "/site_team_associations" }

func (s *Server) listAssociations(c *call) reply {
	return c.withTeam(func(r *row[Team]) reply {
		return listSome(c, s.state.associations, s.state.ofTeam[r.id], c.associationResource)
	})
}

func (s *Server) readAssociation(c *call) reply {
	if !c.b.Associations.Readable {
		return notFound()
	}
	return c.withAssociation(func(r *row[Association]) reply {
		self := associationsPath(r.value.TeamID) + "/" + id(r.id)
		return reply{status: http.StatusOK, document: c.member(c.associationResource(r), self)}
	})
}

func (s *Server) createAssociation(c *call) reply {
	if c.b.Teams.Forbidden {
		return forbidden()
	}
	team := c.r.PathValue("team")
	if !s.state.teams.known(c, team) {
		return c.unknownMember("team", missing(c, s.state.teams, team).status)
	}
	attributes, bad := c.root("site_team_association")
	if bad != nil {
		return *bad
	}
	raw, ok := attributes["site_id"]
	if !ok || string(raw) == "null" {
		return invalid(problem{"/data/relationships/site", "Site must exist", "blank"})
	}
	site := strings.Trim(string(raw), `"`) // a number and a string are both accepted [doc: 10]
	if !s.state.sites.known(c, site) {
		return c.unknownMember("site", http.StatusUnprocessableEntity)
	}
	return c.carryOut(c.b.answers("site_team_association").Creates, http.StatusCreated, func() (any, []problem) {
		if r := s.state.association(team, site); r != nil && c.b.Associations.ReturnExisting {
			c.existing = true
			return c.member(c.associationResource(r), associationsPath(team)), nil
		} else if r != nil && !c.b.Associations.AllowDuplicates {
			return nil, []problem{{"/data/attributes/site_id", "Site has already been taken", "taken"}}
		}
		r := s.state.addAssociation(team, site, s.agenda.now())
		s.state.associations.hide(c, r)
		r.inTeam = c.b.Teams.SitesLag.sight(s.agenda.now(), s.seq)
		s.state.note("site_team_association", team+"/"+site)
		return c.member(c.associationResource(r), associationsPath(team)), nil
	})
}

func (s *Server) deleteAssociation(c *call) reply {
	return c.withAssociation(func(r *row[Association]) reply {
		c.childRemoved(r.value)
		return c.carryOut(c.b.answers("site_team_association").Deletes, http.StatusOK, func() (any, []problem) {
			gone := c.member(c.associationResource(r), associationsPath(r.value.TeamID))
			c.remove("site_team_association", "", func() {
				if s.state.removeAssociation(r) {
					c.forgetSite(r.value)
				}
			})
			return gone, nil
		})
	})
}

// withAssociation finds the association of the path, in its team.
func (c *call) withAssociation(then func(*row[Association]) reply) reply {
	return c.withTeam(func(team *row[Team]) reply {
		r, ok := c.s.state.associations.find(c, c.r.PathValue("association"))
		if !ok {
			return missing(c, c.s.state.associations, c.r.PathValue("association"))
		}
		if number(r.value.TeamID) != team.id {
			return notFound()
		}
		return then(r)
	})
}

// unknownMember answers an association of a site or team that does not exist.
func (c *call) unknownMember(kind string, standard int) reply {
	status := cmp.Or(c.b.Associations.UnknownStatus, standard)
	if status != http.StatusUnprocessableEntity {
		return failure(status, "", "")
	}
	pointer := c.b.Associations.UnknownPointer
	if pointer == "" {
		pointer = "/data/relationships/" + kind
	}
	return invalid(problem{pointer, title(kind) + " must exist", "blank"})
}

// association returns the first association of the pair; nil = there is none.
func (st *state) association(team, site string) *row[Association] {
	for _, association := range st.ofTeam[number(team)] {
		if r := st.associations.rows[association]; number(r.value.SiteID) == number(site) {
			return r
		}
	}
	return nil
}
