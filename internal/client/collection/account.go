// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jobs"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// Account is what all kinds of one account share. Make one for each client.
type Account struct {
	Doer transport.Doer
	Jobs *jobs.Follower
	// Endpoint names the endpoint in messages.
	Endpoint string
	// OnExisting is what a create does where the natural key is taken.
	OnExisting OnExisting
	// Scale is the unit of everything that waits: 500 ms, except in tests.
	Scale time.Duration
	// Concurrent is how many pages of a listing are read at once.
	Concurrent int
	// Retries is how often a create is sent again after an early failure.
	Retries int
	// SingleReads switches reads from listings off; benchmarks compare with it.
	SingleReads bool
	Log         *slog.Logger

	// reached tells that the API has shown a document, so that its 404 is about the object and not about the endpoint.
	reached atomic.Bool

	mu sync.Mutex
	// made are the paths of objects that this client created, and when. Other parts of the service may not know them for a moment.
	made map[string]time.Time
	// caches are those of every collection by its path, so that what a removed parent held can be dropped. Two kinds may share a path.
	caches map[string][]expirer
}

type expirer interface{ expire() }

// OnExisting is what a create does where the account already holds an object with the same natural key.
type OnExisting string

// The policies.
const (
	// Fail stops the create before anything is sent.
	Fail OnExisting = "fail"
	// Create makes another object.
	Create OnExisting = "create"
	// Adopt takes the object that is there, if it is the only one and nothing else in this process has it.
	Adopt OnExisting = "adopt"
)

// Lengths of time in units of Account.Scale, which is 500 ms.
const (
	fiveSeconds    = 10
	tenSeconds     = 20
	fifteenSeconds = 30
	oneMinute      = 120
)

func (a *Account) times(n int) time.Duration { return time.Duration(n) * a.Scale }

// Do sends a call. A 404 is an error only after two checks: an object that this client has just made may not be known
// everywhere yet, and at a wrong endpoint everything is missing.
func (a *Account) Do(ctx context.Context, call transport.Call) (*transport.Response, error) {
	for {
		response, err := a.Doer.Do(ctx, call)
		if !transport.IsNotFound(err) {
			return response, err
		}
		if !a.isNew(call) {
			return nil, a.checkEndpoint(ctx, call, err)
		}
		a.Log.InfoContext(ctx, "the service does not know yet what this run has made; asking again", slog.String("path", call.Path))
		if err := transport.Sleep(ctx, a.times(2)); err != nil {
			return nil, fmt.Errorf("wait until the service knows %s: %w", call.Path, err)
		}
	}
}

// Reached reports whether the API has shown a document to this client.
func (a *Account) Reached() bool { return a.reached.Load() }

// isNew reports whether a call is about an object, or something below an object, that this client made in the last fifteen seconds.
func (a *Account) isNew(call transport.Call) bool {
	if call.Method == http.MethodDelete || call.Known {
		return false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for path, at := range a.made {
		if time.Since(at) > a.times(fifteenSeconds) {
			delete(a.made, path)
		} else if call.Path == path || strings.HasPrefix(call.Path, path+"/") {
			return true
		}
	}
	return false
}

// created notes that this client has made the object at a path.
func (a *Account) created(path string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.made == nil {
		a.made = map[string]time.Time{}
	}
	a.made[path] = time.Now()
}

// deleted notes that the DELETE of the object at a path was sent: from now on, a 404 means that it is gone.
func (a *Account) deleted(path string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.made, path)
}

// removed notes that the object at a path is gone, and everything below it.
func (a *Account) removed(path string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for other, caches := range a.caches {
		if strings.HasPrefix(other, path+"/") {
			expire(caches)
		}
	}
}

// changed notes that this client wrote an object of a collection. What other kinds have cached of that collection is outdated.
func (a *Account) changed(path string, own expirer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, cache := range a.caches[path] {
		if cache != own {
			cache.expire()
		}
	}
}

// Expire drops every cached document of every kind: something has changed an unknown part of the account.
func (a *Account) Expire() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, caches := range a.caches {
		expire(caches)
	}
}

func expire(caches []expirer) {
	for _, cache := range caches {
		cache.expire()
	}
}

// register makes a cache known by the path of its collection.
func (a *Account) register(path string, cache expirer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.caches == nil {
		a.caches = map[string][]expirer{}
	}
	a.caches[path] = append(a.caches[path], cache)
}

// EndpointError is an endpoint that responds, but not as the API does.
type EndpointError struct {
	Endpoint string
	// Err is the response to a request for a listing that the API always has. It says nothing about the object of the first request, so it
	// is not unwrapped.
	Err error
}

// Error names the endpoint.
func (e *EndpointError) Error() string {
	return fmt.Sprintf("this is not NAO Cloud's API: %s has no listing where the API has one: %s", e.Endpoint, e.Err)
}

// checkEndpoint returns the error of a 404, unless the endpoint is not the API's. While the API has shown nothing yet, it asks for a
// listing that the API always has.
func (a *Account) checkEndpoint(ctx context.Context, call transport.Call, notFound error) error {
	if a.reached.Load() {
		return notFound
	}
	path := "/teams"
	if strings.HasPrefix(call.Path, "/sites") {
		path = "/sites"
	}
	response, err := a.Doer.Do(ctx, transport.Call{
		Method: http.MethodGet, Path: path, Query: url.Values{"page[number]": {"1"}, "page[size]": {"1"}},
	})
	if err == nil {
		if _, err = jsonapi.Decode(response.Body, strings.TrimPrefix(path, "/")); err != nil {
			err = response.Unreadable(err)
		}
	}
	var unreadable *transport.ResponseError
	switch {
	case err == nil || transport.IsForbidden(err):
		a.reached.Store(true)
		return notFound
	case transport.HasStatus(err, http.StatusNotFound) || errors.As(err, &unreadable):
		return &EndpointError{Endpoint: a.Endpoint, Err: err}
	default:
		return fmt.Errorf("make sure that a 404 is the API's: %w", err)
	}
}
