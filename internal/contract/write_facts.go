// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// longestName is how many characters a name is assumed to have at the most.
const longestName = 255

// lag tells whether something new can be read and is listed at once.
func (p *prober) lag(ctx context.Context, plural, path, id string) error {
	a, err := p.wire.get(ctx, path+"/"+id, nil)
	if err != nil {
		return err
	}
	seen := "at once"
	if a.status == http.StatusNotFound {
		seen = "later"
	}
	p.report.compare(plural+": a new one can be read", "at once", seen, "DetailLag")

	seen = "later"
	for r, err := range p.all(ctx, plural, path) {
		if err != nil {
			return err
		}
		if r.id == id {
			seen = "at once"
		}
	}
	p.report.compare(plural+": a new one is listed", "at once", seen, "Listing.Lag")
	return nil
}

// newID tells whether something new has a higher id than all that was there before.
func (p *prober) newID(kind, id string) {
	fact, assumed := kind+"s: a new id", "higher than all others"
	before := p.newest[kind]
	if before == 0 {
		p.report.unseen(fact, assumed, "there was no other")
		return
	}
	seen := assumed
	if highest([]string{id}) <= before {
		seen = "not higher than all others"
	}
	p.report.compare(fact, assumed, seen, "none yet: internal/naotest/collection.go")
}

// first is the id of the first object of a collection of the probes' own, which may lag.
func (p *prober) first(ctx context.Context, plural, path string) (string, error) {
	for range looks {
		for r, err := range p.all(ctx, plural, path) {
			return r.id, err
		}
		if err := wait(ctx, p.options.PollWait); err != nil {
			return "", err
		}
	}
	return "", fmt.Errorf("GET %s: still empty after %d looks", path, looks)
}

// read reads an object of the probes' own, which may lag.
func (p *prober) read(ctx context.Context, kind, path string) (row, error) {
	for range looks {
		a, err := p.wire.get(ctx, path, nil)
		if err != nil {
			return row{}, err
		}
		if r, ok := readMember(a, kind); ok {
			return r, nil
		}
		if a.status != http.StatusNotFound {
			return row{}, fmt.Errorf("GET %s: got %d %s", path, a.status, http.StatusText(a.status))
		}
		if err := wait(ctx, p.options.PollWait); err != nil {
			return row{}, err
		}
	}
	return row{}, fmt.Errorf("GET %s: still 404 after %d looks", path, looks)
}

// missingRoot sends a team without its root. Should that make one, its name lets it be removed.
func (p *prober) missingRoot(ctx context.Context) error {
	a, err := p.wire.write(ctx, http.MethodPost, "/teams", object{"name": p.options.Prefix + " without a root"})
	if err != nil {
		return err
	}
	p.report.compare("errors: a body without its root", "422", fmt.Sprint(a.status), fmt.Sprintf("MissingRoot = %d", a.status))
	return nil
}

// invalidName tells how an attribute is refused. Should the name be taken after all, its beginning lets the team be removed.
func (p *prober) invalidName(ctx context.Context) error {
	name := p.options.Prefix + strings.Repeat(" too long", longestName/len(" too long")+1)
	a, err := p.wire.write(ctx, http.MethodPost, "/teams", object{"team": object{"name": name}})
	if err != nil {
		return err
	}
	seen := refusal(a)
	if a.ok() {
		seen = "allowed"
		if err := p.follow(ctx, a); err != nil {
			seen = "refused by the job"
		}
	}
	p.report.compare("errors: a name that is too long", "422 at /data/attributes/name", seen, "none yet: internal/naotest/validation.go")
	return nil
}

// guessedRoles are roles that an account may know [assumed]. What it does not know it drops.
var guessedRoles = []string{"admin", "site_manager", "content_manager", "analytics_manager", "application_developer"}

// roleOrder tells whose order the roles of a team are in.
func (p *prober) roleOrder(ctx context.Context, path string) error {
	const fact, assumed = "teams: the order of roles", "the server's own"
	asked := slices.Compact(slices.Sorted(slices.Values(slices.Concat(p.roles, guessedRoles))))
	first, err := p.rolesAfter(ctx, path, asked)
	if err != nil {
		return err
	}
	if len(first) < 2 {
		p.report.unseen(fact, assumed, "it takes two roles that the account knows")
		return nil
	}
	slices.Reverse(asked)
	second, err := p.rolesAfter(ctx, path, asked)
	if err != nil {
		return err
	}
	seen := assumed
	if !slices.Equal(first, second) {
		seen = "as they were sent"
	}
	p.report.compare(fact, assumed, seen, "Teams.KeepRoleOrder = true")
	return nil
}

// rolesAfter are the roles that a team has after it was given these; none where they were refused.
func (p *prober) rolesAfter(ctx context.Context, path string, roles []string) ([]string, error) {
	a, err := p.update(ctx, "team", path, object{"roles": roles})
	if err != nil || !a.ok() {
		return nil, err
	}
	changed, err := p.read(ctx, "team", path)
	return texts(changed.attributes["roles"]), err
}

// publication publishes the tracking configuration of a site of the probes' own. It has none, so that this is to fail: what counts is how.
func (p *prober) publication(ctx context.Context, site string) error {
	a, err := p.wire.write(ctx, http.MethodPost, "/sites/"+site+"/asset_tracking_config/publish", nil)
	if err != nil {
		return err
	}
	f := formOf(a)
	seen, change := string(f), "Sites.Publish = "+f.constant()
	switch {
	case a.status == http.StatusUnprocessableEntity:
		seen = "refused: 422"
	case !a.ok():
		seen, change = fmt.Sprintf("refused: %d", a.status), "none yet: internal/naotest/sites.go"
	}
	p.report.compare("sites: a publication is answered", string(seeOther), seen, change)
	if !a.ok() {
		return nil
	}
	if err := p.follow(ctx, a); err != nil && !errors.Is(err, errFailed) {
		return err
	}
	return nil
}

// uniqueName tells whether a second object may have the name of the first.
func (p *prober) uniqueName(ctx context.Context, kind string, attributes object) error {
	path := "/" + kind + "s"
	a, err := p.wire.write(ctx, http.MethodPost, path, object{kind: attributes})
	if err != nil {
		return err
	}
	seen := "allowed"
	if !a.ok() {
		seen = fmt.Sprintf("refused: %d", a.status)
	} else if err := p.follow(ctx, a); err != nil {
		seen = "refused by the job"
	}
	noun := map[string]string{"team": "Teams", "site": "Sites"}[kind]
	p.report.compare(kind+"s: a name that is taken", "allowed", seen, noun+".UniqueNames = true")
	return nil
}

// texts are the elements of an array of texts, in order.
func texts(array any) []string {
	var all []string
	elements, _ := array.([]any)
	for _, element := range elements {
		all = append(all, text(element))
	}
	return all
}
