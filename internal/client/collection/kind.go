// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package collection is what every kind of object can do: be read in pages, found by its natural key, created exactly once, updated and
// removed. A kind states its names, its parent, its decoder and its key; everything else is here.
package collection

import (
	"context"
	"fmt"
	"strings"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// Object is one object of a kind.
type Object interface {
	// ObjectID is the id that the API gave the object; "" where the API does not show it.
	ObjectID() string
	// Complete reports whether the document showed every attribute that the kind promises. A listing may show less than the object's own
	// address.
	Complete() bool
}

// Input is what a create or an update sends. It is marshaled to JSON below the kind's singular name [doc: 5].
type Input[T Object] interface {
	// Wanted is the object as far as the input tells: the ids of its parents, and its natural key.
	Wanted() T
	// ShownBy reports whether a document shows every value that the input sends.
	ShownBy(document T) bool
}

// Kind describes one kind of object.
type Kind[T Object] struct {
	// Singular and Plural are the names on the wire, such as "site" and "sites".
	Singular, Plural string
	// Title is the name for people, such as "site team association".
	Title string
	// Path is the path of the collection. Each {} stands for the id of a parent, the outermost first: "/sites/{}/buildings".
	Path string
	// Parents returns the ids that replace the {} in Path. It is nil where Path has none.
	Parents func(T) []string
	// AnyType accepts resources of any type. Without it a resource of another type than Singular is an *OtherTypeError.
	AnyType bool
	// Decode reads one resource of the collection with these parents.
	Decode func(parents []string, resource jsonapi.Resource) (T, error)
	// Key returns the natural key of an object. It is nil for a kind that is only listed.
	Key func(T) Key[T]
	// Exists says by another document whether an object exists, for a kind whose objects have no address of their own. A fresh look never
	// uses a cached document.
	Exists func(ctx context.Context, wanted T, look Look) (Existence, error)
	// WithID gives a new object its id, for a kind whose documents need not show the natural key. It is nil for other kinds.
	WithID func(wanted T, id string) T
	// Created and Removed run after this client created or removed an object. They correct cached documents of other kinds.
	Created, Removed func(T)
}

// Look says how old a document may be.
type Look int

// The two looks.
const (
	// Cached accepts a document that is at most a minute old.
	Cached Look = iota
	// Fresh asks the API.
	Fresh
)

// Existence is what another document says about an object.
type Existence int

// The three cases.
const (
	// Undecided is a document that says nothing about the object.
	Undecided Existence = iota
	// Present is a document that shows the object.
	Present
	// Absent is a document that would show the object, and does not.
	Absent
)

// Key is the natural key of an object: what tells it apart for a person.
type Key[T Object] struct {
	// Text describes the key in messages, such as `"Berlin"`. The texts of equal keys differ in their spelling at most.
	Text string
	// Filters narrow a listing to the key, each on a service that honours it. More than one is asked for where the same key has several
	// spellings; each is a request of its own.
	Filters []Filter
	// Matches reports whether an object has the key.
	Matches func(T) bool
	// Resembles reports whether a service may have stored this key as that of the object: trimmed, in another case, cut. It holds for
	// every object that matches.
	Resembles func(T) bool
	// Near reports whether an object may be what a service makes of this key if it changes texts: by a name that is the same to a person,
	// with everything else as it was sent. It is nil for a kind whose keys no service changes.
	Near func(T) bool
	// Tells reports whether a document shows every attribute of the key; nil: every complete document does.
	// Matches holds for an object whose document lacks some.
	Tells func(T) bool
	// Lock is the text that creates which could find each other's objects have in common. It is in no message.
	Lock string
	// None tells that the objects have no natural key: what matches is equal, and may be anybody's. A create is sent once, and takes an
	// object only where the service names it, or where no other can be the one that it made.
	None bool
}

// tells reports whether a document shows enough of an object.
func (k Key[T]) tells(object T) bool {
	if k.Tells == nil {
		return object.Complete()
	}
	return k.Tells(object)
}

// name is what locks call the key: no id is called so.
func (k Key[T]) name() string { return "key " + k.Lock }

// Filter is one Ransack predicate [lib], such as {"name_eq", "Berlin"}. A service may ignore or refuse it.
type Filter struct{ Predicate, Value string }

// path builds the path of the collection that an object is in.
func (k Kind[T]) path(object T) (path string, parents []string, err error) {
	if k.Parents != nil {
		parents = k.Parents(object)
	}
	path = k.Path
	for _, id := range parents {
		if !jsonapi.ValidID(id) {
			return "", nil, fmt.Errorf("%q cannot be the id of a parent of a %s", id, k.Title)
		}
		path = strings.Replace(path, "{}", id, 1)
	}
	path, err = transport.Path(path)
	return path, parents, err
}

// name is what messages call an object: its id, or else its natural key.
func (k Kind[T]) name(object T) string {
	if id := object.ObjectID(); id != "" || k.Key == nil {
		return id
	}
	return k.Key(object).Text
}

// hides reports whether an object's own document leaves out an attribute of the key.
func (k Key[T]) hides(object T) bool { return k.Tells != nil && !k.Tells(object) }
