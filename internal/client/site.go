// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"fmt"
	"iter"
	"math"
	"strconv"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/collection"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
)

// CoordinateTolerance is the difference in degrees up to which two coordinates are the same place: 1e-5°, about 1 m. A service may store six
// decimals, or single precision, of what it was sent.
const CoordinateTolerance = 1e-5

// SameCoordinate reports whether two coordinates in degrees are equal within CoordinateTolerance.
func SameCoordinate(a, b float64) bool {
	// A value exactly one tolerance away counts as equal in spite of binary fractions.
	const slack = 1e-12
	return math.Abs(a-b) <= CoordinateTolerance+slack
}

// Site is a place with indoor location: a warehouse, a hospital, an airport [doc: 5]. Its natural key is its name with its coordinates.
type Site struct {
	// ID is the number that the API gave the site, as text.
	ID string
	// Name is empty where the document lacks it.
	Name string
	// Latitude and Longitude are decimal degrees, WGS 84. A site that was never placed has null.
	Latitude, Longitude Field[float64]
}

// ObjectID is ID.
func (s Site) ObjectID() string { return s.ID }

// Complete reports whether the document showed name and coordinates.
func (s Site) Complete() bool {
	return s.Name != "" && !s.Latitude.IsZero() && !s.Longitude.IsZero()
}

// SiteInput is what a create or an update sends. Missing fields keep their value [doc: 5].
type SiteInput struct {
	Name      Field[string]  `json:"name,omitzero"`
	Latitude  Field[float64] `json:"latitude,omitzero"`
	Longitude Field[float64] `json:"longitude,omitzero"`
}

// Wanted is the site that the input describes.
func (in SiteInput) Wanted() Site {
	name, _ := in.Name.Get()
	return Site{Name: name, Latitude: in.Latitude, Longitude: in.Longitude}
}

// ShownBy reports whether a site has every value of the input.
func (in SiteInput) ShownBy(site Site) bool {
	name, named := in.Name.Get()
	return (!named || SameText(site.Name, name)) && sameDegrees(in.Latitude, site.Latitude) && sameDegrees(in.Longitude, site.Longitude)
}

func sameDegrees(sent, shown Field[float64]) bool {
	want, ok := sent.Get()
	got, has := shown.Get()
	return !ok || has && SameCoordinate(want, got)
}

// Sites are the calls on sites.
type Sites struct {
	collection.Service[Site, SiteInput]
}

func newSites(c *Client) *Sites {
	return &Sites{collection.NewService[Site, SiteInput](c.account, collection.Kind[Site]{
		Singular: "site", Plural: "sites", Title: "site", Path: "/sites",
		Decode: decodeSite,
		Key:    siteKey,
		Removed: func(site Site) {
			// The site's associations go with it.
			c.Teams.PatchAll(func(team Team) Team { return team.notReaching(site.ID) })
			c.Associations.Expire()
		},
	})}
}

// siteKey is the key of a site by its name and its coordinates; without coordinates, by its name alone. A document that does not show the
// coordinates may be that of the site: it is read to be sure.
func siteKey(site Site) collection.Key[Site] {
	key := collection.Key[Site]{
		Text: strconv.Quote(site.Name), Lock: nameLock(site.Name), Filters: nameFilters(site.Name),
		Matches: func(other Site) bool {
			return SameText(other.Name, site.Name) && mayBeAt(other.Latitude, site.Latitude) && mayBeAt(other.Longitude, site.Longitude)
		},
		Resembles: func(other Site) bool { return resembles(other.Name, site.Name) },
		Near: func(other Site) bool {
			return isNear(other.Name, site.Name) && isNowhereElse(other.Latitude, site.Latitude) && isNowhereElse(other.Longitude, site.Longitude)
		},
	}
	latitude, placed := site.Latitude.Get()
	if longitude, ok := site.Longitude.Get(); ok && placed {
		key.Text = fmt.Sprintf("%s at %s, %s", key.Text, degrees(latitude), degrees(longitude))
	}
	return key
}

func mayBeAt(shown, wanted Field[float64]) bool {
	want, ok := wanted.Get()
	got, has := shown.Get()
	return !ok || shown.IsZero() || has && SameCoordinate(want, got)
}

// isNowhereElse is mayBeAt for a service that may ignore a coordinate: it then shows none, or 0.
func isNowhereElse(shown, wanted Field[float64]) bool {
	got, _ := shown.Get()
	return got == 0 || mayBeAt(shown, wanted)
}

func degrees(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }

// List yields the sites that match, in the order of the service. An error ends the sequence.
func (s *Sites) List(ctx context.Context, query Query) iter.Seq2[Site, error] {
	return s.Service.List(ctx, Site{}, query.filters(), func(site Site) bool { return query.matches(site.Name) })
}

func decodeSite(_ []string, r jsonapi.Resource) (Site, error) {
	var attributes struct {
		Name      jsonapi.Text           `json:"name"`
		Latitude  Field[jsonapi.Decimal] `json:"latitude"`
		Longitude Field[jsonapi.Decimal] `json:"longitude"`
	}
	if err := r.Attributes(&attributes); err != nil {
		return Site{ID: r.ID}, err
	}
	toFloat := func(d jsonapi.Decimal) float64 { return float64(d) }
	return Site{
		ID:        r.ID,
		Name:      string(attributes.Name),
		Latitude:  jsonapi.MapField(attributes.Latitude, toFloat),
		Longitude: jsonapi.MapField(attributes.Longitude, toFloat),
	}, nil
}
