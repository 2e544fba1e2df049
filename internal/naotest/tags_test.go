// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

const (
	tagsPath  = "/sites/11416/nao_trackables"
	badge     = `{"nao_trackable":{"name":"My tag","tracking_id":"AA:BB:CC:44:55:66"}}`
	other     = `{"nao_trackable":{"name":"Other","tracking_id":"123456"}}`
	badgeCase = `{"nao_trackable":{"tracking_id":"aa:bb:cc:44:55:66"}}`
)

// withTags returns an account with the sites 11416 and 11417, and a client.
func withTags(t *testing.T, b naotest.Tags) (*naotest.Server, *client) {
	t.Helper()
	s := naotest.New(naotest.Behavior{Tags: b})
	s.SeedSites(2)
	return s, inProcess(t, s)
}

func TestTag_createReadUpdateDelete(t *testing.T) {
	t.Parallel()
	s, c := withTags(t, naotest.Tags{})
	created := c.do("POST", tagsPath, badge, 201)
	equal(t, "id", created.at("data", "id"), any("70001"))
	equal(t, "type", created.at("data", "type"), any("nao_trackable"))
	equal(t, "MAC", created.at("data", "attributes", "mac_address"), any("AA:BB:CC:44:55:66"))
	equal(t, "links.self", created.at("links", "self"), any(naotest.Endpoint+tagsPath))

	c.do("PUT", tagsPath+"/70001", `{"nao_trackable":{"name":"new"}}`, 200)
	read := c.do("GET", tagsPath+"/70001", "", 200)
	equal(t, "name", read.at("data", "attributes", "name"), any("new"))
	equal(t, "tracking id", read.at("data", "attributes", "tracking_id"), any("AA:BB:CC:44:55:66"))
	c.do("PUT", tagsPath+"/70001", `{"nao_trackable":{"name":null,"tracking_id":7}}`, 200)
	equal(t, "tag", fmt.Sprint(s.Tags("11416")[0].Name, s.Tags("")[0].TrackingID), "7")

	c.do("GET", "/sites/11417/nao_trackables/70001", "", 404) // another site's
	c.do("DELETE", tagsPath+"/70001", "", 204)
	c.do("GET", tagsPath+"/70001", "", 404)
	equal(t, "tags", len(s.Tags("")), 0)
	c.do("POST", "/sites/1/nao_trackables", badge, 404)
	c.do("GET", "/sites/1/nao_trackables", "", 404)
}

func TestTag_changesOutOfBandAndGoesWithItsSite(t *testing.T) {
	t.Parallel()
	s, c := withTags(t, naotest.Tags{})
	s.SeedTags("11416", 2)
	s.SeedTags("11417", 1)
	tags := s.Tags("11417")
	equal(t, "tracking id", tags[0].TrackingID, naotest.TagMAC(3))
	equal(t, "name", tags[0].Name, "tag-00003")
	equal(t, "updated", s.UpdateTag(tags[0].ID, func(tag *naotest.Tag) { tag.Name, tag.ID = "new", "1" }), true)
	equal(t, "name", c.do("GET", "/sites/11417/nao_trackables/"+tags[0].ID, "", 200).at("data", "attributes", "name"), any("new"))
	equal(t, "unknown", s.UpdateTag("1", func(*naotest.Tag) { t.Error("called") }), false)
	equal(t, "removed", s.RemoveTag(tags[0].ID), true)
	equal(t, "removed twice", s.RemoveTag(tags[0].ID), false)
	s.RemoveSite("11416")
	equal(t, "tags", len(s.Tags("")), 0)
}

func TestTag_rejectsInvalidAttributesWithTheirPointer(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ attributes, pointer, detail string }{
		"no tracking id":    {`{"name":"x"}`, "tracking_id", "Tracking can't be blank"},
		"empty tracking id": {`{"name":"x","tracking_id":" "}`, "tracking_id", "Tracking can't be blank"},
		"null tracking id":  {`{"name":"x","tracking_id":null}`, "tracking_id", "Tracking can't be blank"},
		"a list":            {`{"tracking_id":["x"]}`, "tracking_id", "Tracking is invalid"},
		"refused":           {`{"tracking_id":"bad"}`, "tracking_id", "Tracking is invalid"},
		"long name": {
			`{"tracking_id":"x","name":"` + strings.Repeat("é", 256) + `"}`, "name", "Name is too long (maximum is 255 characters)",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, c := withTags(t, naotest.Tags{RefusedIDs: []string{"bad"}})
			rejected := c.do("POST", tagsPath, `{"nao_trackable":`+test.attributes+`}`, 422)
			equal(t, "pointer", rejected.at("errors", 0, "source", "pointer"), any("/data/attributes/"+test.pointer))
			equal(t, "detail", rejected.at("errors", 0, "detail"), any(test.detail))
			equal(t, "tags", len(s.Tags("")), 0)
		})
	}
}

func TestTag_trackingIDsAreUnique(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		tags                        naotest.Tags
		again, elsewhere, otherCase int
	}{
		"in the site":    {naotest.Tags{}, 422, 201, 201},
		"in the account": {naotest.Tags{Unique: naotest.UniqueInAccount}, 422, 422, 201},
		"not":            {naotest.Tags{Unique: naotest.NotUnique}, 201, 201, 201},
		"in any case":    {naotest.Tags{FoldCase: true}, 422, 201, 422},
		"shown again":    {naotest.Tags{ReturnExisting: true}, 200, 201, 201},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, c := withTags(t, test.tags)
			c.do("POST", tagsPath, badge, 201)
			again := c.do("POST", tagsPath, badge, test.again)
			if test.again == 422 {
				equal(t, "pointer", again.at("errors", 0, "source", "pointer"), any("/data/attributes/tracking_id"))
				equal(t, "code", again.at("errors", 0, "code"), any("taken"))
			}
			c.do("POST", "/sites/11417/nao_trackables", badge, test.elsewhere)
			c.do("POST", tagsPath, badgeCase, test.otherCase)
			c.do("POST", tagsPath, other, 201)
			made := map[string]int{}
			for _, tag := range s.Tags("") {
				made[tag.SiteID+"/"+tag.TrackingID]++
			}
			if got := s.Made("nao_trackable"); !maps.Equal(got, made) {
				t.Errorf("made: got %v, want %v", got, made)
			}
		})
	}
}

