// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import "time"

// Behavior holds a switch for everything that the API's documentation leaves
// open. The zero value is the most likely NAO Cloud: creates respond 201 with
// the document, updates 200 with the document, deletes 204; filters and sorting
// are honoured; pages have 30 rows.
type Behavior struct {
	// Responses says how the server responds to writes, unless PerType says otherwise.
	Responses
	// PerType overrides Responses for one type: "team", "site", "site_team_association",
	// "nao_trackable", the type of a [Collection], or "batch" (that of tags). Its empty
	// fields fall back to Responses.
	PerType map[string]Responses

	// Jobs says how background jobs run [doc: 7].
	Jobs Jobs
	// Documents says how resources are written down.
	Documents Documents
	// Listing says how collections are paged, filtered and sorted.
	Listing Listing

	Teams        Teams
	Sites        Sites
	Associations Associations
	Buildings    Buildings
	Tags         Tags
	Sessions     Sessions

	// Collections are collections that no documentation describes, at the root or below
	// another kind. A collection that a later slice leaves out responds 404; its objects
	// are kept.
	Collections []Collection

	// Latency passes between the arrival of a request and its work.
	Latency time.Duration
	// RateLimit refuses requests of all clients together.
	RateLimit RateLimit
	// MissingRoot is the status when a body lacks its root; 0 = 422 [lib], else 400.
	MissingRoot int
	// InvalidStatus is the response to what is invalid, such as a name that is taken; 0 = 422.
	// 200 puts the errors into a successful response.
	InvalidStatus int
	// Gone responds 410 instead of 404 where there was an object that was removed.
	Gone bool

	// DetailLag keeps a new object from being read singly (404) for a moment. The
	// collections below it are not there either.
	DetailLag Lag
	// ParentLag keeps a new team or site from being known to the requests for what
	// is below it, for a moment: the server responds to reads and writes as if it did not exist.
	ParentLag Lag
	// DetailUpdateLag lets a GET of one object show for a moment what it was before
	// an update. [Listing.UpdateLag] does so in listings.
	DetailUpdateLag Lag

	// Work is how long writes take.
	Work Durations
	// WorkPerType overrides Work for one type, as PerType does, or for "publish". Its
	// zero fields fall back to Work.
	WorkPerType map[string]Durations
	// Gateway is a proxy that gives up requests which take long.
	Gateway Gateway
	// Attributes says what becomes of the attributes that are sent.
	Attributes Attributes
	// Removals says what DELETE does, beside its response.
	Removals Removals
	// Conflicts says when the response to a write is 409 because of another one.
	Conflicts Conflicts
}

// Response is a way to respond to a write that succeeds.
type Response string

const (
	// Document responds 201 (create) or 200 (update, delete) with the document.
	Document Response = "document"
	// Empty responds 201 (create) or 200 (update, delete) without a body.
	Empty Response = "empty"
	// NoContent responds 204.
	NoContent Response = "no content"
	// Accepted responds 202 with the document of a job [doc: 5].
	Accepted Response = "accepted"
	// AcceptedID responds 202 with nothing but the job's id: {"id": 48156} [assumed].
	AcceptedID Response = "accepted id"
	// AcceptedIdentifier responds 202 with a resource identifier object, that
	// is a job document without attributes [assumed].
	AcceptedIdentifier Response = "accepted identifier"
	// SeeOther responds 303 with the Location of a job [doc: 7].
	SeeOther Response = "see other"
	// AcceptedNothing responds 202 without a body and without a Location: the work is
	// that of a job that cannot be polled.
	AcceptedNothing Response = "accepted nothing"
	// OldDocument responds to an update with 200 and the document as it was before it; other
	// writes like Document.
	OldDocument Response = "old document"
	// RefusedInSuccess responds 200 with an errors document, and does no work.
	RefusedInSuccess Response = "refused in success"
)

// asynchronous reports whether the response announces a job.
func (a Response) asynchronous() bool {
	switch a {
	case Accepted, AcceptedID, AcceptedIdentifier, AcceptedNothing, SeeOther:
		return true
	default:
		return false
	}
}

// Responses says how the server responds to each kind of write.
type Responses struct {
	Creates Response // "" = Document
	Updates Response // "" = Document
	Deletes Response // "" = NoContent
}

// responses returns how the server responds to writes of one type.
func (b *Behavior) responses(kind string) Responses {
	a, special := b.Responses, b.PerType[kind]
	for _, choice := range []struct {
		to       *Response
		special  Response
		fallback Response
	}{
		{&a.Creates, special.Creates, Document},
		{&a.Updates, special.Updates, Document},
		{&a.Deletes, special.Deletes, NoContent},
	} {
		if choice.special != "" {
			*choice.to = choice.special
		} else if *choice.to == "" {
			*choice.to = choice.fallback
		}
	}
	return a
}
