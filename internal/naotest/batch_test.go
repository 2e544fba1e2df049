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

const batchPath = tagsPath + "/batch"

// aBatch is the body of a batch of tags that are named after their tracking ids.
func aBatch(trackingIDs ...string) string {
	tags := []string{}
	for _, id := range trackingIDs {
		tags = append(tags, fmt.Sprintf(`{"name":"new %s","tracking_id":%q}`, id, id))
	}
	return `{"nao_trackables":[` + strings.Join(tags, ",") + `]}`
}

// tagsOf lists the tags of a site as "id tracking id".
func tagsOf(s *naotest.Server, site string) string {
	var tags []string
	for _, tag := range s.Tags(site) {
		tags = append(tags, tag.ID+" "+tag.TrackingID)
	}
	return strings.Join(tags, ", ")
}

func TestBatch_overwritesTheTagsOfTheSite(t *testing.T) {
	t.Parallel()
	for keep, want := range map[bool]string{
		false: "70004 B, 70005 C",
		true:  "70002 B, 70004 C",
	} {
		s, c := withTags(t, naotest.Tags{Batch: naotest.Batch{KeepIDs: keep}})
		for _, id := range []string{"A", "B"} {
			s.AddTag(naotest.Tag{SiteID: "11416", TrackingID: id, Name: "old", Battery: 7})
		}
		s.AddTag(naotest.Tag{SiteID: "11417", TrackingID: "A"})
		created := c.do("POST", batchPath, aBatch("B", "C"), 201)
		equal(t, "tags", tagsOf(s, "11416"), want)
		equal(t, "other site", tagsOf(s, "11417"), "70003 A")
		equal(t, "response", strings.Join(created.ids(), " "), strings.NewReplacer(" B", "", ", ", " ", " C", "").Replace(want))
		equal(t, "name", s.Tags("11416")[0].Name, "new B")
		equal(t, "keeps the battery", s.Tags("11416")[0].Battery == 7, keep)
		made := map[string]int{"11416/C": 1}
		if !keep {
			made["11416/B"] = 1
		}
		if got := s.Made("nao_trackable"); !maps.Equal(got, made) {
			t.Errorf("made: got %v, want %v", got, made)
		}
		c.do("PUT", batchPath, aBatch(), 201)
		equal(t, "emptied", tagsOf(s, "11416"), "")
		c.do("POST", "/sites/1/nao_trackables/batch", aBatch("A"), 404)
	}
}

func TestBatch_methods(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		batch     naotest.Batch
		put, post int
	}{
		"both":        {naotest.Batch{}, 201, 201},
		"PUT":         {naotest.Batch{Method: "PUT"}, 201, 405},
		"POST":        {naotest.Batch{Method: "POST", MissingStatus: 404}, 404, 201},
		"none":        {naotest.Batch{Method: "none"}, 405, 405},
		"refused":     {naotest.Batch{Status: 403}, 403, 403},
		"broken":      {naotest.Batch{Method: "PUT", Status: 500}, 500, 405},
		"small, POST": {naotest.Batch{Method: "POST", Limit: 1}, 405, 201},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, c := withTags(t, naotest.Tags{Batch: test.batch})
			c.do("PUT", batchPath, aBatch("A"), test.put)
			c.do("POST", batchPath, aBatch("B"), test.post)
			done := map[bool]int{test.put == 201 || test.post == 201: 1}[true]
			equal(t, "tags", len(s.Tags("")), done)
			c.do("GET", batchPath, "", 404) // is no tag
		})
	}
}

func TestBatch_leavesOutWhatIsRefused(t *testing.T) {
	t.Parallel()
	s, c := withTags(t, naotest.Tags{RefusedIDs: []string{"B"}, Batch: naotest.Batch{LeavesOut: true}})
	c.do("PUT", batchPath, aBatch("A", "B", "C"), 201)
	equal(t, "tags", tagsOf(s, ""), "70001 A, 70002 C")
}

