// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/collection"
)

// shownLeaves is what the documents of one collection were seen to show. A listing may show less of an object than the object's own document,
// and that less than was declared: a secret is never shown.
type shownLeaves struct {
	// asking lets one object's own document be read at a time, until it is known what such documents show.
	asking chan struct{}

	mu sync.Mutex
	// shown are the leaves that some object's own document showed, and hidden those that the documents of two objects lacked. lacked are the ids
	// of the first objects without a leaf: a service may leave out what an object does not have, so that one object proves nothing.
	shown, hidden map[string]bool
	lacked        map[string]string
}

func newShownLeaves() *shownLeaves {
	return &shownLeaves{asking: make(chan struct{}, 1), shown: map[string]bool{}, hidden: map[string]bool{}, lacked: map[string]string{}}
}

// shownIn is what is known of a collection.
func (o *Objects) shownIn(in Collection) *shownLeaves {
	o.mu.Lock()
	defer o.mu.Unlock()
	leaves, ok := o.shown[in.path]
	if !ok {
		leaves = newShownLeaves()
		o.shown[in.path] = leaves
	}
	return leaves
}

// Get returns an object, from a listing where that is cheaper: see collection.Service.Get. Where the listing lacks a declared leaf, it reads
// the object's own document: twice for all objects of the collection where no such document shows the leaf, else once for each object.
func (o *Objects) Get(ctx context.Context, known Object) (Object, error) {
	objects := o.of(known)
	object, err := objects.Get(ctx, known)
	if err != nil {
		return object, err
	}
	lacking := known.lacking(object)
	leaves := o.shownIn(known.Collection)
	if len(lacking) == 0 || leaves.areHidden(lacking) {
		return object, nil
	}
	if leaves.areKnown(lacking) {
		return leaves.read(ctx, objects, known, lacking)
	}
	select {
	case leaves.asking <- struct{}{}:
		defer func() { <-leaves.asking }()
	case <-ctx.Done():
		return object, ctx.Err()
	}
	if leaves.areHidden(lacking) {
		return object, nil
	}
	return leaves.read(ctx, objects, known, lacking)
}

// Document returns an object as its own document shows it, which may be more than a listing does.
func (o *Objects) Document(ctx context.Context, known Object) (Object, error) {
	object, err := o.of(known).Document(ctx, known, collection.Fresh, func(Object) bool { return true })
	if err != nil {
		return object, fmt.Errorf("read the object %s of %s: %w", known.ID, known.Collection, err)
	}
	return object, nil
}

// read returns an object's own document, and learns what it shows.
func (l *shownLeaves) read(ctx context.Context, objects collection.Service[Object, ObjectInput], known Object, lacking []string) (Object, error) {
	object, err := objects.Document(ctx, known, collection.Cached, func(document Object) bool {
		return !slices.ContainsFunc(known.lacking(document), func(path string) bool { return slices.Contains(lacking, path) })
	})
	if err != nil {
		return object, err
	}
	hidden := known.lacking(object)
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, path := range lacking {
		if value, declared := known.Attributes[path]; declared && value == nil {
			// A service may leave out what is null. Other objects may show it.
			continue
		}
		first, isSecond := l.lacked[path]
		switch {
		case !isWithin(path, hidden):
			l.shown[path] = true
		case !isSecond:
			l.lacked[path] = known.ID
		case first != known.ID:
			l.hidden[path] = true
		}
	}
	return object, nil
}

// isWithin reports whether a path is one of the paths, or lies below one.
func isWithin(path string, paths []string) bool {
	return slices.ContainsFunc(paths, func(other string) bool {
		rest, below := strings.CutPrefix(path, other)
		return below && (rest == "" || rest[0] == '.' || rest[0] == '[')
	})
}

// areHidden reports whether no document is known to show any of the leaves, and two are known not to.
func (l *shownLeaves) areHidden(paths []string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !slices.ContainsFunc(paths, func(path string) bool { return l.shown[path] || !l.hidden[path] })
}

// areKnown reports whether something is known of each of the leaves.
func (l *shownLeaves) areKnown(paths []string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !slices.ContainsFunc(paths, func(path string) bool { return !l.shown[path] && !l.hidden[path] })
}
