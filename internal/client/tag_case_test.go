// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestTags_anotherCaseOfATrackingIDIsNotTaken has a service to which capitals make no difference, and that returns the tag which is there in place
// of making one.
func TestTags_anotherCaseOfATrackingIDIsNotTaken(t *testing.T) {
	t.Parallel()
	for name, listing := range map[string]naotest.Listing{"a filter": {}, "no filter": {IgnoreFilters: true}} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Listing: listing, Tags: naotest.Tags{FoldCase: true, ReturnExisting: true}})
			there := server.AddTag(naotest.Tag{SiteID: server.AddSite(naotest.Site{Name: "Lab"}).ID, TrackingID: "BADGE", Name: "A"})
			tag, err := inProcess(t, server).Tags.Create(t.Context(), TagInput{SiteID: there.SiteID, TrackingID: "badge", Name: Set("B")})
			if exists, ok := errors.AsType[*ExistsError](err); !ok || exists.IDs[0] != there.ID || tag.ID != "" {
				t.Errorf("got tag %q, %v; want an ExistsError about tag %s", tag.ID, err, there.ID)
			}
		})
	}
}

// TestCreate_aTrackingIDThatTheServiceChangesIsMadeOnce has a tag whose tracking id is stored in capitals.
func TestCreate_aTrackingIDThatTheServiceChangesIsMadeOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		response naotest.Response
		fault    naotest.Fault
	}{
		"a job":           {response: naotest.SeeOther},
		"a lost response": {response: naotest.Document, fault: naotest.LoseResponse},
	} {
		virtually(name, t, func(t *testing.T) {
			c, server := account(t, naotest.Behavior{
				Responses:  naotest.Responses{Creates: test.response},
				Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"nao_trackable.tracking_id": {UpperCase: true}}},
			})
			server.Inject(test.fault, naotest.On("POST", siteTags).Times(1))
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
			defer cancel()
			tag, err := c.Tags.Create(ctx, TagInput{SiteID: "1", TrackingID: "badge-a1", Name: Set("Bed 1")})
			if err != nil || tag.TrackingID != "BADGE-A1" {
				t.Errorf("got %+v, %v", tag, err)
			}
			wantCount(t, server, "POST", siteTags, 1)
		})
	}
}

// TestTags_queriesHeedNoCase asks for a tag in another case than the service stores.
func TestTags_queriesHeedNoCase(t *testing.T) {
	t.Parallel()
	for name, listing := range map[string]naotest.Listing{"filters": {}, "no filters": {IgnoreFilters: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, server := account(t, naotest.Behavior{Listing: listing})
			for _, id := range []string{"aa:bb", "aa:cc"} {
				server.AddTag(naotest.Tag{SiteID: "1", TrackingID: id, Name: "Bed"})
			}
			found := all(t, c.Tags.List(t.Context(), "1", TagQuery{TrackingIDs: []string{"AA:BB"}}))
			if len(found) != 1 || found[0].TrackingID != "aa:bb" {
				t.Errorf("got %+v", found)
			}
		})
	}
}
