// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"context"
	"fmt"
	"iter"
	"slices"
)

// calls is the Service of a kind.
type calls[T Object, In Input[T]] struct {
	*service[T]
}

func (s *calls[T, In]) Get(ctx context.Context, known T) (T, error) {
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
	return object, nil
}

func (s *calls[T, In]) Hold(object T) {
	if c, err := s.of(object); err == nil {
		s.take(c.nameOf(object))
	}
}

func (s *calls[T, In]) Document(ctx context.Context, known T, look Look, shows func(T) bool) (T, error) {
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

func (s *calls[T, In]) Find(ctx context.Context, wanted T) ([]T, error) {
	c, err := s.of(wanted)
	if err != nil {
		return nil, err
	}
	key := s.kind.Key(wanted)
	found, err := c.find(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("look for the %s %s: %w", s.kind.Title, key.Text, err)
	}
	return slices.DeleteFunc(found, key.hides), nil
}

func (s *calls[T, In]) Listed(wanted T) (found []T, listed bool) {
	c, err := s.of(wanted)
	key := s.kind.Key(wanted)
	if err != nil || key.None {
		return nil, false
	}
	found, _, listed = c.cache.listing(key.Matches)
	return slices.DeleteFunc(found, key.hides), listed
}

func (s *calls[T, In]) List(ctx context.Context, scope T, filters []Filter, matches func(T) bool) iter.Seq2[T, error] {
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

func (s *calls[T, In]) All(ctx context.Context, scope T, look Look) (objects []T, whole bool, err error) {
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

func (s *calls[T, In]) Name(object T) string { return s.kind.name(object) }

func (s *calls[T, In]) Patch(known T, change func(T) T) {
	if c, err := s.of(known); err == nil {
		c.cache.patch(known.ObjectID(), change)
	}
}

func (s *calls[T, In]) PatchAll(change func(T) T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.collections {
		c.cache.patchAll(change)
	}
}

func (s *calls[T, In]) Expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.collections {
		c.cache.expire()
	}
}
