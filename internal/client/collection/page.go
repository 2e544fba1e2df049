// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// pageSizes are how many objects a listing asks for in one page, the best first; 0 asks for no size. The service may give fewer.
var pageSizes = []int{500, 100, 0}

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
type refusals struct {
	// sizes counts the page sizes that are refused, the first ones of pageSizes.
	sizes int
	// order and filter tell that no order and no filter is taken.
	order, filter bool
}

// retreats yields the queries to try after this one was refused: first with a smaller page, then without the order, then without the filter.
func (r refusals) retreats() iter.Seq[refusals] {
	return func(yield func(refusals) bool) {
		for _, filter := range []bool{false, true} {
			for _, order := range []bool{false, true} {
				for sizes := r.sizes; sizes < len(pageSizes); sizes++ {
					next := refusals{sizes: sizes, order: order, filter: filter}
					if next != r && next.includes(r) && !yield(next) {
						return
					}
				}
			}
		}
	}
}

// includes reports whether everything that another query leaves out is left out.
func (r refusals) includes(other refusals) bool {
	return r.sizes >= other.sizes && (r.order || !other.order) && (r.filter || !other.filter)
}

// query builds the query of one page, counted from 1.
func (r refusals) query(filters []Filter, number int) url.Values {
	query := url.Values{"page[number]": {strconv.Itoa(number)}}
	if size := pageSizes[r.sizes]; size > 0 {
		query.Set("page[size]", strconv.Itoa(size))
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

// first reads the first page. What the service refuses in the query, it leaves out, and remembers that. It returns what the query left out:
// the pages that follow have to do so too.
func (c *collection[T]) first(ctx context.Context, filters []Filter) (page[T], refusals, error) {
	known := c.service.refused()
	first, err := c.ask(ctx, known.query(filters, 1))
	if transport.HasStatus(err, http.StatusInternalServerError) {
		return c.firstSimpler(ctx, known, filters, err)
	}
	tooMuch := known.isTooMuch(err)
	if !transport.IsInvalid(err) && !tooMuch {
		return first, known, err
	}
	for refused := range known.retreats() {
		smaller := refused.order == known.order && refused.filter == known.filter
		if tooMuch && !smaller || refused.filter != known.filter && len(filters) == 0 {
			continue
		}
		first, again := c.ask(ctx, refused.query(filters, 1))
		if again == nil {
			c.refuse(ctx, refused)
		}
		if !transport.IsInvalid(again) && !refused.isTooMuch(again) {
			return first, refused, again
		}
	}
	return page[T]{}, known, err
}

// firstSimpler reads the first page after a failure of the service that lasts: a service may fail by a part of the query that it does not know.
// It asks without the filter, then for nothing but the page. The cause is the failure.
func (c *collection[T]) firstSimpler(ctx context.Context, known refusals, filters []Filter, cause error) (page[T], refusals, error) {
	filtered := len(filters) > 0 && !known.filter
	for _, simpler := range []refusals{
		{sizes: known.sizes, order: known.order, filter: filtered || known.filter},
		{sizes: len(pageSizes) - 1, order: true, filter: filtered || known.filter},
	} {
		if simpler == known {
			continue
		}
		if first, err := c.request(ctx, transport.Call{Query: simpler.query(filters, 1), Brief: true}); err == nil {
			c.refuse(ctx, simpler)
			return first, simpler, nil
		}
	}
	return page[T]{}, known, cause
}

// isTooMuch reports whether a page failed because it holds too much: for the client to read, or for the service to give in time. A page of
// the next size that is late again is late for another reason.
func (r refusals) isTooMuch(err error) bool {
	return jsonapi.IsTooLarge(err) || r.sizes == 0 && transport.HasStatus(err, http.StatusGatewayTimeout)
}

// refuse remembers what the service refuses.
func (c *collection[T]) refuse(ctx context.Context, refused refusals) {
	c.service.refuse(refused)
	c.account.Log.InfoContext(ctx, "the service refuses a part of the query of listings; going on without it", slog.String("collection", c.path),
		slog.Int("page_size", pageSizes[refused.sizes]), slog.Bool("order", refused.order), slog.Bool("filter", refused.filter))
}

// ask reads a page as it comes. A page behind the first one that is refused lies behind the last one: it is empty.
func (c *collection[T]) ask(ctx context.Context, query url.Values) (page[T], error) {
	found, err := c.request(ctx, transport.Call{Query: query})
	if (transport.IsNotFound(err) || transport.IsInvalid(err)) && query.Get("page[number]") != "1" {
		return page[T]{records: -1, refusal: err}, nil
	}
	return found, err
}

// request reads a page by a call that has its query.
func (c *collection[T]) request(ctx context.Context, call transport.Call) (page[T], error) {
	call.Method, call.Path = http.MethodGet, c.path
	response, err := c.account.Do(ctx, call)
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
		if resource.ID == "" {
			return nil, fmt.Errorf("expected a %s with an id, got one without", c.kind.Singular)
		}
		var err error
		items[i], err = c.kind.Decode(c.parents, resource)
		if resource.Type != "" && resource.Type != c.kind.Singular && !c.kind.AnyType {
			err = &OtherTypeError{Wanted: c.kind.Singular, Got: resource.Type}
		}
		if err != nil {
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
