// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const (
	// standardPage is how many rows a page is assumed to have where no page[size] asks for another [lib].
	standardPage = 30
	// largestPage is what is asked for to see whether the server caps pages.
	largestPage = 1000
)

// page fetches a page of the collection; query is written like "page[size]=1&sort=-id".
func (p *prober) page(ctx context.Context, c collection, parameters ...string) (list, error) {
	query := url.Values{}
	for i := 0; i+1 < len(parameters); i += 2 {
		query.Add(parameters[i], parameters[i+1])
	}
	a, err := p.wire.get(ctx, c.path, query)
	if err != nil {
		return list{}, err
	}
	l, ok := readList(a, c.plural)
	if !ok {
		return list{}, fmt.Errorf("GET %s?%s: expected a listing, got %d %s", c.path, query.Encode(), a.status, http.StatusText(a.status))
	}
	return l, nil
}

// listing probes how the collection is paged, filtered and sorted.
func (p *prober) listing(ctx context.Context, c collection) error {
	p.pagination(c)
	for _, probe := range []func(context.Context, collection) error{p.paging, p.pageCap, p.filters, p.order, p.textOrder} {
		if err := probe(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// pagination looks at what the first page says of itself.
func (p *prober) pagination(c collection) {
	const meta, records = ": meta.pagination", ": the numbers in meta.pagination"
	if c.first.pagination == nil {
		p.report.compare(c.plural+meta, "records, current", "absent", "Listing.NoMeta = true")
		p.report.unseen(c.plural+records, "a number", "there is no meta.pagination")
	} else {
		lacks := missing(object{"records": nil, "current": nil}, c.first.pagination)
		seen := "records, current"
		if len(lacks) > 0 {
			seen = "without " + listed(lacks)
		}
		p.report.compare(c.plural+meta, "records, current", seen, "none yet: internal/naotest/listing.go")
		p.report.compare(c.plural+records, "a number", kind(c.first.pagination["records"]), "Listing.StringNumbers = true")
	}
	rows := len(c.first.ids())
	seen := "once"
	if rows < len(c.first.rows) {
		seen = "repeated on a page"
	}
	p.report.compare(c.plural+": a row", "once", seen, "Listing.Duplicates = true")

	const standard = ": rows of a page"
	if c.records <= rows && rows <= standardPage {
		p.report.unseen(c.plural+standard, strconv.Itoa(standardPage), fmt.Sprintf("the account has only %d", rows))
		return
	}
	p.report.compare(c.plural+standard, strconv.Itoa(standardPage), strconv.Itoa(rows), fmt.Sprintf("Listing.PageSize = %d", rows))
}

// paging probes page[size] and page[number].
func (p *prober) paging(ctx context.Context, c collection) error {
	size, number := c.plural+": page[size]", c.plural+": page[number]"
	if len(c.first.ids()) < 2 {
		p.report.unseen(size, "followed", "it takes two objects to see")
		p.report.unseen(number, "followed", "it takes two objects to see")
		return nil
	}
	one, err := p.page(ctx, c, "page[size]", "1")
	if err != nil {
		return err
	}
	seen := "followed"
	if len(one.ids()) != 1 {
		seen = "ignored"
	}
	p.report.compare(size, "followed", seen, "Listing.IgnorePageSize = true")

	two, err := p.page(ctx, c, "page[size]", "1", "page[number]", "2")
	if err != nil {
		return err
	}
	seen = "followed"
	if slices.Equal(one.ids(), two.ids()) {
		seen = "ignored"
	}
	p.report.compare(number, "followed", seen, "Listing.IgnorePageNumber = true")
	return nil
}

// pageCap asks for a page that is larger than any server likes.
func (p *prober) pageCap(ctx context.Context, c collection) error {
	fact := c.plural + ": the largest page"
	l, err := p.page(ctx, c, "page[size]", strconv.Itoa(largestPage))
	if err != nil {
		return err
	}
	rows, seen := len(l.ids()), "no limit"
	switch _, counted := l.records(); {
	case !counted:
		p.report.unseen(fact, "no limit", "without meta.pagination there is no telling how many rows are missing")
		return nil
	case rows < min(c.records, largestPage):
		seen = fmt.Sprintf("%d rows", rows)
	case rows < largestPage:
		p.report.unseen(fact, "no limit", fmt.Sprintf("the account has only %d", rows))
		return nil
	}
	p.report.compare(fact, "no limit", seen, fmt.Sprintf("Listing.PageCap = %d", rows))
	return nil
}

// filters probes each filter by asking for what the first row has.
func (p *prober) filters(ctx context.Context, c collection) error {
	first := c.first.rows[0]
	name := first.name()
	var ignored []string
	for _, probe := range []struct {
		filter, parameter, value string
		matches                  func(row) bool
	}{
		{"name_eq", "filter[name_eq]", name, func(r row) bool { return strings.EqualFold(r.name(), name) }},
		{"name_cont", "filter[name_cont]", name, func(r row) bool { return strings.Contains(strings.ToLower(r.name()), strings.ToLower(name)) }},
		{"id_in", "filter[id_in][]", first.id, func(r row) bool { return r.id == first.id }},
	} {
		fact := fmt.Sprintf("%s: filter[%s]", c.plural, probe.filter)
		if !slices.ContainsFunc(c.first.rows, func(r row) bool { return !probe.matches(r) }) {
			p.report.unseen(fact, "followed", "no object to be left out")
			continue
		}
		l, err := p.page(ctx, c, probe.parameter, probe.value)
		if err != nil {
			return err
		}
		seen := "followed"
		switch {
		case slices.ContainsFunc(l.rows, func(r row) bool { return !probe.matches(r) }):
			seen = "ignored"
			ignored = append(ignored, probe.filter)
		case len(l.rows) == 0:
			seen = "followed, but nothing found"
		}
		p.report.compare(fact, "followed", seen, "Listing.IgnoredFilters = "+literal([]string{probe.filter}))
	}
	if slices.Contains(ignored, "name_eq") {
		p.report.unseen(c.plural+": case in filter[name_eq]", "matters", "the filter is ignored")
		return nil
	}
	return p.foldsCase(ctx, c, name)
}

// foldsCase looks for a name in the wrong case.
func (p *prober) foldsCase(ctx context.Context, c collection, name string) error {
	fact, swapped := c.plural+": case in filter[name_eq]", swapCase(name)
	if swapped == name {
		p.report.unseen(fact, "matters", "the name of the first one has no letters")
		return nil
	}
	l, err := p.page(ctx, c, "filter[name_eq]", swapped)
	if err != nil {
		return err
	}
	seen := "matters"
	if slices.ContainsFunc(l.rows, func(r row) bool { return r.name() == name }) {
		seen = "does not matter"
	}
	p.report.compare(fact, "matters", seen, "Listing.FoldCase = true")
	return nil
}

func swapCase(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, name)
}

// order probes whether the newest come first where that is asked for: by their ids, and by their age, which is to give the same.
func (p *prober) order(ctx context.Context, c collection) error {
	for _, order := range []string{"-id", "-created_at"} {
		fact := c.plural + ": sort=" + order
		l, err := p.page(ctx, c, "sort", order)
		if err != nil {
			return err
		}
		ids := l.ids()
		p.newest[c.kind] = max(p.newest[c.kind], highest(ids), highest(c.first.ids()))
		if len(ids) < 2 {
			p.report.unseen(fact, "ids fall", "it takes two objects to see")
			continue
		}
		seen := "ids fall"
		if !slices.IsSortedFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(b, a)) }) {
			seen = "ids do not fall"
		}
		p.report.compare(fact, "ids fall", seen, "Listing.IgnoreSort = true")
	}
	return nil
}

