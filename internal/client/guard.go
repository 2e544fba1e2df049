// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync/atomic"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/flight"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// GuardError is an account that does not hold an object which only the right account has.
type GuardError struct {
	// Kind is "site" or "team", and ID that of the object.
	Kind, ID string
	// Err is the response to the request for it. It says nothing about the object of any other request, so it is not unwrapped.
	Err error
}

// Error names the object.
func (e *GuardError) Error() string {
	return fmt.Sprintf("this is not the account that was expected: it holds no %s %s", e.Kind, e.ID)
}

// guarded sends nothing before it has seen the objects that only the right account has. It asks for them once.
type guarded struct {
	next transport.Doer
	// objects are the paths of the objects by their kinds.
	objects []guardObject
	passed  atomic.Bool
	asking  flight.Group[struct{}]
}

type guardObject struct{ kind, collection, id string }

// Do checks the account before the first call.
func (g *guarded) Do(ctx context.Context, call transport.Call) (*transport.Response, error) {
	if err := g.check(ctx); err != nil {
		return nil, err
	}
	return g.next.Do(ctx, call)
}

// check asks for the objects, unless they were seen already.
func (g *guarded) check(ctx context.Context) error {
	if len(g.objects) == 0 || g.passed.Load() {
		return nil
	}
	_, err := g.asking.Do(ctx, g.ask)
	return err
}

func (g *guarded) ask(ctx context.Context) (struct{}, error) {
	if g.passed.Load() {
		return struct{}{}, nil
	}
	for _, object := range g.objects {
		path, err := transport.Path(object.collection, object.id)
		if err != nil {
			return struct{}{}, err
		}
		response, err := g.next.Do(ctx, transport.Call{Method: http.MethodGet, Path: path})
		if err == nil {
			err = object.in(response)
		}
		if transport.HasStatus(err, http.StatusNotFound, http.StatusGone, http.StatusForbidden) || errors.Is(err, errNotShown) {
			return struct{}{}, &GuardError{Kind: object.kind, ID: object.id, Err: err}
		}
		if err != nil {
			return struct{}{}, fmt.Errorf("make sure that this is the right account, by its %s %s: %w", object.kind, object.id, err)
		}
	}
	g.passed.Store(true)
	return struct{}{}, nil
}

// errNotShown is a response that holds no object, or another one.
var errNotShown = errors.New("the response does not show it")

// in makes sure that a response shows the object.
func (o guardObject) in(response *transport.Response) error {
	document, err := jsonapi.Decode(response.Body, o.kind, o.kind+"s")
	switch {
	case err != nil:
		return response.Unreadable(err)
	case !slices.ContainsFunc(document.Resources, func(resource jsonapi.Resource) bool { return resource.ID == o.id }):
		return errNotShown
	default:
		return nil
	}
}

// guard puts the objects that Config names before a sender.
func guard(config Config, sender transport.Doer) *guarded {
	g := &guarded{next: sender}
	if config.ExpectedSiteID != "" {
		g.objects = append(g.objects, guardObject{kind: "site", collection: "/sites", id: config.ExpectedSiteID})
	}
	if config.ExpectedTeamID != "" {
		g.objects = append(g.objects, guardObject{kind: "team", collection: "/teams", id: config.ExpectedTeamID})
	}
	return g
}
