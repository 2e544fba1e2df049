// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

const mac = "AA:BB:CC:44:55:66"

func badge() TagInput { return TagInput{SiteID: "1", TrackingID: mac, Name: Set("Bed 12")} }

func TestTag_slowWorkMakesOne(t *testing.T) {
	t.Parallel()
	gateways := map[string]naotest.Gateway{"no gateway": {}, "504 after 15s": {GivesUpAfter: 15 * time.Second}, "cut after 10s": {GivesUpAfter: 10 * time.Second, Form: naotest.GatewayCuts}}
	for _, response := range []naotest.Response{naotest.Document, naotest.Empty, naotest.SeeOther, naotest.Accepted} {
		for _, work := range []time.Duration{0, 90 * time.Second, 300 * time.Second} {
			for gateway, settings := range gateways {
				for _, fault := range []naotest.Fault{{}, naotest.LoseResponse, naotest.Status(500).AfterWork()} {
					virtually(fmt.Sprint(response, ", ", work, ", ", gateway, ", ", fault), t, func(t *testing.T) {
						c, server := account(t, naotest.Behavior{
							Responses: naotest.Responses{Creates: response}, Work: naotest.Durations{Creates: work}, Gateway: settings, Tags: naotest.Tags{Unique: naotest.NotUnique},
						})
						server.SeedTags("1", 40)
						server.Schedule(fault)
						ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
						defer cancel()
						tag, err := c.Tags.Create(ctx, badge())
						pass(t, 10*time.Minute)
						if all := server.Tags("1"); err != nil || len(all) != 41 || tag.ID != all[40].ID {
							t.Errorf("got tag %q, %v; there are %d tags, want 41", tag.ID, err, len(all))
						}
						wantCount(t, server, "POST", siteTags, 1)
					})
				}
			}
		}
	}
}

func TestTag_document(t *testing.T) {
	t.Parallel()
	c := scripted(t, always(200, `{"data":{"id":"7","type":"nao_trackable","attributes":{"tracking_id":123456,"name":"Bed 12","category":"bed",
		"mac_address":"AA:BB:CC:44:55:66","is_active":true,"is_present":false,"battery":"87.5","lat":43.5,"lon":1.25,"alt":null,
		"loc_updated_at":"2026-01-02T03:04:05Z","new_batteries_at":null,"estimated_end_of_life":"2027-01-01"}}}`))
	got, err := c.Tags.Get(t.Context(), Tag{ID: "7", SiteID: "1"})
	want := Tag{
		ID: "7", SiteID: "1", TrackingID: "123456", Name: Set("Bed 12"), Category: "bed", MACAddress: mac, Active: Set(true), Present: Set(false),
		Battery: Set(87.5), Latitude: Set(43.5), Longitude: Set(1.25), Altitude: Null[float64](), LocatedAt: "2026-01-02T03:04:05Z", EndOfLife: "2027-01-01",
	}
	if err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	// The type, and the form of what is only shown, are not documented.
	c = scripted(t, always(200, `{"data":{"id":"7","type":"tag","attributes":{"tracking_id":"x","name":null,"category":{"id":1},"is_active":"perhaps","battery":"75 %","lat":""}}}`))
	got, err = c.Tags.Get(t.Context(), Tag{ID: "7", SiteID: "1"})
	if want := (Tag{ID: "7", SiteID: "1", TrackingID: "x", Name: Null[string]()}); err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	c = scripted(t, always(200, `{"data":{"id":"7","type":"tag","attributes":{"tracking_id":["x"]}}}`))
	if _, err := c.Tags.Get(t.Context(), Tag{ID: "7", SiteID: "1"}); err == nil {
		t.Error("got no error for a tracking id that is a list")
	}
}

