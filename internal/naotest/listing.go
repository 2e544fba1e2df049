// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"net/http"
	"net/url"
	"strconv"
)

// defaultPageSize is that of jsonapi.rb [lib].
const defaultPageSize = 30

// page is a part of a listing.
type page struct {
	number, size, records int
	from, to              int // rows [from, to) of the listing
}

// page reads page[number] and page[size] [doc: Getting maps metadata].
func (l Listing) page(query url.Values, records int) page {
	standard := l.PageSize
	if standard <= 0 {
		standard = defaultPageSize
	}
	p := page{number: 1, size: standard, records: records}
	if asked, err := strconv.Atoi(query.Get("page[size]")); err == nil && asked > 0 && !l.IgnorePageSize {
		p.size = asked
	}
	if l.PageCap > 0 {
		p.size = min(p.size, l.PageCap)
	}
	if asked, err := strconv.Atoi(query.Get("page[number]")); err == nil && asked > 0 && !l.IgnorePageNumber {
		p.number = asked
	}
	if p.number-1 > records/p.size { // also keeps the product from overflowing
		p.from, p.to = records, records
		return p
	}
	p.from = min((p.number-1)*p.size, records)
	p.to = min(p.from+p.size, records)
	return p
}

func (p page) last() int { return max((p.records+p.size-1)/p.size, 1) }

// numbers are the page numbers, as far as they apply [lib].
func (p page) numbers() map[string]int {
	numbers := map[string]int{"current": p.number}
	if p.number > 1 {
		numbers["first"] = 1
		numbers["prev"] = p.number - 1
	}
	if p.number < p.last() {
		numbers["next"] = p.number + 1
		numbers["last"] = p.last()
	}
	return numbers
}

// meta writes meta.pagination and meta.resource_count.
func (c *call) meta(p page) map[string]any {
	write := func(n int) any {
		if c.b.Listing.StringNumbers {
			return strconv.Itoa(n)
		}
		return n
	}
	pagination := map[string]any{"records": write(p.records)}
	for name, n := range p.numbers() {
		pagination[name] = write(n)
	}
	return map[string]any{"pagination": pagination, "resource_count": write(p.records)}
}

// links writes the pages' URLs, not escaped [lib].
func (c *call) links(p page) map[string]any {
	self := c.url(below(c.r.URL))
	links := map[string]any{"self": self}
	if c.r.URL.RawQuery != "" {
		links["self"] = self + "?" + c.r.URL.RawQuery
	}
	for name, n := range p.numbers() {
		links[name] = self + "?page[number]=" + strconv.Itoa(n) + "&page[size]=" + strconv.Itoa(p.size)
	}
	return links
}

// list answers a listing of those ids of a collection, which are ascending. With
// all, they are the whole collection.
func list[T any](c *call, from *collection[T], ids []int64, all bool, show func(*row[T]) resource) reply {
	l, query := c.b.Listing, c.r.URL.Query()
	ids = from.order(l, query.Get("sort"), ids, all)
	ids = from.listed(c, ids)
	ids = from.filter(l, query, ids)
	p := l.page(query, len(ids))

	resources := make([]resource, 0, p.to-p.from+1)
	for _, id := range ids[p.from:p.to] {
		resources = append(resources, l.thin(show(from.rows[id])))
	}
	if l.Duplicates && len(resources) > 0 {
		resources = append(resources, resources[0])
	}
	if l.BetweenPages != nil && p.number < p.last() {
		c.then = append(c.then, func() { l.BetweenPages(c.s, p.number) })
	}
	return reply{status: http.StatusOK, document: c.listing(p, from.plural, resources)}
}

// listing writes the document of one page.
func (c *call) listing(p page, plural string, resources []resource) any {
	document := map[string]any{}
	if c.plain() {
		rows := make([]any, 0, len(resources))
		for _, r := range resources {
			rows = append(rows, c.attributes(r))
		}
		document[plural] = rows
	} else {
		document["data"] = c.objects(resources)
		var included []resource
		for _, r := range resources {
			included = append(included, r.included...)
		}
		if len(included) > 0 {
			document["included"] = c.objects(included)
		}
	}
	if !c.b.Listing.NoMeta {
		document["meta"] = c.meta(p)
		document["links"] = c.links(p)
	}
	return document
}
