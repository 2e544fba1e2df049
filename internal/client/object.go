// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/collection"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/leaf"
)

// Object is an object of any collection: a zone, a notifier, an API key. What attributes it has is only known to the service.
type Object struct {
	// ID is what the API gave the object.
	ID         string
	Collection Collection
	// Type is the type of the resource. In what is asked for, "" accepts any.
	Type string
	// Attributes are those of the document without the id, or those that are declared: nil, bool, string, json.Number, []any, leaf.Set and
	// map[string]any.
	Attributes map[string]any
	// Key are the names of the attributes that make up the natural key of an object that is asked for. Without names it has none.
	Key []string
	// Needed are names of attributes that a read must show beside the declared ones, if any document does.
	Needed []string
}

// KeyText tells the natural key of an object that is asked for from all others. It may hold secrets: it is for no message.
func (o Object) KeyText() string {
	keyed := maps.Clone(o.keyed())
	for name, value := range keyed {
		if text, ok := leaf.Text(value); ok {
			keyed[name] = text // 1 and "1" are the same.
		}
	}
	return written(keyed) + " of " + o.Collection.String()
}

// keyed are the attributes that make up the natural key. Without any, they are all that is declared.
func (o Object) keyed() map[string]any {
	if len(o.Key) == 0 {
		return o.Attributes
	}
	keyed := make(map[string]any, len(o.Key))
	for _, name := range o.Key {
		keyed[name] = o.Attributes[name]
	}
	return keyed
}

// lacking are the paths of the leaves that are asked for and that a document does not show.
func (o Object) lacking(document Object) []string {
	lacking := leaf.Missing(o.Attributes, document.Attributes)
	for _, name := range o.Needed {
		if _, shown := document.Attributes[name]; !shown && !slices.Contains(lacking, name) {
			lacking = append(lacking, name)
		}
	}
	return lacking
}

// ObjectID is ID.
func (o Object) ObjectID() string { return o.ID }

// Complete is always true: nobody promises any attribute.
func (o Object) Complete() bool { return true }

// Objects are the calls on objects of collections that are named at run time. Each object says which collection it is in. A call on an object of
// no collection sends nothing: its error is a *transport.PathError.
type Objects struct {
	client *Client

	mu       sync.Mutex
	services map[objectKind]collection.Service[Object, ObjectInput]
	shown    map[string]*shownLeaves
}

// objectKind is what makes a kind: the path with {} in the place of ids, and the type; "" accepts any.
type objectKind struct{ pattern, of string }

func newObjects(c *Client) *Objects {
	return &Objects{client: c, services: map[objectKind]collection.Service[Object, ObjectInput]{}, shown: map[string]*shownLeaves{}}
}

// of returns the calls on objects like this one. They are the same for collections that differ in ids alone.
func (o *Objects) of(object Object) collection.Service[Object, ObjectInput] {
	pattern, _ := object.Collection.pattern()
	o.mu.Lock()
	defer o.mu.Unlock()
	kind := objectKind{pattern, object.Type}
	service, ok := o.services[kind]
	if !ok {
		service = collection.NewService[Object, ObjectInput](o.client.account, kindOf(object.Collection, kind))
		o.services[kind] = service
	}
	return service
}

// kindOf makes the kind of the collections of one pattern.
func kindOf(in Collection, kind objectKind) collection.Kind[Object] {
	singular := kind.of
	if singular == "" {
		singular = in.Type()
	}
	return collection.Kind[Object]{
		Singular: singular, Plural: in.Name(), Title: strings.ReplaceAll(singular, "_", " "), Path: kind.pattern,
		AnyType: true,
		Parents: func(object Object) []string {
			_, parents := object.Collection.pattern()
			return parents
		},
		Decode: func(parents []string, r jsonapi.Resource) (Object, error) {
			object := Object{ID: r.ID, Collection: below(kind.pattern, parents), Type: r.Type}
			if kind.of != "" && r.Type != "" && r.Type != kind.of {
				return object, &collection.OtherTypeError{Wanted: kind.of, Got: r.Type}
			}
			var err error
			object.Attributes, err = r.Values()
			return object, err
		},
		Key: objectKey,
	}
}

