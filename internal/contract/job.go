// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// polls is how often a job is polled before it counts as one that does not end.
const polls = 120

// errFailed is a background job that ended in failure.
var errFailed = errors.New("the job failed")

// form is a way to respond to a write; its constant is the one of naotest.Response.
type form struct{ name, constant string }

var (
	document           = form{"with the document", "Document"}
	empty              = form{"with no body", "Empty"}
	noContent          = form{"204", "NoContent"}
	accepted           = form{"202 with a job", "Accepted"}
	acceptedID         = form{"202 with a job's id", "AcceptedID"}
	acceptedIdentifier = form{"202 with a job's identifier", "AcceptedIdentifier"}
	seeOther           = form{"303", "SeeOther"}
)

// formOf returns the form of the response to a write.
func formOf(r *response) form {
	body, _ := r.body.(object)
	switch job, isResource := body["data"].(object); {
	case r.status == http.StatusSeeOther:
		return seeOther
	case r.status == http.StatusNoContent:
		return noContent
	case r.status == http.StatusAccepted && isResource && job["attributes"] != nil, r.status == http.StatusAccepted && body["job_watcher"] != nil:
		return accepted
	case r.status == http.StatusAccepted && isResource:
		return acceptedIdentifier
	case r.status == http.StatusAccepted:
		return acceptedID
	case r.empty:
		return empty
	default:
		return document
	}
}

// answered notes in which form a write was answered, or how it was refused.
func (p *prober) answered(about string, r *response) {
	f := formOf(r)
	if !r.ok() {
		f = form{fmt.Sprintf("refused: %d", r.status), noSwitch}
	}
	p.saw(about+" is answered", f.name, f.constant)
}

// follow waits for the job that a response announces, if it does, and looks at the first finished one.
func (p *prober) follow(ctx context.Context, r *response) error {
	if f := formOf(r); f != seeOther && f != accepted && f != acceptedID && f != acceptedIdentifier {
		return nil
	}
	path, err := p.jobPath(r)
	if err != nil {
		return err
	}
	p.announcement(r)
	for range polls {
		r, err := p.get(ctx, path)
		if err != nil {
			return err
		}
		job, ok := readMember(r, "job_watcher")
		if !ok {
			return r.unexpected()
		}
		status := text(job.attributes["status"])
		if job.attributes["has_finished"] != true && text(job.attributes["has_finished"]) != "true" {
			if err := wait(ctx, p.options.PollWait); err != nil {
				return err
			}
			continue
		}
		_, dated := job.attributes["created_at"]
		p.saw("jobs: created_at", choose(dated, "there", "absent"))
		if status == "failure" {
			return fmt.Errorf("GET %s: %w: %s", path, errFailed, text(job.attributes["message"]))
		}
		p.saw("jobs: the status in the end", status)
		return nil
	}
	return fmt.Errorf("GET %s: the job has not finished after %d polls", path, polls)
}

// jobPath returns where the job is, below the endpoint. Another host is never asked.
func (p *prober) jobPath(r *response) (string, error) {
	location := r.header.Get("Location")
	if location == "" {
		body, _ := r.body.(object)
		data, _ := body["data"].(object)
		job, _ := body["job_watcher"].(object)
		for _, id := range []any{data["id"], job["id"], body["id"]} {
			if text(id) != "" {
				return "/background_jobs/" + text(id), nil
			}
		}
		return "", fmt.Errorf("%s %s: %d without a Location and without an id of the job", r.method, r.path, r.status)
	}
	base := p.endpoint.JoinPath("/")
	target, err := base.Parse(location)
	if err != nil {
		return "", errors.New("the Location is not a URL")
	}
	path, below := strings.CutPrefix(target.Path, base.Path)
	if !below || target.Host != base.Host || target.Scheme != base.Scheme {
		return "", fmt.Errorf("the Location is on %s, not below the endpoint; it was not asked", target.Host)
	}
	return "/" + path, nil
}

// announcement looks at a response that announced a job.
func (p *prober) announcement(r *response) {
	location := r.header.Get("Location")
	seen, constant := "absolute", "LocationAbsolute"
	switch {
	case location == "":
		seen, constant = "none", "LocationNone"
	case !strings.Contains(location, "//"):
		seen, constant = "relative", "LocationRelative"
	}
	p.saw(fmt.Sprintf("jobs: the Location of a %d", r.status), seen, constant)
	if r.status == http.StatusSeeOther {
		p.saw("jobs: the body of a 303", choose(r.empty, "empty", "there"))
	}
}
