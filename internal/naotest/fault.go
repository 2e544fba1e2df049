// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Fault is what goes wrong with one request. The zero value is no fault at all.
// Faults are comparable values: make them with the variables and functions of
// this package.
type Fault struct {
	delay      time.Duration
	work       time.Duration
	gateway    time.Duration
	async      bool
	job        jobFault
	jobMessage string
	jobWorks   bool
	location   string
	wire       wireFault
	quiet      bool // the connection is closed, not reset
	after      bool // the work is done all the same
	canned     *canned
}

type wireFault int

const (
	wireNone wireFault = iota
	wireResponse
	wireCut
	wireRefuse
	wireTruncate
	wireHang
)

type jobFault int

const (
	jobNone jobFault = iota
	jobFails
	jobNeverFinishes
	jobGone
)

// canned is a response that was prepared beforehand.
type canned struct {
	name        string
	status      int
	contentType string
	header      http.Header
	body        []byte
}

// Faults of the connection.
var (
	// LoseResponse does the work, then cuts the connection.
	LoseResponse = Fault{wire: wireCut, after: true}
	// CutBefore cuts the connection before the work, after the request was received.
	CutBefore = Fault{wire: wireCut}
	// CloseBefore closes the connection before the work, as a server does with a
	// connection that was idle for long. The client sees io.EOF instead of a reset.
	CloseBefore = Fault{wire: wireCut, quiet: true}
	// Refuse refuses the connection: the request is never sent. It works with
	// [Server.Transport]; over a socket it is [CutBefore].
	Refuse = Fault{wire: wireRefuse}
	// TruncateBody does the work, and cuts the connection half-way through the
	// body of the response. A response without a body arrives whole.
	TruncateBody = Fault{wire: wireTruncate, after: true}
	// HangBefore never responds and does no work, until the client gives up.
	HangBefore = Fault{wire: wireHang}
	// HangAfter does the work and never responds, until the client gives up.
	HangAfter = Fault{wire: wireHang, after: true}
)

// Faults of jobs. They make a write asynchronous if it is not so already, and
// do nothing to other requests.
var (
	// Asynchronous responds to a write with 303 and a job, which then is as
	// [Jobs] says.
	Asynchronous = Fault{async: true}
	// JobNeverFinishes starts a job that stays "In progress". Its work is done
	// only with [Fault.AfterWork].
	JobNeverFinishes = Fault{async: true, job: jobNeverFinishes}
	// JobGone does the work in a job whose URL responds 404.
	JobGone = Fault{async: true, job: jobGone}
)

// HTMLPage responds 200 with an HTML page, before the work.
var HTMLPage = ProxyPage(http.StatusOK)

// JobFails starts a job that fails with the message. Its work is done only with
// [Fault.AfterWork].
func JobFails(message string) Fault {
	return Fault{async: true, job: jobFails, jobMessage: message}
}

// LocationElsewhere responds to a write with 303 and a Location on another host:
// base is its scheme and host, such as "https://evil.example". The work is done.
func LocationElsewhere(base string) Fault { return Fault{async: true, location: base} }

// Delay lets d pass before anything else happens.
func Delay(d time.Duration) Fault { return Fault{delay: d} }

// Slow makes the work of the request take d, whatever its method. The response and
// the effect come when d has passed, as with [Behavior.Work].
func Slow(d time.Duration) Fault { return Fault{work: d} }

// Slowed makes the work of the request take d. A fault that strikes after the work
// does so when d has passed: LoseResponse.Slowed(d) loses the response then.
func (f Fault) Slowed(d time.Duration) Fault {
	f.work = d
	return f
}

// GivenUpAfter lets the gateway give up the request after d: see [Gateway].
func (f Fault) GivenUpAfter(d time.Duration) Fault {
	f.gateway = d
	return f
}

// AfterWork does the work before the fault strikes.
func (f Fault) AfterWork() Fault {
	f.after = true
	f.jobWorks = f.job != jobNone
	return f
}

// Delayed lets d pass before the fault strikes.
func (f Fault) Delayed(d time.Duration) Fault {
	f.delay = d
	return f
}

// String names the fault, as the log and [Server.FaultCount] do. No fault is "".
func (f Fault) String() string { return strings.Join(f.names(), " + ") }

// names names everything that the fault is made of.
func (f Fault) names() []string {
	var names []string
	if f.delay > 0 {
		names = append(names, "delay")
	}
	if f.work > 0 {
		names = append(names, "slow")
	}
	if f.gateway > 0 {
		names = append(names, "gateway")
	}
	switch {
	case f.location != "":
		names = append(names, "location elsewhere")
	case f.job == jobFails:
		names = append(names, "job fails")
	case f.job == jobNeverFinishes:
		names = append(names, "job never finishes")
	case f.job == jobGone:
		names = append(names, "job gone")
	case f.async:
		names = append(names, "asynchronous")
	}
	if name := f.wireName(); name != "" {
		names = append(names, name)
	}
	return names
}

func (f Fault) wireName() string {
	switch f.wire {
	case wireNone:
		return ""
	case wireRefuse:
		return "refuse"
	case wireTruncate:
		return "truncate body"
	case wireCut:
		if f.after {
			return "lose response"
		}
		if f.quiet {
			return "close"
		}
		return "cut"
	default:
	}
	name := "hang"
	if f.wire == wireResponse {
		name = f.canned.name
	}
	if f.after {
		name += " after work"
	}
	return name
}

func (f Fault) hangs() bool { return f.wire == wireHang }

// losesResponse reports whether the client never sees the response to the work.
func (f Fault) losesResponse() bool { return f.wire != wireNone }

// before returns the response that takes the place of the work; nil = none does.
// Where the connection is cut or hangs, it is never written.
func (f Fault) before() *response {
	switch {
	case f.wire == wireNone || f.after:
		return nil
	case f.wire == wireResponse:
		return f.canned.response()
	default:
		return &response{}
	}
}

// instead replaces the response after the work.
func (f Fault) instead(a *response) *response {
	if f.wire == wireResponse {
		return f.canned.response()
	}
	return a
}

func (c *canned) response() *response {
	header := c.header.Clone()
	if header == nil {
		header = http.Header{}
	}
	if c.contentType != "" {
		header.Set("Content-Type", c.contentType)
	}
	return &response{status: c.status, header: header, body: c.body}
}

// Canned responds with whatever is given, before the work. An empty contentType
// leaves the header out.
func Canned(status int, contentType, body string) Fault {
	return Fault{wire: wireResponse, canned: &canned{
		name:        fmt.Sprintf("status %d", status),
		status:      status,
		contentType: contentType,
		body:        []byte(body),
	}}
}
