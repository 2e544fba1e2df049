// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"fmt"
	"strings"
	"time"
)

// ExistsError stops a create: the account already holds an object with the same natural key, and OnExisting is Fail.
type ExistsError struct {
	// Noun is "team", "site" or "site team association"; Key describes the natural key.
	Noun, Key string
	// IDs are those of the objects that are there: at least one.
	IDs []string
	// Unsure tells that the API does not show which of them has the natural key: those that have not are others'.
	Unsure bool
	// Sent tells that it was seen only after a request whose answer was lost. Nothing new appeared for as long as doubt lasts.
	Sent bool
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
	// Err is why it could not be looked for what an attempt before Created may have made; IDs are empty then. It is not what the create
	// failed by, so it is not unwrapped.
	Err error
}

// Error names the objects.
func (e *AmbiguousError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("the create of the %s %s made id %s, but an attempt before, whose answer was lost, may have made another, and that could not be looked for: %s",
			e.Noun, e.Key, e.Created, e.Err)
	}
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

// PendingError is a create that could not be followed to its end: its context ended, or the API stopped answering. The object may exist
// now or later. Keep Pending: a Resume call goes on from there.
type PendingError struct {
	Noun, Key string
	Pending   Pending
	Err       error
}

// Error says what is open.
func (e *PendingError) Error() string {
	return fmt.Sprintf("the create of the %s %s is still open, %s: %s", e.Noun, e.Key, e.Pending, e.Err)
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
	// Done tells that the job was seen to succeed.
	Done bool `json:"done,omitempty"`
	// Accepted is when the API accepted the work; zero where that is not known.
	Accepted time.Time `json:"accepted,omitzero"`
	// Doubts is how many POSTs were sent whose outcome is open, and Sent when the last of them was.
	Doubts int       `json:"doubts,omitempty"`
	Sent   time.Time `json:"sent,omitzero"`
}

// String says how far the create was seen to come: "the background job https://… was not seen to finish".
func (p Pending) String() string {
	switch {
	case p.Done:
		return "the background job " + p.Job + " has succeeded"
	case p.Job != "":
		return "the background job " + p.Job + " was not seen to finish"
	case !p.Accepted.IsZero():
		return "the API accepted the request, but named no background job that can be watched"
	default:
		return "the request was sent, but its outcome is not known"
	}
}

// posts is how many POSTs may have made an object.
func (p Pending) posts() int {
	if p.Accepted.IsZero() {
		return p.Doubts
	}
	return p.Doubts + 1
}
