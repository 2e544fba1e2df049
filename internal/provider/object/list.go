// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package object

import (
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/leaf"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
)

var listing = crud.Listing[model, client.Object, client.ObjectInput]{
	Definition: listed(),
	Description: "The objects of a collection: all of them, or those that match a filter. Attributes whose names look secret are left out of the results, as they are left out of an import.\n\n" +
		"Objects that other resource types manage better are not left out: list teams and sites as `naocloud_team` and `naocloud_site`.",
	Arguments: map[string]schema.Attribute{
		"collection": schema.StringAttribute{
			MarkdownDescription: "The path of the collection below the API, such as `sites/11416/notifiers`: names and ids in turn, at most three names, without a slash at either end.",
			Required:            true,
		},
		"filter": schema.DynamicAttribute{
			MarkdownDescription: "Only the objects that match all of it: an object whose names are those of attributes with `_eq` (one value) or `_in` (a list of values) at the end, such as " +
				"`{ name_eq = \"Hall\" }`.",
			Optional: true,
		},
	},
	Narrowed:  narrowed,
	NotListed: notListed,
	Whole:     func(client.Object) bool { return false },
	Name:      crud.NamedBy(func(object client.Object) string { name, _ := leaf.Text(object.Attributes[defaultKey]); return name }),
}

// listed is the definition whose reads complete what a listing shows.
func listed() crud.Definition[model, client.Object, client.ObjectInput] {
	completing := definition
	completing.Objects = func(c *client.Client) crud.Objects[client.Object, client.ObjectInput] {
		return &completer{Objects: c.Objects}
	}
	return completing
}

// completer reads the objects of one listing in full. Nobody knows which attributes there are: the first object's own document tells.
type completer struct {
	*client.Objects

	mu    sync.Mutex
	known bool
	names []string
}

// Get reads an object by itself if the listing lacks attributes of it.
func (r *completer) Get(ctx context.Context, object client.Object) (client.Object, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.known {
		whole, err := r.Document(ctx, object)
		if err != nil {
			return whole, err
		}
		r.known, r.names = true, slices.Sorted(maps.Keys(whole.Attributes))
		return whole, nil
	}
	isLacking := func(name string) bool { _, shown := object.Attributes[name]; return !shown }
	if !slices.ContainsFunc(r.names, isLacking) {
		return object, nil
	}
	return r.Objects.Get(ctx, client.Object{ID: object.ID, Collection: object.Collection, Needed: r.names})
}

// narrowed reads the arguments, and lists the objects that match them.
func narrowed(ctx context.Context, config tfsdk.Config) (crud.Lister[client.Object], diag.Diagnostics) {
	var arguments struct {
		Collection types.String  `tfsdk:"collection"`
		Filter     types.Dynamic `tfsdk:"filter"`
	}
	diagnostics := config.Get(ctx, &arguments)
	search := searchModel{Collection: arguments.Collection, Filter: arguments.Filter}
	diagnostics.Append(search.faults()...)
	if !diagnostics.HasError() {
		diagnostics.Append(model{Collection: arguments.Collection}.collectionFaults()...)
	}
	conditions, _ := search.conditions()
	return func(ctx context.Context, c *client.Client, _ string, _ client.Query) iter.Seq2[client.Object, error] {
		return found(ctx, c, search, conditions)
	}, diagnostics
}

// found yields the objects as they come, unless conditions have to be checked first.
func found(ctx context.Context, c *client.Client, search searchModel, conditions []client.Condition) iter.Seq2[client.Object, error] {
	return func(yield func(client.Object, error) bool) {
		objects := c.Objects.List(ctx, search.in(), "", nil, func(client.Object) bool { return true })
		if len(conditions) > 0 {
			matching, err := c.Objects.Search(ctx, search.in(), conditions, nil)
			objects = sequence(matching, err)
		}
		for object, err := range objects {
			if err != nil {
				err = &searchError{search: search, err: err}
			}
			if !yield(object, err) {
				return
			}
		}
	}
}

// sequence yields objects, and an error at their end.
func sequence(objects []client.Object, err error) iter.Seq2[client.Object, error] {
	return func(yield func(client.Object, error) bool) {
		for _, object := range objects {
			if !yield(object, nil) {
				return
			}
		}
		if err != nil {
			yield(client.Object{}, err)
		}
	}
}

// searchError is a search that failed, and what was searched.
type searchError struct {
	search searchModel
	err    error
}

func (e *searchError) Error() string { return e.err.Error() }

func (e *searchError) Unwrap() error { return e.err }

// notListed reports a listing that failed, on the argument that is to blame.
func notListed(err error) diag.Diagnostics {
	failed, ok := errors.AsType[*searchError](err)
	if !ok {
		return searchModel{}.notFound(err)
	}
	return failed.search.notFound(failed.err)
}
