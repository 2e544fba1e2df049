// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

const (
	tagKind   = "nao_trackable"
	tagPlural = "nao_trackables"
)

// unknownTag is a tracking id that no tag has.
const unknownTag = "naocloud-contract-none"

// tags probes how the tags of a site are listed.
func (p *prober) tags(ctx context.Context, sites *collection) error {
	path, l, last, err := p.example(ctx, sites, tagPlural)
	if err != nil || last == nil {
		return err
	}
	if last.status != http.StatusOK {
		p.saw("tags: may be listed", fmt.Sprintf("no: %d", last.status))
		return nil
	}
	p.saw("tags: may be listed", "yes")
	if len(l.rows) == 0 {
		return nil
	}
	first := l.rows[0]
	if first.kind != "" {
		p.saw("tags: the type", first.kind, first.kind)
	}
	read, err := p.read(ctx, tagKind, path+"/"+first.id)
	if err != nil {
		return err
	}
	_, listed := first.attributes["name"]
	_, shown := read.attributes["name"]
	p.saw("tags: attributes that listings omit", choose(shown && !listed, "name", "none"))
	seen, err := p.tagFilter(ctx, path, text(first.attributes["tracking_id"]))
	if err == nil {
		p.saw("tags: filter[tracking_id_eq]", seen)
	}
	return err
}

// tagFilter asks for the tags with a tracking id that no tag has, and for those with one that a tag has.
func (p *prober) tagFilter(ctx context.Context, path, known string) (string, error) {
	for _, probe := range []struct {
		trackingID, otherwise string
		expected              bool
	}{
		{unknownTag, "ignored", false},
		{known, "followed, but nothing found", true},
	} {
		r, err := p.get(ctx, path, "filter[tracking_id_eq]", probe.trackingID)
		if err != nil {
			return "", err
		}
		l, ok := readList(r, tagPlural)
		if !ok {
			return fmt.Sprintf("refused: %d", r.status), nil
		}
		if found := len(l.rows) > 0; found != probe.expected {
			return probe.otherwise, nil
		}
	}
	return "followed", nil
}

// tagWrites makes tags on a site of its own, which has none: singly, twice, and by a batch.
func (p *prober) tagWrites(ctx context.Context, site string) error {
	path := "/sites/" + site + "/" + tagPlural
	tag := func(trackingID string) object { return object{"tracking_id": trackingID, "name": p.options.Prefix} }
	posted, err := p.write(ctx, http.MethodPost, path, object{tagKind: tag("contract-1")})
	switch {
	case err != nil:
		return err
	case posted.status == http.StatusForbidden:
		p.saw("tags: may be created", "no: 403")
		return nil
	case !posted.ok():
		return posted.unexpected()
	}
	p.saw("tags: may be created", "yes")
	p.answered("tags: a POST", posted)
	if err := p.follow(ctx, posted); err != nil {
		return err
	}
	before, err := p.tagID(ctx, path, "contract-1")
	if err != nil {
		return err
	}
	seen, _, err := p.attemptTo(ctx, path, object{tagKind: tag("contract-1")}, "made")
	if err != nil {
		return err
	}
	p.saw("tags: a tracking id that is taken", choose(seen == "made", seen, "refused"))
	if err := p.batch(ctx, path, before, object{tagPlural: []any{tag("contract-1"), tag("contract-2")}}); err != nil {
		return err
	}
	id, err := p.tagID(ctx, path, "contract-1")
	if err != nil {
		return err
	}
	return p.remove(ctx, "tags", path+"/"+id)
}

// batch sends a batch with each method over the tag with an id, and notes what became of the tag.
func (p *prober) batch(ctx context.Context, path, before string, body object) error {
	var methods []string
	for _, method := range []string{http.MethodPut, http.MethodPost} {
		r, err := p.write(ctx, method, path+"/batch", body)
		if err != nil {
			return err
		}
		if !r.ok() {
			continue
		}
		methods = append(methods, method)
		p.answered("tags: a batch", r)
		if err := p.follow(ctx, r); err != nil {
			return err
		}
		if _, err := p.tagID(ctx, path, "contract-2"); err != nil {
			return err
		}
	}
	switches := map[int]string{0: "none", 1: strings.Join(methods, "")}
	p.saw("tags: a batch is taken", choose(len(methods) == 0, "no", strings.Join(methods, " and ")), switches[len(methods)])
	if len(methods) == 0 {
		return nil
	}
	rows, err := p.all(ctx, tagPlural, path)
	if err != nil {
		return err
	}
	kept := slices.ContainsFunc(rows, func(r row) bool { return r.id == before })
	p.saw("tags: the id of a tag that a batch repeats", choose(kept, "kept", "another"))
	return nil
}

// tagID finds a tag by its tracking id, until the listing shows it.
func (p *prober) tagID(ctx context.Context, path, trackingID string) (string, error) {
	return p.find(ctx, tagPlural, path, func(r row) bool { return text(r.attributes["tracking_id"]) == trackingID })
}
