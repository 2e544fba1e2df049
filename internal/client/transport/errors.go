// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
)

// Outcome is what an error says of the work that a request was to do.
type Outcome int

const (
	// NotSent is a request that the server has not seen: nothing was done.
	NotSent Outcome = iota
	// Refused is a request that the API turned down: nothing was done.
	Refused
	// Unknown is a request whose work may have been done, or may still be done.
	Unknown
)

// String names the outcome.
func (o Outcome) String() string {
	return [...]string{"not sent", "refused", "unknown"}[o]
}

// OutcomeOf tells the outcome of a request that ended in an error of Do. Everything that a request on the wire ends in is an *Error, a
// *TransportError or a *ResponseError; what ends otherwise was not sent.
func OutcomeOf(err error) Outcome {
	unsent, failed := errors.AsType[*TransportError](err)
	if _, skipped := errors.AsType[*SkippedError](err); skipped && failed {
		// Which of the two wraps the other tells whether this request failed, or an earlier one.
		_, failed = errors.AsType[*SkippedError](unsent.Err)
	}
	switch _, skipped := errors.AsType[*SkippedError](err); {
	case failed && unsent.Sent:
		return Unknown
	case failed || skipped:
		return NotSent
	}
	if refusal, ok := errors.AsType[*Error](err); ok {
		if refusal.earlierUnknown || isUnknown(refusal.Status) {
			return Unknown
		}
		return Refused
	}
	if _, ok := errors.AsType[*ResponseError](err); ok {
		return Unknown
	}
	return NotSent
}

// ElapsedOf is the time from the moment that the last attempt of a request was put on the wire until it failed; 0 where none was.
func ElapsedOf(err error) time.Duration {
	if failure, ok := errors.AsType[*TransportError](err); ok {
		return failure.Elapsed // What it has of an earlier attempt is not the last one's.
	}
	if refusal, ok := errors.AsType[*Error](err); ok {
		return refusal.Elapsed
	}
	return 0
}

// isUnknown reports whether the work may be done all the same.
func isUnknown(status int) bool {
	return status >= http.StatusInternalServerError || status == http.StatusRequestTimeout
}

// Error is a response that says no: its status is 400 or more, or it is a success that holds errors and no data.
type Error struct {
	// Status is the HTTP status, 400 to 599. For a refusal inside a success it is what its errors say, else 422.
	Status int
	// Method and Path name the request; Path is relative to the endpoint and has no query.
	Method, Path string
	// RequestID is the response's x-request-id; empty where it had none.
	RequestID string
	// Details is what the body said; empty where it said nothing readable (a proxy's HTML page, no body).
	Details []jsonapi.Detail
	// Advice says what may be wrong and what to do, where the status alone does not; else it is empty.
	Advice string
	// Elapsed is the time from the moment that the last attempt was put on the wire until its response.
	Elapsed time.Duration

	// foreign reports whether the body was not JSON: it was not the API that spoke.
	foreign bool
	// earlierUnknown reports whether the outcome of an earlier attempt is unknown.
	earlierUnknown bool
	// cause is set where there was no time for another attempt.
	cause error
}

// Error says what the API said, and to which request.
func (e *Error) Error() string {
	var said []string
	for _, detail := range e.Details {
		if message := detail.Message(); message != "" {
			said = append(said, message)
		}
	}
	var b strings.Builder
	if len(said) > 0 {
		b.WriteString(strings.Join(said, "; ") + " ")
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

// Unwrap gives what kept the request from being repeated, if anything did.
func (e *Error) Unwrap() error { return e.cause }

// IsNotFound reports whether the API responded with a 404 or a 410, the only responses that mean gone. A page of a proxy or of a web site
// does not count, whatever its status.
func IsNotFound(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && (e.Status == http.StatusNotFound || e.Status == http.StatusGone) && !e.foreign
}

// IsForbidden reports whether the API responded with a 403: the credentials are good, but not for this.
func IsForbidden(err error) bool { return HasStatus(err, http.StatusForbidden) }

// IsInvalid reports whether the API responded with a 400 or a 422: it rejected what it was sent.
func IsInvalid(err error) bool {
	return HasStatus(err, http.StatusBadRequest, http.StatusUnprocessableEntity)
}

// HasStatus reports whether the error is a response with one of these statuses.
func HasStatus(err error, statuses ...int) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && slices.Contains(statuses, e.Status)
}

// TransportError is a request that got no whole response: the connection failed, or time ran out.
type TransportError struct { //nolint:revive // An Error is the API's; this is the transport's.
	Method, Path string
	// Sent reports whether the server may have seen the request, so that its work may have been done.
	Sent bool
	// Elapsed is the time from the moment that the last attempt was put on the wire until it failed; 0 where none was.
	Elapsed time.Duration
	Err     error
	// Before is the error of the attempt before, where time ran out during the last one; else nil.
	Before error
}

// Error names the request and what went wrong; it never holds a query or a header. For an interrupted run it says only that the run was
// interrupted: nothing is wrong with the network.
func (e *TransportError) Error() string {
	if e.Err == context.Canceled { //nolint:errorlint // This very value: what wraps it says more.
		return "the run was interrupted"
	}
	what := e.Err.Error()
	if e.Err == context.DeadlineExceeded { //nolint:errorlint // This very value: what wraps it says more.
		what = "time was up"
	}
	if e.Before != nil {
		what += "; the attempt before it failed: " + e.Before.Error()
	}
	return fmt.Sprintf("no response to %s %s: %s", e.Method, e.Path, what)
}

// Unwrap gives the cause, and what the attempt before ended in.
func (e *TransportError) Unwrap() []error {
	if e.Before == nil {
		return []error{e.Err}
	}
	return []error{e.Err, e.Before}
}

// ResponseError is a success whose body is not what the API page says.
type ResponseError struct {
	Method, Path string
	// RequestID is the response's x-request-id; empty where it had none.
	RequestID string
	// Err says what was expected and what came.
	Err error
}

// Error says what was expected and what came.
func (e *ResponseError) Error() string {
	text := fmt.Sprintf("unreadable response to %s %s: %s", e.Method, e.Path, e.Err)
	if e.RequestID != "" {
		text += fmt.Sprintf(" (request id %s)", e.RequestID)
	}
	return text
}

// Unwrap gives the cause.
func (e *ResponseError) Unwrap() error { return e.Err }

// SkippedError is a request that was not sent, because an earlier one failed for a reason that concerns all.
type SkippedError struct {
	// Err is the error of the earlier request.
	Err error
}

// Error repeats the reason in short: the earlier error is shown too.
func (e *SkippedError) Error() string {
	if refusal, ok := errors.AsType[*Error](e.Err); ok {
		return fmt.Sprintf("not sent, for the same reason as an earlier request: %d %s (%s %s)",
			refusal.Status, http.StatusText(refusal.Status), refusal.Method, refusal.Path)
	}
	reason := e.Err
	if unsent, ok := errors.AsType[*TransportError](e.Err); ok {
		reason = unsent.Err
	}
	return fmt.Sprintf("not sent, for the same reason as an earlier request: %s", reason)
}

// Unwrap gives the error of the earlier request.
func (e *SkippedError) Unwrap() error { return e.Err }
