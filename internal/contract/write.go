// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	// polls is how often a job is looked at before it counts as one that does not end.
	polls = 120
	// looks is how often a new object is looked for in the listing.
	looks = 30
)

// errRefused is a removal that the server does not allow as things are.
var errRefused = errors.New("refused")

// writes creates a team, a site and an association, looks at every answer, and removes them again, whatever happens.
func (p *prober) writes(ctx context.Context) (err error) {
	p.options.Prefix += time.Now().UTC().Format(" 20060102-150405.000")
	defer func() {
		// What was made is removed even where the context has ended.
		err = errors.Join(err, p.cleanUp(context.WithoutCancel(ctx)))
	}()
	var team string
	if !p.hidden["team"] {
		if team, err = p.teamWrites(ctx); err != nil {
			return err
		}
	}
	site, err := p.siteWrites(ctx)
	if err != nil || team == "" || site == "" {
		return err
	}
	if err := p.associationWrites(ctx, team, site); err != nil {
		return err
	}
	if err := p.removeAssociated(ctx, team, site); err != nil {
		return err
	}
	return p.remove(ctx, "site", "/sites", site)
}

// create sends a POST, says how it was answered, and finds what it made by its name. The id is empty where it was refused.
func (p *prober) create(ctx context.Context, kind, path string, attributes object) (id string, a *answer, err error) {
	a, err = p.wire.write(ctx, http.MethodPost, path, object{kind: attributes})
	if err != nil || !a.ok() {
		return "", a, err
	}
	if r, ok := readMember(a, kind); ok && formOf(a) == document {
		return r.id, a, nil
	}
	if err := p.follow(ctx, a); err != nil {
		return "", a, err
	}
	id, err = p.find(ctx, kind+"s", path, text(attributes["name"]))
	return id, a, err
}

// find looks for the object with this name until the listing shows it.
func (p *prober) find(ctx context.Context, plural, path, name string) (string, error) {
	for range looks {
		for r, err := range p.all(ctx, plural, path) {
			if err != nil {
				return "", err
			}
			if r.name() == name {
				return r.id, nil
			}
		}
		if err := wait(ctx, p.options.PollWait); err != nil {
			return "", err
		}
	}
	return "", fmt.Errorf("look for %q among the %s: not listed after %d looks", name, plural, looks)
}

// all walks through all pages of a collection.
func (p *prober) all(ctx context.Context, plural, path string) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		seen := map[string]bool{}
		for number := 1; ; number++ {
			query := url.Values{"page[number]": {fmt.Sprint(number)}, "page[size]": {"100"}, "sort": {"id"}}
			a, err := p.wire.get(ctx, path, query)
			if err != nil {
				yield(row{}, err)
				return
			}
			l, ok := readList(a, plural)
			if !ok {
				yield(row{}, fmt.Errorf("GET %s: expected a listing, got %d %s", path, a.status, http.StatusText(a.status)))
				return
			}
			news := false
			for _, r := range l.rows {
				if seen[r.id] {
					continue
				}
				seen[r.id], news = true, true
				if !yield(r, nil) {
					return
				}
			}
			if !news {
				return
			}
		}
	}
}

// update sends a PUT and follows it to its end.
func (p *prober) update(ctx context.Context, kind, path string, attributes object) (*answer, error) {
	a, err := p.wire.write(ctx, http.MethodPut, path, object{kind: attributes})
	if err != nil {
		return nil, err
	}
	if !a.ok() {
		return a, nil
	}
	return a, p.follow(ctx, a)
}

// remove deletes what the probes created, and says how that was answered.
func (p *prober) remove(ctx context.Context, kind, collection, id string) error {
	path := collection + "/" + id
	a, err := p.wire.write(ctx, http.MethodDelete, path, nil)
	if err != nil {
		return err
	}
	if !a.ok() && kind == "site" && a.status == http.StatusForbidden {
		p.report.compare("sites: may be deleted", "yes", "no: 403", "Sites.ForbidDelete = true")
		return nil
	}
	if a.status == http.StatusUnprocessableEntity || a.status == http.StatusConflict {
		return fmt.Errorf("DELETE %s: %w: %d %s", path, errRefused, a.status, http.StatusText(a.status))
	}
	if !a.ok() {
		return fmt.Errorf("DELETE %s: got %d %s", path, a.status, http.StatusText(a.status))
	}
	plural := strings.TrimPrefix(kind, "site_team_") + "s"
	p.report.compare(plural+": a DELETE is answered", string(noContent), string(formOf(a)), change(kind, "Deletes", formOf(a)))
	if err := p.follow(ctx, a); err != nil {
		return err
	}
	a, err = p.wire.write(ctx, http.MethodDelete, path, nil)
	if err != nil {
		return err
	}
	p.report.compare(plural+": a second DELETE is answered", "404", fmt.Sprint(a.status), "none yet: internal/naotest/"+plural+".go")
	return nil
}

// cleanUp removes every team and site whose name starts with the prefix of this run, and nothing else.
func (p *prober) cleanUp(ctx context.Context) error {
	var problems []error
	for _, kind := range []string{"team", "site"} {
		if p.hidden[kind] {
			continue // Nothing was made of what is not shown.
		}
		plural := kind + "s"
		var left []string
		for r, err := range p.all(ctx, plural, "/"+plural) {
			if err != nil {
				problems = append(problems, fmt.Errorf("look for what is left among the %s: %w", plural, err))
				break
			}
			if strings.HasPrefix(r.name(), p.options.Prefix) {
				left = append(left, r.id)
			}
		}
		for _, id := range left {
			if kind == "team" {
				// A team may have to be left by its sites first; that it is not is seen from its own DELETE.
				_ = p.disassociate(ctx, id)
			}
			a, err := p.wire.write(ctx, http.MethodDelete, "/"+plural+"/"+id, nil)
			if err == nil && !a.ok() && a.status != http.StatusNotFound {
				err = fmt.Errorf("got %d %s", a.status, http.StatusText(a.status))
			}
			if err == nil && a.ok() {
				err = p.follow(ctx, a)
			}
			if err != nil {
				problems = append(problems, fmt.Errorf("remove %s/%s, whose name starts with %q, by hand: %w", plural, id, p.options.Prefix, err))
			}
		}
	}
	return errors.Join(problems...)
}
