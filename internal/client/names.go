// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"iter"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/auth"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/collection"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/jobs"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/ratelimit"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/redact"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// The names of the rooms that the provider uses.
type (
	// Field is an attribute that a document may leave out, hold as null, or hold with a value.
	Field[T any] = jsonapi.Field[T]
	// Detail is one reason within an Error [doc: 6].
	Detail = jsonapi.Detail

	// Error is a response of the API that says no.
	Error = transport.Error
	// TransportError is a request without a whole response.
	TransportError = transport.TransportError
	// TooLongError is a request that was not sent, because a rate limit outlasts its deadline.
	TooLongError = ratelimit.TooLongError
	// ResponseError is a success whose body is not what the API page says.
	ResponseError = transport.ResponseError
	// EndpointError is an endpoint that responds, but not as the API does.
	EndpointError = collection.EndpointError

	// Job is a background job as the API shows it [doc: 7].
	Job = jobs.Job
	// JobError is a background job that ended in failure [doc: 7].
	JobError = jobs.FailedError

	// Pending is what a create remembers of itself, so that another process can finish it.
	Pending = collection.Pending
	// PendingError is a create whose outcome is not known yet.
	PendingError = collection.PendingError
	// ExistsError stops a create whose natural key is taken.
	ExistsError = collection.ExistsError
	// AdoptedError comes beside an object that a create adopted. It is no failure.
	AdoptedError = collection.AdoptedError
	// AmbiguousError is a create that may have made any of several objects.
	AmbiguousError = collection.AmbiguousError
	// NothingMadeError ends a pending create without an object.
	NothingMadeError = collection.NothingMadeError
	// AbsentError is an object without an address of its own that no document shows.
	AbsentError = collection.AbsentError
	// NoIDError is an object whose id the API does not show.
	NoIDError = collection.NoIDError
	// RemainsError is an object that is there after its removal.
	RemainsError = collection.RemainsError
	// OtherTypeError is a document that shows another type of resource than was asked for.
	OtherTypeError = collection.OtherTypeError
	// Filter is one predicate of a listing [lib]. A service may ignore or refuse it.
	Filter = collection.Filter
	// Look says how old a document may be: Cached or Fresh.
	Look = collection.Look
	// OnExisting is what a create does where the natural key is taken.
	OnExisting = collection.OnExisting

	// Credentials authenticate the requests of a client [doc: 2].
	Credentials = auth.Credentials
	// TokenKind is a kind of token [doc: 2].
	TokenKind = auth.Kind
	// SessionToken is a session: a JWT that authenticates until it expires [doc: 2].
	SessionToken = auth.SessionToken
	// LoginError is a login that ended without a session.
	LoginError = auth.LoginError
)

// The constants of the rooms that the provider uses.
const (
	DefaultEndpoint = transport.DefaultEndpoint
	ShortestSecret  = redact.Shortest

	Cached = collection.Cached
	Fresh  = collection.Fresh

	Fail   = collection.Fail
	Create = collection.Create
	Adopt  = collection.Adopt

	KindAPIKey     = auth.KindAPIKey
	KindOAuthToken = auth.KindOAuthToken
	KindJWT        = auth.KindJWT
)

// The functions of the rooms that the provider uses.
var (
	ParseEndpoint = transport.ParseEndpoint

	APIKey             = auth.APIKey
	OAuthToken         = auth.OAuthToken
	JWT                = auth.JWT
	Session            = auth.Session
	SessionFromAPIKey  = auth.SessionFromAPIKey
	CheckToken         = auth.CheckToken
	ErrNotExchangeable = auth.ErrNotExchangeable

	Human = ratelimit.Human

	// IsValidID reports whether a text can be the id of an object of any collection.
	IsValidID = jsonapi.ValidID

	// CompareIDs orders ids by their numbers, and ids that are no numbers by their text.
	CompareIDs = collection.CompareIDs

	IsNotFound    = collection.IsNotFound
	IsNothingMade = collection.IsNothingMade
	IsForbidden   = transport.IsForbidden
	IsInvalid     = transport.IsInvalid
)

// Completed reads those objects of a listing singly that the listing shows only in part: see collection.Completed.
func Completed[T any](ctx context.Context, objects iter.Seq2[T, error], isWhole func(T) bool, read func(context.Context, T) (T, error)) iter.Seq2[T, error] {
	return collection.Completed(ctx, objects, isWhole, read)
}

// Set is an attribute with a value.
func Set[T any](value T) Field[T] { return jsonapi.Set(value) }

// Null is an attribute that is null, which clears it.
func Null[T any]() Field[T] { return jsonapi.Null[T]() }
