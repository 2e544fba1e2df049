// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// Service is the calls on one kind of object. It is safe for concurrent use.
type Service[T Object, In Input[T]] struct {
	*service[T]
}

// service is what does not depend on the input.
type service[T Object] struct {
	account *Account
	kind    Kind[T]

	// countsAll tells that the service's count was seen to be that of the whole listing, and not of one page.
	countsAll atomic.Bool

	mu          sync.Mutex
	collections map[string]*collection[T]
	// refusals is what the service refuses in listings, and filterIgnored that it ignores filters.
	refusals      refusals
	filterIgnored bool
	// underWay are the creates of this process that have not come to their end.
	underWay map[*creation[T]]bool
	// taken are the objects that something in this process has, by their collections and names: adopting takes none of them.
	taken map[string]bool
}

// collection is the objects of one kind below one parent.
type collection[T Object] struct {
	account *Account
	service *service[T]
	kind    Kind[T]
	path    string
	parents []string

	cache   *cache[T]
	reads   reads
	probing probing
	listing listing[T]
	// creating lets one call at a time work on a natural key; removing and showing do so on an id.
	creating, removing, showing keyLocks
	// freed are the natural keys of objects that this client removed: a service may take them for taken for a moment.
	freed recent
	// silent are the ids of objects whose own documents did not show what was needed.
	silent recent
}

// NewService makes the calls on a kind.
func NewService[T Object, In Input[T]](account *Account, kind Kind[T]) *Service[T, In] {
	return &Service[T, In]{&service[T]{
		account: account, kind: kind, collections: map[string]*collection[T]{}, underWay: map[*creation[T]]bool{}, taken: map[string]bool{},
	}}
}

// of returns the collection that an object is in.
func (s *service[T]) of(object T) (*collection[T], error) {
	path, parents, err := s.kind.path(object)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.collections[path]
	if !ok {
		c = &collection[T]{account: s.account, service: s, kind: s.kind, path: path, parents: parents, cache: newCache[T]()}
		s.collections[path] = c
		s.account.register(path, c.cache)
	}
	return c, nil
}

// Get returns an object, from a listing where that is cheaper. The known object has the ids that name it. IsNotFound(err) when it is gone.
func (s *Service[T, In]) Get(ctx context.Context, known T) (T, error) {
	var none T
	c, err := s.of(known)
	if err != nil {
		return none, err
	}
	var object T
	if s.kind.Exists != nil {
		object, err = c.present(ctx, known, Cached)
	} else {
		object, err = c.get(ctx, known.ObjectID())
	}
	if err != nil {
		return none, fmt.Errorf("read %s %s: %w", s.kind.Title, s.kind.name(known), err)
	}
	s.take(c.nameOf(object))
	return object, nil
}

// Document returns an object's document of the last minute that shows what the caller needs: a listing may show less than the object's own
// address does. Where neither shows it, the document is returned all the same.
func (s *Service[T, In]) Document(ctx context.Context, known T, look Look, shows func(T) bool) (T, error) {
	c, err := s.of(known)
	if err != nil {
		return known, err
	}
	id := known.ObjectID()
	if look == Cached {
		// Many ask for one parent at the same time: one request tells them all.
		unlock, err := c.showing.lock(ctx, id)
		if err != nil {
			return known, err
		}
		defer unlock()
		if document, err := c.get(ctx, id); err != nil || shows(document) || c.silent.within(id, freshFor) {
			return document, err
		}
	}
	document, err := c.read(ctx, id)
	if err == nil && !shows(document) {
		c.silent.add(id)
	}
	return document, err
}

// Find returns the objects that have exactly the natural key of the wanted one: none, one, or several, since keys need not be unique.
func (s *Service[T, In]) Find(ctx context.Context, wanted T) ([]T, error) {
	c, err := s.of(wanted)
	if err != nil {
		return nil, err
	}
	key := s.kind.Key(wanted)
	found, err := c.find(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("look for the %s %s: %w", s.kind.Title, key.Text, err)
	}
	return found, nil
}

