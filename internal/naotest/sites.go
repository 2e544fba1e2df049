// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"encoding/json"
	"fmt"
	"math"
	"time"
)

// Site is a place, with its coordinates in decimal degrees (WGS 84).
type Site struct {
	ID                  string // "" = the next one, when it is added
	Name                string
	Latitude, Longitude float64
	// TrackingConfig reports whether there is a tracking configuration that can
	// be published. Publications counts how often it was.
	TrackingConfig bool
	Publications   int
	CreatedAt      time.Time // zero = now
}

// Sites says how sites behave.
type Sites struct {
	// CoordinateDigits is how many decimals of a coordinate are kept; 0 = all.
	CoordinateDigits int
	// SinglePrecision keeps coordinates as 32-bit floating-point numbers.
	SinglePrecision bool
	// UniqueNames responds 422 to a name that is taken.
	UniqueNames bool
	// ReturnExisting responds to a create with 200 and the site that has the name
	// already, and makes none.
	ReturnExisting bool
	// ForbidCreate and ForbidDelete respond 403, as to customers who get their
	// sites from the vendor [doc: Tags commissioning].
	ForbidCreate, ForbidDelete bool
	// Publish is how the publication of a tracking configuration is responded to;
	// "" = SeeOther [doc: 7].
	Publish Response
}

func newSites() *kind[Site] {
	return newKind(spec[Site]{
		plural:   "sites",
		first:    11416,
		verbs:    crud(),
		key:      func(site Site) string { return site.Name },
		keyName:  "name",
		keepsKey: true,
		id:       func(site *Site) *string { return &site.ID },
		created:  func(site *Site) *time.Time { return &site.CreatedAt },
		field: fields(map[string]func(Site) any{
			"name":      func(site Site) any { return site.Name },
			"latitude":  func(site Site) any { return site.Latitude },
			"longitude": func(site Site) any { return site.Longitude },
		}),
		show: showSite,
		rules: func(c *call) rules {
			sites, verb := c.b.Sites, c.op.verb
			return rules{
				forbidden: c.op.kind == "site" &&
					(sites.ForbidCreate && verb == verbCreate || sites.ForbidDelete && verb == verbDelete),
				unique:         uniqueWhere[sites.UniqueNames],
				returnExisting: sites.ReturnExisting,
			}
		},
		fresh:    func(*call) Site { return Site{} },
		change:   changeSite,
		required: func(*call) []string { return []string{"name", "latitude", "longitude"} },
	})
}

// showSite shows a site. No complete response is public: beside the three
// documented attributes all is [assumed].
func showSite(c *call, r *row[Site]) resource {
	site := r.value
	return resource{
		kind: "site",
		id:   site.ID,
		attributes: map[string]any{
			"name":       site.Name,
			"latitude":   site.Latitude,
			"longitude":  site.Longitude,
			"created_at": timestamp(r.created),
		},
		toMany: map[string][]reference{"buildings": references(c.s.state.buildings, site.ID)},
	}
}

func changeSite(c *call, site *Site, attributes map[string]json.RawMessage) []problem {
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

// AddSite puts a site into the account, without a request. A site with the same
// ID is replaced.
func (s *Server) AddSite(site Site) Site { return addTo(s, s.state.sites, site) }

// SeedSites adds n sites, "site-00001" and so on, each with coordinates of its own.
func (s *Server) SeedSites(n int) {
	for i := range n {
		s.AddSite(Site{
			Name:      fmt.Sprintf("site-%05d", i+1),
			Latitude:  float64(i%1700)/10 - 85,
			Longitude: float64(i%3500)/10 - 175,
		})
	}
}

// Sites returns the sites in the order of their numeric ids.
func (s *Server) Sites() []Site { return valuesOf(s, s.state.sites, every) }

// UpdateSite changes a site behind the client's back. It reports whether there is one.
// The ID stays.
func (s *Server) UpdateSite(siteID string, change func(*Site)) bool {
	return updateIn(s, s.state.sites, siteID, change)
}

// RemoveSite removes a site, and what is below it: associations, buildings, tags and
// declared collections. It reports whether there was one.
func (s *Server) RemoveSite(id string) bool { return removeFrom(s, s.state.sites, id) }
