// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import "slices"

// TeamSites is how a team's document shows relationships.sites.
type TeamSites string

const (
	// TeamSitesShown lists the sites [doc: 10].
	TeamSitesShown TeamSites = ""
	// TeamSitesMissing leaves the relationship out.
	TeamSitesMissing TeamSites = "missing"
	// TeamSitesNull shows "data": null.
	TeamSitesNull TeamSites = "data null"
	// TeamSitesLinks shows links and no data, as a relationship that is loaded on
	// demand [lib].
	TeamSitesLinks TeamSites = "links"
)

// formerSite is a site whose association was removed, while the team's document still
// shows it.
type formerSite struct {
	site  string
	shown sight // until this opens
}

// sitesOf returns the sites that the team's document lists.
func (c *call) sitesOf(team int64) []reference {
	sites := []reference{}
	if c.b.Teams.NoSites {
		return sites
	}
	show := func(site string) {
		if to := (reference{"site", site}); !slices.Contains(sites, to) {
			sites = append(sites, to)
		}
	}
	for _, former := range c.s.state.formerSites[team] {
		if !former.shown.open(c) {
			show(former.site)
		}
	}
	for _, association := range c.s.state.ofTeam[team] {
		if r := c.s.state.associations.rows[association]; r.inTeam.open(c) {
			show(r.value.SiteID)
		}
	}
	return sites
}

// forgetSite lets the team's document show the site of an association for a while
// after its removal.
func (c *call) forgetSite(association Association) {
	if c.b.Teams.SitesLag == (Lag{}) {
		return
	}
	team, former := number(association.TeamID), c.s.state.formerSites
	former[team] = append(former[team], formerSite{
		site:  association.SiteID,
		shown: c.b.Teams.SitesLag.sight(c.s.agenda.now(), c.s.seq),
	})
}

// shape writes relationships.sites in the form that is wanted.
func (form TeamSites) shape(c *call, r resource, sites []reference) resource {
	switch form {
	case TeamSitesMissing:
	case TeamSitesNull:
		r.relationships = map[string]any{"sites": map[string]any{"data": nil}}
	case TeamSitesLinks:
		related := c.url("/teams/" + id(r.id) + "/sites")
		r.relationships = map[string]any{"sites": map[string]any{"links": map[string]any{"related": related}}}
	default:
		r.toMany["sites"] = sites
	}
	return r
}
