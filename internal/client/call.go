// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"fmt"
	"net/http"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jobs"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/leaf"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// Call is a request that makes the API do something, such as a publication [doc: 7].
type Call struct {
	// Method is POST or PUT.
	Method string
	// Path is what ParseCall accepts, such as "sites/5/asset_tracking_config/publish".
	Path string
	// Body is marshaled to JSON; nil sends none.
	Body any
}

// CallError is a call whose end is not known: its response was lost, or its job could not be followed to its end.
type CallError struct {
	// Job is the id of the background job; "" where it is not known whether one was begun.
	Job string
	// Err is what came between.
	Err error
}

// Error says what is known of the call.
func (e *CallError) Error() string {
	if e.Job == "" {
		return fmt.Sprintf("it may have been carried out all the same: %s", e.Err)
	}
	return fmt.Sprintf("it goes on as the background job %s, but its end was not seen: %s", e.Job, e.Err)
}

// Unwrap gives the cause.
func (e *CallError) Unwrap() error { return e.Err }

// Call sends a request and follows its background job to its end [doc: 5, 7]. Every state of the job that is seen goes to report, which may be
// nil. What this client has read before may be outdated by the call, so nothing of it is served any more.
//
// The request is sent once: only one that the service cannot have seen is repeated. A job that ended in failure is a *JobError with the job's
// own message; a call whose end is not known is a *CallError; IsNotFound(err) where the path leads nowhere.
func (c *Client) Call(ctx context.Context, call Call, report func(Job)) error {
	path, err := ParseCall(call.Path)
	if err != nil {
		return fmt.Errorf("the path of a call %w", err)
	}
	if call.Method != http.MethodPost && call.Method != http.MethodPut {
		return fmt.Errorf("the method of a call must be POST or PUT, got %q", call.Method)
	}
	c.masker.Add(leaf.SecretTexts(call.Body)...)
	defer c.account.Expire()
	response, err := c.account.Do(ctx, transport.Call{Method: call.Method, Path: path, Body: call.Body, Once: true})
	if err != nil && transport.OutcomeOf(err) == transport.Unknown {
		return &CallError{Err: err}
	}
	if err != nil {
		return err
	}
	job, err := c.account.Jobs.In(response)
	if err != nil {
		return &CallError{Err: err}
	}
	if foreign := response.Foreign(); job == "" && foreign != nil {
		return &CallError{Err: foreign}
	}
	if job == "" {
		return nil
	}
	err = c.account.Jobs.Follow(ctx, job, report)
	if err == nil || jobs.IsFailure(err) {
		return err
	}
	return &CallError{Job: job, Err: err}
}
