// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jobs"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

func (s *calls[T, In]) Update(ctx context.Context, known T, in In) (T, error) {
	var none T
	c, err := s.of(known)
	if err != nil {
		return none, err
	}
	object, err := c.update(ctx, known.ObjectID(), map[string]any{s.kind.Singular: in}, in.ShownBy)
	if err != nil {
		return object, fmt.Errorf("update %s %s: %w", s.kind.Title, s.kind.name(known), err)
	}
	return object, nil
}

func (c *collection[T]) update(ctx context.Context, id string, body any, shown func(T) bool) (T, error) {
	object, err := c.change(ctx, id, body, shown)
	c.account.changed(c.path, c.cache)
	if err != nil {
		c.cache.lose(id)
		return object, err
	}
	c.cache.wrote(id, object)
	return object, nil
}

// change sends the PUT of an object, and reads until the object shows what was sent.
func (c *collection[T]) change(ctx context.Context, id string, body any, shown func(T) bool) (T, error) {
	var none T
	path, err := transport.Path(c.path, id)
	if err != nil {
		return none, err
	}
	document, err := c.put(ctx, path, body)
	if err != nil && transport.OutcomeOf(err) == transport.Unknown {
		// The object tells whether it was changed.
		read, unread := c.read(ctx, id)
		if unread != nil {
			return none, err
		}
		if read = c.readUntilShown(ctx, read, shown); !shown(read) {
			return none, err
		}
		return read, nil
	}
	if err != nil {
		return none, err
	}
	if document == nil || (*document).ObjectID() != id {
		read, err := c.read(ctx, id)
		if err != nil {
			return none, err
		}
		document = &read
	}
	return c.readUntilShown(ctx, *document, shown), nil
}

// put sends a PUT and follows its job. What a PUT responds with is not documented: the document is nil where it is not in the response.
func (c *collection[T]) put(ctx context.Context, path string, body any) (*T, error) {
	response, err := c.account.Do(ctx, transport.Call{Method: http.MethodPut, Path: path, Body: body})
	if err != nil {
		return nil, err
	}
	job, err := c.account.Jobs.In(response)
	if err == nil && job != "" {
		err = c.account.Jobs.Follow(ctx, job, nil)
		if jobs.IsUnclear(err) {
			return nil, nil //nolint:nilnil // The object itself tells what became of it.
		}
		return nil, err
	}
	if document, err := c.decodeOne(response); err == nil {
		return &document, nil
	}
	return nil, response.Foreign()
}

// readUntilShown reads an object until its document is complete and shows what was written, for up to ten seconds. It returns the last document.
func (c *collection[T]) readUntilShown(ctx context.Context, object T, shown func(T) bool) T {
	id := object.ObjectID()
	began := time.Now()
	for pause := time.Duration(0); !object.Complete() || !shown(object); pause = min(2*pause+c.account.Scale, c.account.times(4)) {
		if time.Since(began) > c.account.times(tenSeconds) || transport.Sleep(ctx, pause) != nil {
			c.account.Log.InfoContext(ctx, "the service does not show what was written", slog.String("kind", c.kind.Title), slog.String("id", id))
			return object
		}
		if read, err := c.read(ctx, id); err == nil {
			object = read
		} else if !transport.IsNotFound(err) {
			return object
		}
	}
	return object
}

func (s *calls[T, In]) Delete(ctx context.Context, known T) error {
	c, err := s.of(known)
	if err == nil {
		err = c.delete(ctx, known)
	}
	if err != nil {
		return fmt.Errorf("delete %s %s: %w", s.kind.Title, s.kind.name(known), err)
	}
	return nil
}

func (c *collection[T]) delete(ctx context.Context, known T) error {
	// A create of the same key waits for both: it may see the object without its id.
	for _, name := range []string{known.ObjectID(), c.kind.Key(known).name()} {
		unlock, err := c.removing.lock(ctx, name)
		if err != nil {
			return err
		}
		defer unlock()
	}
	if known.ObjectID() == "" && c.kind.Exists != nil {
		return c.deleteOthers(ctx, known, nil)
	}
	err := c.deleteOne(ctx, known)
	if remains, ok := errors.AsType[*RemainsError](err); ok && c.kind.Exists != nil && ctx.Err() == nil {
		// The object may have been made anew under another id.
		err = c.deleteOthers(ctx, known, remains)
	}
	return err
}

