// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// examined is how many teams or sites are examined for an example of what belongs to one.
const examined = 10

// example finds the first of the rows that has something below it, and the page that shows it. The last response is returned where none has.
func (p *prober) example(ctx context.Context, c *collection, below string) (path string, l list, last *response, err error) {
	for _, r := range c.first.rows[:min(len(c.first.rows), examined)] {
		path = c.path + "/" + r.id + "/" + below
		if last, err = p.get(ctx, path); err != nil {
			return "", list{}, nil, err
		}
		l, ok := readList(last, below)
		if !ok || len(l.rows) > 0 {
			return path, l, last, nil
		}
	}
	return "", list{}, last, nil
}

// buildings probes how the floors of a building come.
func (p *prober) buildings(ctx context.Context, sites *collection) error {
	path, l, _, err := p.example(ctx, sites, "buildings")
	if err != nil || len(l.rows) == 0 {
		return err
	}
	p.saw("buildings: their floors", choose(l.included, "included", "listed by themselves"))
	r, err := p.get(ctx, path+"/"+l.rows[0].id+"/floors")
	if err != nil {
		return err
	}
	p.saw("floors: their listing", strconv.Itoa(r.status))
	return nil
}

// absence probes how the API says that an object does not exist.
func (p *prober) absence(ctx context.Context) error {
	r, err := p.get(ctx, fmt.Sprintf("/sites/%d", unknownSite))
	if err != nil {
		return err
	}
	p.saw("errors: an object that does not exist", strconv.Itoa(r.status))
	document, _ := r.body.(object)
	value, there := document["errors"]
	form := "without errors"
	switch {
	case r.empty:
		form = "none"
	case there:
		form = "errors, " + kind(value)
	case r.body == nil:
		form = "not JSON"
	}
	p.saw("errors: the body", form)
	p.saw("errors: x-request-id", choose(r.header.Get("X-Request-Id") != "", "there", "absent"))
	return nil
}

// rateLimit notes how a 429 says how long to wait.
func (p *prober) rateLimit(retryAfter string) {
	seen, change := "seconds", ""
	switch {
	case retryAfter == "":
		seen, change = "absent", "RateLimit.NoRetryAfter = true"
	case strings.Trim(retryAfter, "0123456789") != "":
		seen, change = "a date", "RateLimit.RetryAfterDate = true"
	}
	p.saw("429: Retry-After", seen, change)
}
