// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
)

// associations probes how the associations of a team are listed and written down.
func (p *prober) associations(ctx context.Context, teams *collection) error {
	path, l, last, err := p.example(ctx, teams, "site_team_associations")
	if err != nil || last == nil {
		return err
	}
	if last.status != http.StatusOK {
		p.saw("associations: may be listed", fmt.Sprintf("no: %d", last.status), last.status)
		return nil
	}
	p.saw("associations: may be listed", "yes")
	if len(l.rows) == 0 {
		return nil
	}
	first := l.rows[0]
	seen, constant := shapeOf(first)
	p.saw("associations: what they name", seen, constant)

	r, err := p.get(ctx, path+"/"+first.id)
	if err != nil {
		return err
	}
	p.saw("associations: a single one can be read", choose(r.status == http.StatusOK, "yes", fmt.Sprintf("no: %d", r.status)))

	seen, err = p.siteFilter(ctx, path, cmp.Or(text(first.attributes["site_id"]), first.related("site")))
	if err != nil {
		return err
	}
	p.saw("associations: filter[site_id_eq]", seen)
	return nil
}

// siteFilter asks for the associations with a site that no account has, and for those with a site that is associated, if that is known.
func (p *prober) siteFilter(ctx context.Context, path, site string) (string, error) {
	for _, probe := range []struct {
		site, otherwise string
		expected        bool
	}{
		{strconv.Itoa(unknownSite), "ignored", false},
		{site, "followed, but nothing found", true},
	} {
		if probe.site == "" {
			continue
		}
		r, err := p.get(ctx, path, "filter[site_id_eq]", probe.site)
		if err != nil {
			return "", err
		}
		l, ok := readList(r, "site_team_associations")
		if !ok {
			return fmt.Sprintf("refused: %d", r.status), nil
		}
		if found := len(l.rows) > 0; found != probe.expected {
			return probe.otherwise, nil
		}
	}
	return "followed", nil
}

// shapeOf returns which of its two ends an association names and where, and the constant of naotest that is the same.
func shapeOf(r row) (seen, constant string) {
	site, team := text(r.attributes["site_id"]) != "", text(r.attributes["team_id"]) != ""
	toSite, toTeam := r.related("site") != "", r.related("team") != ""
	switch {
	case site && team && toSite && toTeam:
		return "site and team, twice", "AssociationFull"
	case site && team:
		return "site and team, by attributes", "AssociationAttributes"
	case toSite && toTeam:
		return "site and team, by relationships", "AssociationRelationships"
	case (site || toSite) && (team || toTeam):
		return "site and team, one by each", noSwitch
	case site || toSite:
		return "the site alone", "AssociationSiteOnly"
	case team || toTeam:
		return "the team alone", "AssociationTeamOnly"
	default:
		return "neither", "AssociationNull"
	}
}

func associationsPath(team string) string { return "/teams/" + team + "/site_team_associations" }

// associate associates the two.
func (p *prober) associate(ctx context.Context, team, site string) (*response, error) {
	r, err := p.write(ctx, http.MethodPost, associationsPath(team), object{"site_team_association": object{"site_id": site}})
	if err != nil {
		return nil, err
	}
	if !r.ok() {
		return nil, r.unexpected()
	}
	return r, p.follow(ctx, r)
}

// associationWrites associates the two, twice, and ends that.
func (p *prober) associationWrites(ctx context.Context, team, site string) error {
	path := associationsPath(team)
	posted, err := p.associate(ctx, team, site)
	if err != nil {
		return err
	}
	p.answered("associations: a POST", posted)
	made, _ := readMember(posted, "site_team_association")
	if err := p.showsSite(ctx, team, site); err != nil {
		return err
	}
	seen, _, err := p.attemptTo(ctx, path, object{"site_team_association": object{"site_id": site}}, "made")
	if err != nil {
		return err
	}
	p.saw("associations: a pair that exists already", choose(seen == "made", seen, "refused"))

	seen, r, err := p.attemptTo(ctx, path, object{"site_team_association": object{"site_id": unknownSite}}, "made")
	if err != nil {
		return err
	}
	change := fmt.Sprintf("UnknownPointer = %q", pointerOf(r))
	if r.status != http.StatusUnprocessableEntity {
		change = fmt.Sprintf("UnknownStatus = %d", r.status)
	}
	p.saw("associations: a site that does not exist", seen, change)

	if formOf(posted) == document && made.id != "" {
		return p.remove(ctx, "associations", path+"/"+made.id)
	}
	// A new association has no name to be found by, but its team had none before.
	id, err := p.find(ctx, "site_team_associations", path, func(row) bool { return true })
	if err != nil {
		return err
	}
	return p.remove(ctx, "associations", path+"/"+id)
}

// showsSite notes whether a team's document shows the site that it was associated with.
func (p *prober) showsSite(ctx context.Context, team, site string) error {
	r, err := p.read(ctx, "team", "/teams/"+team)
	if err != nil {
		return err
	}
	relationship, _ := r.relationships["sites"].(object)
	if sites, shown := relationship["data"].([]any); shown {
		found := slices.ContainsFunc(sites, func(element any) bool { return newRow(element).id == site })
		p.saw("teams: the site that one was associated with", choose(found, "shown", "not shown"))
	}
	return nil
}

// removeAssociated removes the team while it is associated with the site, and looks for what is left of that.
func (p *prober) removeAssociated(ctx context.Context, team, site string) error {
	if _, err := p.associate(ctx, team, site); err != nil {
		return err
	}
	const about = "teams: one with associations may be deleted"
	err := p.remove(ctx, "teams", "/teams/"+team)
	if errors.Is(err, errRefused) || errors.Is(err, errFailed) {
		p.saw(about, "no")
		if err := p.disassociate(ctx, team); err != nil {
			return err
		}
		return p.remove(ctx, "teams", "/teams/"+team)
	}
	if err != nil {
		return err
	}
	p.saw(about, "yes")
	if p.seen["associations: may be listed"].Differs() {
		return nil
	}
	r, err := p.get(ctx, associationsPath(team))
	if err != nil {
		return err
	}
	seen := strconv.Itoa(r.status)
	if l, ok := readList(r, "site_team_associations"); ok {
		seen = fmt.Sprintf("%d are listed", len(l.rows))
	}
	p.saw("associations: those of a team that was deleted", seen)
	return nil
}
