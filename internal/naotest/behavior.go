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
	Sessions     Sessions

	// Latency passes between the arrival of a request and its work.
	Latency time.Duration
	// RateLimit is a real limit, shared by all clients.
	RateLimit RateLimit
	// MissingRoot is the status when a body lacks its root; 0 = 422 [lib], else 400.
	MissingRoot int
	// DetailLag keeps a new object from being read singly (404) for a moment.
	DetailLag Lag
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
)

// asynchronous tells whether the answer announces a job.
func (a Answer) asynchronous() bool {
	switch a {
	case Accepted, AcceptedID, AcceptedIdentifier, SeeOther:
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
	// Polls is how many polls are answered "In progress" first. The object
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
	// Gone answers 404 at every job's URL; the work is done.
	Gone bool
	// Timestamps adds created_at and updated_at, as newer responses have [doc: 7].
	Timestamps bool
	// Location is the form of the job's URL.
	Location LocationForm
	// EmptyBody leaves out the HTML body of a 303.
	EmptyBody bool
}

// Relationships is how a document shows its relationships.
type Relationships string

const (
	// RelationshipsFull shows them.
	RelationshipsFull Relationships = ""
	// RelationshipsNull shows "relationships": null.
	RelationshipsNull Relationships = "null"
	// RelationshipsDataNull shows every relationship with "data": null.
	RelationshipsDataNull Relationships = "data null"
	// RelationshipsOmitted leaves the member out.
	RelationshipsOmitted Relationships = "omitted"
)

// Documents says how resources are written down.
type Documents struct {
	// NumericIDs writes data.id as a number.
	NumericIDs bool
	// StringAttributes writes numbers and booleans among the attributes as strings.
	StringAttributes bool
	// UnknownAttributes adds attributes that no documentation mentions.
	UnknownAttributes bool
	// NullAttributes and OmitAttributes name attributes that are null or left
	// out in every document.
	NullAttributes, OmitAttributes []string
	// Relationships is how relationships are shown.
	Relationships Relationships
	// PlainRoots answers {"sites": […]} and {"site": {…}} to everyone [doc: 4].
	// Without it only who accepts application/json, and not
	// application/vnd.api+json, gets that form.
	PlainRoots bool
	// ContentType replaces application/vnd.api+json; charset=utf-8.
	ContentType string
}

// Lag is how long something new stays out of sight: until For has passed and
// Requests further requests have arrived. Objects that were seeded never lag.
type Lag struct {
	For      time.Duration
	Requests int
}

// Listing says how collections are paged, filtered and sorted.
type Listing struct {
	// PageSize is the size of a page that no page[size] asks for; 0 = 30 [lib].
	PageSize int
	// PageCap is the largest page; 0 = unlimited.
	PageCap int
	// IgnorePageSize makes every page PageSize long.
	IgnorePageSize bool
	// IgnorePageNumber repeats the first page for ever.
	IgnorePageNumber bool
	// NoMeta leaves meta and links out.
	NoMeta bool
	// StringNumbers writes the numbers in meta as strings.
	StringNumbers bool
	// IgnoreFilters ignores all filters [lib].
	IgnoreFilters bool
	// IgnoredFilters names the attributes ("name") or whole filters
	// ("name_cont") that are ignored.
	IgnoredFilters []string
	// FoldCase lets filters on texts ignore case, as some databases do.
	FoldCase bool
	// IgnoreSort ignores sort.
	IgnoreSort bool
	// SortFoldCase sorts texts without regard to case, instead of bytewise.
	SortFoldCase bool
	// Lag keeps a new object out of listings for a while.
	Lag Lag
	// OmitAttributes names attributes that only the detail shows.
	OmitAttributes []string
	// OmitRelationships leaves relationships to the detail.
	OmitRelationships bool
	// Duplicates repeats the first row of every page at its end.
	Duplicates bool
	// BetweenPages is called after a page that is not the last was put
	// together, without the lock: it may change the account. It may be called
	// by several requests at once.
	BetweenPages func(s *Server, page int)
}

// Teams says how teams behave.
type Teams struct {
	// Roles are the names that the server knows, in its own order, which is
	// that of the bits of roles_mask; nil = [DefaultRoles]. Unknown ones are dropped
	// silently [lib].
	Roles []string
	// RolesWhenOmitted are the roles of a team that is created without any.
	RolesWhenOmitted []string
	// UniqueNames answers 422 to a name that is taken.
	UniqueNames bool
	// Forbidden answers 403: the token is not a corporate admin's [doc: 10].
	Forbidden bool
}

// Sites says how sites behave.
type Sites struct {
	// CoordinateDigits is how many decimals of a coordinate are kept; 0 = all.
	CoordinateDigits int
	// UniqueNames answers 422 to a name that is taken.
	UniqueNames bool
	// ForbidCreate and ForbidDelete answer 403, as to customers who get their
	// sites from the vendor [doc: Tags commissioning].
	ForbidCreate, ForbidDelete bool
}

// AssociationShape is what the document of an association names.
type AssociationShape string

const (
	// AssociationFull names team and site in attributes and in relationships.
	AssociationFull AssociationShape = ""
	// AssociationAttributes names them in attributes only.
	AssociationAttributes AssociationShape = "attributes"
	// AssociationRelationships names them in relationships only.
	AssociationRelationships AssociationShape = "relationships"
	// AssociationSiteOnly names the site only: the URL knows the team.
	AssociationSiteOnly AssociationShape = "site only"
	// AssociationTeamOnly names the team only.
	AssociationTeamOnly AssociationShape = "team only"
	// AssociationNull has both, but null.
	AssociationNull AssociationShape = "null"
)

// Associations says how associations of sites and teams behave, all [assumed].
type Associations struct {
	// Shape is what their documents name.
	Shape AssociationShape
	// AllowDuplicates makes a second association of a pair that has one,
	// instead of answering 422.
	AllowDuplicates bool
	// UnknownStatus answers an association of an unknown site or team; 0 = 422
	// for the site and 404 for the team.
	UnknownStatus int
	// UnknownPointer is the pointer of that 422; "" = /data/relationships/site (or team).
	UnknownPointer string
	// Readable answers GET of a single association, which is not documented,
	// with the document instead of 404.
	Readable bool
}

// Buildings says how buildings behave.
type Buildings struct {
	// Included embeds the floors as `included` resources of their buildings.
	Included bool
}

// ExpForm is how a JWT says when it expires.
type ExpForm string

const (
	// ExpNumber is whole seconds since 1970.
	ExpNumber ExpForm = ""
	// ExpString is the same in a string.
	ExpString ExpForm = "string"
	// ExpFloat is seconds with a fraction.
	ExpFloat ExpForm = "float"
	// ExpNone leaves the claim out.
	ExpNone ExpForm = "none"
)

// Sessions says how POST /sessions answers.
type Sessions struct {
	// Lifetime of a JWT; 0 = 24 h [doc: 2].
	Lifetime time.Duration
	// Status of a success; 0 = 201.
	Status int
	// JWTKey and ExpiryKey name the members of meta, which are not documented;
	// "" = jwt and expiration_date.
	JWTKey, ExpiryKey string
	// ExpiryLayout is the layout of that date; "" = [time.RFC3339].
	ExpiryLayout string
	// NoExpiryDate leaves the date out of meta.
	NoExpiryDate bool
	// Exp is how the JWT says when it expires.
	Exp ExpForm
	// NoJWT, ExtraJWT and Expired answer without a JWT, with two of them, or
	// with one that has expired.
	NoJWT, ExtraJWT, Expired bool
	// HideAuthToken does not reveal the user's auth_token [doc: 2].
	HideAuthToken bool
	// Locked answers every login with this status: 403 or 429.
	Locked int
}

// RateLimit is a token bucket.
type RateLimit struct {
	// PerSecond is how many requests a second are served; 0 = no limit.
	PerSecond float64
	// Burst is how many may come at once; 0 = 1.
	Burst int
	// NoRetryAfter leaves the header out of the 429. Else it holds whole
	// seconds, at least 1.
	NoRetryAfter bool
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
