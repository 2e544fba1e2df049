// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// pageSize is how many objects a listing asks for in one page. The service may give fewer.
const pageSize = 100

// byID is the order that listings ask for, so that pages do not shift while others write [lib: jsonapi.rb]. The service may ignore it.
const byID = "id"

// page is one page of a listing.
type page[T Object] struct {
	items []T
	// records is how many objects the whole listing holds by the service's own count; -1 where it gives none.
	records int
	// next tells that the document names a next page.
	next bool
	// refusal is why the service does not show the page: it lies behind the last one, or so it seems.
	refusal error
}

// refusals is what a service was seen to refuse in the query of a listing. Not everything is documented, so listings do without it.
type refusals struct{ size, order, filter bool }

// retreats are the queries to try after one that was refused, the mildest first.
var retreats = []refusals{
	{size: true},
	{order: true},
	{size: true, order: true},
	{filter: true},
	{size: true, filter: true},
	{order: true, filter: true},
	{size: true, order: true, filter: true},
}

// query builds the query of one page, counted from 1.
func (r refusals) query(filters []Filter, number int) url.Values {
	query := url.Values{"page[number]": {strconv.Itoa(number)}}
	if !r.size {
		query.Set("page[size]", strconv.Itoa(pageSize))
	}
	if !r.order {
		query.Set("sort", byID)
	}
	if !r.filter {
		for _, filter := range filters {
			query.Add(filter.parameter(), filter.Value)
		}
	}
	return query
}

// parameter is the name of the filter in a query. A predicate that ends in _in takes a list: each of its values is a filter of its own.
func (f Filter) parameter() string {
	if strings.HasSuffix(f.Predicate, "_in") {
		return "filter[" + f.Predicate + "][]"
	}
	return "filter[" + f.Predicate + "]"
}

// page reads one page, counted from 1. What the service refuses in the query, it leaves out, and remembers that.
func (c *collection[T]) page(ctx context.Context, filters []Filter, number int) (page[T], error) {
	known := c.service.refused()
	read, err := c.ask(ctx, known.query(filters, number))
	if !transport.IsInvalid(err) {
		return read, err
	}
	for _, refused := range retreats {
		refused = refusals{size: refused.size || known.size, order: refused.order || known.order, filter: refused.filter || known.filter}
		if refused == known || refused.filter != known.filter && len(filters) == 0 {
			continue
		}
		read, again := c.ask(ctx, refused.query(filters, number))
		if again == nil {
			c.service.refuse(refused)
			c.account.Log.InfoContext(ctx, "the service refuses a part of the query of listings; going on without it", slog.String("collection", c.path),
				slog.Bool("page_size", refused.size), slog.Bool("order", refused.order), slog.Bool("filter", refused.filter))
			return read, nil
		}
		if !transport.IsInvalid(again) {
			return read, again
		}
	}
	return page[T]{}, err
}

// ask reads a page as it comes. A page behind the first one that is refused lies behind the last one: it is empty.
func (c *collection[T]) ask(ctx context.Context, query url.Values) (page[T], error) {
	response, err := c.account.Do(ctx, transport.Call{Method: http.MethodGet, Path: c.path, Query: query})
	if (transport.IsNotFound(err) || transport.IsInvalid(err)) && query.Get("page[number]") != "1" {
		return page[T]{records: -1, refusal: err}, nil
	}
	if err != nil {
		return page[T]{}, err
	}
	document, err := jsonapi.Decode(response.Body, c.kind.Plural, c.kind.Singular)
	if err != nil {
		return page[T]{}, response.Unreadable(err)
	}
	items, err := c.decode(document)
	if err != nil {
		return page[T]{}, response.Unreadable(err)
	}
	return page[T]{items: items, records: document.Records, next: document.Next}, nil
}

// decode reads the objects of a document.
func (c *collection[T]) decode(document jsonapi.Document) ([]T, error) {
	items := make([]T, len(document.Resources))
	for i, resource := range document.Resources {
		if resource.Type != "" && resource.Type != c.kind.Singular && !c.kind.AnyType {
			return nil, &OtherTypeError{Wanted: c.kind.Singular, Got: resource.Type}
		}
		if resource.ID == "" {
			return nil, fmt.Errorf("expected a %s with an id, got one without", c.kind.Singular)
		}
		var err error
		if items[i], err = c.kind.Decode(c.parents, resource); err != nil {
			return items[:i+1], err
		}
	}
	c.account.reached.Store(true)
	return items, nil
}

// decodeOne reads the one object of a response. It returns the object beside the error of its decoder.
func (c *collection[T]) decodeOne(response *transport.Response) (T, error) {
	var none T
	document, err := jsonapi.Decode(response.Body, c.kind.Singular, c.kind.Plural)
	if err != nil {
		return none, response.Unreadable(err)
	}
	if len(document.Resources) != 1 {
		return none, response.Unreadable(fmt.Errorf("expected one %s, got %d resources", c.kind.Singular, len(document.Resources)))
	}
	items, err := c.decode(document)
	if err != nil && len(items) == 1 {
		return items[0], response.Unreadable(err)
	}
	if err != nil {
		return none, response.Unreadable(err)
	}
	return items[0], nil
}
