// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestCommission_neverOverTagsThatExist(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare func(server *naotest.Server)
		fails   bool
	}{
		"a tag": {func(server *naotest.Server) { server.AddTag(naotest.Tag{SiteID: "1", TrackingID: "theirs"}) }, false},
		"no listing": {func(server *naotest.Server) {
			server.Inject(naotest.Status(403), naotest.On("GET", siteTags))
		}, true},
		"a listing that counts more than it shows": {func(server *naotest.Server) {
			server.Inject(naotest.Canned(200, "application/json", `{"data":[],"meta":{"pagination":{"current":1,"records":5}}}`), naotest.On("GET", siteTags))
		}, false},
	} {
		virtually(name, t, func(t *testing.T) {
			c, server := account(t, naotest.Behavior{})
			test.prepare(server)
			sent, err := c.Tags.Commission(t.Context(), "1", badges(3))
			if sent || (err != nil) != test.fails {
				t.Errorf("got sent %t, %v", sent, err)
			}
			wantCount(t, server, "PUT", siteBatch, 0)
		})
	}
	virtually("a site that cannot be named", t, func(t *testing.T) {
		c, _ := account(t, naotest.Behavior{})
		if sent, err := c.Tags.Commission(t.Context(), "..", badges(1)); sent || err == nil {
			t.Errorf("got sent %t, %v, want an error", sent, err)
		}
	})
}

// TestCommission_neverBesideOtherCreates has sets and single tags of one site begin at the same time.
func TestCommission_neverBesideOtherCreates(t *testing.T) {
	t.Parallel()
	virtually("at the same time", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{Latency: time.Second, Responses: asynchronousCreates, Jobs: naotest.Jobs{Duration: 10 * time.Second}})
		var group sync.WaitGroup
		for i := range 4 {
			group.Go(func() {
				set := []TagInput{{SiteID: "1", TrackingID: fmt.Sprintf("set-%d", i), Name: Set("In a set")}}
				sent, err := c.Tags.Commission(t.Context(), "1", set)
				if err == nil && !sent {
					_, err = c.Tags.Create(t.Context(), set[0])
				}
				if err != nil {
					t.Error(err)
				}
			})
			group.Go(func() {
				if _, err := c.Tags.Create(t.Context(), TagInput{SiteID: "1", TrackingID: fmt.Sprintf("single-%d", i), Name: Set("Single")}); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if got := trackingIDs(server); len(got) != 8 {
			t.Errorf("got the tags %q, want 8", got)
		}
		if batches := server.Count("PUT", siteBatch); batches > 1 {
			t.Errorf("got %d batches", batches)
		}
	})
	virtually("after a create", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		tag, err := c.Tags.Create(t.Context(), badges(1)[0])
		if err == nil {
			err = c.Tags.Delete(t.Context(), tag)
		}
		if sent, failed := c.Tags.Commission(t.Context(), "1", badges(3)); sent || errors.Join(err, failed) != nil {
			t.Errorf("got sent %t, %v", sent, errors.Join(err, failed))
		}
		wantCount(t, server, "PUT", siteBatch, 0)
	})
	virtually("a create whose time runs out", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{WorkPerType: map[string]naotest.Durations{"batch": {Creates: time.Minute}}})
		done := make(chan struct{})
		go func() {
			defer close(done)
			commission(t.Context(), t, c)
		}()
		pass(t, time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		single := TagInput{SiteID: "1", TrackingID: "single", Name: Set("Single")}
		if _, err := c.Tags.Create(ctx, single); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want that time ran out", err)
		}
		if _, err := c.Tags.Resume(ctx, single, Pending{}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("resumed: got %v, want that time ran out", err)
		}
		<-done
		wantTrackingIDs(t, server, "badge-1", "badge-2", "badge-3")
	})
}