// deleteOne removes one object.
func (c *collection[T]) deleteOne(ctx context.Context, known T) error {
	id := known.ObjectID()
	path, err := transport.Path(c.path, id)
	if err == nil {
		err = c.untilDeleted(ctx, path, known)
		c.account.changed(c.path, c.cache)
	}
	if err != nil {
		c.cache.lose(id)
		return err
	}
	c.cache.remove(id)
	c.account.removed(path)
	c.freed.add(c.kind.Key(known).name())
	if c.kind.Removed != nil {
		c.kind.Removed(known)
	}
	return nil
}

// untilDeleted sends the DELETE of one object and waits until the object is gone.
func (c *collection[T]) untilDeleted(ctx context.Context, path string, known T) error {
	sure, err := c.sendDelete(ctx, path)
	c.account.deleted(path)
	if err != nil && !transport.IsNotFound(err) && transport.OutcomeOf(err) == transport.Refused {
		return err
	}
	if sure {
		return nil
	}
	return c.untilGone(ctx, known, err)
}

// sendDelete sends a DELETE and follows its job. It reports whether the object is gone for sure.
func (c *collection[T]) sendDelete(ctx context.Context, path string) (sure bool, err error) {
	response, err := c.account.Do(ctx, transport.Call{Method: http.MethodDelete, Path: path})
	if err != nil {
		return false, err
	}
	job, unnamed := c.account.Jobs.In(response)
	if unnamed == nil && job != "" {
		return false, c.account.Jobs.Follow(ctx, job, nil)
	}
	if err := response.Foreign(); err != nil {
		return false, err
	}
	return unnamed == nil && response.Status != http.StatusAccepted, nil
}

// untilGone waits until the API does not show an object any more: after a success until the deadline, else for ten seconds. The cause is the
// error of the DELETE.
func (c *collection[T]) untilGone(ctx context.Context, known T, cause error) error {
	began := time.Now()
	for pause := c.account.Scale; ; pause = min(2*pause, c.account.times(tenSeconds)) {
		gone, err := c.isGone(ctx, known)
		switch {
		case gone:
			return nil
		case err != nil && cause != nil:
			return cause
		case err != nil && ctx.Err() == nil:
			return err
		case cause != nil && time.Since(began) > c.account.times(tenSeconds):
			if transport.IsNotFound(cause) {
				return &RemainsError{Kind: c.kind.Title, Key: c.kind.name(known), Err: cause}
			}
			return cause
		}
		if err := transport.Sleep(ctx, pause); err != nil {
			if cause == nil {
				cause = err
			}
			return &RemainsError{Kind: c.kind.Title, Key: c.kind.name(known), Err: cause}
		}
	}
}

// isGone reports whether the API shows an object no more.
func (c *collection[T]) isGone(ctx context.Context, known T) (bool, error) {
	var err error
	if c.kind.Exists != nil {
		_, err = c.present(ctx, known, Fresh)
	} else {
		_, err = c.read(ctx, known.ObjectID())
	}
	if IsNotFound(err) {
		return true, nil
	}
	return false, err
}

// deleteOthers removes every object of a key, whose ids it finds in the listing. An object that another document shows, and that the listing
// lacks, may be so new that the listing shows it within a minute.
func (c *collection[T]) deleteOthers(ctx context.Context, known T, remains *RemainsError) error {
	began := time.Now()
	for pause := c.account.Scale; ; pause = min(2*pause, c.account.times(longestPause)) {
		existence, err := c.kind.Exists(ctx, known, Fresh)
		if err != nil || existence == Absent {
			return err
		}
		found, err := c.search(ctx, c.kind.Key(known))
		if err != nil && !unlisted(err) {
			return err
		}
		isMissing := err == nil && len(found) == 0
		deleted, err := c.deleteAll(ctx, found, known.ObjectID())
		switch {
		case err != nil:
			return err
		case deleted || existence == Undecided && isMissing:
			return nil
		case isMissing && time.Since(began) < c.account.times(oneMinute) && transport.Sleep(ctx, pause) == nil:
			c.account.Log.InfoContext(ctx, "the listing does not show the id yet; looking again", slog.String("collection", c.path))
		case remains != nil:
			return remains
		default:
			return &NoIDError{Kind: c.kind.Title, Key: c.kind.name(known)}
		}
	}
}

// deleteAll removes objects, but for the one with an id. It reports whether it has removed any.
func (c *collection[T]) deleteAll(ctx context.Context, objects []T, except string) (deleted bool, err error) {
	for _, object := range objects {
		if object.ObjectID() == except {
			continue
		}
		if err := c.deleteOne(ctx, object); err != nil {
			return deleted, err
		}
		deleted = true
	}
	return deleted, nil
}
