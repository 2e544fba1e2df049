// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const (
	// standardPage is how many rows a page is assumed to have where no page[size] asks for another [lib].
	standardPage = 30
	// largestPage is what is asked for to see whether the server cuts pages.
	largestPage = 1000
)

// query is a way to ask for a part of a collection.
type query struct {
	about string
	// parameters are names and values in turn.
	parameters []string
	// verdict says what a page shows of the fact; "" where it shows nothing.
	verdict func(list) string
}

// listing probes how the collection is paged, filtered and sorted.
func (p *prober) listing(ctx context.Context, c *collection) error {
	p.pagination(c)
	for _, q := range c.queries() {
		r, err := p.get(ctx, c.path, q.parameters...)
		if err != nil {
			return err
		}
		if r.status == http.StatusBadRequest || r.status == http.StatusUnprocessableEntity {
			p.saw(c.plural+": "+q.about, fmt.Sprintf("refused: %d", r.status))
			continue
		}
		l, ok := readList(r, c.plural)
		if !ok {
			return r.unexpected()
		}
		p.newest[c.kind] = max(p.newest[c.kind], highest(l.ids()))
		if seen := q.verdict(l); seen != "" {
			p.saw(c.plural+": "+q.about, seen)
		}
	}
	return nil
}

// pagination looks at what the first page says of itself.
func (p *prober) pagination(c *collection) {
	seen := "absent"
	if c.first.pagination != nil {
		seen = "records, current"
		if lacks := missing(object{"records": nil, "current": nil}, c.first.pagination); len(lacks) > 0 {
			seen = "without " + listed(lacks)
		}
		p.saw(c.plural+": the numbers in meta.pagination", kind(c.first.pagination["records"]))
	}
	p.saw(c.plural+": meta.pagination", seen)

	rows := len(c.first.ids())
	p.saw(c.plural+": a row", choose(rows < len(c.first.rows), "repeated on a page", "once"))
	if records, _ := c.first.records(); records > rows || rows > standardPage {
		p.saw(c.plural+": rows of a page", strconv.Itoa(rows), rows)
	}
}

// queries are those that tell something of this collection.
func (c *collection) queries() []query {
	first := c.first.rows[0]
	name, swapped := first.name(), strings.Map(swapCase, first.name())
	sameName := func(r row) bool { return strings.EqualFold(r.name(), name) }
	holdsName := func(r row) bool { return strings.Contains(strings.ToLower(r.name()), strings.ToLower(name)) }
	queries := []query{
		{"the largest page", []string{"page[size]", strconv.Itoa(largestPage)}, largest},
		{"filter[name_eq]", []string{"filter[name_eq]", name}, c.filtered(sameName)},
		{"filter[name_cont]", []string{"filter[name_cont]", name}, c.filtered(holdsName)},
		{"filter[id_in]", []string{"filter[id_in][]", first.id}, c.filtered(func(r row) bool { return r.id == first.id })},
		{"sort=-id", []string{"sort", "-id"}, falling},
		{"sort=-created_at", []string{"sort", "-created_at"}, falling},
	}
	if len(c.first.ids()) > 1 {
		queries = append(queries,
			query{"page[size]", []string{"page[size]", "1"}, func(l list) string { return choose(len(l.ids()) == 1, "followed", "ignored") }},
			query{"page[number]", []string{"page[size]", "1", "page[number]", "2"}, func(l list) string {
				return choose(len(l.rows) > 0 && l.rows[0].id == first.id, "ignored", "followed")
			}})
	}
	if swapped != name {
		queries = append(queries, query{"case in filter[name_eq]", []string{"filter[name_eq]", swapped}, func(l list) string {
			if slices.ContainsFunc(l.rows, func(r row) bool { return !sameName(r) }) {
				return "" // The filter is ignored.
			}
			return choose(slices.ContainsFunc(l.rows, func(r row) bool { return r.name() == name }), "does not matter", "matters")
		}})
	}
	return queries
}

// filtered is the verdict on a filter, which can only be seen where there is something to leave out.
func (c *collection) filtered(matches func(row) bool) func(list) string {
	fails := func(r row) bool { return !matches(r) }
	return func(l list) string {
		switch {
		case slices.ContainsFunc(l.rows, fails):
			return "ignored"
		case !slices.ContainsFunc(c.first.rows, fails):
			return ""
		case len(l.rows) == 0:
			return "followed, but nothing found"
		}
		return "followed"
	}
}

// largest is the verdict on a page that is larger than any server likes.
func largest(l list) string {
	rows := len(l.ids())
	records, counted := l.records()
	switch {
	case counted && rows < min(records, largestPage):
		return fmt.Sprintf("%d rows", rows)
	case rows >= largestPage:
		return "no limit"
	default:
		return ""
	}
}

// falling is the verdict on a page whose first row is to be the newest.
func falling(l list) string {
	ids := l.ids()
	if len(ids) < 2 {
		return ""
	}
	falls := slices.IsSortedFunc(ids, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(b, a)) })
	return choose(falls, "ids fall", "ids do not fall")
}

func swapCase(r rune) rune {
	if unicode.IsUpper(r) {
		return unicode.ToLower(r)
	}
	return unicode.ToUpper(r)
}

// highest returns the highest of the ids that are numbers; 0 where none is.
func highest(ids []string) int64 {
	var highest int64
	for _, id := range ids {
		if number, err := strconv.ParseInt(id, 10, 64); err == nil {
			highest = max(highest, number)
		}
	}
	return highest
}

// choose returns one text where the condition holds, else the other.
func choose(condition bool, yes, no string) string { //nolint:revive // A conditional expression, which Go has not.
	if condition {
		return yes
	}
	return no
}
