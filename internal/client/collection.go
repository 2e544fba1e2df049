// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"sync"
)

// object is what the client needs of any noun's struct.
type object interface {
	// id is the server's number, as a string.
	id() string
	// complete tells that the document showed every attribute that a create promises to return.
	complete() bool
}

// noun is what a kind of object is called: on the wire in the singular and in the plural, and by a person.
type noun struct{ singular, plural, title string }

// collection is one kind of object at one path. It holds the calls that every noun has in common; the nouns' own files say what they
// are made of.
type collection[T object] struct {
	client *Client
	noun   noun
	path   string
	decode func(resource) (T, error)

	bulk *bulkReader[T]
	// creates are the natural keys that something is being made of, and removals the ids of what is being removed.
	creates, removals keyLocks

	mu sync.Mutex
	// filterIgnored and sortIgnored are what was learned of the server: see lookup.go.
	filterIgnored, sortIgnored bool
	// open are the natural keys, as texts, of which a create of this client ended without its outcome being known.
	open map[string]bool
	// claims are the creates that this client's objects came of, by the objects' ids: see claim.
	claims map[string]string
}

func newCollection[T object](c *Client, n noun, path string, decode func(resource) (T, error)) *collection[T] {
	col := &collection[T]{client: c, noun: n, path: path, decode: decode, open: map[string]bool{}, claims: map[string]string{}}
	col.bulk = newBulkReader(col)
	return col
}

// read returns one object, from a listing where that is cheaper.
func (col *collection[T]) read(ctx context.Context, id string) (T, error) {
	object, err := col.bulk.get(ctx, id)
	if err != nil {
		return object, fmt.Errorf("read %s %s: %w", col.noun.title, id, err)
	}
	return object, nil
}

// get asks for one object.
func (col *collection[T]) get(ctx context.Context, id string) (T, error) {
	a, err := col.client.send(ctx, call{method: http.MethodGet, path: memberPath(col.path, id)})
	if err != nil {
		var none T
		return none, err
	}
	object, err := col.decodeOne(a)
	if err == nil && object.id() != id {
		var none T
		return none, a.unreadable(fmt.Errorf("expected %s %s, got %s", col.noun.singular, id, object.id()))
	}
	return object, err
}

// find returns the objects with a natural key, from a listing where that is cheaper.
func (col *collection[T]) find(ctx context.Context, key naturalKey[T]) ([]T, error) {
	objects, err := col.bulk.find(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("look for the %s %s: %w", col.noun.title, key.text, err)
	}
	return objects, nil
}

// list yields the objects that match, in the server's order. The filters spare pages; the match is what counts.
func (col *collection[T]) list(ctx context.Context, filters []filter, matches func(T) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for item, err := range col.bulk.walk(ctx, listing{filters: filters, sort: byID}, matches) {
			if err != nil {
				yield(item, fmt.Errorf("list %s: %w", col.noun.plural, err))
				return
			}
			if matches(item) && !yield(item, nil) {
				return
			}
		}
	}
}

// update changes an object and returns it as it is afterwards.
func (col *collection[T]) update(ctx context.Context, id string, input any) (T, error) {
	object, err := col.put(ctx, id, input)
	if err != nil {
		return object, fmt.Errorf("update %s %s: %w", col.noun.title, id, err)
	}
	return object, nil
}

func (col *collection[T]) put(ctx context.Context, id string, input any) (updated T, err error) {
	// Whatever comes of it, what was known of the object is no longer so.
	defer func() { col.bulk.wrote(id, updated) }()
	updated, err = col.putOnce(ctx, id, input)
	if isUnreadable(err) {
		// Whether it was changed is not known. To change it again does no harm, and tells.
		return col.putOnce(ctx, id, input)
	}
	return updated, err
}

func (col *collection[T]) putOnce(ctx context.Context, id string, input any) (T, error) {
	var none T
	a, err := col.client.send(ctx, call{
		method: http.MethodPut,
		path:   memberPath(col.path, id),
		body:   map[string]any{col.noun.singular: input},
	})
	if err != nil {
		return none, err
	}
	job, err := col.client.jobIn(a)
	if err != nil {
		return none, err
	}
	if job != "" {
		// Where the job does not tell how it ended, the object itself tells what became of it.
		if err := col.client.follow(ctx, job, nil); err != nil && !errors.Is(err, errJobUnclear) {
			return none, err
		}
		return col.get(ctx, id)
	}
	if object, err := col.decodeOne(a); err == nil && object.id() == id && object.complete() {
		return object, nil
	}
	if err := a.noJSON(); err != nil {
		return none, err
	}
	// What a PUT answers is not documented: where it does not show the object, it is read.
	return col.get(ctx, id)
}

