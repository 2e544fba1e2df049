// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/collection"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
)

// Tag is a tracked badge or label of a site [doc: Tags commissioning]. On the wire it is a nao_trackable. Its natural key is its site with its
// tracking id.
type Tag struct {
	// ID is the number that the API gave the tag, as text.
	ID string
	// SiteID is the site's.
	SiteID string
	// TrackingID is usually a MAC such as "AA:BB:CC:44:55:66".
	TrackingID string
	// Name is what people call the tag. It is missing where the document lacks it.
	Name Field[string]

	// What follows is only read, and zero where the document lacks it.

	Category string
	// MACAddress is shown by services whose tracking ids are no MACs.
	MACAddress string
	Active     Field[bool]
	Present    Field[bool]
	// Battery is as the service shows it, in percent [assumed].
	Battery Field[float64]
	// Latitude and Longitude are decimal degrees, WGS 84; Altitude is in metres [assumed].
	Latitude, Longitude, Altitude Field[float64]
	// LocatedAt, BatteriesAt and EndOfLife are points in time as the service writes them.
	LocatedAt, BatteriesAt, EndOfLife string
}

// ObjectID is ID.
func (t Tag) ObjectID() string { return t.ID }

// Complete reports whether the document showed tracking id and name.
func (t Tag) Complete() bool { return t.TrackingID != "" && !t.Name.IsZero() }

// TagInput is what a create or an update sends.
type TagInput struct {
	SiteID     string        `json:"-"`
	TrackingID string        `json:"tracking_id,omitempty"`
	Name       Field[string] `json:"name,omitzero"`
}

// Wanted is the tag that the input describes.
func (in TagInput) Wanted() Tag { return Tag{SiteID: in.SiteID, TrackingID: in.TrackingID} }

// ShownBy reports whether a tag has every value of the input.
func (in TagInput) ShownBy(tag Tag) bool {
	return sameOptional(in.Name, tag.Name) && (in.TrackingID == "" || SameTrackingID(tag.TrackingID, in.TrackingID))
}

// FoldTrackingID is equal for tracking ids that differ in case and in blanks at their ends alone. A service may store one in another case, and badges
// are told apart by their MACs, so that these are taken for one.
func FoldTrackingID(id string) string { return strings.ToLower(strings.TrimSpace(id)) }

