// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Job is a background job as its URL shows it [doc: 7].
type Job struct {
	// URL is where the job is watched.
	URL string
	// Status is "success", "failure" or "In progress" [doc: 7].
	Status string
	// Message says why a job failed, or how far it is; may be empty.
	Message string
	// Finished tells that the job has ended, one way or the other.
	Finished bool
}

const (
	jobType = "job_watcher"
	// The pause between two polls of a job begins at half a RetryWait and grows by half of itself up to ten of them: 250 ms to 5 s.
	pollGrowth = 1.5
	pollCap    = 10
)

// errJobUnclear is a job whose URL answers 404, or that ended in a way which is not documented: it may be over, but what became of the work
// must be seen from the work itself.
var errJobUnclear = errors.New("how the background job ended is not known")

// jobIn finds the job that an answer hands the work to: in Location, else in the body [doc: 5, 7]. It returns "" for an answer that is
// about no job: the work is done.
func (c *Client) jobIn(a *answer) (string, error) {
	accepted := a.status == http.StatusAccepted || a.status == http.StatusSeeOther || a.status == http.StatusFound
	if accepted && a.location != "" {
		target, err := c.resolve(a.location)
		if err != nil {
			return "", err
		}
		if text := target.String(); c.secrets.redact(text) != text {
			// The URL is shown and stored; the header says who asks.
			target.RawQuery = ""
		}
		return target.String(), nil
	}
	doc, err := decodeDocument(a.body, jobType, "background_job")
	one := err == nil && !doc.many && len(doc.resources) == 1
	switch {
	case one && (doc.resources[0].Type == jobType || doc.plain):
		return c.jobURL(doc.resources[0].id())
	case !accepted:
		return "", nil
	case one && doc.resources[0].Type != "":
		// A 202 that shows the object itself.
		return "", nil
	}
	if id := bareID(a.body); id != "" {
		return c.jobURL(id)
	}
	return "", a.unreadable(fmt.Errorf("expected a background job in the Location header or in the body of a %d, found none", a.status))
}

// bareID reads a body that holds only the id of a job [assumed]: {"id": 7}, {"data": {"id": 7}}, or the number alone.
func bareID(body []byte) string {
	var id text
	if len(body) > 0 && json.Unmarshal(body, &id) == nil {
		return string(id)
	}
	var members struct {
		ID   text `json:"id"`
		Data struct {
			ID text `json:"id"`
		} `json:"data"`
	}
	if json.Unmarshal(body, &members) != nil {
		return ""
	}
	if members.ID != "" {
		return string(members.ID)
	}
	return string(members.Data.ID)
}

func (c *Client) jobURL(id string) (string, error) {
	if id == "" {
		return "", errors.New("expected a background job with an id, got one without")
	}
	return c.endpoint.JoinPath(memberPath("/background_jobs", id)).String(), nil
}

// resolve makes a Location absolute, against the endpoint. One that leaves the endpoint's scheme, host or port is refused, since the
// credentials would go along.
func (c *Client) resolve(location string) (*url.URL, error) {
	base := *c.endpoint
	base.Path += "/"
	target, err := base.Parse(location)
	if err != nil {
		return nil, errors.New("the Location header of the answer is not a URL")
	}
	if !sameOrigin(target, &base) {
		return nil, fmt.Errorf("the answer points to %s, which is not the endpoint's %s; no request was sent there, for it would carry the credentials",
			origin(target), origin(&base))
	}
	target.User, target.Fragment = nil, ""
	return target, nil
}

func sameOrigin(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}

func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }

func port(u *url.URL) string {
	return cmp.Or(u.Port(), map[string]string{"https": "443", "http": "80"}[u.Scheme])
}

// follow polls a job until it has finished: nil on success, a *JobError on failure, errJobUnclear where it does not tell. Every report is
// called with each state of the job that was seen.
func (c *Client) follow(ctx context.Context, jobURL string, report func(Job)) error {
	pause := c.config.RetryWait / 2
	for {
		job, err := c.job(ctx, jobURL)
		if err != nil {
			return err
		}
		if report != nil {
			report(job)
		}
		if job.Finished {
			c.log.DebugContext(ctx, "background job finished", slog.String("job", jobURL), slog.String("status", job.Status))
			return job.outcome()
		}
		if err := sleep(ctx, pause); err != nil {
			return err
		}
		pause = min(time.Duration(float64(pause)*pollGrowth), pollCap*c.config.RetryWait)
	}
}

// outcome is how a finished job ended. A status that is not documented is neither a success nor, unless it says so, a failure.
func (j Job) outcome() error {
	switch status := strings.ToLower(j.Status); {
	case status == "" || status == "success" || status == "in progress":
		return nil
	case strings.Contains(status, "fail") || strings.Contains(status, "error"):
		return &JobError{Job: j.URL, Message: j.Message}
	default:
		return fmt.Errorf("%w: it has the status %q, which is not documented, and the message %q", errJobUnclear, j.Status, j.Message)
	}
}

func (c *Client) job(ctx context.Context, jobURL string) (Job, error) {
	// The URL may come from a state file: it is checked like one that comes from an answer.
	target, err := c.resolve(jobURL)
	if err != nil {
		return Job{}, err
	}
	a, err := c.send(ctx, call{method: http.MethodGet, path: target.Path, target: target})
	if IsNotFound(err) {
		return Job{}, fmt.Errorf("%w: %w", errJobUnclear, err)
	}
	if err != nil {
		return Job{}, err
	}
	doc, err := decodeDocument(a.body, jobType, "background_job")
	if err != nil {
		return Job{}, a.unreadable(err)
	}
	if len(doc.resources) != 1 {
		return Job{}, a.unreadable(fmt.Errorf("expected one background job, got %d resources", len(doc.resources)))
	}
	if r := doc.resources[0]; r.Type != "" && r.Type != jobType {
		return Job{}, fmt.Errorf("%w: its address shows a %s", errJobUnclear, r.Type)
	}
	var attributes struct {
		Status      text        `json:"status"`
		Message     text        `json:"message"`
		HasFinished Field[flag] `json:"has_finished"`
	}
	if err := doc.resources[0].decodeAttributes(&attributes); err != nil {
		return Job{}, a.unreadable(err)
	}
	c.reached.Store(true)
	job := Job{URL: jobURL, Status: string(attributes.Status), Message: c.secrets.redact(string(attributes.Message))}
	if finished, told := attributes.HasFinished.Get(); told {
		job.Finished = bool(finished)
	} else {
		job.Finished = strings.EqualFold(job.Status, "success") || strings.EqualFold(job.Status, "failure")
	}
	return job, nil
}
