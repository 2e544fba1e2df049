// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"fmt"
	"net/http"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jobs"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// PublicationError is a publication whose end is not known: its response was lost, or its job could not be followed to its end. To publish
// once more does no harm: the site's configuration is what is published, whenever that is.
type PublicationError struct {
	SiteID string
	// Job is the id of the background job; "" where it is not known whether one was begun.
	Job string
	// Err is what came between.
	Err error
}

// Error says what is known of the publication.
func (e *PublicationError) Error() string {
	if e.Job == "" {
		return fmt.Sprintf("the publication may have been started all the same: %s", e.Err)
	}
	return fmt.Sprintf("the publication goes on as the background job %s, but its end was not seen: %s", e.Job, e.Err)
}

// Unwrap gives the cause.
func (e *PublicationError) Unwrap() error { return e.Err }

// PublishAssetTrackingConfig publishes the asset tracking configuration of a site and follows the background job to its end [doc: 7. NAO
// Track configuration publication]. Every state of the job that is seen goes to report, which may be nil.
//
// The request is sent once: only one that the service cannot have seen is repeated. A job that ended in failure is a *JobError with the job's
// own message; a publication whose end is not known is a *PublicationError; IsNotFound(err) when there is no such site.
func (c *Client) PublishAssetTrackingConfig(ctx context.Context, siteID string, report func(Job)) error {
	if err := c.publish(ctx, siteID, report); err != nil {
		return fmt.Errorf("publish the asset tracking configuration of site %s: %w", siteID, err)
	}
	return nil
}

func (c *Client) publish(ctx context.Context, siteID string, report func(Job)) error {
	path, err := transport.Path("/sites", siteID, "asset_tracking_config", "publish")
	if err != nil {
		return err
	}
	response, err := c.account.Do(ctx, transport.Call{Method: http.MethodPost, Path: path})
	if err != nil && transport.OutcomeOf(err) == transport.Unknown {
		return &PublicationError{SiteID: siteID, Err: err}
	}
	if err != nil {
		return err
	}
	job, err := c.account.Jobs.In(response)
	if err != nil {
		return &PublicationError{SiteID: siteID, Err: err}
	}
	if job == "" {
		return nil
	}
	err = c.account.Jobs.Follow(ctx, job, report)
	if err == nil || jobs.IsFailure(err) {
		return err
	}
	return &PublicationError{SiteID: siteID, Job: job, Err: err}
}