// SameTrackingID reports whether two tracking ids are the same but for their case and blanks at their ends.
func SameTrackingID(a, b string) bool {
	// Unlike a comparison of folded texts, this makes no new ones: a create compares its tag with all of its site.
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

// tagKey is the key of a tag. A service that compares case finds a tag by the spelling alone that it stores.
func tagKey(tag Tag) collection.Key[Tag] {
	same := func(other Tag) bool { return SameTrackingID(other.TrackingID, tag.TrackingID) }
	key := collection.Key[Tag]{
		Text: fmt.Sprintf("%s of site %s", strconv.Quote(tag.TrackingID), tag.SiteID), Lock: FoldTrackingID(tag.TrackingID),
		Matches: same, Resembles: same,
	}
	for _, spelling := range casings(tag.TrackingID) {
		key.Filters = append(key.Filters, collection.Filter{Predicate: "tracking_id_eq", Value: spelling})
	}
	return key
}

// casings are the ways in which a service may store a tracking id.
func casings(id string) []string {
	casings := []string{id, strings.ToLower(id), strings.ToUpper(id)}
	slices.Sort(casings)
	return slices.Compact(casings)
}

// Tags are the calls on tags.
type Tags struct {
	collection.Service[Tag, TagInput]
	account *collection.Account
	gates   tagGates
}

func newTags(c *Client) *Tags {
	return &Tags{account: c.account, Service: collection.NewService[Tag, TagInput](c.account, collection.Kind[Tag]{
		Singular: "nao_trackable", Plural: "nao_trackables", Title: "tag", Path: "/sites/{}/nao_trackables",
		AnyType: true, // The type in the documents of tags is not documented.
		Parents: func(tag Tag) []string { return []string{tag.SiteID} },
		Decode:  decodeTag,
		Key:     tagKey,
	})}
}

// TagQuery narrows a listing. Its zero fields do not.
type TagQuery struct {
	Query
	// TrackingIDs are the tracking ids to show, if there are any.
	TrackingIDs []string
	Category    string
	Active      Field[bool]

	// folded are the tracking ids, folded.
	folded map[string]bool
}

// mostInQuery is how many tracking ids a query may hold: an address that is too long is refused on its way.
const mostInQuery = 50

// filters are the documented predicates of a query [doc: Getting meta-data on tags, zones and alerts].
func (q TagQuery) filters() []collection.Filter {
	filters := q.Query.filters()
	var ids []string
	for _, id := range q.TrackingIDs {
		ids = append(ids, casings(id)...)
	}
	if len(ids) <= mostInQuery {
		for _, id := range ids {
			filters = append(filters, collection.Filter{Predicate: "tracking_id_in", Value: id})
		}
	}
	if q.Category != "" {
		filters = append(filters, collection.Filter{Predicate: "category_eq", Value: q.Category})
	}
	if active, ok := q.Active.Get(); ok {
		filters = append(filters, collection.Filter{Predicate: "is_active_eq", Value: strconv.FormatBool(active)})
	}
	return filters
}

// matches checks a tag again, since the service may ignore filters.
func (q TagQuery) matches(tag Tag) bool {
	name, _ := tag.Name.Get()
	active, shown := tag.Active.Get()
	wanted, asked := q.Active.Get()
	return q.Query.matches(name) &&
		(len(q.TrackingIDs) == 0 || q.folded[FoldTrackingID(tag.TrackingID)]) &&
		(q.Category == "" || tag.Category == q.Category) &&
		(!asked || shown && active == wanted)
}

// List yields the tags of a site that match, in the order of the service. Tags of which the listing shows too little are read singly. An
// error ends the sequence.
func (t *Tags) List(ctx context.Context, siteID string, query TagQuery) iter.Seq2[Tag, error] {
	query.folded = make(map[string]bool, len(query.TrackingIDs))
	for _, id := range query.TrackingIDs {
		query.folded[FoldTrackingID(id)] = true
	}
	mayMatch := func(tag Tag) bool { return !tag.Complete() || query.matches(tag) }
	return func(yield func(Tag, error) bool) {
		listed := t.Service.List(ctx, Tag{SiteID: siteID}, query.filters(), mayMatch)
		for tag, err := range collection.Completed(ctx, listed, Tag.Complete, t.Service.Get) {
			if (err != nil || query.matches(tag)) && !yield(tag, err) {
				return
			}
		}
	}
}

// OfSite returns all tags of a site, sorted by id: from a listing of the last minute or, for a Fresh look, from one that begins now.
func (t *Tags) OfSite(ctx context.Context, siteID string, look Look) ([]Tag, error) {
	tags, _, err := t.All(ctx, Tag{SiteID: siteID}, look)
	return tags, err
}

// Find returns the tags with the tracking id of the wanted one: those with its very spelling where there are any, else those in another case.
func (t *Tags) Find(ctx context.Context, wanted Tag) ([]Tag, error) {
	found, err := t.Service.Find(ctx, wanted)
	isSpelt := func(tag Tag) bool { return tag.TrackingID == wanted.TrackingID }
	if slices.ContainsFunc(found, isSpelt) {
		found = slices.DeleteFunc(found, func(tag Tag) bool { return !isSpelt(tag) })
	}
	return found, err
}

// Get returns a tag: by its id or, where that is not known or is another one by now, by its tracking id. A batch that another program sent may
// have given every tag of the site a new id.
func (t *Tags) Get(ctx context.Context, known Tag) (Tag, error) {
	var err error = &AbsentError{Kind: "tag", Key: t.Service.Name(known)}
	if known.ID != "" {
		var tag Tag
		if tag, err = t.Service.Get(ctx, known); !IsNotFound(err) {
			return tag, err
		}
	}
	if known.TrackingID == "" {
		return Tag{}, err
	}
	found, unfound := t.Find(ctx, known)
	switch {
	case unfound != nil:
		return Tag{}, unfound
	case len(found) == 0:
		return Tag{}, err
	case len(found) > 1:
		return Tag{}, fmt.Errorf("read tag %s: it is not the only one: ids %s", t.Service.Name(known), strings.Join(tagIDs(found), ", "))
	}
	return found[0], nil
}

func tagIDs(tags []Tag) []string {
	ids := make([]string, len(tags))
	for i, tag := range tags {
		ids[i] = tag.ID
	}
	return ids
}

// Create makes one tag: see collection.Service.Create. It waits while a batch is at work on the site, since the batch would overwrite it.
func (t *Tags) Create(ctx context.Context, in TagInput) (Tag, error) {
	if err := t.gates.enter(ctx, in.SiteID); err != nil {
		return Tag{}, fmt.Errorf("create tag %s: %w", t.Service.Name(in.Wanted()), err)
	}
	return t.Service.Create(ctx, in)
}

// Resume finishes a create that was interrupted: see collection.Service.Resume.
func (t *Tags) Resume(ctx context.Context, in TagInput, pending Pending) (Tag, error) {
	if err := t.gates.enter(ctx, in.SiteID); err != nil {
		return Tag{}, fmt.Errorf("resume the create of the tag %s: %w", t.Service.Name(in.Wanted()), err)
	}
	return t.Service.Resume(ctx, in, pending)
}

func decodeTag(parents []string, r jsonapi.Resource) (Tag, error) {
	// Only the tracking id and the name are needed; the form of the others is not documented.
	var attributes struct {
		TrackingID  jsonapi.Text                     `json:"tracking_id"`
		Name        Field[jsonapi.Text]              `json:"name"`
		Category    jsonapi.Lenient[jsonapi.Text]    `json:"category"`
		MACAddress  jsonapi.Lenient[jsonapi.Text]    `json:"mac_address"`
		Active      jsonapi.Lenient[jsonapi.Flag]    `json:"is_active"`
		Present     jsonapi.Lenient[jsonapi.Flag]    `json:"is_present"`
		Battery     jsonapi.Lenient[jsonapi.Decimal] `json:"battery"`
		Latitude    jsonapi.Lenient[jsonapi.Decimal] `json:"lat"`
		Longitude   jsonapi.Lenient[jsonapi.Decimal] `json:"lon"`
		Altitude    jsonapi.Lenient[jsonapi.Decimal] `json:"alt"`
		LocatedAt   jsonapi.Lenient[jsonapi.Text]    `json:"loc_updated_at"`
		BatteriesAt jsonapi.Lenient[jsonapi.Text]    `json:"new_batteries_at"`
		EndOfLife   jsonapi.Lenient[jsonapi.Text]    `json:"estimated_end_of_life"`
	}
	if err := r.Attributes(&attributes); err != nil {
		return Tag{ID: r.ID, SiteID: parents[0]}, err
	}
	text := func(field jsonapi.Lenient[jsonapi.Text]) string {
		value, _ := field.Get()
		return string(value)
	}
	toFloat := func(field jsonapi.Lenient[jsonapi.Decimal]) Field[float64] {
		return jsonapi.MapField(field.Field, func(d jsonapi.Decimal) float64 { return float64(d) })
	}
	toBool := func(field jsonapi.Lenient[jsonapi.Flag]) Field[bool] {
		return jsonapi.MapField(field.Field, func(f jsonapi.Flag) bool { return bool(f) })
	}
	return Tag{
		ID: r.ID, SiteID: parents[0],
		TrackingID: string(attributes.TrackingID),
		Name:       jsonapi.MapField(attributes.Name, func(t jsonapi.Text) string { return string(t) }),
		Category:   text(attributes.Category), MACAddress: text(attributes.MACAddress),
		Active: toBool(attributes.Active), Present: toBool(attributes.Present),
		Battery: toFloat(attributes.Battery), Latitude: toFloat(attributes.Latitude), Longitude: toFloat(attributes.Longitude),
		Altitude:  toFloat(attributes.Altitude),
		LocatedAt: text(attributes.LocatedAt), BatteriesAt: text(attributes.BatteriesAt), EndOfLife: text(attributes.EndOfLife),
	}, nil
}
