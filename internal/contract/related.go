// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
)

// looked is how many teams or sites are looked into for an example of what belongs to one.
const looked = 10

// example finds the first of the rows that has something below path, and the page that shows it.
func (p *prober) example(ctx context.Context, c collection, below, plural string) (string, list, error) {
	for _, r := range c.first.rows[:min(len(c.first.rows), looked)] {
		path := c.path + "/" + r.id + below
		a, err := p.wire.get(ctx, path, nil)
		if err != nil {
			return "", list{}, err
		}
		l, ok := readList(a, plural)
		if !ok {
			return "", list{}, fmt.Errorf("GET %s: expected a listing, got %d %s", path, a.status, http.StatusText(a.status))
		}
		if len(l.rows) > 0 {
			return path, l, nil
		}
	}
	return "", list{}, nil
}

// associations probes how the associations of a team are listed and written down.
func (p *prober) associations(ctx context.Context, teams collection) error {
	path, l, err := p.example(ctx, teams, "/site_team_associations", "site_team_associations")
	if err != nil {
		return err
	}
	const shape, readable, filter = "associations: what they name", "associations: a single one can be read", "associations: filter[site_id_eq]"
	if path == "" {
		p.report.unseen(shape, "site and team, twice", "no team has any")
		p.report.unseen(readable, "no: 404", "no team has any")
		p.report.unseen(filter, "followed", "no team has any")
		return nil
	}
	seen, change := shapeOf(l.rows[0])
	p.report.compare(shape, "site and team, twice", seen, change)

	a, err := p.wire.get(ctx, path+"/"+l.rows[0].id, nil)
	if err != nil {
		return err
	}
	seen = fmt.Sprintf("no: %d", a.status)
	if a.status == http.StatusOK {
		seen = "yes"
	}
	p.report.compare(readable, "no: 404", seen, "Associations.Readable = true")

	seen, err = p.siteFilter(ctx, path, siteOf(l.rows[0]))
	if err != nil {
		return err
	}
	p.report.compare(filter, "followed", seen, "Listing.IgnoredFilters = "+literal([]string{"site_id_eq"}))
	return nil
}

// siteFilter asks for the associations with a site that no account has, and for those with a site that is associated; empty where it is not known.
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
		a, err := p.wire.get(ctx, path, url.Values{"filter[site_id_eq]": {probe.site}})
		if err != nil {
			return "", err
		}
		l, ok := readList(a, "site_team_associations")
		if !ok {
			return "", fmt.Errorf("GET %s?filter[site_id_eq]: expected a listing, got %d %s", path, a.status, http.StatusText(a.status))
		}
		if found := len(l.rows) > 0; found != probe.expected {
			return probe.otherwise, nil
		}
	}
	return "followed", nil
}

// siteOf is the id of an association's site; empty where it names none.
func siteOf(r row) string {
	return cmp.Or(text(r.attributes["site_id"]), related(r, "site"))
}

// related is the id of what a relationship leads to; empty where it leads nowhere.
func related(r row, name string) string {
	relationship, _ := r.relationships[name].(object)
	linkage, _ := relationship["data"].(object)
	return text(linkage["id"])
}

// shapeOf tells which of its two ends an association names, and where.
func shapeOf(r row) (seen, change string) {
	attributes := text(r.attributes["site_id"]) != "" && text(r.attributes["team_id"]) != ""
	relationships := related(r, "site") != "" && related(r, "team") != ""
	site := siteOf(r) != ""
	team := text(r.attributes["team_id"]) != "" || related(r, "team") != ""
	switch {
	case attributes && relationships:
		return "site and team, twice", ""
	case attributes:
		return "site and team, by attributes", "Associations.Shape = naotest.AssociationAttributes"
	case relationships:
		return "site and team, by relationships", "Associations.Shape = naotest.AssociationRelationships"
	case site && team:
		return "site and team, one by each", "none yet: Associations.Shape lacks it"
	case site:
		return "the site alone", "Associations.Shape = naotest.AssociationSiteOnly"
	case team:
		return "the team alone", "Associations.Shape = naotest.AssociationTeamOnly"
	default:
		return "neither", "Associations.Shape = naotest.AssociationNull"
	}
}

// buildings probes how the floors of a building come.
func (p *prober) buildings(ctx context.Context, sites collection) error {
	const fact, assumed = "buildings: their floors", "listed by themselves"
	path, l, err := p.example(ctx, sites, "/buildings", "buildings")
	if err != nil {
		return err
	}
	if path == "" {
		p.report.unseen(fact, assumed, "no site has a building")
		return nil
	}
	seen := assumed
	if l.included {
		seen = "included"
	}
	p.report.compare(fact, assumed, seen, "Buildings.Included = true")

	path += "/" + l.rows[0].id + "/floors"
	a, err := p.wire.get(ctx, path, nil)
	if err != nil {
		return err
	}
	p.report.compare("floors: their listing", "200", fmt.Sprint(a.status), "none yet: internal/naotest/buildings.go")
	return nil
}

// errors probes how the absence of an object is told.
func (p *prober) errors(ctx context.Context) error {
	// No account will have as many sites.
	a, err := p.wire.get(ctx, "/sites/999999999999", nil)
	if err != nil {
		return err
	}
	p.report.compare("errors: an object that does not exist", "404", fmt.Sprint(a.status), "none yet: internal/naotest/errors.go")
	p.report.compare("errors: the body", "errors, an array", errorForm(a), "none yet: internal/naotest/errors.go")
	seen := "there"
	if a.header.Get("X-Request-Id") == "" {
		seen = "absent"
	}
	p.report.compare("errors: x-request-id", "there", seen, "none yet: internal/naotest/server.go")
	return nil
}

func errorForm(a *answer) string {
	document, _ := a.body.(object)
	switch value, there := document["errors"]; {
	case a.empty:
		return "none"
	case there:
		return "errors, " + kind(value)
	case a.body == nil:
		return "not JSON"
	default:
		return "without errors"
	}
}
