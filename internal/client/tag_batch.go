// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jobs"
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

// Commission makes many tags with one request, on a site that has no tag at all. It reports whether it has sent the request, and returns the
// tracking ids of the tags that are not there after it: the caller makes those one by one. The batch overwrites all tags of its site [doc: Tags
// commissioning]: it is sent only over a listing that has just been seen empty, by one call of Commission for each site and client, and never
// where this client has begun to create a tag. A *BatchError where its outcome is not known: then nothing may be made one by one.
func (t *Tags) Commission(ctx context.Context, siteID string, tags []TagInput) (lacking []string, sent bool, err error) {
	end, ok := t.gates.beginBatch(siteID)
	if !ok {
		return nil, false, nil
	}
	defer end()
	b := &batch{Tags: t, siteID: siteID, inputs: tags, pending: PendingBatch{TrackingIDs: make([]string, len(tags))}}
	for i, tag := range tags {
		b.pending.TrackingIDs[i] = tag.TrackingID
	}
	if isEmpty, err := b.isSiteEmpty(ctx); err != nil || !isEmpty {
		return nil, false, err
	}
	lacking, err = b.run(ctx)
	return lacking, err == nil, err
}

// ResumeBatch waits for the tags of a batch of unknown outcome: two minutes at most after the last that appeared. It returns the tracking ids of
// those that are not there. A *BatchError where they may still appear: a batch is given half an hour.
func (t *Tags) ResumeBatch(ctx context.Context, siteID string, pending PendingBatch) (lacking []string, err error) {
	b := &batch{Tags: t, siteID: siteID, pending: pending}
	rest := time.Duration(halfAnHour)*t.account.Scale - time.Since(pending.Sent)
	units := max(0, min(twoMinutes, int(rest/t.account.Scale)))
	wait, ended, succeeded := patience{units, units}, units < twoMinutes, false
	var cause error
	if pending.Job != "" {
		cause = t.account.Jobs.Follow(ctx, pending.Job, nil)
		succeeded = cause == nil
		if jobs.IsFailure(cause) {
			wait, ended = atOnce, true
		}
	}
	lacking, err = b.look(ctx, wait)
	switch {
	case IsNotFound(err):
		// The site is gone, and what it was to hold with it.
		return pending.TrackingIDs, nil
	case err == nil && (ended || len(lacking) == 0 || succeeded && len(lacking) < len(pending.TrackingIDs)):
		return lacking, nil
	default:
		return nil, b.unknown(errors.Join(cause, err, errLacking))
	}
}

var errLacking = errors.New("not all of its tags have appeared yet")
