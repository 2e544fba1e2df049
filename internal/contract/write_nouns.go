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
	roles := texts(created.attributes["roles"])
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
	return nil
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
	return id, p.uniqueName(ctx, "site", object{"name": name, "latitude": -latitude, "longitude": -longitude})
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

// associationWrites associates the two, twice, and ends that.
func (p *prober) associationWrites(ctx context.Context, team, site string) error {
	const kind = "site_team_association"
	path := "/teams/" + team + "/site_team_associations"
	a, err := p.wire.write(ctx, http.MethodPost, path, object{kind: object{"site_id": site}})
	if err != nil {
		return err
	}
	if !a.ok() {
		return fmt.Errorf("POST %s: got %d %s", path, a.status, http.StatusText(a.status))
	}
	p.report.compare("associations: a POST is answered", string(document), string(formOf(a)), change(kind, "Creates", formOf(a)))
	if err := p.follow(ctx, a); err != nil {
		return err
	}

	a, err = p.wire.write(ctx, http.MethodPost, path, object{kind: object{"site_id": site}})
	if err != nil {
		return err
	}
	// A job may be what refuses the pair.
	seen := fmt.Sprint(a.status)
	if a.ok() {
		seen = "made"
		if err := p.follow(ctx, a); err != nil {
			seen = "422"
		}
	}
	p.report.compare("associations: a pair that there is already", "422", seen, "Associations.AllowDuplicates = true")

	if a, err = p.wire.write(ctx, http.MethodPost, path, object{kind: object{"site_id": unknownSite}}); err != nil {
		return err
	}
	p.report.compare("associations: a site that does not exist", "422 at /data/relationships/site", refusal(a), unknownSiteChange(a))

	// A new association has no name to be found by, but its team had none before.
	id, err := p.first(ctx, kind+"s", path)
	if err != nil {
		return err
	}
	return p.remove(ctx, kind, path, id)
}

func refusal(a *answer) string {
	if pointer := pointerOf(a); pointer != "" {
		return fmt.Sprintf("%d at %s", a.status, pointer)
	}
	return fmt.Sprint(a.status)
}

func pointerOf(a *answer) string {
	body, _ := a.body.(object)
	problems, _ := body["errors"].([]any)
	if len(problems) == 0 {
		return ""
	}
	problem, _ := problems[0].(object)
	source, _ := problem["source"].(object)
	return text(source["pointer"])
}

func unknownSiteChange(a *answer) string {
	if a.status != http.StatusUnprocessableEntity {
		return fmt.Sprintf("Associations.UnknownStatus = %d", a.status)
	}
	return fmt.Sprintf("Associations.UnknownPointer = %q", pointerOf(a))
}
