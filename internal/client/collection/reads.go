// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/flight"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

const (
	// freeReads is how many objects are read one by one before anything is spent on finding out what a listing would cost.
	freeReads = 4
	// mostFailures is after how many failed listings no other is tried.
	mostFailures = 3
)

// reads decides when a listing is cheaper than reading objects one by one.
//
// It is the ski-rental rule. N objects are to be read, N unknown, from a collection of P pages; a reader that knew N would need min(N, P)
// requests. Objects are read one by one until as much was spent as a listing costs; then everything is listed. That is never more than
// 2·min(N, P) + freeReads + 2 requests. Where the service does not count its objects, P is unknown, and everything is listed after freeReads.
type reads struct {
	mu sync.Mutex
	// spent is how many requests were made for single objects since the last listing.
	spent int
	// pages is how many pages a listing has; 0 where that was not asked yet, -1 where the service does not tell.
	pages int
	// failures counts listings that failed, and useless tells that listings show too little of an object.
	failures int
	useless  bool
}

// choice is how to read the next object.
type choice int

const (
	single choice = iota
	probe
	everything
)

// next chooses how to read one more object.
func (r *reads) next() choice {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.useless || r.failures >= mostFailures || r.spent < freeReads:
		r.spent++
		return single
	case r.pages == 0:
		return probe
	case r.pages < 0 || r.spent >= r.pages-1:
		return everything
	default:
		r.spent++
		return single
	}
}

// probed notes what the first page tells of the length of a listing.
func (r *reads) probed(pages int, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.failed(err)
		return
	}
	r.spent++
	r.pages = pages
}

// listed notes that everything was listed, or could not be.
func (r *reads) listed(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.spent, r.pages = 0, 0
	if err != nil {
		r.failed(err)
	}
}

func (r *reads) failed(err error) {
	r.failures++
	if unlisted(err) {
		r.failures = mostFailures
	}
}

// avoid notes that a listing shows too little to stand for an object's own document.
func (r *reads) avoid() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.useless = true
}

// get returns one object, from the cache or from a listing where that is cheaper.
func (c *collection[T]) get(ctx context.Context, id string) (T, error) {
	for {
		if document, ok := c.cached(id); ok {
			return document, nil
		}
		if c.account.SingleReads || !c.lists(ctx) {
			return c.read(ctx, id)
		}
		if document, ok := c.cached(id); ok {
			return document, nil
		}
		if _, _, listed := c.cache.listing(func(T) bool { return false }); listed {
			// A listing shows what is there, never what is not.
			return c.read(ctx, id)
		}
	}
}

// cached returns a fresh and complete document.
func (c *collection[T]) cached(id string) (T, bool) {
	document, ok := c.cache.get(id)
	if ok && !document.Complete() {
		c.reads.avoid()
		return document, false
	}
	return document, ok
}

// lists reports whether it has listed something in place of reading one more object.
func (c *collection[T]) lists(ctx context.Context) bool {
	switch c.reads.next() {
	case probe:
		_, err := c.probing.Do(ctx, c.probe)
		return err == nil
	case everything:
		_, err := c.list(ctx)
		return err == nil
	default:
		return false
	}
}

// probe reads the first page of a listing, which usually tells how many pages there are.
func (c *collection[T]) probe(ctx context.Context) (struct{}, error) { //nolint:unparam // What a flight runs has a result.
	asked := c.cache.now()
	first, _, err := c.first(ctx, nil)
	pages := -1
	if size := len(first.items); first.records >= 0 && size > 0 {
		pages = max(1, (first.records+size-1)/size)
	}
	c.reads.probed(pages, err)
	if err != nil {
		c.account.Log.DebugContext(ctx, "the listing failed; reading one by one", slog.String("collection", c.path), slog.String("error", err.Error()))
		return struct{}{}, err
	}
	c.cache.put(asked, first.items...)
	return struct{}{}, nil
}

// read asks for one object at its own address.
func (c *collection[T]) read(ctx context.Context, id string) (T, error) {
	var none T
	path, err := transport.Path(c.path, id)
	if err != nil {
		return none, err
	}
	asked := c.cache.now()
	response, err := c.account.Do(ctx, transport.Call{Method: http.MethodGet, Path: path})
	if err != nil {
		return none, err
	}
	document, err := c.decodeOne(response)
	if err != nil {
		return none, err
	}
	if document.ObjectID() != id {
		return none, response.Unreadable(fmt.Errorf("expected %s %s, got %s", c.kind.Singular, id, document.ObjectID()))
	}
	c.cache.put(asked, document)
	return document, nil
}

// probing and listing are single flights: all who need a listing at the same time share one.
type (
	probing           = flight.Group[struct{}]
	listing[T Object] = flight.Group[contents[T]]
)
