// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"fmt"
	"strings"
)

// AddObject puts an object into a declared collection, without a request. It gets what
// the server adds to a new object, but nothing is validated or normalised. It panics
// if the collection was not declared.
func (s *Server) AddObject(object Object) Object {
	return addTo(s, s.objects(object.Collection), object)
}

// SeedObjects adds n objects with the names "object-00001" and so on to a declared
// collection, such as "sites/11416/notifiers".
func (s *Server) SeedObjects(collection string, n int) {
	for i := range n {
		s.AddObject(Object{Collection: collection, Attributes: map[string]any{"name": fmt.Sprintf("object-%05d", i+1)}})
	}
}

// Objects returns the objects of a declared collection in the order of their numeric
// ids: of one parent ("sites/11416/notifiers"), or of all ("sites/{}/notifiers").
func (s *Server) Objects(collection string) []Object {
	return valuesOf(s, s.objects(collection), func(object Object) bool {
		return strings.Contains(collection, "{}") || object.Collection == collection
	})
}

// UpdateObject changes an object behind the client's back. It reports whether there is
// one. ID and Collection stay.
func (s *Server) UpdateObject(collection, id string, change func(*Object)) bool {
	return updateIn(s, s.objects(collection), id, func(object *Object) {
		stays := object.Collection
		change(object)
		object.Collection = stays
	})
}

// RemoveObject removes an object. It reports whether there was one.
func (s *Server) RemoveObject(collection, id string) bool {
	return removeFrom(s, s.objects(collection), id)
}

// objects returns the kind of a collection, whose path has {} or ids.
func (s *Server) objects(collection string) *kind[Object] {
	segments := strings.Split(collection, "/")
	for at := 1; at < len(segments); at += 2 {
		segments[at] = "{}"
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	kind, ok := s.state.collections[strings.Join(segments, "/")]
	if !ok {
		panic(fmt.Sprintf("naotest: there is no collection %q: declare it in Behavior.Collections", collection))
	}
	return kind
}
