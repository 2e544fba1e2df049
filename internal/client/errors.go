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
	"time"
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

// ErrNotTheAPI is an endpoint that answers, but not as the API does.
var ErrNotTheAPI = errors.New("this is not NAO Cloud's API")

// IsNotFound tells a 404 of the API: the one answer that means gone. The page of a proxy, or of a web site, does not.
func IsNotFound(err error) bool {
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

// ExistsError stops a create before anything was sent: the account already holds an object with the same natural key, and OnExisting
// is Fail.
type ExistsError struct {
	// Noun is "team", "site" or "site team association"; Key describes the natural key.
	Noun, Key string
	// IDs are those of the objects that are there: at least one.
	IDs []string
	// Unsure tells that the API does not show which of them has the natural key: those that have not are others'.
	Unsure bool
}

// Error names the object that is there.
func (e *ExistsError) Error() string {
	if len(e.IDs) == 1 {
		return fmt.Sprintf("a %s %s exists already: id %s", e.Noun, e.Key, e.IDs[0])
	}
	if e.Unsure {
		return fmt.Sprintf("a %s %s exists already, but the API does not show which it is: one of the ids %s", e.Noun, e.Key, strings.Join(e.IDs, ", "))
	}
	return fmt.Sprintf("%d %ss %s exist already: ids %s", len(e.IDs), e.Noun, e.Key, strings.Join(e.IDs, ", "))
}

// AmbiguousError is a create after which more than one new object has the natural key, so that nobody can tell which one it made; or after
// which there is one that does not show its natural key. Every one of them is named; none is adopted but Created.
type AmbiguousError struct {
	Noun, Key string
	// IDs are those of the new objects, without Created.
	IDs []string
	// Created is the id that an answer of the API gave for the object of this create, which is returned beside the error; empty when no
	// answer named it.
	Created string
	// Unsure tells that the API does not show which of IDs have the natural key: those that have not are others'.
	Unsure bool
}

// Error names the objects.
func (e *AmbiguousError) Error() string {
	switch all := strings.Join(e.IDs, ", "); {
	case e.Unsure && e.Created != "":
		return fmt.Sprintf("the create of the %s %s made id %s, but an attempt whose answer was lost may have made another, and the API does not show whether it is among "+
			"what is new: ids %s", e.Noun, e.Key, e.Created, all)
	case e.Unsure:
		return fmt.Sprintf("new %ss appeared while the one %s was being created, and the API does not show whether it is among them: ids %s", e.Noun, e.Key, all)
	}
	if e.Created != "" {
		return fmt.Sprintf("the create of the %s %s made id %s, but an attempt whose answer was lost, or somebody else at the same moment, made another: id %s",
			e.Noun, e.Key, e.Created, strings.Join(e.IDs, ", "))
	}
	return fmt.Sprintf("several new %ss %s appeared while one was being created, and the API does not say which one it made: ids %s",
		e.Noun, e.Key, strings.Join(e.IDs, ", "))
}

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

// PendingError is a create that could not be followed to its end: its context ended, or the API stopped answering. The object may exist
// now or later. Keep Pending: a Resume call goes on from there.
type PendingError struct {
	Noun, Key string
	Pending   Pending
	Err       error
}

// Error says what is open.
func (e *PendingError) Error() string {
	what := "the request was sent, but its outcome is not known"
	if e.Pending.Job != "" {
		what = "the background job " + e.Pending.Job + " has not finished"
	}
	return fmt.Sprintf("the create of the %s %s is still open, %s: %s", e.Noun, e.Key, what, e.Err)
}

// Unwrap gives the cause.
func (e *PendingError) Unwrap() error { return e.Err }

// Pending is what a create remembers of itself so that another process can finish it. It marshals to JSON and holds no secret.
type Pending struct {
	// Job is the URL of the background job; empty when the API had not named one yet.
	Job string `json:"job,omitempty"`
	// Before are the ids of the objects that had the same natural key before the create.
	Before []string `json:"before,omitempty"`
	// Newest is the highest id that the collection held before the create, where it was seen.
	Newest int64 `json:"newest,omitempty"`
	// Accepted is when the API accepted the work without naming a job that can be watched; zero otherwise.
	Accepted time.Time `json:"accepted,omitzero"`
	// Doubts is how many POSTs were sent whose outcome is open, and Sent when the last of them was.
	Doubts int       `json:"doubts,omitempty"`
	Sent   time.Time `json:"sent,omitzero"`
}