func TestTags_anyTypeOfDocuments(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{Tags: naotest.Tags{Type: "tag"}})
		tag, err := c.Tags.Create(t.Context(), badge())
		if err != nil || len(server.Tags("1")) != 1 {
			t.Fatalf("got %+v, %v; the server has %+v", tag, err, server.Tags("1"))
		}
		if got := ids(all(t, c.Tags.List(t.Context(), "1", TagQuery{}))); !slices.Equal(got, []string{tag.ID}) {
			t.Errorf("got the tags %v", got)
		}
		if tag, err = c.Tags.Update(t.Context(), tag, TagInput{SiteID: "1", Name: Set("Bed 13")}); err != nil || tag.Name != Set("Bed 13") {
			t.Errorf("got %+v, %v after the update", tag, err)
		}
	})
}

func TestTag_getFollowsTheTrackingID(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		known  Tag
		id     string
		absent bool
		text   string
	}{
		"by id":                       {known: Tag{ID: "70001"}, id: "70001"},
		"by tracking id":              {known: Tag{TrackingID: naotest.TagMAC(2)}, id: "70002"},
		"by tracking id, another id":  {known: Tag{ID: "5", TrackingID: naotest.TagMAC(2)}, id: "70002"},
		"neither":                     {known: Tag{ID: "5", TrackingID: "none"}, absent: true},
		"an id that is gone":          {known: Tag{ID: "5"}, absent: true},
		"nothing known":               {known: Tag{}, absent: true},
		"two with the tracking id":    {known: Tag{TrackingID: "twin"}, text: "it is not the only one: ids 70004, 70005"},
		"a site that does not exist":  {known: Tag{SiteID: "9", TrackingID: "none"}, absent: true},
		"a site that cannot be named": {known: Tag{SiteID: "..", TrackingID: "none"}, text: ".."},
	} {
		virtually(name, t, func(t *testing.T) {
			c, server := account(t, naotest.Behavior{})
			server.SeedTags("1", 3)
			for range 2 {
				server.AddTag(naotest.Tag{SiteID: "1", TrackingID: "twin", Name: "Twin"})
			}
			if test.known.SiteID == "" {
				test.known.SiteID = "1"
			}
			tag, err := c.Tags.Get(t.Context(), test.known)
			if tag.ID != test.id || (err == nil) != (test.id != "") || IsNotFound(err) != test.absent {
				t.Errorf("got tag %q, %v", tag.ID, err)
			}
			if test.text != "" {
				wantError(t, err, test.text)
			}
		})
	}
}

func TestTags_listWhatMatches(t *testing.T) {
	t.Parallel()
	many := []string{naotest.TagMAC(1)}
	for i := range 60 {
		many = append(many, fmt.Sprintf("other-%d", i))
	}
	for name, test := range map[string]struct {
		query  TagQuery
		want   []string
		filter string
	}{
		"all":               {TagQuery{}, []string{"70001", "70002", "70003"}, ""},
		"by name":           {TagQuery{Query: Query{NameContains: "00002"}}, []string{"70002"}, "name_cont"},
		"by tracking ids":   {TagQuery{TrackingIDs: []string{naotest.TagMAC(1), "bed"}}, []string{"70001", "70003"}, "tracking_id_in][]"},
		"by many":           {TagQuery{TrackingIDs: many}, []string{"70001"}, ""},
		"by category":       {TagQuery{Category: "bed"}, []string{"70003"}, "category_eq"},
		"the active ones":   {TagQuery{Active: Set(true)}, []string{"70001", "70002"}, "is_active_eq]=true"},
		"the others":        {TagQuery{Active: Set(false)}, []string{"70003"}, "is_active_eq]=false"},
		"all that excludes": {TagQuery{Category: "bed", Active: Set(true)}, nil, "category_eq"},
	} {
		for listing, behavior := range map[string]naotest.Behavior{
			"filters": {}, "no filters": {Listing: naotest.Listing{IgnoreFilters: true}}, "thin": {Tags: naotest.Tags{ThinListing: true}},
			"refused": {Listing: naotest.Listing{Refused: naotest.RefusedQueries{Filters: 422}}},
		} {
			virtually(name+", "+listing, t, func(t *testing.T) {
				c, server := account(t, behavior)
				server.SeedTags("1", 2)
				server.AddTag(naotest.Tag{SiteID: "1", TrackingID: "bed", Name: "Bed", Category: "bed", Inactive: true})
				if got := ids(all(t, c.Tags.List(t.Context(), "1", test.query))); !slices.Equal(got, test.want) {
					t.Errorf("got the tags %v, want %v", got, test.want)
				}
				if log := requestLog(server); listing == "filters" && !strings.Contains(strings.NewReplacer("%5B", "[", "%5D", "]").Replace(log), test.filter) {
					t.Errorf("got the requests %s, want the filter %s", log, test.filter)
				}
			})
		}
	}
}

