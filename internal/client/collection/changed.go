// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// mostGuesses is how often a create looks for an object whose natural key the service has changed. Each time costs a listing.
const mostGuesses = 3

// changed returns the object that the service made of this create under a changed natural key, such as a name in lower case. It is called a
// minute after the work was done: by then a listing shows the object.
//
// Newer ids mean later creation. Walk from the newest id while objects belong to this run; if exactly one matches, take it. An object belongs to
// this run if the run has it or is creating it. Nothing is taken where somebody else's object is newer.
func (n *creation[T]) changed(ctx context.Context) (object T, found bool) {
	if n.key.Near == nil || n.guesses >= mostGuesses {
		return object, false
	}
	candidates, err := n.candidates(ctx)
	if err == nil || errors.Is(err, errNotTold) {
		n.guesses++
	}
	if err != nil || len(candidates) != 1 || n.key.hides(candidates[0]) {
		return object, false
	}
	n.log(ctx, "found the only new object that resembles the natural key", slog.String("id", candidates[0].ObjectID()))
	return candidates[0], true
}

// mayBeChanged reports whether an object shows that may be that of this create, with a changed natural key: then the POST is not sent again. Its
// error is a listing that failed, and that may succeed when it is asked for again.
func (n *creation[T]) mayBeChanged(ctx context.Context) (bool, error) {
	if n.key.Near == nil {
		return false, nil
	}
	candidates, err := n.candidates(ctx)
	switch {
	case err != nil && !errors.Is(err, errNotTold) && !isFinal(err):
		return false, err
	case err == nil && len(candidates) == 0:
		return false, nil
	}
	n.resembling = ids(candidates)
	n.log(ctx, "an object resembles the natural key, or nobody can tell; the POST is not sent again", slog.Int("objects", len(candidates)))
	return true, nil
}

// errNotTold is a listing that does not tell which of its objects are new.
var errNotTold = errors.New("the listing does not tell which of its objects are new")

// candidates are the new objects that may be that of this create.
func (n *creation[T]) candidates(ctx context.Context) ([]T, error) {
	objects, whole, err := n.everything(ctx)
	if err != nil || !slices.ContainsFunc(objects, n.isCandidate) {
		return nil, err
	}
	if !whole {
		return nil, errNotTold
	}
	var candidates []T
	for _, object := range slices.Backward(objects) {
		switch {
		case number(object.ObjectID()) == 0:
			return nil, errNotTold
		case n.isCandidate(object):
			candidates = append(candidates, object)
		case !n.isOfThisRun(object):
			return candidates, nil
		}
	}
	return candidates, nil
}

// near are the objects, new or not, that may be that of this create.
func (n *creation[T]) near(ctx context.Context) ([]T, error) {
	if n.key.Near == nil {
		return nil, nil
	}
	objects, _, err := n.everything(ctx)
	return slices.DeleteFunc(objects, func(object T) bool { return !n.isCandidate(object) }), err
}

// everything are all objects of the collection, as a listing that begins now shows them, and whether it is whole.
func (n *creation[T]) everything(ctx context.Context) (objects []T, whole bool, err error) {
	listed, err := n.listAfresh(ctx)
	if err != nil {
		return nil, false, err
	}
	objects, err = n.shown(ctx, unique(listed.objects))
	return objects, listed.whole, err
}

// shown are the objects of a listing, with the documents of those candidates that the listing does not show whole.
func (n *creation[T]) shown(ctx context.Context, objects []T) ([]T, error) {
	for i, object := range objects {
		if n.key.tells(object) || !n.isCandidate(object) {
			continue
		}
		read, err := n.read(ctx, object.ObjectID())
		switch {
		case err == nil:
			objects[i] = read
		case !transport.IsNotFound(err): // It may be so new that its address does not know it yet.
			return nil, err
		}
	}
	return objects, nil
}

// isCandidate reports whether an object may be that of this create, with a changed natural key.
func (n *creation[T]) isCandidate(object T) bool {
	return n.key.Near(object) && !n.isOthers(object) && !n.service.has(n.nameOf(object)) && !n.isAnothers(object)
}

// isAnothers reports whether an object has the very key of another create that is under way: "Ward 1" resembles "Ward 10" whose end was cut off.
func (n *creation[T]) isAnothers(object T) bool {
	n.service.mu.Lock()
	defer n.service.mu.Unlock()
	for other := range n.service.underWay {
		if other != n && other.collection == n.collection && other.key.Matches(object) {
			return true
		}
	}
	return false
}

// begin and end note that a create is under way.
func (n *creation[T]) begin() {
	n.service.mu.Lock()
	defer n.service.mu.Unlock()
	n.service.underWay[n] = true
}

func (n *creation[T]) end() {
	n.service.mu.Lock()
	defer n.service.mu.Unlock()
	delete(n.service.underWay, n)
}

// isOfThisRun reports whether something in this process has an object, or may be creating it.
func (n *creation[T]) isOfThisRun(object T) bool {
	n.service.mu.Lock()
	defer n.service.mu.Unlock()
	if n.service.taken[n.nameOf(object)] {
		return true
	}
	for other := range n.service.underWay {
		if other.collection == n.collection && (other.key.Matches(object) || other.key.Near != nil && other.key.Near(object)) {
			return true
		}
	}
	return false
}
