// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

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

// teamSites is what teams' documents show of associations that were just created or
// removed.
type teamSites struct {
	from   map[int64]sight         // by association: from when on its site is shown
	former map[string][]formerSite // by team
}

// formerSite is a site whose association was removed, while the team's document still
// shows it.
type formerSite struct {
	site  string
	shown sight // until this opens
}

func newTeamSites() teamSites {
	return teamSites{map[int64]sight{}, map[string][]formerSite{}}
}

// sitesOf returns the sites that the team's document lists.
func (c *call) sitesOf(team string) []reference {
	sites := []reference{}
	if c.b.Teams.NoSites {
		return sites
	}
	seen := map[reference]bool{}
	show := func(site string) {
		if to := (reference{"site", site}); !seen[to] {
			seen[to] = true
			sites = append(sites, to)
		}
	}
	known := c.s.state.teamSites
	for _, former := range known.former[team] {
		if !former.shown.open(c) {
			show(former.site)
		}
	}
	associations := c.s.state.associations
	for _, association := range associations.of(team) {
		if known.from[association].open(c) {
			show(associations.rows[association].value.SiteID)
		}
	}
	return sites
}

// showInTeamLater keeps a new association out of its team's document for a while.
func showInTeamLater(c *call, r *row[Association]) {
	if c.b.Teams.SitesLag != (Lag{}) {
		c.s.state.teamSites.from[r.id] = c.b.Teams.SitesLag.sight(c.s.agenda.now(), c.s.seq)
	}
}

// showInTeamStill lets the team's document show the site of an association for a while
// after its removal.
func showInTeamStill(c *call, r *row[Association]) {
	if c.b.Teams.SitesLag == (Lag{}) {
		return
	}
	former := c.s.state.teamSites.former
	former[r.value.TeamID] = append(former[r.value.TeamID], formerSite{
		site:  r.value.SiteID,
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
		related := c.url("/teams/" + r.id + "/sites")
		r.relationships = map[string]any{"sites": map[string]any{"links": map[string]any{"related": related}}}
	default:
		r.toMany["sites"] = sites
	}
	return r
}