func TestTags_listEnds(t *testing.T) {
	t.Parallel()
	virtually("in an error", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{Tags: naotest.Tags{ThinListing: true}})
		server.SeedTags("1", 3)
		server.Inject(naotest.Status(403), naotest.On("GET", siteTags+"/70002"))
		tags, err := untilError(c.Tags.List(t.Context(), "1", TagQuery{}))
		if !IsForbidden(err) || len(tags) != 1 {
			t.Errorf("got %d tags, %v, want one and the 403", len(tags), err)
		}
	})
	virtually("with a tag that is gone meanwhile", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{Tags: naotest.Tags{ThinListing: true}})
		server.SeedTags("1", 3)
		server.Inject(naotest.Status(404), naotest.On("GET", siteTags+"/70002"))
		if got := ids(all(t, c.Tags.List(t.Context(), "1", TagQuery{}))); !slices.Equal(got, []string{"70001", "70003"}) {
			t.Errorf("got the tags %v", got)
		}
	})
	virtually("where the caller ends it", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.SeedTags("1", 3)
		for tag, err := range c.Tags.List(t.Context(), "1", TagQuery{}) {
			if err != nil || tag.ID != "70001" {
				t.Errorf("got the tag %s, %v", tag.ID, err)
			}
			break
		}
	})
}

func TestTags_ofSite(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.SeedTags("1", 120)
		for i, look := range []Look{Cached, Cached, Fresh} {
			got, err := c.Tags.OfSite(t.Context(), "1", look)
			if want := []int{120, 120, 122}[i]; err != nil || len(got) != want {
				t.Errorf("got %d tags, %v, want %d", len(got), err, want)
			}
			wantCount(t, server, "GET", siteTags, []int{2, 2, 3}[i])
			server.SeedTags("1", 1)
		}
	})
}

func TestTag_updateAndDelete(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{Work: naotest.Durations{Updates: 20 * time.Second, Deletes: 20 * time.Second}, Gateway: naotest.Gateway{GivesUpAfter: 15 * time.Second}})
		server.AddTag(naotest.Tag{SiteID: "1", TrackingID: mac, Name: "Bed 11"})
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
		defer cancel()
		tag, err := c.Tags.Update(ctx, Tag{ID: "70001", SiteID: "1", TrackingID: mac}, badge())
		if name, _ := tag.Name.Get(); err != nil || name != "Bed 12" || server.Tags("1")[0].Name != "Bed 12" {
			t.Errorf("got %+v, %v", tag, err)
		}
		if err := c.Tags.Delete(ctx, tag); err != nil || len(server.Tags("1")) > 0 {
			t.Errorf("got %v, and %d tags", err, len(server.Tags("1")))
		}
	})
}

// TestTag_aCreateBeyondTheDeadlineIsResumed has another process find the tag.
func TestTag_aCreateBeyondTheDeadlineIsResumed(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{Work: naotest.Durations{Creates: 90 * time.Second}})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_, err := c.Tags.Create(ctx, badge())
		pending, ok := errors.AsType[*PendingError](err)
		if !ok {
			t.Fatalf("got %v, want a PendingError", err)
		}
		tag, err := inProcess(t, server).Tags.Resume(t.Context(), badge(), pending.Pending)
		if err != nil || tag.ID != "70001" || len(server.Tags("1")) != 1 {
			t.Errorf("got tag %q, %v, and %d tags", tag.ID, err, len(server.Tags("1")))
		}
		wantCount(t, server, "POST", siteTags, 1)
	})
}
