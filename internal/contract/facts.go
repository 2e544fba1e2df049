// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"slices"
	"strings"
)

// fact is one assumption about the API.
type fact struct {
	// about is what the assumption is about. In [kindFacts] "*" stands for teams and for sites.
	about   string
	assumed string
	// change is what to change in naotest.Behavior so that the simulator does what was seen: a format for the values that the probe gives.
	change string
	// needs is what it takes to see the fact.
	needs string
}

// facts are all assumptions, in the order of the report.
var facts = slices.Concat(sessionFacts, accessFacts, expand("team", "Teams", kindFacts), expand("site", "Sites", kindFacts), relatedFacts, errorFacts,
	expand("team", "Teams", writeFacts), teamFacts, expand("site", "Sites", writeFacts), siteFacts, associationFacts, tagFacts, jobFacts)

// What it takes to see facts, and what to say where the simulator cannot do what was seen.
const (
	aLogin    = "an API key, or email and password"
	anObject  = "an object that may be listed"
	twoOfThem = "two objects that tell"
	manyRows  = "more rows than a page holds"
	anAccess  = "a team with a site, and the listing of associations"
	aBuilding = "a site with a building"
	aTag      = "a site with a tag"
	toWrite   = "-write, and the right to create"
	aJob      = "-write, and a response that announces a job"
	noSwitch  = "no switch yet"
)

var sessionFacts = []fact{
	{"sessions: the status", "201", "Sessions.Status = %s", aLogin},
	{"sessions: meta holds a JWT", "yes", "Sessions.NoJWT = true", aLogin},
	{"sessions: the key of the JWT", "jwt", "Sessions.JWTKey = %q", "a JWT in meta"},
	{"sessions: exp of the JWT", "whole seconds", "Sessions.Exp = naotest.%s", "a JWT in meta"},
	{"sessions: the life of a JWT", "24h0m0s", "Sessions.Lifetime = %d * time.Minute", "a JWT with exp"},
	{"sessions: meta holds a date", "yes", "Sessions.NoExpiryDate = true", aLogin},
	{"sessions: the key of the date", "expiration_date", "Sessions.ExpiryKey = %q", "a date in meta"},
	{"sessions: the form of the date", "RFC 3339", "Sessions.ExpiryLayout", "a date in meta"},
	{"sessions: auth_token after email and password", "revealed", "Sessions.HideAuthToken = true", "email and password"},
}

var accessFacts = []fact{
	{"teams: may be listed", "yes", "Teams.Forbidden = true", "a response"},
	{"teams: may be created", "yes", "Teams.Forbidden = true", "-write"},
	{"sites: may be listed", "yes", noSwitch, "a response"},
	{"sites: may be created", "yes", "Sites.ForbidCreate = true", "-write"},
	{"sites: may be deleted", "yes", "Sites.ForbidDelete = true", toWrite},
}

// kindFacts hold for teams and for sites.
var kindFacts = []fact{
	{"*: Content-Type", "application/vnd.api+json", "Documents.ContentType = %q", "the right to list"},
	{"*: the root of a listing", "data", "Documents.PlainRoots = true", "the right to list"},
	{"*: an id", "a string", "Documents.NumericIDs = true", anObject},
	{"*: the type", "{kind}", noSwitch, anObject},
	{"*: attributes left out", "none", "Documents.OmitAttributes = %s", anObject},
	{"*: attributes that are null", "none", "Documents.NullAttributes = %s", anObject},
	{"*: attributes not known yet", "none", "Documents.UnknownAttributes = true", anObject},
	{"*: numbers written as strings", "none", "Documents.StringAttributes = true", anObject},
	{"*: attributes that listings omit", "none", "Listing.OmitAttributes = %s", anObject},
	{"*: relationships that listings omit", "none", "Listing.OmitRelationships = true", anObject},
	{"*: meta.pagination", "records, current", "Listing.NoMeta = true", anObject},
	{"*: the numbers in meta.pagination", "a number", "Listing.StringNumbers = true", "meta.pagination"},
	{"*: a row", "once", "Listing.Duplicates = true", anObject},
	{"*: rows of a page", "30", "Listing.PageSize = %d", manyRows},
	{"*: page[size]", "followed", "Listing.IgnorePageSize = true, or Listing.Refused.PageSize", twoOfThem},
	{"*: page[number]", "followed", "Listing.IgnorePageNumber = true", twoOfThem},
	{"*: the largest page", "no limit", "Listing.PageCap, or Listing.Refused.PageSize", "1,000 objects, or a page that is cut"},
	{"*: filter[name_eq]", "followed", `Listing.IgnoredFilters = []string{"name_eq"}, or Listing.Refused.Filters`, twoOfThem},
	{"*: filter[name_cont]", "followed", `Listing.IgnoredFilters = []string{"name_cont"}, or Listing.Refused.Filters`, twoOfThem},
	{"*: filter[id_in]", "followed", `Listing.IgnoredFilters = []string{"id_in"}, or Listing.Refused.Filters`, twoOfThem},
	{"*: case in filter[name_eq]", "matters", "Listing.FoldCase = true", "a filter that is followed, and a name with letters"},
	{"*: sort=-id", "ids fall", "Listing.IgnoreSort = true, or Listing.Refused.Sort", twoOfThem},
	{"*: sort=-created_at", "ids fall", "Listing.IgnoreSort = true, or Listing.Refused.Sort", twoOfThem},
}

