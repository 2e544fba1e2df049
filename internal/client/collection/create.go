// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jobs"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// earlyFailure is how soon after a POST a failure has to come for the POST to be sent again. Work that is still going on when the connection
// fails later is not to be doubled.
const earlyFailure = 5 * time.Second

// mostDoublings bounds the pause before a POST is sent again: 8 s.
const mostDoublings = 4

// creation is one create on its way to exactly one object. The API has no idempotency keys, and a background job does not say what it made:
//
//	look first → POST → named                                   → the object
//	                  → job → success                           → look until the deadline, after a minute also by a changed key
//	                        → failure                           → its error
//	                        → unknown                           → look for a minute
//	                  → refused                                 → its error
//	                  → unknown, within 5 s, but no 504         → look for 5 s; if nothing like it is there, POST again
//	                  → unknown, later                          → look until the deadline
//
// A look finds the objects that have the natural key and did not have it before. One is the object of this create. Several are an
// AmbiguousError. Where the deadline passes, the create is pending. Objects without a natural key may be anybody's: see lookFor.
type creation[T Object] struct {
	*collection[T]
	wanted  T
	key     Key[T]
	body    any
	pending Pending
	// resumed tells that another call sent the POST.
	resumed bool
	// guesses counts how often the object was looked for by a changed key.
	guesses int
	// unlisted tells that the service has no listing that could show the id.
	unlisted bool
	// sighted is when the object was first seen to exist.
	sighted time.Time
	// resembling are the ids of objects that may be that of this create: with a changed natural key, or with none.
	resembling []string
}

func (s *calls[T, In]) Create(ctx context.Context, in In) (T, error) {
	var none T
	wanted := in.Wanted()
	c, err := s.of(wanted)
	if err != nil {
		return none, err
	}
	key := s.kind.Key(wanted)
	object, err := c.create(ctx, &creation[T]{collection: c, wanted: wanted, key: key, body: map[string]any{s.kind.Singular: in}}, in.ShownBy)
	if notice, ok := errors.AsType[*AdoptedError](err); ok && !in.ShownBy(object) {
		if object, err = s.Update(ctx, object, in); err == nil {
			err = notice
		}
	}
	if err != nil {
		return object, fmt.Errorf("create %s %s: %w", s.kind.Title, key.Text, err)
	}
	return object, nil
}

func (c *collection[T]) create(ctx context.Context, n *creation[T], shown func(T) bool) (T, error) {
	var none T
	// Two creates of one key would find each other's objects.
	unlock, err := c.creating.lock(ctx, n.key.Lock)
	if err != nil {
		return none, err
	}
	defer unlock()
	n.begin()
	defer n.end()
	before, err := n.before(ctx)
	if err != nil {
		return none, err
	}
	before = slices.DeleteFunc(before, n.key.hides)
	if len(before) > 0 && c.account.OnExisting != Create && !n.key.None {
		return n.exists(before)
	}
	object, err := n.run(ctx)
	if err != nil {
		return object, err
	}
	return c.made(ctx, object, shown), nil
}

// exists applies the policy where the key is taken.
func (n *creation[T]) exists(before []T) (T, error) {
	if n.account.OnExisting == Adopt && len(before) == 1 && n.service.take(n.nameOf(before[0])) {
		return before[0], &AdoptedError{Kind: n.kind.Title, Key: n.key.Text, ID: before[0].ObjectID()}
	}
	var none T
	return none, &ExistsError{Kind: n.kind.Title, Key: n.key.Text, IDs: ids(before)}
}

// made takes note of a new object, and reads it until its document shows what was sent.
func (c *collection[T]) made(ctx context.Context, object T, shown func(T) bool) T {
	c.service.take(c.nameOf(object))
	if c.kind.Created != nil {
		c.kind.Created(object)
	}
	c.account.changed(c.path, c.cache)
	id := object.ObjectID()
	path, err := transport.Path(c.path, id)
	if err != nil {
		// Without its id, the object cannot be read.
		return object
	}
	c.account.created(path)
	c.cache.wrote(id, object)
	if c.kind.Exists == nil {
		object = c.readUntilShown(ctx, object, shown)
		c.cache.wrote(id, object)
	}
	return object
}

// run sends the POST until its outcome is known.
func (n *creation[T]) run(ctx context.Context) (T, error) {
	var none T
	var unknown error
	for attempt := 0; ; attempt++ {
		n.pending.Sent = time.Now().UTC()
		response, err := n.account.Do(ctx, transport.Call{Method: http.MethodPost, Path: n.path, Body: n.body})
		if err == nil {
			object, err := n.accepted(ctx, response)
			if unknown != nil && jobs.IsFailure(err) {
				return n.refused(ctx, err)
			}
			return object, err
		}
		switch outcome := transport.OutcomeOf(err); {
		case outcome == transport.Refused && n.isFreed(err):
			if unknown != nil {
				if object, found, err := n.decide(ctx, unknown); found || err != nil {
					return object, err
				}
			}
			n.log(ctx, "this run has just removed an object of this key; sending the POST again")
		case outcome != transport.Unknown && unknown == nil:
			return none, err
		case outcome != transport.Unknown:
			return n.refused(ctx, err)
		case n.key.None || !IsEarly(err):
			n.log(ctx, "the outcome of the POST is unknown; looking for the object", slog.String("error", err.Error()))
			return n.await(ctx, err)
		default:
			n.log(ctx, "the POST failed early; looking for the object", slog.String("error", err.Error()))
			unknown = err
			object, found, lookErr := n.decide(ctx, err)
			if found || lookErr != nil {
				return object, lookErr
			}
			if attempt >= n.account.Retries {
				return none, unknown
			}
			n.log(ctx, "nothing was made; sending the POST again")
		}
		if transport.Sleep(ctx, transport.Jitter(n.account.Scale, min(attempt, mostDoublings))) != nil {
			if unknown == nil {
				return none, err
			}
			return none, n.isPending(unknown)
		}
	}
}

