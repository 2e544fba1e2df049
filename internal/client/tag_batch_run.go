// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/collection"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/jobs"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// batch is one batch of tags on its way. Its outcomes are those of a create:
//
//	made                            → look for a minute
//	job → success                   → look until the first tags are there, then for a minute
//	refused, or a job that failed   → list what is there
//	unknown, within 5 s, but no 504 → look for 5 s; if the site is still empty, send it again
//	unknown, later                  → look until the deadline
//
// A service may make some of the tags and leave out the others: those are made one by one, so that each gets its own reason.
type batch struct {
	*Tags
	siteID  string
	inputs  []TagInput
	pending PendingBatch
}

// Lengths of time in units of Config.RetryWait, which is 500 ms.
const (
	fiveSeconds = 10
	oneMinute   = 120
	twoMinutes  = 240
	halfAnHour  = 3600
	// forever makes a look go on until the deadline of the operation.
	forever = -1
)

// patience is how long a look waits for the first tags of a batch, and then, after each listing that shows more of them, for the next.
type patience struct{ first, next int }

// The lengths of looks.
var (
	atOnce     = patience{}
	forAMinute = patience{oneMinute, oneMinute}
	untilFirst = patience{forever, oneMinute}
	untilAll   = patience{forever, forever}
	briefly    = patience{fiveSeconds, forever}
)

// run sends the batch until its outcome is known. It returns the tracking ids of the tags that are not there then.
func (b *batch) run(ctx context.Context) (lacking []string, err error) {
	var unknown error
	for attempt := 0; ; attempt++ {
		b.pending.Sent = time.Now().UTC()
		response, err := b.send(ctx)
		if err == nil {
			return b.accepted(ctx, response)
		}
		switch outcome := transport.OutcomeOf(err); {
		case outcome != transport.Unknown && unknown != nil:
			// It may have been refused because of what an earlier one has made.
			return b.found(ctx, forAMinute, err)
		case outcome == transport.NotSent:
			return nil, err
		case outcome == transport.Refused:
			b.note(ctx, "the service refuses the batch", err)
			return b.look(ctx, atOnce)
		case !collection.IsEarly(err):
			b.note(ctx, "the outcome of the batch is unknown; looking for its tags", err)
			return b.found(ctx, untilAll, err)
		}
		b.note(ctx, "the batch failed early; looking for its tags", err)
		unknown = err
		lacking, err = b.found(ctx, briefly, unknown)
		if err != nil || len(lacking) < len(b.pending.TrackingIDs) {
			return lacking, err
		}
		isEmpty, err := b.isSiteEmpty(ctx)
		if err != nil {
			return nil, b.unknown(errors.Join(unknown, err))
		}
		if !isEmpty || attempt >= b.account.Retries {
			return nil, unknown
		}
		if transport.Sleep(ctx, transport.Jitter(b.account.Scale, attempt)) != nil {
			return nil, b.unknown(unknown)
		}
	}
}

// isSiteEmpty reports whether a listing that begins now shows that the site has no tag at all.
func (b *batch) isSiteEmpty(ctx context.Context) (bool, error) {
	there, whole, err := b.All(ctx, Tag{SiteID: b.siteID}, collection.Fresh)
	return whole && len(there) == 0, err
}

// send sends the batch. The documentation names both PUT and POST.
func (b *batch) send(ctx context.Context) (*transport.Response, error) {
	path, err := transport.Path("/sites", b.siteID, "nao_trackables", "batch")
	if err != nil {
		return nil, err
	}
	call := transport.Call{Method: http.MethodPut, Path: path, Body: map[string]any{"nao_trackables": b.inputs}, Once: true, Known: true}
	response, err := b.account.Do(ctx, call)
	if transport.HasStatus(err, http.StatusNotFound, http.StatusMethodNotAllowed) {
		call.Method = http.MethodPost
		return b.account.Do(ctx, call)
	}
	return response, err
}

// accepted takes a batch that the service accepted to its end.
func (b *batch) accepted(ctx context.Context, response *transport.Response) (lacking []string, err error) {
	job, err := b.account.Jobs.In(response)
	if err == nil && job == "" {
		return b.found(ctx, forAMinute, nil)
	}
	if err == nil {
		b.pending.Job = job
		err = b.account.Jobs.Follow(ctx, job, nil)
	}
	switch {
	case err == nil:
		return b.found(ctx, untilFirst, nil)
	case jobs.IsFailure(err):
		b.note(ctx, "the batch has failed", err)
		return b.found(ctx, atOnce, err)
	default:
		b.note(ctx, "the job of the batch does not tell its outcome; looking for its tags", err)
		return b.found(ctx, untilAll, err)
	}
}

// found looks for the tags of the batch. Where it cannot look to the end, the outcome of the batch is not known, for the cause.
func (b *batch) found(ctx context.Context, wait patience, cause error) (lacking []string, err error) {
	lacking, err = b.look(ctx, wait)
	if err != nil {
		return nil, b.unknown(errors.Join(cause, err))
	}
	return lacking, nil
}

// look lists the tags of the site until all tags of the batch are there, or the patience ends. It returns the tracking ids of those that are not.
func (b *batch) look(ctx context.Context, wait patience) (lacking []string, err error) {
	most, since, units := len(b.pending.TrackingIDs), time.Now(), wait.first
	for pause := b.account.Scale; ; pause = min(2*pause, 30*b.account.Scale) {
		there, _, err := b.All(ctx, Tag{SiteID: b.siteID}, collection.Fresh)
		switch {
		case err == nil:
			lacking = lackingIn(there, b.pending.TrackingIDs)
			if len(lacking) == 0 {
				return nil, nil
			}
			if len(lacking) < most {
				most, since, units = len(lacking), time.Now(), wait.next
			}
		case ctx.Err() != nil || IsNotFound(err):
			return nil, err
		}
		if units != forever && time.Since(since) >= time.Duration(units)*b.account.Scale {
			return lacking, err
		}
		if err := transport.Sleep(ctx, pause); err != nil {
			return nil, err
		}
	}
}

// unknown is a batch that ends here for now.
func (b *batch) unknown(err error) error {
	return &BatchError{SiteID: b.siteID, Pending: b.pending, Err: err}
}

func (b *batch) note(ctx context.Context, message string, err error) {
	b.account.Log.InfoContext(ctx, message, slog.String("site", b.siteID), slog.String("error", err.Error()))
}

// lackingIn returns the tracking ids of which no tag is there. A service may store one in capitals: a tag that has none of these ids stands for the
// one that it resembles.
func lackingIn(there []Tag, trackingIDs []string) (lacking []string) {
	wanted := make(map[string]bool, len(trackingIDs))
	for _, id := range trackingIDs {
		wanted[id] = true
	}
	known, folded := make(map[string]bool, len(there)), map[string]bool{}
	for _, tag := range there {
		known[tag.TrackingID] = true
		if !wanted[tag.TrackingID] {
			folded[FoldTrackingID(tag.TrackingID)] = true
		}
	}
	for _, id := range trackingIDs {
		if !known[id] && !folded[FoldTrackingID(id)] {
			lacking = append(lacking, id)
		}
	}
	return lacking
}
