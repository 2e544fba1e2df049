// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"
)

const (
	// looksAfterDoubt is how often a new object is looked for after a POST whose outcome is open, before the POST is sent again.
	// The pauses between them double, from two RetryWaits on: work that takes less than their sum, and a listing that lags behind by less,
	// 15 s by default, does no harm.
	looksAfterDoubt = 5
	// looksForOthers is how often it is looked for what an earlier POST may have made, beside the object that an answer named.
	looksForOthers = 4
	// looksAfterJob is the same where there must be more to see: after a job that succeeded, when the API rejects the repeated POST, or where
	// several POSTs may each have made an object.
	looksAfterJob = 6
	// readBacks is how often an object that was just created is read, should its address still answer 404.
	readBacks = 4
	// acceptedFor is how long work that was accepted, but cannot be watched, may still make an object.
	acceptedFor = time.Hour
	// doubtFor is the same for a POST in doubt, in multiples of RetryWait: a minute by default.
	doubtFor = 120
)

// creation is one object on its way into being. It is the one mechanism against three troubles: a job does not say what it made, a lost
// answer leaves it open whether anything was made, and a run that was killed forgets what it made.
//
// It looks first, so that it knows what was there before. It sends the POST. What the answer does not name, it looks for: the object with
// this natural key that was not there before. Exactly one is ours. None after an answer that was lost: the POST is sent again, which is
// safe now. Several: nobody can tell, and all are named.
type creation[T object] struct {
	col     *collection[T]
	key     naturalKey[T]
	pending Pending
	// strangers are ids that were found by the natural key, but given out before the POST was sent.
	strangers []string
	// proven tells that of the objects of the last look that do not show their key, one is ours.
	proven bool
}

// create makes one object, exactly once.
func (col *collection[T]) create(ctx context.Context, key naturalKey[T], input any) (T, error) {
	var none T
	// Two creates of one natural key would find each other's objects.
	unlock, err := col.creates.lock(ctx, key.lock())
	if err != nil {
		return none, col.createFailed(key, err)
	}
	defer unlock()
	if col.isOpen(key) {
		return none, col.createFailed(key, errors.New("another create, whose object could not be told from this one's, is still open; apply again once that one has ended"))
	}
	n := creation[T]{col: col, key: key}
	if err := n.lookFirst(ctx); err != nil {
		return none, col.createFailed(key, err)
	}
	object, err := n.post(ctx, input)
	if object.id() != "" {
		col.bulk.wrote(object.id(), object)
		col.claim(object, "")
	}
	if _, open := errors.AsType[*PendingError](err); open {
		col.setOpen(key)
	}
	if err != nil {
		return object, col.createFailed(key, err)
	}
	object = n.whole(ctx, object)
	col.bulk.wrote(object.id(), object)
	return object, nil
}

// isOpen tells that a create of this natural key ended without its outcome being known.
func (col *collection[T]) isOpen(key naturalKey[T]) bool {
	col.mu.Lock()
	defer col.mu.Unlock()
	return col.open[key.text]
}

func (col *collection[T]) setOpen(key naturalKey[T]) {
	col.mu.Lock()
	defer col.mu.Unlock()
	col.open[key.text] = true
}

func (col *collection[T]) createFailed(key naturalKey[T], err error) error {
	return fmt.Errorf("create %s %s: %w", col.noun.title, key.text, err)
}

// post sends the POST until its outcome is known.
func (n *creation[T]) post(ctx context.Context, input any) (T, error) {
	var none T
	for attempt := 0; ; attempt++ {
		a, err := n.col.client.send(ctx, call{
			method: http.MethodPost,
			path:   n.col.path,
			body:   map[string]any{n.col.noun.singular: input},
		})
		if err == nil {
			return n.settle(ctx, a)
		}
		inDoubt := doubtful(err)
		if !inDoubt && n.pending.Doubts == 0 {
			return none, err
		}
		n.log(ctx, "the outcome of the POST is open; looking for the object", slog.String("error", err.Error()))
		looks := looksAfterJob
		if inDoubt {
			n.pending.Doubts, n.pending.Sent = n.pending.Doubts+1, time.Now().UTC()
			looks = looksAfterDoubt
		}
		found, lookErr := n.look(ctx, looks)
		switch {
		case lookErr != nil:
			return none, n.open(errors.Join(err, lookErr))
		case len(found) > 0:
			return n.alone(ctx, found, n.pending.posts())
		case len(n.strangers) > 0 && n.col.client.config.OnExisting == Fail:
			return n.taken(ctx)
		case !inDoubt:
			// The API said no to this POST, which may be for what the earlier one made.
			return none, n.open(err)
		case attempt >= n.col.client.config.MaxRetries:
			return none, n.open(err)
		}
		n.log(ctx, "nothing was made; sending the POST again")
		if err := sleep(ctx, jitter(n.col.client.config.RetryWait, attempt)); err != nil {
			return none, n.open(err)
		}
	}
}

// taken is a create in doubt whose natural key turns out to have been taken before. To send the POST again would make another: so it is only
// looked, as long as the server may still be at work on it, whether it has made one.
func (n *creation[T]) taken(ctx context.Context) (T, error) {
	var none T
	strangers := n.strangers
	found, err := n.lookWhileRecent(ctx, 1)
	switch {
	case err != nil:
		return none, n.open(err)
	case len(found) > 0:
		return n.alone(ctx, found, n.pending.posts())
	}
	return none, &ExistsError{Noun: n.col.noun.title, Key: n.key.text, IDs: strangers, Sent: true}
}

