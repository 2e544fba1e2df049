// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"errors"
	"fmt"
	"strings"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jobs"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// ExistsError stops a create: the account already holds an object with the same natural key.
type ExistsError struct {
	// Kind is the kind's title, and Key describes the natural key.
	Kind, Key string
	// IDs are those of the objects that exist: at least one. An id is "" where the API does not show it.
	IDs []string
}

// Error names the objects that exist.
func (e *ExistsError) Error() string {
	switch {
	case len(e.IDs) == 1 && e.IDs[0] == "":
		return fmt.Sprintf("the %s %s exists already", e.Kind, e.Key)
	case len(e.IDs) == 1:
		return fmt.Sprintf("the %s %s exists already: id %s", e.Kind, e.Key, e.IDs[0])
	default:
		return fmt.Sprintf("the %s %s exists already, %d times: ids %s", e.Kind, e.Key, len(e.IDs), strings.Join(e.IDs, ", "))
	}
}

// AdoptedError comes beside an object that a create adopted under the policy Adopt. It is no failure.
type AdoptedError struct{ Kind, Key, ID string }

// Error says which object was adopted.
func (e *AdoptedError) Error() string {
	return fmt.Sprintf("the %s %s existed already and was adopted: id %s", e.Kind, e.Key, e.ID)
}

// AmbiguousError is a create that may have made any of several objects, or one that only resembles what was asked for. Nobody can tell, so that
// none is taken.
type AmbiguousError struct {
	Kind, Key string
	// IDs are those of the new objects.
	IDs []string
	// Near tells that the objects do not have the natural key, but resemble it: the service may have changed the text of the one that it made.
	Near bool
}

// Error names the objects.
func (e *AmbiguousError) Error() string {
	if e.Near {
		return fmt.Sprintf("the outcome of the create of the %s %s is not known, and the API shows what it may have made, with another spelling: ids %s",
			e.Kind, e.Key, strings.Join(e.IDs, ", "))
	}
	return fmt.Sprintf("several new %ss %s appeared while one was being created, and the API does not say which one it made: ids %s",
		e.Kind, e.Key, strings.Join(e.IDs, ", "))
}

// PendingError is a create whose outcome is not known yet: its time ran out, or the run was interrupted. The object may exist now or later.
// Keep Pending: Resume goes on from there.
type PendingError struct {
	Kind, Key string
	Pending   Pending
	// NoKey tells that the object has no natural key, so that nothing will find it.
	NoKey bool
	// IDs are those of the objects that may be the one: without a natural key, those that are equal and were not there before; else those whose key
	// resembles the one that was sent.
	IDs []string
	// Err is why the create was not followed to its end.
	Err error
}

// Error says how far the create came.
func (e *PendingError) Error() string {
	return fmt.Sprintf("the create of the %s %s is pending, %s: %s", e.Kind, e.Key, e.Pending, e.Err)
}

// Unwrap gives the cause.
func (e *PendingError) Unwrap() error { return e.Err }

// NothingMadeError ends a pending create: no job is at work, and no object appeared.
type NothingMadeError struct {
	// Done tells that the API said that it made the object.
	Done bool
}

// Error says what became of the create.
func (e *NothingMadeError) Error() string {
	if e.Done {
		return "the API has made it, but it is not there: it was removed since, or has another name by now"
	}
	return "nothing was created"
}

// IsNothingMade reports whether a pending create ended without an object.
func IsNothingMade(err error) bool {
	if _, ok := errors.AsType[*PendingError](err); ok {
		return false
	}
	_, nothing := errors.AsType[*NothingMadeError](err)
	_, failed := errors.AsType[*jobs.FailedError](err)
	return nothing || failed
}

// OtherTypeError is a document that shows another type of resource than its collection was said to hold.
type OtherTypeError struct{ Wanted, Got string }

// Error names both types.
func (e *OtherTypeError) Error() string {
	return fmt.Sprintf("expected a %s, got a %s", e.Wanted, e.Got)
}

// AbsentError is an object that has no address of its own, and that no document shows.
type AbsentError struct{ Kind, Key string }

// Error names the object.
func (e *AbsentError) Error() string { return fmt.Sprintf("there is no %s %s", e.Kind, e.Key) }

// NoIDError is an object that exists, but whose id the API does not show. Only its id could remove it.
type NoIDError struct{ Kind, Key string }

// Error names the object.
func (e *NoIDError) Error() string {
	return fmt.Sprintf("the API shows that the %s %s exists, but not its id", e.Kind, e.Key)
}

// RemainsError is an object that the API shows after it responded to the removal as if the object were gone.
type RemainsError struct {
	Kind, Key string
	// Err is the response to the DELETE; nil where that was a success.
	Err error
}

// Error names the object.
func (e *RemainsError) Error() string {
	text := fmt.Sprintf("the %s %s is still there after its removal", e.Kind, e.Key)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// IsNotFound reports whether an object is gone: by a 404 or 410 of the API, or by the documents that would show it.
func IsNotFound(err error) bool {
	if _, remains := errors.AsType[*RemainsError](err); remains {
		return false
	}
	_, absent := errors.AsType[*AbsentError](err)
	return absent || transport.IsNotFound(err)
}

// isUnreadable reports whether a success had a body that is not what the API page says.
func isUnreadable(err error) bool {
	_, ok := errors.AsType[*transport.ResponseError](err)
	return ok
}

// isInvalidID reports whether a response held an id that cannot be one.
func isInvalidID(err error) bool {
	_, ok := errors.AsType[*jsonapi.InvalidIDError](err)
	return ok
}

// isOtherType reports whether a response showed another type of resource than its collection was said to hold.
func isOtherType(err error) bool {
	_, ok := errors.AsType[*OtherTypeError](err)
	return ok
}