// below is the collection of a pattern with the ids in the place of {}.
func below(pattern string, parents []string) Collection {
	path := strings.TrimPrefix(pattern, "/")
	for _, id := range parents {
		path = strings.Replace(path, "{}", id, 1)
	}
	return Collection{path: path}
}

// Create makes one object: see collection.Service.Create. One without a natural key is never sent twice.
func (o *Objects) Create(ctx context.Context, in ObjectInput) (Object, error) {
	o.mask(in)
	object, err := o.of(in.Object).Create(ctx, in)
	if IsInvalid(err) && object.ID == "" {
		// The root of the body may be another one.
		return object, o.orOtherType(ctx, in.Object, err)
	}
	if _, adopted := errors.AsType[*AdoptedError](err); adopted && len(in.Secret) > 0 {
		// Whether the object has the secrets does not show.
		updated, notUpdated := o.of(in.Object).Update(ctx, in.known(object), in)
		if notUpdated != nil {
			// Without its id, it stays out of the state: what was there before is not to be replaced.
			return Object{}, notUpdated
		}
		object = updated
	}
	if pending, ok := errors.AsType[*PendingError](err); ok {
		pending.Pending.Secret = len(in.Secret) > 0
	}
	return object, err
}

// mask keeps the secrets of an input out of messages and logs.
func (o *Objects) mask(in ObjectInput) {
	o.client.masker.Add(leaf.Texts(in.Secret)...)
	o.client.masker.Add(leaf.Texts(in.Withheld)...)
	o.client.masker.Add(leaf.SecretTexts(in.Attributes)...)
}

// orOtherType is an *OtherTypeError in the place of an error, where the collection shows objects of another type.
func (o *Objects) orOtherType(ctx context.Context, wanted Object, err error) error {
	for _, unlisted := range o.List(ctx, wanted.Collection, wanted.Type, nil, func(Object) bool { return true }) {
		if other, ok := errors.AsType[*OtherTypeError](unlisted); ok {
			return other
		}
		break
	}
	return err
}

// Resume finishes a create that was interrupted: see collection.Service.Resume. Without a natural key it ends in a *PendingError again, unless
// the service has told how the create ended.
func (o *Objects) Resume(ctx context.Context, in ObjectInput, pending Pending) (Object, error) {
	o.mask(in)
	return o.of(in.Object).Resume(ctx, in, pending)
}

// Update sends the attributes of an object: see collection.Service.Update.
func (o *Objects) Update(ctx context.Context, known Object, in ObjectInput) (Object, error) {
	o.mask(in)
	return o.of(known).Update(ctx, known, in)
}

// Delete removes an object: see collection.Service.Delete.
func (o *Objects) Delete(ctx context.Context, known Object) error {
	return o.of(known).Delete(ctx, known)
}

// Hold notes that a resource of this run has an object: see collection.Service.Hold.
func (o *Objects) Hold(object Object) { o.of(object).Hold(object) }

// Find returns the objects of a natural key: see collection.Service.Find.
func (o *Objects) Find(ctx context.Context, wanted Object) ([]Object, error) {
	return o.of(wanted).Find(ctx, wanted)
}

// Listed returns the objects of a natural key as far as a listing of the last minute tells: see collection.Service.Listed.
func (o *Objects) Listed(wanted Object) (found []Object, listed bool) {
	return o.of(wanted).Listed(wanted)
}

// List yields the objects of a collection that match, in the order of the service. The filters spare pages; the match is what counts. An
// error ends the sequence.
func (o *Objects) List(ctx context.Context, in Collection, of string, filters []Filter, matches func(Object) bool) iter.Seq2[Object, error] {
	scope := Object{Collection: in, Type: of}
	return o.of(scope).List(ctx, scope, filters, matches)
}
