// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// looks is how often a new object is looked for before it counts as one that does not appear.
const looks = 30

// errRefused is a removal that the server does not allow as things are.
var errRefused = errors.New("refused")

// create sends a POST, and finds what it made: in the response, else by its name. The id is empty where the POST was refused.
func (p *prober) create(ctx context.Context, c *collection, attributes object) (id string, r *response, err error) {
	r, err = p.write(ctx, http.MethodPost, c.path, object{c.kind: attributes})
	if err != nil || !r.ok() {
		return "", r, err
	}
	if made, ok := readMember(r, c.kind); ok && formOf(r) == document {
		return made.id, r, nil
	}
	if err := p.follow(ctx, r); err != nil {
		return "", r, err
	}
	id, err = p.find(ctx, c.plural, c.path, func(r row) bool { return r.name() == text(attributes["name"]) })
	return id, r, err
}

// find looks for the first object that matches, until the listing shows it.
func (p *prober) find(ctx context.Context, plural, path string, matches func(row) bool) (id string, err error) {
	for range looks {
		rows, err := p.all(ctx, plural, path)
		if err != nil {
			return "", err
		}
		for _, r := range rows {
			if matches(r) {
				return r.id, nil
			}
		}
		if err := wait(ctx, p.options.PollWait); err != nil {
			return "", err
		}
	}
	return "", fmt.Errorf("GET %s: the new object is not listed after %d looks", path, looks)
}

// all returns the rows of all pages of a collection.
func (p *prober) all(ctx context.Context, plural, path string) (rows []row, err error) {
	seen := map[string]bool{}
	for number := 1; ; number++ {
		r, err := p.get(ctx, path, "page[number]", fmt.Sprint(number), "page[size]", "100", "sort", "id")
		if err != nil {
			return rows, err
		}
		l, ok := readList(r, plural)
		if !ok {
			return rows, r.unexpected()
		}
		before := len(rows)
		for _, r := range l.rows {
			if !seen[r.id] {
				seen[r.id] = true
				rows = append(rows, r)
			}
		}
		if len(rows) == before {
			return rows, nil
		}
	}
}

// read reads an object that the probes made, which may not be there at once.
func (p *prober) read(ctx context.Context, kind, path string) (row, error) {
	for range looks {
		r, err := p.get(ctx, path)
		if err != nil {
			return row{}, err
		}
		if found, ok := readMember(r, kind); ok {
			return found, nil
		}
		if r.status != http.StatusNotFound {
			return row{}, r.unexpected()
		}
		if err := wait(ctx, p.options.PollWait); err != nil {
			return row{}, err
		}
	}
	return row{}, fmt.Errorf("GET %s: still 404 after %d looks", path, looks)
}

// update sends a PUT, follows it to its end, and reads what came of it. The row is empty where the PUT was refused.
func (p *prober) update(ctx context.Context, kind, path string, attributes object) (row, *response, error) {
	r, err := p.write(ctx, http.MethodPut, path, object{kind: attributes})
	if err != nil || !r.ok() {
		return row{}, r, err
	}
	if err := p.follow(ctx, r); err != nil {
		return row{}, r, err
	}
	changed, err := p.read(ctx, kind, path)
	return changed, r, err
}

// attemptTo sends a POST that may be refused, and returns how it ended: otherwise where it was taken.
func (p *prober) attemptTo(ctx context.Context, path string, body object, otherwise string) (string, *response, error) {
	r, err := p.write(ctx, http.MethodPost, path, body)
	if err != nil {
		return "", r, err
	}
	if !r.ok() {
		return refusal(r), r, nil
	}
	err = p.follow(ctx, r)
	if errors.Is(err, errFailed) {
		return "refused by the job", r, nil
	}
	return otherwise, r, err
}

// remove deletes what the probes made, and notes the response.
func (p *prober) remove(ctx context.Context, plural, path string) error {
	r, err := p.write(ctx, http.MethodDelete, path, nil)
	switch {
	case err != nil:
		return err
	case plural == "sites" && r.status == http.StatusForbidden:
		p.saw("sites: may be deleted", "no: 403")
		return nil
	case r.status == http.StatusUnprocessableEntity || r.status == http.StatusConflict:
		return fmt.Errorf("%w: %w", errRefused, r.unexpected())
	case !r.ok():
		return r.unexpected()
	}
	if plural == "sites" {
		p.saw("sites: may be deleted", "yes")
	}
	p.answered(plural+": a DELETE", r)
	return p.follow(ctx, r)
}

// discard deletes an object, which may be gone.
func (p *prober) discard(ctx context.Context, path string) error {
	r, err := p.write(ctx, http.MethodDelete, path, nil)
	switch {
	case err != nil:
		return err
	case r.status == http.StatusNotFound:
		return nil
	case !r.ok():
		return r.unexpected()
	default:
		return p.follow(ctx, r)
	}
}

// disassociate deletes a team's associations.
func (p *prober) disassociate(ctx context.Context, team string) error {
	path := associationsPath(team)
	rows, err := p.all(ctx, "site_team_associations", path)
	for _, association := range rows {
		err = errors.Join(err, p.discard(ctx, path+"/"+association.id))
	}
	return err
}

// cleanUp removes every team and site whose name starts with the prefix of this run, and nothing else.
func (p *prober) cleanUp(ctx context.Context) error {
	var problems []error
	for _, kind := range []string{"team", "site"} {
		c := newCollection(kind)
		if p.forbidden[kind] {
			continue // Nothing was made of what cannot be listed.
		}
		rows, err := p.all(ctx, c.plural, c.path)
		if err != nil {
			problems = append(problems, fmt.Errorf("look for what is left: %w", err))
		}
		for _, left := range rows {
			if !strings.HasPrefix(left.name(), p.options.Prefix) {
				continue
			}
			if kind == "team" {
				// Associations may keep the team from being deleted; if they are still there, its own DELETE says so.
				_ = p.disassociate(ctx, left.id)
			}
			if err := p.discard(ctx, c.path+"/"+left.id); err != nil {
				problems = append(problems, fmt.Errorf("remove %s/%s, whose name starts with %q, by hand: %w", c.plural, left.id, p.options.Prefix, err))
			}
		}
	}
	return errors.Join(problems...)
}

// refusal returns the status of a refusal, and to what it points.
func refusal(r *response) string {
	if pointer := pointerOf(r); pointer != "" {
		return fmt.Sprintf("%d at %s", r.status, pointer)
	}
	return fmt.Sprint(r.status)
}

func pointerOf(r *response) string {
	body, _ := r.body.(object)
	problems, _ := body["errors"].([]any)
	if len(problems) == 0 {
		return ""
	}
	problem, _ := problems[0].(object)
	source, _ := problem["source"].(object)
	return text(source["pointer"])
}
