// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
)

// associationWrites associates the two, twice, and ends that.
func (p *prober) associationWrites(ctx context.Context, team, site string) error {
	const kind = "site_team_association"
	path := associationsPath(team)
	a, err := p.associate(ctx, team, site)
	if err != nil {
		return err
	}
	p.report.compare("associations: a POST is answered", string(document), string(formOf(a)), change(kind, "Creates", formOf(a)))
	if err := p.showsSite(ctx, team, site); err != nil {
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

func associationsPath(team string) string { return "/teams/" + team + "/site_team_associations" }

// associate associates the two, and says how that was answered.
func (p *prober) associate(ctx context.Context, team, site string) (*answer, error) {
	path := associationsPath(team)
	a, err := p.wire.write(ctx, http.MethodPost, path, object{"site_team_association": object{"site_id": site}})
	if err != nil {
		return nil, err
	}
	if !a.ok() {
		return nil, fmt.Errorf("POST %s: got %d %s", path, a.status, http.StatusText(a.status))
	}
	return a, p.follow(ctx, a)
}

// showsSite tells whether a team's document shows the site that it was associated with.
func (p *prober) showsSite(ctx context.Context, team, site string) error {
	const fact, assumed = "teams: the site that one was associated with", "shown"
	r, err := p.read(ctx, "team", "/teams/"+team)
	if err != nil {
		return err
	}
	relationship, _ := r.relationships["sites"].(object)
	sites, shown := relationship["data"].([]any)
	if !shown {
		p.report.unseen(fact, assumed, "a team's document has no relationships.sites")
		return nil
	}
	seen := "not shown"
	if slices.ContainsFunc(sites, func(element any) bool { return newRow(element).id == site }) {
		seen = assumed
	}
	p.report.compare(fact, assumed, seen, "Teams.NoSites = true")
	return nil
}

// removeAssociated removes the team while it is associated with the site, and looks for what is left of that.
func (p *prober) removeAssociated(ctx context.Context, team, site string) error {
	if _, err := p.associate(ctx, team, site); err != nil {
		return err
	}
	const fact = "teams: one with associations may be deleted"
	path := associationsPath(team)
	err := p.remove(ctx, "team", "/teams", team)
	if errors.Is(err, errRefused) || errors.Is(err, errFailed) {
		p.report.compare(fact, "yes", "no", "Teams.RestrictDelete = true")
		return p.removeTogether(ctx, team)
	}
	if err != nil {
		return err
	}
	p.report.compare(fact, "yes", "yes", "")

	a, err := p.wire.get(ctx, path, nil)
	if err != nil {
		return err
	}
	seen := fmt.Sprint(a.status)
	if l, ok := readList(a, "site_team_associations"); ok {
		seen = fmt.Sprintf("%d are listed", len(l.rows))
	}
	p.report.compare("associations: those of a team that was deleted", "404", seen, "none yet: internal/naotest/associations.go")
	return nil
}

// removeTogether removes a team's associations, then the team.
func (p *prober) removeTogether(ctx context.Context, team string) error {
	if err := p.disassociate(ctx, team); err != nil {
		return err
	}
	return p.remove(ctx, "team", "/teams", team)
}

// disassociate removes a team's associations.
func (p *prober) disassociate(ctx context.Context, team string) error {
	path := associationsPath(team)
	var ids []string
	for r, err := range p.all(ctx, "site_team_associations", path) {
		if err != nil {
			return err
		}
		ids = append(ids, r.id)
	}
	for _, id := range ids {
		a, err := p.wire.write(ctx, http.MethodDelete, path+"/"+id, nil)
		if err != nil {
			return err
		}
		if err := p.follow(ctx, a); err != nil {
			return err
		}
	}
	return nil
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