func TestTag_aTakenIDIsRefusedInAnUpdateToo(t *testing.T) {
	t.Parallel()
	s, c := withTags(t, naotest.Tags{})
	c.do("POST", tagsPath, badge, 201)
	c.do("POST", tagsPath, other, 201)
	c.do("PUT", tagsPath+"/70002", badge, 422)
	c.do("PUT", tagsPath+"/70002", other, 200)
	s.UpdateTag("70001", func(tag *naotest.Tag) { tag.TrackingID = "free" })
	c.do("PUT", tagsPath+"/70002", badge, 200)
}

func TestTag_rulesOfTheSite(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		tags                         naotest.Tags
		list, unnamed, create, third int
	}{
		"none":       {naotest.Tags{}, 200, 201, 201, 201},
		"names":      {naotest.Tags{RequireName: true}, 200, 422, 201, 201},
		"limit":      {naotest.Tags{Limit: 2}, 200, 201, 201, 422},
		"no role":    {naotest.Tags{Forbidden: true}, 403, 403, 403, 403},
		"read alone": {naotest.Tags{ForbidWrites: true}, 200, 403, 403, 403},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, c := withTags(t, test.tags)
			c.do("GET", tagsPath, "", test.list)
			c.do("POST", tagsPath, `{"nao_trackable":{"tracking_id":"unnamed"}}`, test.unnamed)
			c.do("POST", tagsPath, badge, test.create)
			c.do("POST", tagsPath, other, test.third)
			c.do("GET", "/sites/11416", "", 200)
			tag := s.AddTag(naotest.Tag{SiteID: "11416", TrackingID: "seeded", Name: "seeded"})
			c.do("DELETE", tagsPath+"/"+tag.ID, "", map[bool]int{true: 403, false: 204}[test.create == 403])
		})
	}
}

func TestTag_documents(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		tags       naotest.Tags
		kind       string
		listsNames bool
	}{
		"as assumed":   {naotest.Tags{}, "nao_trackable", true},
		"another type": {naotest.Tags{Type: "tag"}, "tag", true},
		"thin":         {naotest.Tags{ThinListing: true}, "nao_trackable", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := withTags(t, test.tags)
			c.do("POST", tagsPath, badge, 201)
			read, listed := c.do("GET", tagsPath+"/70001", "", 200), c.do("GET", tagsPath, "", 200)
			equal(t, "type", read.at("data", "type"), any(test.kind))
			equal(t, "listed type", listed.at("data", 0, "type"), any(test.kind))
			equal(t, "name", read.at("data", "attributes", "name"), any("My tag"))
			equal(t, "listed name", listed.at("data", 0, "attributes", "name") != nil, test.listsNames)
		})
	}
}

func TestTag_positionBatteryAndPresenceMove(t *testing.T) {
	t.Parallel()
	for still, moves := range map[bool]bool{false: true, true: false} {
		_, c := withTags(t, naotest.Tags{Still: still})
		c.do("POST", tagsPath, badge, 201)
		for _, path := range []string{tagsPath + "/70001", tagsPath} {
			before := c.do("GET", path, "", 200)
			after := c.do("GET", path, "", 200)
			equal(t, path, before.body != after.body, moves)
		}
		before := c.do("GET", tagsPath+"/70001", "", 200)
		after := c.do("GET", tagsPath+"/70001", "", 200)
		for _, name := range []string{"lat", "lon", "battery", "is_present", "loc_updated_at"} {
			equal(t, name, before.at("data", "attributes", name) != after.at("data", "attributes", name), moves)
		}
		equal(t, "name", before.at("data", "attributes", "name"), after.at("data", "attributes", "name"))
	}
}

func TestTag_isSubjectToTheCommonSwitches(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, c := withTags(t, naotest.Tags{})
		s.SetBehavior(func(b *naotest.Behavior) {
			b.PerType = map[string]naotest.Responses{"nao_trackable": {Creates: naotest.SeeOther}}
			b.WorkPerType = map[string]naotest.Durations{"nao_trackable": {Updates: time.Minute}}
			b.Jobs.ListingLag = naotest.Lag{For: time.Minute}
			b.Removals = naotest.Removals{Status: 405, Types: []string{"nao_trackable"}}
			b.Attributes.Stored = map[string]naotest.Text{"nao_trackable.tracking_id": {LowerCase: true}}
		})
		location := c.do("POST", tagsPath, badge, 303).header.Get("Location")
		equal(t, "status", c.do("GET", location, "", 200).at("data", "attributes", "status"), any("success"))
		equal(t, "listed", len(c.do("GET", tagsPath, "", 200).ids()), 0)
		pass(time.Minute)
		equal(t, "listed later", len(c.do("GET", tagsPath, "", 200).ids()), 1)
		equal(t, "tracking id", s.Tags("")[0].TrackingID, "aa:bb:cc:44:55:66")
		c.do("DELETE", tagsPath+"/70001", "", 405)
		begun := time.Now()
		c.do("PUT", tagsPath+"/70001", other, 200)
		equal(t, "work", time.Since(begun), time.Minute)
	})
}