func TestBatch_isRefusedAsAWhole(t *testing.T) {
	t.Parallel()
	const id = "/data/1/attributes/tracking_id"
	for name, test := range map[string]struct {
		tags    naotest.Tags
		body    string
		status  int
		pointer any
	}{
		"blank":               {naotest.Tags{}, `{"nao_trackables":[{"tracking_id":"A"},{"tracking_id":""}]}`, 422, id},
		"missing":             {naotest.Tags{}, `{"nao_trackables":[{"tracking_id":"A"},{"name":"x"}]}`, 422, id},
		"refused id":          {naotest.Tags{RefusedIDs: []string{"B"}}, aBatch("A", "B"), 422, id},
		"no refused id":       {naotest.Tags{}, aBatch("A", "B"), 201, nil},
		"twice":               {naotest.Tags{}, aBatch("A", "A"), 422, id},
		"twice, any case":     {naotest.Tags{FoldCase: true}, aBatch("A", "a"), 422, id},
		"two cases":           {naotest.Tags{}, aBatch("A", "a"), 201, nil},
		"twice, not unique":   {naotest.Tags{Unique: naotest.NotUnique}, aBatch("A", "A"), 201, nil},
		"of another site":     {naotest.Tags{Unique: naotest.UniqueInAccount}, aBatch("A", "theirs"), 422, id},
		"of any site":         {naotest.Tags{}, aBatch("A", "theirs"), 201, nil},
		"limit of the site":   {naotest.Tags{Limit: 2}, aBatch("A", "B", "C"), 422, nil},
		"largest":             {naotest.Tags{Batch: naotest.Batch{Limit: 2}}, aBatch("A", "B"), 201, nil},
		"too large":           {naotest.Tags{Batch: naotest.Batch{Limit: 2}}, aBatch("A", "B", "C"), 422, nil},
		"too large, 413":      {naotest.Tags{Batch: naotest.Batch{Limit: 2, TooLargeStatus: 413}}, aBatch("A", "B", "C"), 413, nil},
		"no list":             {naotest.Tags{}, `{"nao_trackables":{}}`, 422, nil},
		"the root of one tag": {naotest.Tags{}, badge, 422, nil},
		"no role":             {naotest.Tags{ForbidWrites: true}, aBatch("A"), 403, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, c := withTags(t, test.tags)
			s.AddTag(naotest.Tag{SiteID: "11416", TrackingID: "before"})
			s.AddTag(naotest.Tag{SiteID: "11417", TrackingID: "theirs"})
			got := c.do("POST", batchPath, test.body, test.status)
			if test.pointer != nil {
				equal(t, "pointer", got.at("errors", 0, "source", "pointer"), test.pointer)
			}
			equal(t, "nothing is done", tagsOf(s, "11416") == "70001 before", test.status != 201)
		})
	}
}

func TestBatch_answers(t *testing.T) {
	t.Parallel()
	for response, status := range map[naotest.Response]int{
		"": 201, naotest.Empty: 201, naotest.NoContent: 204, naotest.SeeOther: 303, naotest.Accepted: 202,
		naotest.RefusedInSuccess: 200,
	} {
		s, c := withTags(t, naotest.Tags{})
		s.SetBehavior(func(b *naotest.Behavior) {
			b.PerType = map[string]naotest.Responses{"batch": {Creates: response}}
			b.Jobs.Polls = 1
		})
		got := c.do("PUT", batchPath, aBatch("A"), status)
		asynchronous := status == 303 || status == 202
		equal(t, "done at once", len(s.Tags("")) == 1, !asynchronous && status != 200)
		if asynchronous {
			c.do("GET", "/background_jobs/48145", "", 200)
			c.do("GET", "/background_jobs/48145", "", 200)
			equal(t, "done by the job", len(s.Tags("")), 1)
		}
		equal(t, "body", strings.Contains(got.body, `"nao_trackable"`), response == "")
		c.do("POST", tagsPath, other, 201) // a single tag is not concerned
	}
}

func TestBatch_mayBeSlow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, c := withTags(t, naotest.Tags{})
		s.SetBehavior(func(b *naotest.Behavior) {
			b.WorkPerType = map[string]naotest.Durations{"batch": {Creates: time.Minute}}
			b.Gateway.GivesUpAfter = 15 * time.Second
		})
		c.do("PUT", batchPath, aBatch("A", "B"), 504)
		equal(t, "tags yet", len(s.Tags("")), 0)
		c.do("POST", tagsPath, other, 201)
		pass(45 * time.Second)
		equal(t, "tags", tagsOf(s, "11416"), "70002 A, 70003 B") // whatever came in between
	})
}
