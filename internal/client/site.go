// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"fmt"
	"iter"
	"math"
	"strconv"
)

// CoordinateTolerance is the difference in degrees up to which two coordinates are the same place: 1e-7°, about 1 cm. A server may keep
// fewer digits than it was sent.
const CoordinateTolerance = 1e-7

// SameCoordinate compares two coordinates in degrees with CoordinateTolerance.
func SameCoordinate(a, b float64) bool {
	// A value exactly one tolerance away must count as equal in spite of binary fractions.
	const slack = 1e-12
	return math.Abs(a-b) <= CoordinateTolerance+slack
}

// Site is a place with indoor location: a warehouse, a hospital, an airport [doc: 5].
type Site struct {
	// ID is the server's number, as a string. Never empty.
	ID string
	// Name is empty when the answer lacks it.
	Name string
	// Latitude and Longitude are decimal degrees, WGS 84. A site that was never placed has null.
	Latitude, Longitude Field[float64]
}

func (s Site) id() string { return s.ID }

func (s Site) complete() bool {
	return s.Name != "" && !s.Latitude.IsZero() && !s.Longitude.IsZero()
}

// SiteInput is what a create or an update sends; missing fields keep their value [doc: 5].
type SiteInput struct {
	Name      Field[string]  `json:"name,omitzero"`
	Latitude  Field[float64] `json:"latitude,omitzero"`
	Longitude Field[float64] `json:"longitude,omitzero"`
}

// SiteQuery narrows a listing; zero fields do not. Both are case-sensitive.
type SiteQuery struct {
	Name         string
	NameContains string
}

// Site reads a site. IsNotFound(err) when it is gone.
func (c *Client) Site(ctx context.Context, id string) (Site, error) {
	return c.sites.read(ctx, id)
}

// Sites lists the sites that match, page by page, in the server's order; an error ends the sequence.
func (c *Client) Sites(ctx context.Context, query SiteQuery) iter.Seq2[Site, error] {
	return c.sites.list(ctx, nameFilters(query.Name, query.NameContains), func(s Site) bool {
		return nameMatches(s.Name, query.Name, query.NameContains)
	})
}

// SitesNamed returns the sites of exactly this name: none, one, or several, since names need not be unique.
func (c *Client) SitesNamed(ctx context.Context, name string) ([]Site, error) {
	key := siteKey(name, 0, 0)
	key.text = namedKey(name)
	key.matches = func(s Site) bool { return s.Name == name }
	key.vague = nil
	return c.sites.find(ctx, key)
}

// CreateSite makes a site exactly once; its natural key is its name and coordinates. Beside an *Error it may fail with an
// *ExistsError, an *AmbiguousError, a *JobError, or a *PendingError, with which ResumeSite goes on.
func (c *Client) CreateSite(ctx context.Context, input SiteInput) (Site, error) {
	name, _ := input.Name.Get()
	latitude, _ := input.Latitude.Get()
	longitude, _ := input.Longitude.Get()
	return c.sites.create(ctx, siteKey(name, latitude, longitude), input)
}

// ResumeSite finishes a create that a *PendingError told of.
func (c *Client) ResumeSite(ctx context.Context, name string, latitude, longitude float64, pending Pending) (Site, error) {
	return c.sites.resume(ctx, siteKey(name, latitude, longitude), pending)
}

// UpdateSite changes the fields that the input holds, and returns the site as it is afterwards.
func (c *Client) UpdateSite(ctx context.Context, id string, input SiteInput) (Site, error) {
	return c.sites.update(ctx, id, input)
}

// DeleteSite removes a site. That it is gone already is a success.
func (c *Client) DeleteSite(ctx context.Context, id string) error {
	// With it go its associations, and teams list one site less.
	defer c.outdateAssociations()
	defer c.teams.bulk.outdate()
	return c.sites.delete(ctx, id)
}

func siteKey(name string, latitude, longitude float64) naturalKey[Site] {
	return naturalKey[Site]{
		text:    fmt.Sprintf("%s at %s, %s", namedKey(name), degrees(latitude), degrees(longitude)),
		filters: nameFilters(name, ""),
		name:    name,
		nameOf:  func(s Site) string { return s.Name },
		matches: func(s Site) bool {
			lat, hasLat := s.Latitude.Get()
			lon, hasLon := s.Longitude.Get()
			return s.Name == name &&
				(s.Latitude.IsZero() || hasLat && SameCoordinate(lat, latitude)) &&
				(s.Longitude.IsZero() || hasLon && SameCoordinate(lon, longitude))
		},
		vague: func(s Site) bool { return s.Latitude.IsZero() || s.Longitude.IsZero() },
	}
}

func degrees(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }

func decodeSite(r resource) (Site, error) {
	var attributes struct {
		Name      text           `json:"name"`
		Latitude  Field[decimal] `json:"latitude"`
		Longitude Field[decimal] `json:"longitude"`
	}
	if err := r.decodeAttributes(&attributes); err != nil {
		return Site{ID: r.id()}, err
	}
	toFloat := func(d decimal) float64 { return float64(d) }
	return Site{
		ID:        r.id(),
		Name:      string(attributes.Name),
		Latitude:  mapField(attributes.Latitude, toFloat),
		Longitude: mapField(attributes.Longitude, toFloat),
	}, nil
}
