// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"cmp"
	"fmt"
	"net/http"
	"time"
)

// LocationForm is how a job's URL is written.
type LocationForm string

const (
	// LocationDefault is an absolute URL with 303, and none with 202.
	LocationDefault LocationForm = ""
	// LocationAbsolute is an absolute URL, with 202 too.
	LocationAbsolute LocationForm = "absolute"
	// LocationRelative is an absolute path such as /api/v2/background_jobs/1, with 202 too.
	LocationRelative LocationForm = "relative"
	// LocationNone leaves the header out, with 303 too.
	LocationNone LocationForm = "none"
)

// Jobs says how background jobs run. A job has finished when both Polls and
// Duration have passed; with neither it has finished before its first poll.
type Jobs struct {
	// Polls is how many polls see "In progress" first. The object
	// appears with the poll that says that the job has finished; a job whose
	// announcement never reached the client is not waited for.
	Polls int
	// Duration is how long a job takes, whether it is polled or not.
	Duration time.Duration
	// WorkAtOnce makes the object appear when the job begins.
	WorkAtOnce bool
	// Message is the job's message unless it fails; "" = null.
	Message string
	// Failure makes every job fail with this message, without doing its work.
	Failure string
	// NeverFinish keeps every job "In progress", without doing its work.
	NeverFinish bool
	// Gone responds 404 at every job's URL; the work is done.
	Gone bool
	// Ended is the response to a poll of a job that has ended; "" = its document.
	Ended JobEnd
	// Timestamps adds created_at and updated_at, as newer responses have [doc: 7].
	Timestamps bool
	// Location is the form of the job's URL.
	Location LocationForm
	// LocationBase replaces scheme and host of an absolute job's URL, as where a proxy
	// does not say for which host it speaks: "http://app.internal:3000".
	LocationBase string
	// Running, Success and Failed replace the documented statuses; "" = "In progress",
	// "success" and "failure".
	Running, Success, Failed string
	// ListingLag keeps an object that a job made out of listings for a while, in place
	// of [Listing.Lag].
	ListingLag Lag
	// EmptyBody leaves out the HTML body of a 303.
	EmptyBody bool
}

// JobEnd is the response to a poll of a job that has ended.
type JobEnd string

// The responses.
const (
	// EndRedirect responds 303 with the Location of another resource, as many services do.
	EndRedirect JobEnd = "redirect"
	// EndPage responds 200 with an HTML page.
	EndPage JobEnd = "page"
	// EndForbidden responds 403, and EndBroken 500.
	EndForbidden JobEnd = "forbidden"
	EndBroken    JobEnd = "broken"
)

// jobs are the background jobs [doc: 7].
type jobs struct {
	last int64
	byID map[int64]*job
}

// job is work that goes on after the response to its request. It never says which
// object it made.
type job struct {
	id      int64
	created time.Time
	updated time.Time
	polls   int       // that are to see "In progress" yet
	due     time.Time // not finished before
	work    func() string
	failure string // why it fails; its work is not done then
	message string // when it succeeds

	finished bool
	never    bool
	gone     bool
}

// announce begins a job and responds with it.
func (s *Server) announce(c *call, mode Response, work func() string) reply {
	j := s.begun(c, mode, work)
	path := "/background_jobs/" + id(j.id)
	response := reply{status: http.StatusAccepted}
	switch mode {
	case SeeOther:
		response.status = http.StatusSeeOther
		if !c.b.Jobs.EmptyBody {
			response.html = fmt.Sprintf("<html><body>You are being <a href=%q>redirected</a>.</body></html>", c.url(path))
		}
	case AcceptedNothing:
		return response
	case AcceptedID:
		response.document = map[string]any{"id": j.id}
	case AcceptedIdentifier:
		response.document = map[string]any{"data": c.linkage(reference{"job_watcher", id(j.id)})}
	default:
		response.document = c.member(j.resource(c), path)
	}
	if location := c.location(mode, path); location != "" {
		response.set("Location", location)
	}
	return response
}

