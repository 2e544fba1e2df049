// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Error is an answer of the API that says no.
type Error struct {
	// Status is the HTTP status, 400 to 599.
	Status int
	// Method and Path name the request; Path is relative to the endpoint and has no query.
	Method, Path string
	// RequestID is the answer's x-request-id; empty when it had none.
	RequestID string
	// Details is what the body said; empty when it said nothing readable (a proxy's HTML page, no body).
	Details []Detail
	// foreign tells that the body was not JSON: it was not the API that spoke.
	foreign bool
	// attempt is which attempt of the request was answered so, from 1 on.
	attempt int
	// Advice says of a 401 what may be wrong with this kind of credentials, and how to get others; empty for every other status.
	Advice string
}

// Detail is one reason within an Error [doc: 6]. Any field may be empty.
type Detail struct {
	Code, Title, Detail string
	// Pointer is where in the request the reason lies: a JSON pointer such as /data/attributes/name.
	Pointer string
}

// Attribute is the attribute that the pointer names ("name" for /data/attributes/name); empty when it names none.
func (d Detail) Attribute() string {
	if d.Pointer == "/data" {
		return ""
	}
	return d.Pointer[strings.LastIndexByte(d.Pointer, '/')+1:]
}

// Message is what a person should read: the detail, else the title, else the code.
func (d Detail) Message() string {
	for _, message := range []string{d.Detail, d.Title, d.Code} {
		if message != "" {
			return message
		}
	}
	return ""
}

// Error says what the API said, and which request it said it to.
func (e *Error) Error() string {
	var b strings.Builder
	for _, detail := range e.Details {
		if message := detail.Message(); message != "" {
			if b.Len() > 0 {
				b.WriteString("; ")
			}
			b.WriteString(message)
		}
	}
	if b.Len() > 0 {
		b.WriteString(" ")
	}
	fmt.Fprintf(&b, "(%s %s: %d", e.Method, e.Path, e.Status)
	if text := http.StatusText(e.Status); text != "" {
		b.WriteString(" " + text)
	}
	if e.RequestID != "" {
		b.WriteString(", request id " + e.RequestID)
	}
	b.WriteString(")")
	if e.Advice != "" {
		b.WriteString(". " + e.Advice)
	}
	return b.String()
}

// EndpointError is an endpoint that answers, but not as the API does.
type EndpointError struct {
	Endpoint string
	// Err is how it answered the question for a listing that the API always has. It is not what became of the object that was asked for, so
	// it is not unwrapped.
	Err error
}

// Error names the endpoint.
func (e *EndpointError) Error() string {
	return fmt.Sprintf("this is not NAO Cloud's API: %s has no listing where the API has one: %s", e.Endpoint, e.Err)
}

// UnreachedError is a team that does not reach a site, by the listing of its associations: there is no address to ask.
type UnreachedError struct{ TeamID, SiteID string }

// Error says which does not reach which.
func (e *UnreachedError) Error() string {
	return fmt.Sprintf("team %s does not reach site %s", e.TeamID, e.SiteID)
}

// IsNotFound tells that something is not there: by a 404 of the API, the one answer that means gone, or by an *UnreachedError. The page of a
// proxy, or of a web site, does not.
func IsNotFound(err error) bool {
	if _, unreached := errors.AsType[*UnreachedError](err); unreached {
		return true
	}
	e, ok := errors.AsType[*Error](err)
	return ok && e.Status == http.StatusNotFound && !e.foreign
}

// IsForbidden tells a 403: the credentials are good, but not for this.
func IsForbidden(err error) bool { return hasStatus(err, http.StatusForbidden) }

// IsInvalid tells a 400 or 422: the API rejected what it was sent, and nothing was changed.
func IsInvalid(err error) bool {
	return hasStatus(err, http.StatusUnprocessableEntity, http.StatusBadRequest)
}

func hasStatus(err error, statuses ...int) bool {
	var e *Error
	return errors.As(err, &e) && slices.Contains(statuses, e.Status)
}

// TransportError is a request that got no whole answer: the connection failed, or time ran out.
type TransportError struct {
	Method, Path string
	// Sent tells that the server may have seen the request, so that its work may have been done.
	Sent bool
	Err  error
}

// Error names the request and what went wrong; it never holds a query or a header.
func (e *TransportError) Error() string {
	return fmt.Sprintf("no answer to %s %s: %s", e.Method, e.Path, inWords(e.Err))
}

// inWords says what an error says, but where it is a context's own, which speaks of a context.
func inWords(err error) string {
	switch err { //nolint:errorlint // These very values: what wraps them says more.
	case context.DeadlineExceeded:
		return "time was up"
	case context.Canceled:
		return "the run was interrupted"
	default:
		return err.Error()
	}
}

// Unwrap gives the cause.
func (e *TransportError) Unwrap() error { return e.Err }

// AnswerError is a success whose body is not what the API page says.
type AnswerError struct {
	Method, Path string
	// RequestID is the answer's x-request-id; empty when it had none.
	RequestID string
	// Err says what was expected and what came.
	Err error
}

// Error says what was expected and what came.
func (e *AnswerError) Error() string {
	text := fmt.Sprintf("unreadable answer to %s %s: %s", e.Method, e.Path, e.Err)
	if e.RequestID != "" {
		text += fmt.Sprintf(" (request id %s)", e.RequestID)
	}
	return text
}

// Unwrap gives the cause.
func (e *AnswerError) Unwrap() error { return e.Err }

// JobError is a background job that ended in failure: what it was to do was not done [doc: 7].
type JobError struct {
	// Job is the job's URL.
	Job string
	// Message is the job's own, such as "Missing graph or indoor area. Please add."
	Message string
}

// Error gives the job's message.
func (e *JobError) Error() string {
	message := e.Message
	if message == "" {
		message = "no reason given"
	}
	return fmt.Sprintf("the background job failed: %s (%s)", message, e.Job)
}
