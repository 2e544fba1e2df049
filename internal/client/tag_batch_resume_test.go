// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestResumeBatch_goesOnFromThere(t *testing.T) {
	t.Parallel()
	slow := naotest.Behavior{WorkPerType: map[string]naotest.Durations{"batch": {Creates: 200 * time.Second}}}
	job := naotest.Behavior{Responses: asynchronousCreates, Jobs: naotest.Jobs{Duration: 200 * time.Second}}
	jobInPart := job
	jobInPart.Tags = naotest.Tags{RefusedIDs: []string{"badge-2"}, Batch: naotest.Batch{LeavesOut: true}}
	jobThatFails := job
	jobThatFails.Tags = naotest.Tags{RefusedIDs: []string{"badge-2"}, Batch: naotest.Batch{LeavesOut: true}, Limit: 1}
	for name, test := range map[string]struct {
		behavior naotest.Behavior
		lacking  []string
	}{
		"slow work":        {slow, nil},
		"a job":            {job, nil},
		"a job, in part":   {jobInPart, []string{"badge-2"}},
		"a job that fails": {jobThatFails, []string{"badge-1", "badge-2", "badge-3"}},
	} {
		virtually(name, t, func(t *testing.T) {
			c, server := account(t, test.behavior)
			pending := wantPending(t, c, time.Minute)
			var lacking []string
			err := error(&BatchError{})
			for range 3 {
				if _, unknown := errors.AsType[*BatchError](err); unknown {
					lacking, err = inProcess(t, server).Tags.ResumeBatch(t.Context(), "1", pending)
				}
			}
			if err != nil || !slices.Equal(lacking, test.lacking) {
				t.Errorf("got %q lacking, %v, want %q", lacking, err, test.lacking)
			}
			wantCount(t, server, "PUT", siteBatch, 1)
		})
	}
}

func TestResumeBatch_waitsForHalfAnHour(t *testing.T) {
	t.Parallel()
	virtually("nothing comes of it", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.Inject(naotest.HangBefore, naotest.On("PUT", siteBatch).Times(1))
		pending := wantPending(t, c, time.Minute)
		within(t, 3*time.Minute, func(t *testing.T) {
			_, err := c.Tags.ResumeBatch(t.Context(), "1", pending)
			if _, unknown := errors.AsType[*BatchError](err); !unknown {
				t.Errorf("got %v, want a BatchError", err)
			}
			wantError(t, err, "a batch of 3 tags was sent to site 1", "not all of its tags have appeared yet")
		})
		pass(t, 30*time.Minute)
		within(t, time.Second, func(t *testing.T) {
			if lacking, err := c.Tags.ResumeBatch(t.Context(), "1", pending); err != nil || len(lacking) != 3 {
				t.Errorf("got %q lacking, %v, want all", lacking, err)
			}
		})
	})
	virtually("the site is gone", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.Inject(naotest.HangBefore, naotest.On("PUT", siteBatch).Times(1))
		pending := wantPending(t, c, time.Minute)
		server.RemoveSite("1")
		server.AddSite(naotest.Site{ID: "2", Name: "Depot"})
		if lacking, err := c.Tags.ResumeBatch(t.Context(), "1", pending); err != nil || len(lacking) != 3 {
			t.Errorf("got %q lacking, %v, want all", lacking, err)
		}
	})
	virtually("the listing fails", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.Inject(naotest.HangBefore, naotest.On("PUT", siteBatch).Times(1))
		pending := wantPending(t, c, time.Minute)
		server.Inject(naotest.Status(403), naotest.On("GET", siteTags))
		_, err := c.Tags.ResumeBatch(t.Context(), "1", pending)
		if _, unknown := errors.AsType[*BatchError](err); !unknown || !IsForbidden(err) {
			t.Errorf("got %v, want a BatchError for the 403", err)
		}
	})
}