// delete removes an object; that it is gone already is a success.
func (col *collection[T]) delete(ctx context.Context, id string) error {
	_, err := col.remove(ctx, id)
	return err
}

// remove removes an object, and tells whether it was gone already.
func (col *collection[T]) remove(ctx context.Context, id string) (gone bool, err error) {
	unlock, err := col.removals.lock(ctx, id)
	if err != nil {
		return false, fmt.Errorf("delete %s %s: %w", col.noun.title, id, err)
	}
	defer unlock()
	defer func() {
		if err == nil {
			col.bulk.deleted(id)
			return
		}
		var unseen T
		col.bulk.wrote(id, unseen)
	}()
	gone, repeated, err := col.removeOnce(ctx, id)
	_, jobFailed := errors.AsType[*JobError](err)
	switch {
	case errors.Is(err, errJobUnclear) || isUnreadable(err):
		// Whether it was removed is not known. To remove it again does no harm, and tells.
		_, _, err = col.removeOnce(ctx, id)
	case jobFailed && repeated && !col.bulk.addressless:
		// The job may have failed because an earlier attempt removed it.
		if _, unread := col.get(ctx, id); IsNotFound(unread) {
			err = nil
		}
	}
	if err != nil {
		return false, fmt.Errorf("delete %s %s: %w", col.noun.title, id, err)
	}
	return gone, nil
}

// removeOnce sends a DELETE and follows it to its end. It tells whether the object was gone before, and whether the DELETE was repeated, so
// that an earlier attempt may have done the work.
func (col *collection[T]) removeOnce(ctx context.Context, id string) (gone, repeated bool, err error) {
	a, err := col.client.send(ctx, call{method: http.MethodDelete, path: memberPath(col.path, id)})
	if answer, ok := errors.AsType[*Error](err); ok && IsNotFound(err) {
		return answer.attempt == 1, answer.attempt > 1, nil
	}
	if err != nil {
		return false, false, err
	}
	repeated = a.attempt > 1
	job, err := col.client.jobIn(a)
	switch {
	case err != nil:
		return false, repeated, err
	case job != "":
		return false, repeated, col.client.follow(ctx, job, nil)
	}
	return false, repeated, a.noJSON()
}

// noJSON is an error where an answer has a body that is not JSON, such as a proxy's page: it was not the API that spoke.
func (a *answer) noJSON() error {
	if body := bytes.TrimSpace(a.body); len(body) > 0 && !json.Valid(body) {
		return a.unreadable(fmt.Errorf("expected a JSON document or none, got %s", malformed(body)))
	}
	return nil
}

func isUnreadable(err error) bool {
	_, ok := errors.AsType[*AnswerError](err)
	return ok
}

// decodeOne reads the object of an answer.
func (col *collection[T]) decodeOne(a *answer) (T, error) {
	var none T
	doc, err := decodeDocument(a.body, col.noun.singular, col.noun.plural)
	if err != nil {
		return none, a.unreadable(err)
	}
	if len(doc.resources) != 1 {
		return none, a.unreadable(fmt.Errorf("expected one %s, got %d resources", col.noun.singular, len(doc.resources)))
	}
	objects, err := col.decodeAll(doc)
	if err != nil {
		return none, a.unreadable(err)
	}
	return objects[0], nil
}

func (col *collection[T]) decodeAll(doc document) ([]T, error) {
	objects := make([]T, len(doc.resources))
	for i, r := range doc.resources {
		if r.Type != "" && string(r.Type) != col.noun.singular {
			return nil, fmt.Errorf("expected a %s, got a %s", col.noun.singular, r.Type)
		}
		if r.id() == "" {
			return nil, fmt.Errorf("expected a %s with an id, got one without", col.noun.singular)
		}
		var err error
		if objects[i], err = col.decode(r); err != nil {
			return nil, err
		}
		col.bulk.saw(r.id())
	}
	col.client.reached.Store(true)
	return objects, nil
}
