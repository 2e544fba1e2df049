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

// errFailed is a background job that ended in failure.
var errFailed = errors.New("the job failed")

// form is a way to answer a write; the names are those of naotest.Answer.
type form string

const (
	document           form = "with the document"
	empty              form = "with no body"
	noContent          form = "204"
	accepted           form = "202 with a job"
	acceptedID         form = "202 with a job's id"
	acceptedIdentifier form = "202 with a job's identifier"
	seeOther           form = "303"
)

// formOf tells how a write was answered.
func formOf(a *answer) form {
	body, _ := a.body.(object)
	switch job, isResource := body["data"].(object); {
	case a.status == http.StatusSeeOther:
		return seeOther
	case a.status == http.StatusNoContent:
		return noContent
	case a.status == http.StatusAccepted && isResource && job["attributes"] != nil, a.status == http.StatusAccepted && body["job_watcher"] != nil:
		return accepted
	case a.status == http.StatusAccepted && isResource:
		return acceptedIdentifier
	case a.status == http.StatusAccepted:
		return acceptedID
	case a.empty:
		return empty
	default:
		return document
	}
}

// change says how to make the simulator answer this kind of write in this form.
func change(kind, verb string, f form) string {
	return fmt.Sprintf("PerType[%q].%s = %s", kind, verb, f.constant())
}

// constant is the naotest.Answer of this form.
func (f form) constant() string {
	names := map[form]string{
		document: "Document", empty: "Empty", noContent: "NoContent", accepted: "Accepted", acceptedID: "AcceptedID",
		acceptedIdentifier: "AcceptedIdentifier", seeOther: "SeeOther",
	}
	return "naotest." + names[f]
}

// follow waits for the job that an answer announces, if it does, and looks at the job on the way.
func (p *prober) follow(ctx context.Context, a *answer) error {
	f := formOf(a)
	if f != seeOther && f != accepted && f != acceptedID && f != acceptedIdentifier {
		return nil
	}
	path, err := p.jobPath(a, f)
	if err != nil {
		return err
	}
	first := p.jobs == 0
	p.jobs++
	if first {
		p.announcement(a, f)
	}
	for range polls {
		a, err := p.wire.get(ctx, path, nil)
		if err != nil {
			return err
		}
		job, ok := readMember(a, "job_watcher")
		if !ok {
			return fmt.Errorf("GET %s: expected a job, got %d %s", path, a.status, http.StatusText(a.status))
		}
		if job.attributes["has_finished"] == true || text(job.attributes["has_finished"]) == "true" {
			if first {
				p.finishedJob(job)
			}
			if text(job.attributes["status"]) == "failure" {
				return fmt.Errorf("GET %s: %w: %s", path, errFailed, text(job.attributes["message"]))
			}
			return nil
		}
		if err := wait(ctx, p.options.PollWait); err != nil {
			return err
		}
	}
	return fmt.Errorf("GET %s: the job has not finished after %d looks", path, polls)
}

// jobPath is where the job is, below the endpoint. Another host is never asked.
func (p *prober) jobPath(a *answer, f form) (string, error) {
	location := a.header.Get("Location")
	if location == "" {
		body, _ := a.body.(object)
		data, _ := body["data"].(object)
		job, _ := body["job_watcher"].(object)
		for _, id := range []any{data["id"], job["id"], body["id"]} {
			if text(id) != "" {
				return "/background_jobs/" + text(id), nil
			}
		}
		return "", fmt.Errorf("answered %s: there is neither a Location nor an id of the job", f)
	}
	base := p.wire.endpoint.JoinPath("/")
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

// announcement looks at the first answer that announced a job.
func (p *prober) announcement(a *answer, f form) {
	location := a.header.Get("Location")
	seen, change := "absolute", "naotest.LocationAbsolute"
	switch {
	case location == "":
		seen, change = "none", "naotest.LocationNone"
	case !strings.Contains(location, "//"):
		seen, change = "relative", "naotest.LocationRelative"
	}
	assumed := "none"
	if f == seeOther {
		assumed = "absolute"
		body := "there"
		if a.empty {
			body = "empty"
		}
		p.report.compare("jobs: the body of a 303", "there", body, "Jobs.EmptyBody = true")
	}
	p.report.compare("jobs: the Location of a "+string(f)[:3], assumed, seen, "Jobs.Location = "+change)
}

// finishedJob looks at the first job that has finished.
func (p *prober) finishedJob(job row) {
	status := text(job.attributes["status"])
	if status != "failure" {
		p.report.compare("jobs: the status in the end", "success", status, "none yet: internal/naotest/jobs.go")
	}
	seen := "absent"
	if _, there := job.attributes["created_at"]; there {
		seen = "there"
	}
	p.report.compare("jobs: created_at", "absent", seen, "Jobs.Timestamps = true")
}
