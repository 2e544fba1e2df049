// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"
)

const (
	// unknownSite is the id of a site that no account has.
	unknownSite = 999_999_999_999
	// unknownRole is a role that no account has.
	unknownRole = "naocloud_contract"
)

// teamWrites creates a team, changes it, and returns its id; empty where teams may not be created.
func (p *prober) teamWrites(ctx context.Context) (string, error) {
	name := p.options.Prefix + " team"
	id, a, err := p.create(ctx, "team", "/teams", object{"name": name})
	if err != nil {
		return "", err
	}
	if !a.ok() {
		return "", p.notCreated("teams", a, "Teams.Forbidden = true")
	}
	p.report.compare("teams: a POST is answered", string(document), string(formOf(a)), change("team", "Creates", formOf(a)))
	p.newID("team", id)
	if err := p.lag(ctx, "teams", "/teams", id); err != nil {
		return "", err
	}
	created, err := p.read(ctx, "team", "/teams/"+id)
	if err != nil {
		return "", err
	}
	roles := slices.Sorted(slices.Values(texts(created.attributes["roles"])))
	p.report.compare("teams: the roles where none are given", "none", listed(roles), "Teams.RolesWhenOmitted = "+literal(roles))
	if err := p.missingRoot(ctx); err != nil {
		return "", err
	}
	if err := p.invalidName(ctx); err != nil {
		return "", err
	}
	if err := p.uniqueName(ctx, "team", object{"name": name}); err != nil {
		return "", err
	}
	return id, p.teamUpdates(ctx, id, name)
}

// notCreated notes that the credentials may not create. Any other refusal ends the probes: it says nothing of that.
func (p *prober) notCreated(plural string, a *answer, change string) error {
	if a.status != http.StatusForbidden {
		return fmt.Errorf("POST /%s: got %d %s", plural, a.status, http.StatusText(a.status))
	}
	p.report.compare(plural+": may be created", "yes", "no: 403", change)
	return nil
}

// teamUpdates probes what a PUT keeps, clears and drops.
func (p *prober) teamUpdates(ctx context.Context, id, name string) error {
	path := "/teams/" + id
	a, err := p.update(ctx, "team", path, object{"ldap_group": "cn=contract"})
	if err != nil {
		return err
	}
	if !a.ok() {
		return fmt.Errorf("PUT %s: got %d %s", path, a.status, http.StatusText(a.status))
	}
	p.report.compare("teams: a PUT is answered", string(document), string(formOf(a)), change("team", "Updates", formOf(a)))
	changed, err := p.read(ctx, "team", path)
	if err != nil {
		return err
	}
	seen := "kept"
	if changed.name() != name {
		seen = "changed"
	}
	p.report.compare("teams: an attribute that a PUT leaves out", "kept", seen, "none yet: internal/naotest/teams.go")

	if _, err := p.update(ctx, "team", path, object{"ldap_group": nil}); err != nil {
		return err
	}
	if changed, err = p.read(ctx, "team", path); err != nil {
		return err
	}
	p.report.compare("teams: an attribute that a PUT sets to null", "null", kind(changed.attributes["ldap_group"]), "none yet: internal/naotest/teams.go")

	if a, err = p.update(ctx, "team", path, object{"roles": []string{unknownRole}}); err != nil {
		return err
	}
	if changed, err = p.read(ctx, "team", path); err != nil {
		return err
	}
	seen = "dropped silently"
	switch {
	case !a.ok():
		seen = fmt.Sprintf("refused: %d", a.status)
	case slices.Contains(texts(changed.attributes["roles"]), unknownRole):
		seen = "kept"
	}
	p.report.compare("teams: a role that does not exist", "dropped silently", seen, "none yet: internal/naotest/teams.go")
	return p.roleOrder(ctx, path)
}

// siteWrites creates a site and returns its id; empty where sites may not be created.
func (p *prober) siteWrites(ctx context.Context) (string, error) {
	const latitude, longitude = 43.56439230039133, 1.3871262673941822
	name := p.options.Prefix + " site"
	site := object{"name": name, "latitude": latitude, "longitude": longitude}
	id, a, err := p.create(ctx, "site", "/sites", site)
	if err != nil {
		return "", err
	}
	if !a.ok() {
		return "", p.notCreated("sites", a, "Sites.ForbidCreate = true")
	}
	p.report.compare("sites: a POST is answered", string(document), string(formOf(a)), change("site", "Creates", formOf(a)))
	p.newID("site", id)
	if err := p.lag(ctx, "sites", "/sites", id); err != nil {
		return "", err
	}
	created, err := p.read(ctx, "site", "/sites/"+id)
	if err != nil {
		return "", err
	}
	digits := digitsKept(latitude, created.attributes["latitude"])
	p.report.compare("sites: decimals of a coordinate", "all kept", digits, "Sites.CoordinateDigits = "+strings.TrimSuffix(digits, " kept"))
	if a, err = p.update(ctx, "site", "/sites/"+id, object{"latitude": latitude + 1}); err != nil {
		return "", err
	}
	if a.ok() {
		p.report.compare("sites: a PUT is answered", string(document), string(formOf(a)), change("site", "Updates", formOf(a)))
	} else {
		p.report.compare("sites: a PUT is answered", string(document), fmt.Sprintf("refused: %d", a.status), "none yet: internal/naotest/sites.go")
	}
	// Elsewhere, so that only the name is taken.
	if err := p.uniqueName(ctx, "site", object{"name": name, "latitude": -latitude, "longitude": -longitude}); err != nil {
		return "", err
	}
	return id, p.publication(ctx, id)
}

// digitsKept tells how many decimals the server kept of a coordinate.
func digitsKept(sent float64, answered any) string {
	var got float64
	if _, err := fmt.Sscan(text(answered), &got); err != nil {
		return "none"
	}
	if got == sent {
		return "all kept"
	}
	for digits := range 16 {
		scale := math.Pow10(digits)
		if math.Abs(math.Round(sent*scale)/scale-got) < 1e-12 {
			return fmt.Sprintf("%d kept", digits)
		}
	}
	return "0 kept"
}
