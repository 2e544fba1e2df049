// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package jobs follows a background job to its end: a success, a failure with a message, or an end that is not known. A job is always asked
// for at the endpoint, whatever address a response gives it.
package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/redact"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// Job is a background job as the API shows it [doc: 7].
type Job struct {
	// ID is the job's id.
	ID string
	// Status is "success", "failure" or "In progress" [doc: 7].
	Status string
	// Message says why a job failed, or how far it is; it may be empty. Status and Message hold no secret and no control character.
	Message string
	// Finished tells that the job has ended, one way or the other.
	Finished bool
}

// FailedError is a background job that ended in failure: its work was not done [doc: 7].
type FailedError struct {
	// Job is the job's id.
	Job string
	// Message is the job's own, such as "Missing graph or indoor area. Please add."
	Message string
}

// Error gives the job's message.
func (e *FailedError) Error() string {
	message := e.Message
	if message == "" {
		message = "no reason given"
	}
	return fmt.Sprintf("the background job %s failed: %s", e.Job, message)
}

// IsFailure reports whether a job ended in failure.
func IsFailure(err error) bool {
	_, ok := errors.AsType[*FailedError](err)
	return ok
}

// UnclearError is a job that does not tell how its work ended. The work itself may tell.
type UnclearError struct {
	// Job is the job's id.
	Job string
	// Reason says what is unclear.
	Reason string
	// Hidden tells that something else was in the place of the job. The job may be at work all the same.
	Hidden bool
}

// Error says what is unclear.
func (e *UnclearError) Error() string {
	return fmt.Sprintf("how the background job %s ended is not known: %s", e.Job, e.Reason)
}

// IsHidden reports whether something else was in the place of a job.
func IsHidden(err error) bool {
	unclear, ok := errors.AsType[*UnclearError](err)
	return ok && unclear.Hidden
}

// IsUnclear reports whether a job does not tell how its work ended.
func IsUnclear(err error) bool {
	_, ok := errors.AsType[*UnclearError](err)
	return ok
}

const (
	path    = "/background_jobs"
	jobType = "job_watcher"
	// The pause between two polls begins at half the scale and grows by half of itself up to ten times the scale: 250 ms to 5 s.
	growth  = 1.5
	longest = 10
	// unknownFor is how long a job may be unknown after it was named, in units of Scale: ten seconds.
	unknownFor = 20
)

// Follower follows jobs of one account.
type Follower struct {
	Doer   transport.Doer
	Masker *redact.Masker
	Log    *slog.Logger
	// Scale is the unit of the pauses between two polls: 500 ms, except in tests.
	Scale time.Duration

	// silent tells to show no word of a job.
	silent bool
}

// Silent is a Follower that shows no word of a job: its message may repeat a secret that this process does not know, and cannot mask.
func (f *Follower) Silent() *Follower {
	silent := *f
	silent.silent = true
	return &silent
}

// Follow polls a job until it has finished: nil on success, a *FailedError, or an *UnclearError. Each state that is seen goes to report, which may
// be nil. Every other error says nothing about the job. A job that the API does not know yet is asked for again for ten seconds.
func (f *Follower) Follow(ctx context.Context, id string, report func(Job)) error {
	pause := f.Scale / 2
	began, logged, seen := time.Now(), false, false
	for {
		job, err := f.read(ctx, id)
		isNew := errors.Is(err, errUnknown) && !seen && time.Since(began) < unknownFor*f.Scale
		switch {
		case isNew:
		case errors.Is(err, errUnknown):
			return f.unclear(id, err.Error(), false)
		case err != nil:
			return err
		default:
			seen = true
		}
		if report != nil && seen {
			report(job)
		}
		if job.Finished {
			f.Log.DebugContext(ctx, "background job finished", slog.String("job", id), slog.String("status", job.Status))
			return job.outcome()
		}
		if !logged && time.Since(began) > 2*longest*f.Scale {
			logged = true
			f.Log.WarnContext(ctx, "a background job takes long; waiting for it", slog.String("job", id), slog.String("message", job.Message))
		}
		if err := transport.Sleep(ctx, pause); err != nil {
			return err
		}
		pause = min(time.Duration(float64(pause)*growth), longest*f.Scale)
	}
}

