// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// PublicationError is a publication whose end is not known: its answer was lost, or its job could not be watched until it had finished.
// To publish once more does no harm: the site's configuration is what is published, whenever that is.
type PublicationError struct {
	SiteID string
	// Job is the URL of the background job that was begun; empty where it is not known whether one was.
	Job string
	// Err is what came between.
	Err error
}

// Error says what is known of the publication.
func (e *PublicationError) Error() string {
	if e.Job == "" {
		return fmt.Sprintf("the publication may have been started all the same: %s", inWords(e.Err))
	}
	return fmt.Sprintf("the publication goes on as the background job %s, but its end was not seen: %s", e.Job, inWords(e.Err))
}

// Unwrap gives the cause.
func (e *PublicationError) Unwrap() error { return e.Err }

// PublishAssetTrackingConfig publishes the asset tracking configuration of a site and follows the background job to its end [doc: 7. NAO
// Track configuration publication]. Every state of the job that is seen goes to report, which may be nil.
//
// The request is sent once: only one that cannot have been seen is repeated. A job that ended in failure is a *JobError, with the job's own
// message; a publication whose end is not known is a *PublicationError; IsNotFound(err) when there is no such site.
func (c *Client) PublishAssetTrackingConfig(ctx context.Context, siteID string, report func(Job)) error {
	if err := c.publish(ctx, siteID, report); err != nil {
		return fmt.Errorf("publish the asset tracking configuration of site %s: %w", siteID, err)
	}
	return nil
}

func (c *Client) publish(ctx context.Context, siteID string, report func(Job)) error {
	a, err := c.send(ctx, call{method: http.MethodPost, path: memberPath("/sites", siteID) + "/asset_tracking_config/publish"})
	if doubtful(err) {
		return &PublicationError{SiteID: siteID, Err: err}
	}
	if err != nil {
		return err
	}
	job, err := c.jobIn(a)
	if err != nil {
		return &PublicationError{SiteID: siteID, Err: err}
	}
	if job == "" {
		return nil
	}
	err = c.follow(ctx, job, report)
	var failure *JobError
	if err == nil || errors.As(err, &failure) {
		return err
	}
	return &PublicationError{SiteID: siteID, Job: job, Err: err}
}