// decide looks for the object of a POST that failed early, until it is known whether the POST made something. It reports whether it did.
func (n *creation[T]) decide(ctx context.Context, cause error) (object T, found bool, err error) {
	for {
		object, found, err = n.lookFor(ctx, n.account.times(fiveSeconds), cause)
		if found || err != nil {
			return object, found, err
		}
		mayBe, failure := n.mayBeChanged(ctx)
		switch {
		case mayBe:
			object, err = n.await(ctx, cause)
			return object, err == nil, err
		case failure == nil:
			return object, false, nil
		}
		n.log(ctx, "the listing failed; looking again", slog.String("error", failure.Error()))
	}
}

// refused looks for a minute for the object of an earlier POST of unknown outcome: a later POST may have been refused because of that object.
func (n *creation[T]) refused(ctx context.Context, err error) (T, error) {
	object, found, lookErr := n.lookFor(ctx, n.account.times(oneMinute), err)
	if !found && lookErr == nil {
		lookErr = err
	}
	return object, lookErr
}

// IsEarly reports whether a POST of unknown outcome failed so soon that looks can decide whether it made something. After a 504 they cannot:
// a gateway gave up, and the work goes on.
func IsEarly(err error) bool {
	return transport.ElapsedOf(err) <= earlyFailure && !transport.HasStatus(err, http.StatusGatewayTimeout) && !isUnreadable(err)
}

// accepted takes a POST that the service accepted to its end.
func (n *creation[T]) accepted(ctx context.Context, response *transport.Response) (T, error) {
	var none T
	n.pending.Accepted = true
	job, err := n.account.Jobs.In(response)
	if err != nil {
		return n.await(ctx, err)
	}
	if job != "" {
		n.pending.Job = job
		return n.watch(ctx)
	}
	object, err := n.decodeOne(response)
	n.pending.Done = response.Status != http.StatusAccepted && response.Foreign() == nil
	switch {
	case isInvalidID(err):
		return none, err
	case isOtherType(err) && object.ObjectID() != "":
		// The object exists, so the caller needs its id.
		return object, err
	case err != nil && response.Foreign() != nil:
		// The response is a proxy's page. The API may not have seen the request.
		return n.watched(ctx, err)
	case err != nil:
		n.log(ctx, "the response does not show the object; looking for it", slog.String("error", err.Error()))
		return n.await(ctx, err)
	case slices.Contains(n.pending.Before, object.ObjectID()):
		return none, &ExistsError{Kind: n.kind.Title, Key: n.key.Text, IDs: []string{object.ObjectID()}}
	case n.kind.WithID != nil:
		return n.kind.WithID(n.wanted, object.ObjectID()), nil
	}
	return object, nil
}

// watch follows the job of a create, and finds what it made.
func (n *creation[T]) watch(ctx context.Context) (T, error) {
	var none T
	if !n.pending.Done {
		err := n.account.Jobs.Follow(ctx, n.pending.Job, nil)
		switch {
		case jobs.IsFailure(err):
			return none, err
		case jobs.IsUnclear(err):
			return n.watched(ctx, err)
		case err != nil:
			return none, n.isPending(err)
		}
		n.pending.Done = true
	}
	return n.await(ctx, nil)
}

// watched looks for a minute for the object of a create that may not have begun. Where the object does not appear, the create is pending.
func (n *creation[T]) watched(ctx context.Context, cause error) (T, error) {
	n.log(ctx, "what became of the POST is not known; looking for the object", slog.String("error", cause.Error()))
	object, found, err := n.lookFor(ctx, n.account.times(oneMinute), cause)
	if !found && err == nil {
		err = n.isPending(cause)
	}
	return object, err
}

// isPending is a create that ends here for now.
func (n *creation[T]) isPending(err error) error {
	return &PendingError{Kind: n.kind.Title, Key: n.key.Text, Pending: n.pending, NoKey: n.key.None, IDs: n.resembling, Err: err}
}

func (n *creation[T]) log(ctx context.Context, message string, attributes ...slog.Attr) {
	n.account.Log.LogAttrs(ctx, slog.LevelInfo, "create: "+message,
		append(attributes, slog.String("kind", n.kind.Title), slog.String("key", n.key.Text))...)
}