// outcome is how a finished job ended. A status that is not documented proves nothing, unless it speaks of a failure.
func (j Job) outcome() error {
	switch status := strings.ToLower(j.Status); {
	case status == "success":
		return nil
	case strings.Contains(status, "fail") || strings.Contains(status, "error"):
		return &FailedError{Job: j.ID, Message: j.Message}
	default:
		return &UnclearError{Job: j.ID, Reason: fmt.Sprintf("it has the status %q, which is not documented, and the message %q", j.Status, j.Message)}
	}
}

// errUnknown is a 404 in the place of a job.
var errUnknown = errors.New("the API does not know the job")

// read asks for a job once. It returns errUnknown where the API does not know the job, and an *UnclearError where the API responds with anything
// but the job: no later poll tells more.
func (f *Follower) read(ctx context.Context, id string) (Job, error) {
	unclear := func(reason string) (Job, error) { return Job{}, f.unclear(id, reason, false) }
	hidden := func(err error) (Job, error) { return Job{}, f.unclear(id, err.Error(), true) }
	at, err := transport.Path(path, id)
	if err != nil {
		return unclear("this is no id of a job")
	}
	response, err := f.Doer.Do(ctx, transport.Call{Method: http.MethodGet, Path: at})
	switch {
	case transport.IsNotFound(err):
		return Job{}, errUnknown
	case isNoJob(err):
		return hidden(err)
	case err != nil:
		return Job{}, err
	}
	document, err := jsonapi.Decode(response.Body, jobType, "background_job")
	if err == nil && len(document.Resources) != 1 {
		err = fmt.Errorf("expected one background job, got %d resources", len(document.Resources))
	}
	if err != nil {
		return hidden(response.Unreadable(err))
	}
	resource := document.Resources[0]
	if resource.Type != "" && resource.Type != jobType {
		return unclear("its address shows a " + f.Masker.Line(resource.Type))
	}
	var attributes struct {
		Status      jsonapi.Text                  `json:"status"`
		Message     jsonapi.Text                  `json:"message"`
		HasFinished jsonapi.Lenient[jsonapi.Flag] `json:"has_finished"`
	}
	if err := resource.Attributes(&attributes); err != nil {
		return hidden(response.Unreadable(err))
	}
	job := Job{ID: id, Status: f.Masker.Line(string(attributes.Status)), Message: f.Masker.Line(string(attributes.Message))}
	if finished, ok := attributes.HasFinished.Get(); ok {
		job.Finished = bool(finished)
	} else {
		job.Finished = strings.EqualFold(job.Status, "success") || strings.EqualFold(job.Status, "failure")
	}
	if f.silent {
		job = job.silenced()
	}
	return job, nil
}

// unclear is the error of a poll that does not tell how a job ended.
func (f *Follower) unclear(id, reason string, isHidden bool) error {
	if f.silent {
		reason = "the API does not show it"
	}
	return &UnclearError{Job: id, Reason: reason, Hidden: isHidden}
}

// isNoJob reports whether the API responded to a poll, but not with the job: with a refusal, a failure that lasts, or a redirect. Credentials that
// are not accepted concern all requests, and say nothing about the job.
func isNoJob(err error) bool {
	if _, unreadable := errors.AsType[*transport.ResponseError](err); unreadable {
		return true
	}
	_, refused := errors.AsType[*transport.Error](err)
	return refused && !transport.HasStatus(err, http.StatusUnauthorized, http.StatusProxyAuthRequired, http.StatusTooManyRequests)
}

// silenced is a job without the service's words.
func (j Job) silenced() Job {
	j.Message = "its message is not shown, since it may repeat a secret"
	if IsUnclear(j.outcome()) {
		j.Status = "other"
	}
	return j
}
