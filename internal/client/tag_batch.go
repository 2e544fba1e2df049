// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/collection"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/jobs"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// PendingBatch is what a batch of unknown outcome remembers of itself, so that another process can wait for its tags. It marshals to JSON.
type PendingBatch struct {
	// Job is the id of the background job; "" where the API named none.
	Job string `json:"job,omitempty"`
	// Sent is when the batch was sent.
	Sent time.Time `json:"sent,omitzero"`
	// TrackingIDs are those of its tags.
	TrackingIDs []string `json:"tracking_ids"`
}

// BatchError is a batch of tags whose outcome is not known. Its tags may appear later. Keep Pending: ResumeBatch goes on from there.
type BatchError struct {
	SiteID  string
	Pending PendingBatch
	Err     error
}

// Error names the site.
func (e *BatchError) Error() string {
	return fmt.Sprintf("a batch of %d tags was sent to site %s, and its outcome is not known: %s", len(e.Pending.TrackingIDs), e.SiteID, e.Err)
}

// Unwrap gives the cause.
func (e *BatchError) Unwrap() error { return e.Err }

// Commission makes many tags with one request, on a site that has no tag at all. It reports whether it did; the caller makes what a listing
// lacks one by one. The batch overwrites all tags of its site [doc: Tags commissioning]: it is sent only over a listing that has just been seen
// empty, at most once for each site by one client, and never where this client has begun to create a tag. A *BatchError where its outcome is not
// known: then nothing may be made one by one.
func (t *Tags) Commission(ctx context.Context, siteID string, tags []TagInput) (bool, error) {
	end, ok := t.gates.beginBatch(siteID)
	if !ok {
		return false, nil
	}
	defer end()
	there, whole, err := t.All(ctx, Tag{SiteID: siteID}, collection.Fresh)
	if err != nil || len(there) > 0 || !whole {
		return false, err
	}
	pending := PendingBatch{TrackingIDs: make([]string, len(tags)), Sent: time.Now().UTC()}
	for i, tag := range tags {
		pending.TrackingIDs[i] = tag.TrackingID
	}
	err = t.batch(ctx, siteID, tags, &pending)
	switch {
	case err == nil:
		_, err = t.untilListed(ctx, siteID, pending.TrackingIDs, oneMinute)
		if err != nil {
			return false, &BatchError{SiteID: siteID, Pending: pending, Err: err}
		}
		return true, nil
	case transport.OutcomeOf(err) == transport.Unknown || jobs.IsUnclear(err) || pending.Job != "" && !jobs.IsFailure(err):
		t.log.WarnContext(ctx, "the outcome of a batch of tags is not known; looking for its tags", slog.String("site", siteID), slog.String("error", err.Error()))
		if _, listed := t.untilListed(ctx, siteID, pending.TrackingIDs, forever); listed != nil {
			return false, &BatchError{SiteID: siteID, Pending: pending, Err: err}
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

// batch sends the batch and follows its job. The documentation names both PUT and POST.
func (t *Tags) batch(ctx context.Context, siteID string, tags []TagInput, pending *PendingBatch) error {
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
	pending.Job = job
	return t.account.Jobs.Follow(ctx, job, nil)
}

// Lengths of time in units of Config.RetryWait, which is 500 ms.
const (
	oneMinute  = 120
	twoMinutes = 240
	halfAnHour = 3600
	// forever makes a look go on until the deadline of the operation.
	forever = -1
)

// ResumeBatch waits for the tags of a batch of unknown outcome: two minutes at most. It returns the tracking ids of those that are not there.
// A *BatchError where they may still appear: a batch is given half an hour.
func (t *Tags) ResumeBatch(ctx context.Context, siteID string, pending PendingBatch) (lacking []string, err error) {
	var cause error
	if pending.Job != "" {
		if cause = t.account.Jobs.Follow(ctx, pending.Job, nil); jobs.IsFailure(cause) {
			return pending.TrackingIDs, nil
		}
	}
	rest := time.Duration(halfAnHour)*t.account.Scale - time.Since(pending.Sent)
	units := max(0, min(twoMinutes, int(rest/t.account.Scale)))
	lacking, err = t.untilListed(ctx, siteID, pending.TrackingIDs, units)
	switch {
	case IsNotFound(err):
		// The site is gone, and what it was to hold with it.
		return pending.TrackingIDs, nil
	case err == nil && (len(lacking) == 0 || rest <= time.Duration(twoMinutes)*t.account.Scale):
		return lacking, nil
	default:
		return nil, &BatchError{SiteID: siteID, Pending: pending, Err: errors.Join(cause, err, errLacking)}
	}
}

var errLacking = errors.New("not all of its tags have appeared yet")

// untilListed lists the tags of a site until all tags of a batch are there, for a time in units of Config.RetryWait. It returns the tracking ids
// of those that are lacking at the end.
func (t *Tags) untilListed(ctx context.Context, siteID string, trackingIDs []string, units int) (lacking []string, err error) {
	began := time.Now()
	for pause := t.account.Scale; ; pause = min(2*pause, 30*t.account.Scale) {
		there, _, err := t.All(ctx, Tag{SiteID: siteID}, collection.Fresh)
		if err == nil {
			if lacking = lackingIn(there, trackingIDs); len(lacking) == 0 {
				return nil, nil
			}
		}
		if err != nil && (ctx.Err() != nil || IsNotFound(err)) {
			return nil, err
		}
		if units != forever && time.Since(began) >= time.Duration(units)*t.account.Scale {
			return lacking, err
		}
		if err := transport.Sleep(ctx, pause); err != nil {
			return nil, err
		}
	}
}

func lackingIn(there []Tag, trackingIDs []string) (lacking []string) {
	known := make(map[string]bool, len(there))
	for _, tag := range there {
		known[tag.TrackingID] = true
	}
	for _, id := range trackingIDs {
		if !known[id] {
			lacking = append(lacking, id)
		}
	}
	return lacking
}
