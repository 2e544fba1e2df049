// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"sync"
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

// Commission makes many tags with one request, on a site that has no tag at all. It reports whether it has sent the request. A cached listing
// shows then which tags are there: the caller makes the others one by one. The batch overwrites all tags of its site [doc: Tags
// commissioning]: it is sent only over a listing that has just been seen empty, by one call of Commission for each site and client, and never
// where this client has begun to create a tag. A *BatchError where its outcome is not known: then nothing may be made one by one.
func (t *Tags) Commission(ctx context.Context, siteID string, tags []TagInput) (sent bool, err error) {
	end, ok := t.gates.beginBatch(siteID)
	if !ok {
		return false, nil
	}
	defer end()
	b := &batch{Tags: t, siteID: siteID, inputs: tags, pending: PendingBatch{TrackingIDs: make([]string, len(tags))}}
	for i, tag := range tags {
		b.pending.TrackingIDs[i] = tag.TrackingID
	}
	if isEmpty, err := b.isSiteEmpty(ctx); err != nil || !isEmpty {
		return false, err
	}
	_, err = b.run(ctx)
	return err == nil, err
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

// tagGates keep batches and creates of tags apart, site by site. A batch overwrites all tags of its site, so that it would remove what a create
// has just made, listed or not. The zero value is ready for use.
type tagGates struct {
	mu    sync.Mutex
	sites map[string]*tagGate
}

// tagGate is the gate of one site.
type tagGate struct {
	// used tells that this client has begun to create a tag on the site, or to send a batch.
	used bool
	// batch is closed when the batch that is under way has ended; nil for none.
	batch chan struct{}
}

// enter waits until no batch is at work on the site, and rules out batches from then on.
func (g *tagGates) enter(ctx context.Context, siteID string) error {
	for {
		g.mu.Lock()
		gate := g.of(siteID)
		batch := gate.batch
		if batch == nil {
			gate.used = true
			g.mu.Unlock()
			return nil
		}
		g.mu.Unlock()
		select {
		case <-batch:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// beginBatch reports whether a batch may be sent to the site: this client has not begun to create a tag there, nor sent a batch. The caller
// ends it.
func (g *tagGates) beginBatch(siteID string) (end func(), ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	gate := g.of(siteID)
	if gate.used {
		return nil, false
	}
	gate.used = true
	ended := make(chan struct{})
	gate.batch = ended
	return func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		gate.batch = nil
		close(ended)
	}, true
}

func (g *tagGates) of(siteID string) *tagGate {
	if g.sites == nil {
		g.sites = map[string]*tagGate{}
	}
	gate, ok := g.sites[siteID]
	if !ok {
		gate = &tagGate{}
		g.sites[siteID] = gate
	}
	return gate
}
