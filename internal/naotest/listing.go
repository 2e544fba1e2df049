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

// Listing says how collections are paged, filtered and sorted.
type Listing struct {
	// PageSize is the size of a page that no page[size] asks for; 0 = 30 [lib].
	PageSize int
	// PageCap is the largest page; 0 = unlimited.
	PageCap int
	// IgnorePageSize makes every page PageSize long.
	IgnorePageSize bool
	// IgnorePageNumber repeats the first page for ever.
	IgnorePageNumber bool
	// Refused says which queries are refused.
	Refused RefusedQueries
	// Counts is what meta tells of how many rows there are.
	Counts Counts
	// NoPageNumbers leaves the numbers and links of other pages out: first, prev,
	// next and last.
	NoPageNumbers bool
	// NoMeta leaves meta and links out.
	NoMeta bool
	// StringNumbers writes the numbers in meta as strings.
	StringNumbers bool
	// IgnoreFilters ignores all filters [lib].
	IgnoreFilters bool
	// IgnoredFilters names the attributes ("name") or whole filters
	// ("name_cont") that are ignored.
	IgnoredFilters []string
	// FoldCase lets filters on texts ignore case, as some databases do.
	FoldCase bool
	// IgnoreSort ignores sort.
	IgnoreSort bool
	// SortFoldCase sorts texts without regard to case, instead of bytewise.
	SortFoldCase bool
	// SortUnderscoreLast sorts "_" after all letters, as some collations do.
	SortUnderscoreLast bool
	// UpdateLag lets listings and their filters show for a moment what objects were
	// before an update.
	UpdateLag Lag
	// Lag keeps a new object out of listings for a while.
	Lag Lag
	// OmitAttributes names attributes that only the detail shows: "name", or
	// "site.name" for one type.
	OmitAttributes []string
	// OmitRelationships leaves relationships to the detail.
	OmitRelationships bool
	// Duplicates repeats the first row of every page at its end.
	Duplicates bool
	// BetweenPages is called after a page that is not the last was put
	// together, without the lock: it may change the account. It may be called
	// by several requests at once.
	BetweenPages func(s *Server, page int)
}

// Counts is what meta tells of how many rows there are.
type Counts string

const (
	// CountsTotal tells how many rows the listing has.
	CountsTotal Counts = ""
	// CountsPage tells how many rows the page has, as if that were all.
	CountsPage Counts = "page"
	// CountsPageOnly tells nothing but resource_count, and that of the page; links has
	// no other pages.
	CountsPageOnly Counts = "page only"
)

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
func (l Listing) numbers(p page) map[string]int {
	numbers := map[string]int{"current": p.number}
	if l.NoPageNumbers || l.Counts == CountsPageOnly {
		return numbers
	}
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
	records := p.records
	if c.b.Listing.Counts != CountsTotal {
		records = p.to - p.from
	}
	if c.b.Listing.Counts == CountsPageOnly {
		return map[string]any{"resource_count": write(records)}
	}
	pagination := map[string]any{"records": write(records)}
	for name, n := range c.b.Listing.numbers(p) {
		pagination[name] = write(n)
	}
	return map[string]any{"pagination": pagination, "resource_count": write(records)}
}

// links writes the pages' URLs, not escaped [lib].
func (c *call) links(p page) map[string]any {
	self := c.url(below(c.r.URL))
	links := map[string]any{"self": self}
	if c.r.URL.RawQuery != "" {
		links["self"] = self + "?" + c.r.URL.RawQuery
	}
	for name, n := range c.b.Listing.numbers(p) {
		links[name] = self + "?page[number]=" + strconv.Itoa(n) + "&page[size]=" + strconv.Itoa(p.size)
	}
	return links
}

// page responds with a page of the objects below a parent; "" = the kind is at the root.
func (k *kind[T]) page(c *call, parent string) reply {
	l, query := c.b.Listing, c.r.URL.Query()
	if status := l.Refused.query(query, k.options); status != 0 {
		return failure(status, "", "The query is not allowed")
	}
	ids := k.order(l, query.Get("sort"), k.of(parent), parent)
	ids = k.listed(c, ids)
	ids = k.filter(c, query, ids)
	p := l.page(query, len(ids))
	if l.Refused.BehindLast != 0 && p.number > p.last() {
		return failure(l.Refused.BehindLast, "", "")
	}

	resources := make([]resource, 0, p.to-p.from+1)
	for _, id := range ids[p.from:p.to] {
		resources = append(resources, l.thin(k.listing(c, k.rows[id].asListed(c))))
	}
	if l.Duplicates && len(resources) > 0 {
		resources = append(resources, resources[0])
	}
	if l.BetweenPages != nil && p.number < p.last() {
		c.then = append(c.then, func() { l.BetweenPages(c.s, p.number) })
	}
	return reply{status: http.StatusOK, document: c.listing(p, k.plural, resources)}
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
