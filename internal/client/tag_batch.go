// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jobs"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// BatchError is a batch of tags whose outcome is not known. Its tags may appear later.
type BatchError struct {
	SiteID string
	Err    error
}

// Error names the site.
func (e *BatchError) Error() string {
	return fmt.Sprintf("a batch of tags was sent to site %s, and its outcome is not known: %s", e.SiteID, e.Err)
}

// Unwrap gives the cause.
func (e *BatchError) Unwrap() error { return e.Err }

// Commission makes many tags with one request, on a site that has no tag at all. It reports whether it did; the caller makes the rest one by
// one. The batch overwrites all tags of its site [doc: Tags commissioning], so it is sent only over a listing that has just been seen empty, and
// at most once for each site by one client. A *BatchError where its outcome is not known: then nothing may be made one by one.
func (t *Tags) Commission(ctx context.Context, siteID string, tags []TagInput) (bool, error) {
	if !t.begin(siteID) {
		return false, nil
	}
	there, err := t.Afresh(ctx, Tag{SiteID: siteID})
	if err != nil || len(there) > 0 {
		return false, err
	}
	err = t.batch(ctx, siteID, tags)
	switch {
	case err == nil:
		return true, t.untilListed(ctx, siteID, tags, time.Minute)
	case transport.OutcomeOf(err) == transport.Unknown || jobs.IsUnclear(err):
		t.log.WarnContext(ctx, "the outcome of a batch of tags is not known; looking for its tags", slog.String("site", siteID), slog.String("error", err.Error()))
		if listed := t.untilListed(ctx, siteID, tags, forever); listed != nil {
			return false, &BatchError{SiteID: siteID, Err: err}
		}
		return true, nil
	case IsForbidden(err) || transport.OutcomeOf(err) == transport.NotSent:
		return false, err
	default:
		// A batch is refused as a whole, for one tag of it or for its size. One by one, each tag gets its own reason.
		t.log.InfoContext(ctx, "the service refuses the batch of tags; making them one by one", slog.String("site", siteID), slog.String("error", err.Error()))
		return false, nil
	}
}

// begin reports whether this client has not tried a batch on the site before.
func (t *Tags) begin(siteID string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.batched[siteID] {
		return false
	}
	t.batched[siteID] = true
	return true
}

// batch sends the batch and follows its job. The documentation names both PUT and POST.
func (t *Tags) batch(ctx context.Context, siteID string, tags []TagInput) error {
	path, err := transport.Path("/sites", siteID, "nao_trackables", "batch")
	if err != nil {
		return err
	}
	call := transport.Call{Method: http.MethodPut, Path: path, Body: map[string]any{"nao_trackables": tags}, Once: true}
	response, err := t.account.Do(ctx, call)
	if transport.HasStatus(err, http.StatusNotFound, http.StatusMethodNotAllowed) {
		call.Method = http.MethodPost
		response, err = t.account.Do(ctx, call)
	}
	if err != nil {
		return err
	}
	job, err := t.account.Jobs.In(response)
	if err != nil || job == "" {
		return err
	}
	return t.account.Jobs.Follow(ctx, job, nil)
}

// forever makes a look go on until the deadline of the operation.
const forever = time.Duration(-1)

// untilListed lists the tags of a site until all tags of a batch are there: for a time, after which the caller makes the missing ones, or
// until the deadline.
func (t *Tags) untilListed(ctx context.Context, siteID string, tags []TagInput, atMost time.Duration) error {
	began := time.Now()
	for pause := t.account.Scale; ; pause = min(2*pause, 30*t.account.Scale) {
		there, err := t.Afresh(ctx, Tag{SiteID: siteID})
		if err == nil && holdsAll(there, tags) {
			return nil
		}
		if err != nil && ctx.Err() != nil {
			return err
		}
		if atMost != forever && time.Since(began) >= atMost {
			return err
		}
		if err := transport.Sleep(ctx, pause); err != nil {
			return err
		}
	}
}

func holdsAll(there []Tag, wanted []TagInput) bool {
	known := make(map[string]bool, len(there))
	for _, tag := range there {
		known[tag.TrackingID] = true
	}
	for _, tag := range wanted {
		if !known[tag.TrackingID] {
			return false
		}
	}
	return true
}
