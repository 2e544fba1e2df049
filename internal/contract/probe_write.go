// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	// unknownSite is the id of a site that no account has.
	unknownSite = 999_999_999_999
	// unknownRole is a role that no account has.
	unknownRole = "naocloud_contract"
	// longestName is how many characters a name is assumed to have at the most.
	longestName = 255
)

// guessedRoles are roles that an account may know [assumed]. It drops those that it does not know.
var guessedRoles = []string{"admin", "site_manager", "content_manager", "analytics_manager", "application_developer"}

// writes creates a team, a site, an association and tags, looks at every response, and removes them again, whatever happens.
func (p *prober) writes(ctx context.Context) (err error) {
	p.options.Prefix += time.Now().UTC().Format(" 20060102-150405.000")
	defer func() {
		// What was made is removed even where the context has ended.
		err = errors.Join(err, p.cleanUp(context.WithoutCancel(ctx)))
	}()
	var team string
	if !p.forbidden["team"] {
		if team, err = p.teamWrites(ctx); err != nil {
			return err
		}
	}
	site, err := p.siteWrites(ctx)
	if err != nil || site == "" {
		return err
	}
	if err := p.tagWrites(ctx, site); err != nil || team == "" {
		return err
	}
	if err := p.associationWrites(ctx, team, site); err != nil {
		return err
	}
	if err := p.removeAssociated(ctx, team, site); err != nil {
		return err
	}
	return p.remove(ctx, "sites", "/sites/"+site)
}

// creation creates an object, and probes what both kinds have in common. The id is empty where nothing may be created.
func (p *prober) creation(ctx context.Context, c *collection, attributes object) (id string, created row, err error) {
	id, r, err := p.create(ctx, c, attributes)
	if err != nil {
		return "", row{}, err
	}
	if r.status == http.StatusForbidden {
		p.saw(c.plural+": may be created", "no: 403")
		return "", row{}, nil
	}
	if !r.ok() {
		return "", row{}, r.unexpected()
	}
	p.saw(c.plural+": may be created", "yes")
	p.answered(c.plural+": a POST", r)
	p.newID(c, id)

	read, err := p.get(ctx, c.path+"/"+id)
	if err != nil {
		return "", row{}, err
	}
	p.saw(c.plural+": a new one can be read", choose(read.status == http.StatusNotFound, "later", "at once"))
	rows, err := p.all(ctx, c.plural, c.path)
	if err != nil {
		return "", row{}, err
	}
	listed := slices.ContainsFunc(rows, func(r row) bool { return r.id == id })
	p.saw(c.plural+": a new one is listed", choose(listed, "at once", "later"))
	created, err = p.read(ctx, c.kind, c.path+"/"+id)
	return id, created, err
}

// newID notes whether something new has a higher id than all that was there before.
func (p *prober) newID(c *collection, id string) {
	if before := p.newest[c.kind]; before > 0 {
		p.saw(c.plural+": a new id", choose(highest([]string{id}) > before, "higher than all others", "not higher than all others"))
	}
}

// sameName notes whether a second object may have the name of the first.
func (p *prober) sameName(ctx context.Context, c *collection, attributes object) error {
	seen, _, err := p.attemptTo(ctx, c.path, object{c.kind: attributes}, "allowed")
	if err == nil {
		p.saw(c.plural+": a name that is taken", seen)
	}
	return err
}

// teamWrites creates a team, changes it, and returns its id; empty where teams may not be created.
func (p *prober) teamWrites(ctx context.Context) (string, error) {
	c, name := newCollection("team"), p.options.Prefix+" team"
	id, created, err := p.creation(ctx, c, object{"name": name})
	if err != nil || id == "" {
		return "", err
	}
	roles := slices.Sorted(slices.Values(texts(created.attributes["roles"])))
	p.saw("teams: the roles where none are given", listed(roles), literal(roles))

	// Whatever the next two make has a name that lets it be removed.
	r, err := p.write(ctx, http.MethodPost, c.path, object{"name": p.options.Prefix + " without a root"})
	if err != nil {
		return "", err
	}
	p.saw("errors: a body without its root", strconv.Itoa(r.status), strconv.Itoa(r.status))
	long := p.options.Prefix + strings.Repeat(" too long", longestName/len(" too long")+1)
	seen, _, err := p.attemptTo(ctx, c.path, object{"team": object{"name": long}}, "allowed")
	if err != nil {
		return "", err
	}
	p.saw("errors: a name that is too long", seen)
	if err := p.sameName(ctx, c, object{"name": name}); err != nil {
		return "", err
	}
	return id, p.teamUpdates(ctx, c.path+"/"+id, name)
}