// doubtful tells an error after which the object may exist: the answer was lost or is unreadable, or the server failed at an unknown point
// of its work. Every other error says that nothing was made.
func doubtful(err error) bool {
	if transport, ok := errors.AsType[*TransportError](err); ok {
		return transport.Sent
	}
	var e *Error
	return errors.As(err, &e) && (e.Status >= http.StatusInternalServerError || e.Status == http.StatusRequestTimeout)
}

// settle takes a POST that the server accepted to its end.
func (n *creation[T]) settle(ctx context.Context, a *answer) (T, error) {
	n.pending.Accepted = time.Now().UTC()
	job, err := n.col.client.jobIn(a)
	if err != nil {
		return n.unwatched(ctx, err)
	}
	if job == "" {
		if object, err := n.col.decodeOne(a); err == nil {
			return n.named(ctx, object)
		}
		n.log(ctx, "the answer does not show the object; looking for it")
	}
	n.pending.Job = job
	return n.awaited(ctx)
}

// unwatched is work that the server accepted, but whose job must not or cannot be watched, such as one on another host.
func (n *creation[T]) unwatched(ctx context.Context, err error) (T, error) {
	n.log(ctx, "the job cannot be watched; looking for the object", slog.String("error", err.Error()))
	found, lookErr := n.look(ctx, looksAfterJob)
	if lookErr == nil && len(found) > 0 {
		return n.alone(ctx, found, n.pending.posts())
	}
	var none T
	return none, n.open(errors.Join(err, lookErr))
}

// named is the object that an answer showed. Where an earlier POST was in doubt, it may have made another.
func (n *creation[T]) named(ctx context.Context, object T) (T, error) {
	if n.pending.Doubts == 0 {
		return object, nil
	}
	found, err := n.lookFor(ctx, 1+n.pending.Doubts, looksForOthers)
	if err != nil {
		return object, &AmbiguousError{Noun: n.col.noun.title, Key: n.key.text, Created: object.id(), Err: err}
	}
	others := slices.DeleteFunc(ids(found), func(id string) bool { return id == object.id() })
	if len(others) > 0 {
		return object, &AmbiguousError{Noun: n.col.noun.title, Key: n.key.text, IDs: others, Created: object.id(), Unsure: n.key.anyVague(found)}
	}
	return object, nil
}

// errUnlisted is work that is done by the API's word, or may be, but does not show: it was looked for, and the look succeeded.
var errUnlisted = errors.New("what it made is not listed")

// awaited follows the job, if there is one, and finds what it made.
func (n *creation[T]) awaited(ctx context.Context) (T, error) {
	var none T
	err := n.followed(ctx)
	if _, failed := errors.AsType[*JobError](err); failed {
		if n.pending.Doubts == 0 {
			return none, err
		}
		// The job may have failed because an earlier POST made the object.
		found, lookErr := n.look(ctx, looksAfterJob)
		switch {
		case lookErr != nil || len(found) == 0 && n.recent():
			return none, n.open(errors.Join(err, lookErr))
		case len(found) > 0:
			return n.alone(ctx, found, n.pending.Doubts)
		}
		return none, err
	}
	if err != nil && !unclear(err) {
		return none, n.open(err)
	}
	n.pending.Done = err == nil && n.pending.Job != ""
	found, lookErr := n.look(ctx, looksAfterJob)
	switch {
	case lookErr != nil:
		return none, n.open(lookErr)
	case len(found) > 0:
		return n.alone(ctx, found, n.pending.posts())
	case err != nil:
		return none, n.open(fmt.Errorf("%w; %w", err, errUnlisted))
	}
	return none, n.open(errUnlisted)
}

// unclear tells that a job does not say how it ended, or that there is no job at its address.
func unclear(err error) bool { return errors.Is(err, errJobUnclear) || isUnreadable(err) }

func (n *creation[T]) followed(ctx context.Context) error {
	if n.pending.Job == "" || n.pending.Done {
		return nil
	}
	return n.col.client.follow(ctx, n.pending.Job, nil)
}

// open is a create whose end is not known.
func (n *creation[T]) open(err error) error {
	return &PendingError{Noun: n.col.noun.title, Key: n.key.text, Pending: n.pending, Err: err}
}

// whole reads an object that its create showed only in part. That it cannot be read does not undo the create.
func (n *creation[T]) whole(ctx context.Context, object T) T {
	pause := n.col.client.config.RetryWait
	for attempt := 1; !object.complete(); attempt++ {
		read, err := n.col.get(ctx, object.id())
		switch {
		case err == nil:
			return read
		case !IsNotFound(err) || attempt == readBacks || sleep(ctx, pause) != nil:
			n.log(ctx, "the new object could not be read back", slog.String("id", object.id()), slog.String("error", err.Error()))
			return object
		}
		pause = min(2*pause, 8*time.Second)
	}
	return object
}

func (n *creation[T]) log(ctx context.Context, message string, attributes ...slog.Attr) {
	n.col.client.log.LogAttrs(ctx, slog.LevelDebug, "create: "+message,
		append(attributes, slog.String("noun", n.col.noun.title), slog.String("key", n.key.text))...)
}
