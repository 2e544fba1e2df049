// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"context"
	"iter"
)

// Service is the calls on one kind of object. It is safe for concurrent use.
//
// It is an interface so that a package that imports a client does not compile all calls of all kinds anew: Go compiles the methods of a generic
// type in each package that sees it.
type Service[T Object, In Input[T]] interface {
	// Create makes one object, exactly once. Where it returns an id beside an error, the object exists. Beside the errors of the transport it
	// returns an *ExistsError, an *AmbiguousError, a *jobs.FailedError, a *PendingError, or an *AdoptedError, which is no failure.
	Create(ctx context.Context, in In) (T, error)

	// Resume finishes a create that a *PendingError told of. IsNothingMade(err) where the create has ended without an object; a *PendingError
	// where it is still pending.
	Resume(ctx context.Context, in In, pending Pending) (T, error)

	// Get returns an object, from a listing where that is cheaper. The known object has the ids that name it. IsNotFound(err) when it is gone.
	Get(ctx context.Context, known T) (T, error)

	// Hold notes that a resource of this run has an object: no pending create takes it for its own, and no other resource adopts it.
	Hold(object T)

	// Document returns an object's document of the last minute that shows what the caller needs: a listing may show less than the object's own
	// address does. Where neither shows it, the document is returned all the same.
	Document(ctx context.Context, known T, look Look, shows func(T) bool) (T, error)

	// Find returns the objects that have exactly the natural key of the wanted one: none, one, or several, since keys need not be unique. Objects
	// whose documents do not show the key are left out.
	Find(ctx context.Context, wanted T) ([]T, error)

	// Listed returns the objects that have exactly the natural key of the wanted one, as far as a listing of the last minute tells; it sends nothing.
	// It reports whether there is such a listing, and false where there is no natural key.
	Listed(wanted T) (found []T, listed bool)

	// List yields the objects that match, in the order of the service. The scope has the ids of the parents. The filters spare pages; the match
	// is what counts. An error ends the sequence.
	List(ctx context.Context, scope T, filters []Filter, matches func(T) bool) iter.Seq2[T, error]

	// All returns all objects below the scope's parents, in the order of their ids: from a listing of the last minute, or for a Fresh look by one
	// that begins now. It reports whether the listing is whole: one that is not proves no absence.
	All(ctx context.Context, scope T, look Look) (objects []T, whole bool, err error)

	// Update sends every value of the input to a known object, and returns the object as it is afterwards. A read right after a write may show
	// what was before; it is repeated for up to ten seconds. The caller compares what is returned with what it sent.
	Update(ctx context.Context, known T, in In) (T, error)

	// Delete removes a known object. An object that is gone already is a success. A *NoIDError where the id is not known and cannot be found, a
	// *RemainsError where the API still shows the object.
	Delete(ctx context.Context, known T) error

	// Name is what messages call an object: its id, or else its natural key.
	Name(object T) string

	// Patch changes the cached document of an object, as a write to another object has changed the object itself.
	Patch(known T, change func(T) T)

	// PatchAll is Patch for every cached document of the kind.
	PatchAll(change func(T) T)

	// Expire drops every cached document of the kind.
	Expire()
}

// NewService makes the calls on a kind.
func NewService[T Object, In Input[T]](account *Account, kind Kind[T]) Service[T, In] {
	return &calls[T, In]{&service[T]{
		account: account, kind: kind, collections: map[string]*collection[T]{}, underWay: map[*creation[T]]bool{}, taken: map[string]bool{},
	}}
}