// Listed returns the objects that have exactly the natural key of the wanted one, as far as a listing of the last minute tells; it sends nothing.
// It reports whether there is such a listing.
func (s *Service[T, In]) Listed(wanted T) (found []T, listed bool) {
	c, err := s.of(wanted)
	if err != nil {
		return nil, false
	}
	found, _, listed = c.cache.listing(s.kind.Key(wanted).Matches)
	return found, listed
}

// List yields the objects that match, in the order of the service. The scope has the ids of the parents. The filters spare pages; the match
// is what counts. An error ends the sequence.
func (s *Service[T, In]) List(ctx context.Context, scope T, filters []Filter, matches func(T) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		c, err := s.of(scope)
		if err == nil {
			err = c.each(ctx, filters, matches, func(item T) bool { return yield(item, nil) })
		}
		if err != nil {
			var none T
			yield(none, fmt.Errorf("list %s: %w", s.kind.Plural, err))
		}
	}
}

// All returns all objects below the scope's parents, in the order of their ids: from a listing of the last minute, or for a Fresh look by one
// that begins now. It reports whether the listing is whole: one that is not proves no absence.
func (s *Service[T, In]) All(ctx context.Context, scope T, look Look) (objects []T, whole bool, err error) {
	c, err := s.of(scope)
	if err != nil {
		return nil, false, err
	}
	everything := func(T) bool { return true }
	list := c.listAfresh
	if look == Cached {
		if objects, whole, listed := c.cache.listing(everything); listed {
			return objects, whole, nil
		}
		list = c.list
	}
	found, err := list(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("list %s: %w", s.kind.Plural, err)
	}
	return c.cache.correct(found.objects, everything), found.whole, nil
}

// Name is what messages call an object: its id, or else its natural key.
func (s *Service[T, In]) Name(object T) string { return s.kind.name(object) }

// Patch changes the cached document of an object, as a write to another object has changed the object itself.
func (s *Service[T, In]) Patch(known T, change func(T) T) {
	if c, err := s.of(known); err == nil {
		c.cache.patch(known.ObjectID(), change)
	}
}

// PatchAll is Patch for every cached document of the kind.
func (s *Service[T, In]) PatchAll(change func(T) T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.collections {
		c.cache.patchAll(change)
	}
}

// Expire drops every cached document of the kind.
func (s *Service[T, In]) Expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.collections {
		c.cache.expire()
	}
}

// nameOf names an object among all objects of the kind: ids may begin anew below each parent.
func (c *collection[T]) nameOf(object T) string { return c.path + "/" + c.kind.name(object) }

// take notes that something in this process has an object. It reports whether nothing had it before.
func (s *service[T]) take(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := s.taken[name]
	s.taken[name] = true
	return !taken
}

// has reports whether something in this process has an object.
func (s *service[T]) has(name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.taken[name]
}

func (s *service[T]) refused() refusals {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refusals
}

// refuse adds to what the service refuses.
func (s *service[T]) refuse(refused refusals) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusals = refusals{
		sizes:  max(s.refusals.sizes, refused.sizes),
		order:  s.refusals.order || refused.order,
		filter: s.refusals.filter || refused.filter,
	}
	s.filterIgnored = s.filterIgnored || refused.filter
}

func (s *service[T]) ignoresFilter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.filterIgnored
}

func (s *service[T]) ignoreFilter() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.filterIgnored = true
}

func errOther(kind, wanted, got string) error {
	return fmt.Errorf("expected %s %s, got %s", kind, wanted, got)
}

// isUnreadable reports whether a success had a body that is not what the API page says.
func isUnreadable(err error) bool {
	_, ok := errors.AsType[*transport.ResponseError](err)
	return ok
}

func ids[T Object](objects []T) []string {
	result := make([]string, len(objects))
	for i, object := range objects {
		result[i] = object.ObjectID()
	}
	return result
}
