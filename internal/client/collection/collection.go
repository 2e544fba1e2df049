// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"sync"
	"sync/atomic"
)

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
	// freed are the natural keys of objects that this client removed: a service may still refuse these keys for a moment.
	freed recent
	// silent are the ids of objects whose own documents did not show what was needed.
	silent recent
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
