// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Tag is a tracked badge or asset label of a site: a nao_trackable.
type Tag struct {
	ID         string // "" = the next one, when it is added
	SiteID     string
	TrackingID string
	Name       string  // "" = null
	Category   string  // "" = null
	MACAddress string  // "" = the tracking id
	Battery    float64 // percent; what documents show of it moves
	Inactive   bool
	CreatedAt  time.Time // zero = now
}

// Tags says how tags behave.
type Tags struct {
	// Unique is where a tracking id belongs to one tag; "" = UniqueBelowParent, that
	// is in its site. Another tag with it is refused with 422.
	Unique Uniqueness
	// FoldCase makes tracking ids that differ in case only the same, for Unique and
	// for filters. They are stored as they were sent: see [Attributes.Stored].
	FoldCase bool
	// RefusedIDs are tracking ids that no tag may get: 422.
	RefusedIDs []string
	// RequireName responds 422 to a tag without a name.
	RequireName bool
	// ReturnExisting responds to a create with 200 and the tag that has the tracking
	// id already, and makes none.
	ReturnExisting bool
	// Limit is how many tags a site may have; 0 = any number. One more is refused
	// with 422.
	Limit int
	// Type is the type in documents; "" = nao_trackable [lib].
	Type string
	// ThinListing leaves name and category to the detail.
	ThinListing bool
	// Still keeps position, battery and presence, which otherwise change at every read.
	Still bool
	// Forbidden responds 403 to everything, ForbidWrites to writes: the user has none
	// of the roles [doc: Tags commissioning].
	Forbidden, ForbidWrites bool
	// Batch says how /nao_trackables/batch behaves.
	Batch Batch
}

const tagKind = "nao_trackable"

func newTags(sites *kind[Site]) *kind[Tag] {
	return newKind(spec[Tag]{
		plural:   "nao_trackables",
		first:    70001,
		verbs:    crud(),
		below:    []owner[Tag]{{sites, func(tag Tag) string { return tag.SiteID }}},
		key:      func(tag Tag) string { return tag.TrackingID },
		keyName:  "tracking_id",
		keepsKey: true,
		foldsKey: func(c *call) bool { return c.b.Tags.FoldCase },
		id:       func(tag *Tag) *string { return &tag.ID },
		created:  func(tag *Tag) *time.Time { return &tag.CreatedAt },
		field: fields(map[string]func(Tag) any{
			"tracking_id": func(tag Tag) any { return tag.TrackingID },
			"name":        func(tag Tag) any { return nullable(tag.Name) },
			"category":    func(tag Tag) any { return nullable(tag.Category) },
			"battery":     func(tag Tag) any { return tag.Battery },
			"is_active":   func(tag Tag) any { return !tag.Inactive },
		}),
		options: map[string]string{"ids": "id", "tracking_ids": "tracking_id", "categories": "category"},
		show:    showTag,
		listing: listTag,
		rules: func(c *call) rules {
			tags := c.b.Tags
			reads := c.op.verb == verbRead || c.op.verb == verbList
			return rules{
				forbidden:      tags.Forbidden || tags.ForbidWrites && !reads,
				unique:         cmp.Or(tags.Unique, UniqueBelowParent),
				returnExisting: tags.ReturnExisting,
				limit:          tags.Limit,
			}
		},
		fresh:  func(c *call) Tag { return Tag{SiteID: c.s.state.sites.ref(c), Battery: 100} },
		change: changeTag,
		required: func(c *call) []string {
			if c.b.Tags.RequireName {
				return []string{"tracking_id", "name"}
			}
			return []string{"tracking_id"}
		},
	})
}

func changeTag(c *call, tag *Tag, attributes map[string]json.RawMessage) []problem {
	var problems []problem
	for _, text := range []struct {
		attribute string
		to        *string
		required  bool
	}{
		{"tracking_id", &tag.TrackingID, true},
		{"name", &tag.Name, c.b.Tags.RequireName},
		{"category", &tag.Category, false},
	} {
		if raw, ok := attributes[text.attribute]; ok {
			problems = append(problems, c.setText(text.to, tagKind, text.attribute, raw)...)
			if text.required && strings.TrimSpace(*text.to) == "" && len(problems) == 0 {
				problems = append(problems, blank(text.attribute))
			}
		}
	}
	if slices.Contains(c.b.Tags.RefusedIDs, tag.TrackingID) {
		problems = append(problems, malformed("tracking_id"))
	}
	return problems
}

var isMAC = regexp.MustCompile(`^([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$`)

// showTag shows a tag. Position, battery and presence are different at every read.
func showTag(c *call, r *row[Tag]) resource {
	tag, moved := r.value, 0
	if !c.b.Tags.Still {
		moved = c.moves(reference{tagKind, tag.ID})
	}
	mac := tag.MACAddress
	if mac == "" && isMAC.MatchString(tag.TrackingID) {
		mac = tag.TrackingID
	}
	return resource{kind: named(c.b.Tags.Type, tagKind), id: tag.ID, attributes: map[string]any{
		"tracking_id":           tag.TrackingID,
		"name":                  nullable(tag.Name),
		"category":              nullable(tag.Category),
		"mac_address":           nullable(mac),
		"adv_id_full":           nil,
		"is_active":             !tag.Inactive,
		"new_batteries_at":      timestamp(r.created),
		"estimated_end_of_life": nil,
		"battery":               max(tag.Battery-float64(moved)/1000, 0),
		"is_present":            moved%2 == 0,
		"lat":                   43.56 + float64(moved)/1e6,
		"lon":                   1.38 - float64(moved)/1e6,
		"alt":                   float64(moved % 10),
		"loc_updated_at":        timestamp(r.created.Add(time.Duration(moved) * time.Second)),
	}}
}

// listTag shows a tag as listings do.
func listTag(c *call, r *row[Tag]) resource {
	shown := showTag(c, r)
	if c.b.Tags.ThinListing {
		delete(shown.attributes, "name")
		delete(shown.attributes, "category")
	}
	return shown
}

// AddTag puts a tag into the account, without a request. It does not check that the
// site exists, nor whether the tracking id is taken.
func (s *Server) AddTag(tag Tag) Tag { return addTo(s, s.state.tags, tag) }

// SeedTags adds n tags to a site. The first tag of the account that is added so is
// "tag-00001" with TagMAC(1), and so on.
func (s *Server) SeedTags(siteID string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range n {
		s.state.macs++
		s.state.tags.put(Tag{
			SiteID: siteID, TrackingID: TagMAC(s.state.macs), Name: fmt.Sprintf("tag-%05d", s.state.macs), Battery: 100,
		}, time.Now())
	}
}

// TagMAC returns the tracking id of the nth seeded tag, from 1 to 16,777,215.
func TagMAC(n int) string {
	return fmt.Sprintf("AA:BB:CC:%02X:%02X:%02X", n>>16&0xFF, n>>8&0xFF, n&0xFF)
}

// Tags returns the tags of a site ("" = of all) in the order of their numeric ids.
func (s *Server) Tags(siteID string) []Tag {
	return valuesOf(s, s.state.tags, func(tag Tag) bool { return siteID == "" || tag.SiteID == siteID })
}

// UpdateTag changes a tag behind the client's back. It reports whether there is one.
// The ID stays.
func (s *Server) UpdateTag(id string, change func(*Tag)) bool {
	return updateIn(s, s.state.tags, id, change)
}

// RemoveTag removes a tag. It reports whether there was one.
func (s *Server) RemoveTag(id string) bool { return removeFrom(s, s.state.tags, id) }