// highest is the highest of the ids that are numbers; 0 where none is.
func highest(ids []string) int64 {
	var highest int64
	for _, id := range ids {
		if number, err := strconv.ParseInt(id, 10, 64); err == nil {
			highest = max(highest, number)
		}
	}
	return highest
}

// textOrder probes sort by name.
func (p *prober) textOrder(ctx context.Context, c collection) error {
	fact := c.plural + ": case in sort=name"
	l, err := p.page(ctx, c, "sort", "name")
	if err != nil {
		return err
	}
	var names []string
	for i, r := range l.rows {
		if i < len(l.ids()) { // A row that is repeated comes last.
			names = append(names, r.name())
		}
	}
	bytewise := slices.IsSorted(names)
	folded := slices.IsSortedFunc(names, func(a, b string) int { return cmp.Compare(strings.ToLower(a), strings.ToLower(b)) })
	switch {
	case bytewise == folded && bytewise:
		p.report.unseen(fact, "matters", "no two names that tell")
	case bytewise:
		p.report.compare(fact, "matters", "matters", "")
	case folded:
		p.report.compare(fact, "matters", "does not matter", "Listing.SortFoldCase = true")
	default:
		p.report.compare(fact, "matters", "ordered in another way", "Listing.IgnoreSort = true, or none yet: internal/naotest/query.go")
	}
	return nil
}
