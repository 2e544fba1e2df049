// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import "time"

// Behavior holds a switch for everything that the API's documentation leaves
// open. The zero value is the most likely NAO Cloud: creates answer 201 with
// the document, updates 200 with the document, deletes 204; filters and sorting
// are honoured; pages have 30 rows.
type Behavior struct {
	// Answers says how writes are answered, unless PerType says otherwise.
	Answers
	// PerType overrides Answers for one type: "team", "site" or
	// "site_team_association". Its empty fields fall back to Answers.
	PerType map[string]Answers

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

	// Collections are further collections, at the root or below what is there: those
	// that no documentation describes. What a slice leaves out later is not there any
	// more (404), but keeps its objects.
	Collections []Collection

	// Latency passes between the arrival of a request and its work.
	Latency time.Duration
	// RateLimit refuses requests of all clients together.
	RateLimit RateLimit
	// MissingRoot is the status when a body lacks its root; 0 = 422 [lib], else 400.
	MissingRoot int
	// InvalidStatus answers what is invalid, such as a name that is taken; 0 = 422.
	// 200 puts the errors into a successful response.
	InvalidStatus int
	// Gone answers 410 instead of 404 where there was an object that was removed.
	Gone bool

	// DetailLag keeps a new object from being read singly (404) for a moment. The
	// collections below it are not there either.
	DetailLag Lag
	// ParentLag keeps a new team or site from being known to the requests for what
	// is below it, for a moment: reads and writes are answered as if it did not exist.
	ParentLag Lag
	// DetailUpdateLag lets a GET of one object show for a moment what it was before
	// an update. [Listing.UpdateLag] does so in listings.
	DetailUpdateLag Lag

	// Work is how long writes take.
	Work Durations
	// WorkPerType overrides Work for one type: "team", "site", "site_team_association"
	// or "publish". Its zero fields fall back to Work.
	WorkPerType map[string]Durations
	// Gateway is a proxy that gives up requests which take long.
	Gateway Gateway
	// Attributes says what becomes of the attributes that are sent.
	Attributes Attributes
	// Removals says what DELETE does, beside how it is answered.
	Removals Removals
	// Conflicts says when a write is answered 409 because of another one.
	Conflicts Conflicts
}

// Answer is a way to answer a write that succeeds.
type Answer string

const (
	// Document answers 201 (create) or 200 (update, delete) with the document.
	Document Answer = "document"
	// Empty answers 201 (create) or 200 (update, delete) without a body.
	Empty Answer = "empty"
	// NoContent answers 204.
	NoContent Answer = "no content"
	// Accepted answers 202 with the document of a job [doc: 5].
	Accepted Answer = "accepted"
	// AcceptedID answers 202 with nothing but the job's id: {"id": 48156} [assumed].
	AcceptedID Answer = "accepted id"
	// AcceptedIdentifier answers 202 with a resource identifier object, that
	// is a job document without attributes [assumed].
	AcceptedIdentifier Answer = "accepted identifier"
	// SeeOther answers 303 with the Location of a job [doc: 7].
	SeeOther Answer = "see other"
	// AcceptedNothing answers 202 without a body and without a Location: the work is
	// that of a job that cannot be polled.
	AcceptedNothing Answer = "accepted nothing"
	// OldDocument answers an update 200 with the document as it was before it; other
	// writes like Document.
	OldDocument Answer = "old document"
	// RefusedInSuccess answers 200 with an errors document, and does no work.
	RefusedInSuccess Answer = "refused in success"
)

// asynchronous reports whether the answer announces a job.
func (a Answer) asynchronous() bool {
	switch a {
	case Accepted, AcceptedID, AcceptedIdentifier, AcceptedNothing, SeeOther:
		return true
	default:
		return false
	}
}

// Answers says how each kind of write is answered.
type Answers struct {
	Creates Answer // "" = Document
	Updates Answer // "" = Document
	Deletes Answer // "" = NoContent
}

// answers returns how writes of one type are answered.
func (b *Behavior) answers(kind string) Answers {
	a, special := b.Answers, b.PerType[kind]
	for _, choice := range []struct {
		to       *Answer
		special  Answer
		fallback Answer
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