// teamUpdates probes what a PUT keeps, clears and drops.
func (p *prober) teamUpdates(ctx context.Context, path, name string) error {
	changed, r, err := p.update(ctx, "team", path, object{"ldap_group": "cn=contract"})
	if err != nil {
		return err
	}
	if !r.ok() {
		return r.unexpected()
	}
	p.answered("teams: a PUT", r)
	p.saw("teams: an attribute that a PUT leaves out", choose(changed.name() == name, "kept", "changed"))

	changed, _, err = p.update(ctx, "team", path, object{"ldap_group": nil})
	if err != nil {
		return err
	}
	p.saw("teams: an attribute that a PUT sets to null", kind(changed.attributes["ldap_group"]))

	changed, r, err = p.update(ctx, "team", path, object{"roles": []string{unknownRole}})
	if err != nil {
		return err
	}
	seen := choose(slices.Contains(texts(changed.attributes["roles"]), unknownRole), "kept", "dropped silently")
	if !r.ok() {
		seen = refusal(r)
	}
	p.saw("teams: a role that does not exist", seen)
	return p.roleOrder(ctx, path)
}

// roleOrder notes whose order the roles of a team are in.
func (p *prober) roleOrder(ctx context.Context, path string) error {
	asked := slices.Compact(slices.Sorted(slices.Values(slices.Concat(p.roles, guessedRoles))))
	var orders [2][]string
	for i := range orders {
		changed, _, err := p.update(ctx, "team", path, object{"roles": asked})
		if err != nil {
			return err
		}
		orders[i] = texts(changed.attributes["roles"])
		slices.Reverse(asked)
	}
	if len(orders[0]) > 1 {
		p.saw("teams: the order of roles", choose(slices.Equal(orders[0], orders[1]), "the server's own", "as they were sent"))
	}
	return nil
}

// siteWrites creates a site and returns its id; empty where sites may not be created.
func (p *prober) siteWrites(ctx context.Context) (string, error) {
	const latitude, longitude = 43.56439230039133, 1.3871262673941822
	c, name := newCollection("site"), p.options.Prefix+" site"
	id, created, err := p.creation(ctx, c, object{"name": name, "latitude": latitude, "longitude": longitude})
	if err != nil || id == "" {
		return "", err
	}
	stored := created.attributes["latitude"]
	seen := choose(text(stored) == fmt.Sprint(latitude), "all kept", fmt.Sprintf("%d kept", decimals(stored)))
	p.saw("sites: decimals of a coordinate", seen, decimals(stored))
	_, r, err := p.update(ctx, "site", c.path+"/"+id, object{"latitude": latitude + 1})
	if err != nil {
		return "", err
	}
	p.answered("sites: a PUT", r)
	// Elsewhere, so that only the name is taken.
	if err := p.sameName(ctx, c, object{"name": name, "latitude": -latitude, "longitude": -longitude}); err != nil {
		return "", err
	}

	// The site has no tracking configuration, so that its publication is to fail: what counts is how.
	if r, err = p.write(ctx, http.MethodPost, c.path+"/"+id+"/asset_tracking_config/publish", nil); err != nil {
		return "", err
	}
	p.answered("sites: a publication", r)
	if r.ok() {
		err = p.follow(ctx, r)
	}
	if errors.Is(err, errFailed) {
		err = nil
	}
	return id, err
}

// decimals returns how many decimals a number is written with.
func decimals(number any) int {
	_, after, _ := strings.Cut(text(number), ".")
	return len(after)
}
