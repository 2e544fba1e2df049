// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"cmp"
	"encoding/json"
	"math"
	"net/http"
)

// noTrackingConfig is what publishing a site without configuration says [doc: 7].
const noTrackingConfig = "Missing graph or indoor area. Please add."

// Sites says how sites behave.
type Sites struct {
	// CoordinateDigits is how many decimals of a coordinate are kept; 0 = all.
	CoordinateDigits int
	// SinglePrecision keeps coordinates as 32-bit floating-point numbers.
	SinglePrecision bool
	// UniqueNames answers 422 to a name that is taken.
	UniqueNames bool
	// ReturnExisting answers a create 200 with the site that has the name already,
	// and makes none.
	ReturnExisting bool
	// ForbidCreate and ForbidDelete answer 403, as to customers who get their
	// sites from the vendor [doc: Tags commissioning].
	ForbidCreate, ForbidDelete bool
	// Publish answers the publication of a tracking configuration; "" = SeeOther [doc: 7].
	Publish Answer
}

func siteFields() map[string]func(*row[Site]) any {
	return map[string]func(*row[Site]) any{
		"name":      func(r *row[Site]) any { return r.value.Name },
		"latitude":  func(r *row[Site]) any { return r.value.Latitude },
		"longitude": func(r *row[Site]) any { return r.value.Longitude },
	}
}

// siteResource shows a site. No complete answer is public: beside the three
// documented attributes all is [assumed].
func (c *call) siteResource(r *row[Site]) resource {
	buildings := []reference{}
	for _, building := range c.s.state.ofSite[r.id] {
		buildings = append(buildings, reference{"building", id(building)})
	}
	return resource{
		kind: "site",
		id:   r.id,
		attributes: map[string]any{
			"name":       r.value.Name,
			"latitude":   r.value.Latitude,
			"longitude":  r.value.Longitude,
			"created_at": timestamp(r.created),
		},
		toMany: map[string][]reference{"buildings": buildings},
	}
}

func (s *Server) listSites(c *call) reply {
	return list(c, s.state.sites, c.siteResource)
}

func (s *Server) readSite(c *call) reply {
	return c.withSite(func(r *row[Site]) reply {
		return reply{status: http.StatusOK, document: c.member(c.siteResource(r.asDetail(c)), "/sites/"+id(r.id))}
	})
}

func (s *Server) createSite(c *call) reply {
	if c.b.Sites.ForbidCreate {
		return forbidden()
	}
	attributes, bad := c.root("site")
	if bad != nil {
		return *bad
	}
	var site Site
	problems := c.changeSite(&site, c.heeded("site", attributes))
	for _, required := range []string{"name", "latitude", "longitude"} {
		if _, ok := attributes[required]; !ok {
			problems = append(problems, blank(required))
		}
	}
	if len(problems) > 0 {
		return invalid(problems...)
	}
	return c.carryOut(c.b.answers("site").Creates, http.StatusCreated, func() (any, []problem) {
		if r := s.siteNamed(site.Name, 0); r != nil && c.b.Sites.ReturnExisting {
			c.existing = true
			return c.member(c.siteResource(r), "/sites"), nil
		}
		if s.siteNameTaken(c, site.Name, 0) {
			return nil, []problem{nameTaken()}
		}
		site.CreatedAt = s.agenda.now()
		r := s.state.addSite(site)
		s.state.sites.hide(c, r)
		s.state.note("site", site.Name)
		return c.member(c.siteResource(r), "/sites"), nil
	})
}

func (s *Server) updateSite(c *call) reply {
	return c.withSite(func(r *row[Site]) reply {
		attributes, bad := c.root("site")
		if bad != nil {
			return *bad
		}
		changed := r.value
		if problems := c.changeSite(&changed, c.heeded("site", attributes)); len(problems) > 0 {
			return invalid(problems...)
		}
		return c.carryOut(c.b.answers("site").Updates, http.StatusOK, func() (any, []problem) {
			if s.siteNameTaken(c, changed.Name, r.id) {
				return nil, []problem{nameTaken()}
			}
			before := c.siteResource(r)
			s.state.sites.replace(c, r, changed)
			shown := c.updated("site", before, c.siteResource(r))
			return c.member(shown, "/sites/"+id(r.id)), nil
		})
	})
}

func (s *Server) deleteSite(c *call) reply {
	if c.b.Sites.ForbidDelete {
		return forbidden()
	}
	return c.withSite(func(r *row[Site]) reply {
		return c.carryOut(c.b.answers("site").Deletes, http.StatusOK, func() (any, []problem) {
			gone := c.member(c.siteResource(r), "/sites/"+id(r.id))
			c.remove("site", r.value.Name, func() { s.state.removeSite(r) })
			return gone, nil
		})
	})
}

// publish publishes the tracking configuration, asynchronously [doc: 7] unless the behavior says otherwise.
func (s *Server) publish(c *call) reply {
	return c.withSite(func(r *row[Site]) reply {
		return c.carryOut(cmp.Or(c.b.Sites.Publish, SeeOther), http.StatusOK, func() (any, []problem) {
			if !r.value.TrackingConfig {
				return nil, []problem{{detail: noTrackingConfig, code: "invalid"}}
			}
			r.value.Publications++
			return c.member(c.siteResource(r), "/sites/"+id(r.id)), nil
		})
	})
}

// withSite finds the site of the path.
func (c *call) withSite(then func(*row[Site]) reply) reply {
	r, ok := c.s.state.sites.find(c, c.r.PathValue("site"))
	if !ok {
		return missing(c, c.s.state.sites, c.r.PathValue("site"))
	}
	return then(r)
}

// changeSite applies the attributes that are there.
func (c *call) changeSite(site *Site, attributes map[string]json.RawMessage) []problem {
	var problems []problem
	if raw, ok := attributes["name"]; ok {
		problems = append(problems, c.setName(&site.Name, "site.name", raw)...)
	}
	if raw, ok := attributes["latitude"]; ok {
		problems = append(problems, setDegrees(&site.Latitude, "latitude", raw, 90)...)
		site.Latitude = c.b.Sites.stored(site.Latitude)
	}
	if raw, ok := attributes["longitude"]; ok {
		problems = append(problems, setDegrees(&site.Longitude, "longitude", raw, 180)...)
		site.Longitude = c.b.Sites.stored(site.Longitude)
	}
	return problems
}

// stored rounds a coordinate to what the server keeps of it.
func (b Sites) stored(degrees float64) float64 {
	if b.CoordinateDigits > 0 {
		scale := math.Pow10(b.CoordinateDigits)
		degrees = math.Round(degrees*scale) / scale
	}
	if b.SinglePrecision {
		degrees = float64(float32(degrees))
	}
	return degrees
}

func (s *Server) siteNameTaken(c *call, name string, by int64) bool {
	return c.b.Sites.UniqueNames && (s.siteNamed(name, by) != nil || c.nameKept("site", name))
}

// siteNamed returns the site with the name, other than the one with the id; nil = there is none.
func (s *Server) siteNamed(name string, other int64) *row[Site] {
	for r := range s.state.sites.all() {
		if r.value.Name == name && r.id != other {
			return r
		}
	}
	return nil
}