var relatedFacts = []fact{
	{"teams: relationships users and sites", "shown", "Documents.Relationships = naotest.%s", "a team"},
	{"associations: may be listed", "yes", "Associations.ListStatus = %d", "a team"},
	{"associations: what they name", "site and team, twice", "Associations.Shape = naotest.%s", anAccess},
	{"associations: a single one can be read", "no: 404", "Associations.Readable = true", anAccess},
	{"associations: filter[site_id_eq]", "followed", `Listing.IgnoredFilters = []string{"site_id_eq"}, or Listing.Refused.Filters`, anAccess},
	{"buildings: their floors", "listed by themselves", "Buildings.Included = true", aBuilding},
	{"floors: their listing", "200", noSwitch, aBuilding},
}

var errorFacts = []fact{
	{"errors: an object that does not exist", "404", noSwitch, "a response"},
	{"errors: the body", "errors, an array", noSwitch, "a response"},
	{"errors: x-request-id", "there", noSwitch, "a response"},
	{"429: Retry-After", "seconds", "%s", "a request that is answered 429"},
}

// writeFacts hold for teams and for sites.
var writeFacts = []fact{
	{"*: a POST is answered", "with the document", `PerType["{kind}"].Creates = naotest.%s`, toWrite},
	{"*: a new id", "higher than all others", noSwitch, toWrite + ", and another object"},
	{"*: a new one can be read", "at once", "DetailLag", toWrite},
	{"*: a new one is listed", "at once", "Listing.Lag", toWrite},
	{"*: a name that is taken", "allowed", "{Kinds}.UniqueNames = true", toWrite},
	{"*: a PUT is answered", "with the document", `PerType["{kind}"].Updates = naotest.%s`, toWrite},
	{"*: a DELETE is answered", "204", `PerType["{kind}"].Deletes = naotest.%s`, toWrite},
}

var teamFacts = []fact{
	{"teams: the roles where none are given", "none", "Teams.RolesWhenOmitted = %s", toWrite},
	{"errors: a body without its root", "422", "MissingRoot = %s", toWrite},
	{"errors: a name that is too long", "422 at /data/attributes/name", noSwitch, toWrite},
	{"teams: an attribute that a PUT leaves out", "kept", noSwitch, toWrite},
	{"teams: an attribute that a PUT sets to null", "null", noSwitch, toWrite},
	{"teams: a role that does not exist", "dropped silently", noSwitch, toWrite},
	{"teams: the order of roles", "the server's own", "Teams.KeepRoleOrder = true", toWrite + ", and two roles that the account knows"},
	{"teams: the site that one was associated with", "shown", "Teams.NoSites = true", toWrite + ", and relationships.sites in a team's document"},
	{"teams: one with associations may be deleted", "yes", "Teams.RestrictDelete = true", toWrite},
}

var siteFacts = []fact{
	{"sites: decimals of a coordinate", "all kept", "Sites.CoordinateDigits = %d", toWrite},
	{"sites: a publication is answered", "303", "Sites.Publish = naotest.%s", toWrite},
}

var associationFacts = []fact{
	{"associations: a POST is answered", "with the document", `PerType["site_team_association"].Creates = naotest.%s`, toWrite},
	{"associations: a pair that exists already", "refused", "Associations.AllowDuplicates = true", toWrite},
	{"associations: a site that does not exist", "422 at /data/relationships/site", "Associations.%s", toWrite},
	{"associations: a DELETE is answered", "204", `PerType["site_team_association"].Deletes = naotest.%s`, toWrite},
	{"associations: those of a team that was deleted", "404", noSwitch, toWrite},
}

var tagFacts = []fact{
	{"tags: may be listed", "yes", "Tags.Forbidden = true", "a site"},
	{"tags: the type", "nao_trackable", "Tags.Type = %q", aTag},
	{"tags: attributes that listings omit", "none", "Tags.ThinListing = true", aTag},
	{"tags: filter[tracking_id_eq]", "followed", `Listing.IgnoredFilters = []string{"tracking_id_eq"}, or Listing.Refused.Filters`, aTag},
	{"tags: may be created", "yes", "Tags.ForbidWrites = true", toWrite},
	{"tags: a POST is answered", "with the document", `PerType["nao_trackable"].Creates = naotest.%s`, toWrite},
	{"tags: a tracking id that is taken", "refused", "Tags.Unique = naotest.NotUnique", toWrite},
	{"tags: a batch is taken", "PUT and POST", "Tags.Batch.Method = %q", toWrite},
	{"tags: a batch is answered", "with the document", `PerType["batch"].Creates = naotest.%s`, toWrite},
	{"tags: the id of a tag that a batch repeats", "another", "Tags.Batch.KeepIDs = true", toWrite},
	{"tags: a DELETE is answered", "204", `PerType["nao_trackable"].Deletes = naotest.%s`, toWrite},
}

var jobFacts = []fact{
	{"jobs: the Location of a 303", "absolute", "Jobs.Location = naotest.%s", aJob},
	{"jobs: the Location of a 202", "none", "Jobs.Location = naotest.%s", aJob},
	{"jobs: the body of a 303", "there", "Jobs.EmptyBody = true", aJob},
	{"jobs: the status in the end", "success", noSwitch, aJob},
	{"jobs: created_at", "absent", "Jobs.Timestamps = true", aJob},
}

// expand writes the facts for one kind, whose switches are below field in naotest.Behavior.
func expand(kind, field string, facts []fact) []fact {
	names := strings.NewReplacer("*", kind+"s", "{kind}", kind, "{Kinds}", field)
	expanded := make([]fact, len(facts))
	for i, f := range facts {
		expanded[i] = fact{names.Replace(f.about), names.Replace(f.assumed), names.Replace(f.change), f.needs}
	}
	return expanded
}

// factAbout returns the fact. One that is not in the table has no assumption, so that whatever was seen of it differs.
func factAbout(about string) fact {
	at := slices.IndexFunc(facts, func(f fact) bool { return f.about == about })
	if at < 0 {
		return fact{about: about, assumed: "(not in the table of facts)", change: noSwitch}
	}
	return facts[at]
}