// location writes the URL of a job as the behavior wants it.
func (c *call) location(mode Response, path string) string {
	if c.fault.location != "" {
		return c.fault.location + BasePath + path
	}
	switch form := c.b.Jobs.Location; {
	case form == LocationNone, form == LocationDefault && mode != SeeOther:
		return ""
	case form == LocationRelative:
		return BasePath + path
	case c.b.Jobs.LocationBase != "":
		return c.b.Jobs.LocationBase + BasePath + path
	default:
		return c.url(path)
	}
}

// begun registers a job, and does what of it is to be done at once.
func (s *Server) begun(c *call, mode Response, work func() string) *job {
	settings, now := c.b.Jobs, s.agenda.now()
	s.jobs.last = max(s.jobs.last, 48144) + 1
	j := &job{
		id:      s.jobs.last,
		created: now,
		updated: now,
		polls:   settings.Polls,
		due:     now.Add(settings.Duration),
		work:    work,
		failure: settings.Failure,
		message: settings.Message,
		never:   settings.NeverFinish || c.fault.job == jobNeverFinishes,
		gone:    settings.Gone || c.fault.job == jobGone,
	}
	if c.fault.job == jobFails {
		j.failure = c.fault.jobMessage
	}
	if j.gone || c.fault.losesResponse() || c.abandoned || mode == AcceptedNothing {
		j.polls = 0 // nobody can ever poll it
	}
	workAtOnce := settings.WorkAtOnce && j.failure == "" && !j.never
	if workAtOnce || c.fault.jobWorks && c.fault.job != jobGone {
		j.carryOut()
	}
	if s.jobs.byID == nil {
		s.jobs.byID = map[int64]*job{}
	}
	s.jobs.byID[j.id] = j
	if j.polls == 0 && !j.never {
		s.agenda.add(settings.Duration, func() { j.finish(s) })
		s.agenda.runDue()
	}
	return j
}

// carryOut does the work once.
func (j *job) carryOut() {
	if j.work == nil {
		return
	}
	work := j.work
	j.work = nil
	if failure := work(); failure != "" {
		j.failure = failure
	}
}

func (j *job) finish(s *Server) {
	if j.finished {
		return
	}
	j.finished, j.updated = true, s.agenda.now()
	if j.failure == "" {
		j.carryOut()
	}
}

// readJob responds to one poll.
func (s *Server) readJob(c *call) reply {
	j, ok := s.jobs.byID[number(c.r.PathValue("job"))]
	if !ok || j.gone {
		return notFound()
	}
	switch {
	case j.never:
	case j.polls > 0:
		j.polls--
		j.updated = time.Now()
	case !time.Now().Before(j.due):
		j.finish(s)
	}
	if j.finished && c.b.Jobs.Ended != "" {
		return c.jobEnded()
	}
	return reply{status: http.StatusOK, document: c.member(j.resource(c), "/background_jobs/"+id(j.id))}
}

// jobEnded responds to the poll of a job that has ended with something else than its document.
func (c *call) jobEnded() reply {
	const page = "<html><body>It is done.</body></html>"
	switch c.b.Jobs.Ended {
	case EndRedirect:
		response := reply{status: http.StatusSeeOther, html: page}
		response.set("Location", c.url("/teams"))
		return response
	case EndForbidden:
		return failure(http.StatusForbidden, "", "")
	case EndBroken:
		return failure(http.StatusInternalServerError, "", "")
	default:
		return reply{status: http.StatusOK, html: page}
	}
}

// resource shows the job with the texts of the documentation.
func (j *job) resource(c *call) resource {
	status, message := cmp.Or(c.b.Jobs.Running, "In progress"), any(nil)
	if j.finished && j.failure != "" {
		status, message = cmp.Or(c.b.Jobs.Failed, "failure"), j.failure
	} else if j.finished {
		status, message = cmp.Or(c.b.Jobs.Success, "success"), nullable(j.message)
	}
	r := resource{kind: "job_watcher", id: id(j.id), attributes: map[string]any{
		"name":         nil,
		"description":  nil,
		"status":       status,
		"message":      message,
		"has_finished": j.finished,
	}}
	if c.b.Jobs.Timestamps {
		r.attributes["created_at"] = timestamp(j.created)
		r.attributes["updated_at"] = timestamp(j.updated)
	}
	return r
}
