// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"net/http"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// account is a simulated account that has something of everything, and more sites than fit on a page.
func account(t *testing.T, behavior naotest.Behavior) (*naotest.Server, Options) {
	t.Helper()
	s := naotest.Start(t, behavior)
	group := "cn=ops"
	s.AddTeam(naotest.Team{Name: "Operations", Roles: []string{"admin"}, LDAPGroup: &group})
	s.AddTeam(naotest.Team{Name: "guides"})
	site := s.AddSite(naotest.Site{Name: "Toulouse warehouse", Latitude: 43.5, Longitude: 1.25})
	s.AddSite(naotest.Site{Name: "hospital", Latitude: 45.75, Longitude: 4.875})
	s.SeedSites(38)
	s.AddAssociation(s.Teams()[0].ID, site.ID)
	s.SeedTags(site.ID, 2)
	s.AddBuilding(naotest.Building{SiteID: site.ID, Name: "Main", Floors: []naotest.Floor{{Name: "Ground"}}})
	endpoint, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	return s, Options{
		Endpoint: endpoint, Authorization: naotest.APIKey, APIKey: true, Write: true, Prefix: "contract",
		PollWait: time.Millisecond, RetryWait: time.Millisecond,
	}
}

// switches are the fields of naotest.Behavior that a report says to change.
func switches(report *Report) []string {
	var names []string
	for _, f := range report.Differences() {
		name, _, _ := strings.Cut(f.Change, " ")
		names = append(names, strings.TrimRight(name, ":,"))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func run(t *testing.T, s *naotest.Server, o Options) *Report {
	t.Helper()
	teams, sites, associations := len(s.Teams()), len(s.Sites()), len(s.Associations())
	report, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Teams()) != teams || len(s.Sites()) != sites || len(s.Associations()) != associations {
		t.Errorf("left behind: teams %v, sites %v, associations %v", s.Teams(), s.Sites(), s.Associations())
	}
	return report
}

func TestRun_whatIsAssumedIsWhatTheSimulatorDoes(t *testing.T) {
	t.Parallel()
	s, o := account(t, naotest.Behavior{})
	report := run(t, s, o)
	for _, f := range report.Differences() {
		t.Errorf("expected %s to be %q, seen %q", f.Fact, f.Assumed, f.Seen)
	}
	if len(report.Findings) != len(facts) || report.Requests == 0 {
		t.Errorf("expected %d facts, got %d in %d requests", len(facts), len(report.Findings), report.Requests)
	}
}

// Each fact of the table has a probe that sees it, in one account or another.
func TestRun_everyFactIsSeen(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, behavior := range []naotest.Behavior{
		{},
		{Responses: naotest.Responses{Creates: naotest.AcceptedID}},
	} {
		s, o := account(t, behavior)
		s.SeedTeams(largestPage)
		s.SeedSites(largestPage)
		s.Inject(naotest.TooManyRequests(""), naotest.On("GET", "/teams").Times(1))
		o.Authorization, o.APIKey, o.Email, o.Password = "", false, naotest.Email, naotest.Password
		for _, f := range run(t, s, o).Findings {
			seen[f.Fact] = seen[f.Fact] || f.Unseen == ""
		}
	}
	for _, f := range facts {
		if !seen[f.about] {
			t.Errorf("no probe saw %q", f.about)
		}
	}
	if len(seen) != len(facts) {
		t.Errorf("expected %d facts, each once, got %d", len(facts), len(seen))
	}
}

func TestRun_readsOnlyWithoutWrite(t *testing.T) {
	t.Parallel()
	s, o := account(t, naotest.Behavior{})
	o.Write = false
	run(t, s, o)
	for _, request := range s.Requests() {
		if request.Method != http.MethodGet && request.Path != "/sessions" {
			t.Errorf("sent %s %s", request.Method, request.Path)
		}
	}
}

func TestRun_namesTheSwitch(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behavior naotest.Behavior
		expected []string
	}{
		"numeric ids":           {naotest.Behavior{Documents: naotest.Documents{NumericIDs: true}}, []string{"Documents.NumericIDs"}},
		"numbers as text":       {naotest.Behavior{Documents: naotest.Documents{StringAttributes: true}}, []string{"Documents.StringAttributes"}},
		"unknown attributes":    {naotest.Behavior{Documents: naotest.Documents{UnknownAttributes: true}}, []string{"Documents.UnknownAttributes"}},
		"null attributes":       {naotest.Behavior{Documents: naotest.Documents{NullAttributes: []string{"user_id"}}}, []string{"Documents.NullAttributes"}},
		"omitted attributes":    {naotest.Behavior{Documents: naotest.Documents{OmitAttributes: []string{"roles_mask"}}}, []string{"Documents.OmitAttributes"}},
		"null relationships":    {naotest.Behavior{Documents: naotest.Documents{Relationships: naotest.RelationshipsNull}}, []string{"Associations.Shape", "Documents.Relationships"}},
		"null data":             {naotest.Behavior{Documents: naotest.Documents{Relationships: naotest.RelationshipsDataNull}}, []string{"Associations.Shape", "Documents.Relationships"}},
		"no relationships":      {naotest.Behavior{Documents: naotest.Documents{Relationships: naotest.RelationshipsOmitted}}, []string{"Associations.Shape", "Documents.Relationships"}},
		"plain roots":           {naotest.Behavior{Documents: naotest.Documents{PlainRoots: true}}, []string{"Associations.Shape", "Documents.PlainRoots"}},
		"content type":          {naotest.Behavior{Documents: naotest.Documents{ContentType: "text/plain"}}, []string{"Documents.ContentType"}},
		"page size":             {naotest.Behavior{Listing: naotest.Listing{PageSize: 25}}, []string{"Listing.PageSize"}},
		"page cap":              {naotest.Behavior{Listing: naotest.Listing{PageCap: 32}}, []string{"Listing.PageCap"}},
		"page size ignored":     {naotest.Behavior{Listing: naotest.Listing{IgnorePageSize: true}}, []string{"Listing.IgnorePageSize", "Listing.PageCap"}},
		"no meta":               {naotest.Behavior{Listing: naotest.Listing{NoMeta: true}}, []string{"Listing.NoMeta"}},
		"meta as text":          {naotest.Behavior{Listing: naotest.Listing{StringNumbers: true}}, []string{"Listing.StringNumbers"}},
		"filters ignored":       {naotest.Behavior{Listing: naotest.Listing{IgnoreFilters: true}}, []string{"Listing.IgnoredFilters"}},
		"one filter ignored":    {naotest.Behavior{Listing: naotest.Listing{IgnoredFilters: []string{"name_cont"}}}, []string{"Listing.IgnoredFilters"}},
		"filters fold case":     {naotest.Behavior{Listing: naotest.Listing{FoldCase: true}}, []string{"Listing.FoldCase"}},
		"sort ignored":          {naotest.Behavior{Listing: naotest.Listing{IgnoreSort: true}}, []string{"Listing.IgnoreSort"}},
		"attributes not listed": {naotest.Behavior{Listing: naotest.Listing{OmitAttributes: []string{"roles"}}}, []string{"Listing.OmitAttributes"}},
		"relations not listed":  {naotest.Behavior{Listing: naotest.Listing{OmitRelationships: true}}, []string{"Associations.Shape", "Listing.OmitRelationships"}},
		"duplicates":            {naotest.Behavior{Listing: naotest.Listing{Duplicates: true}}, []string{"Listing.Duplicates"}},
		"a lagging listing":     {naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{Requests: 3}}}, []string{"Listing.Lag"}},
		"a lagging detail":      {naotest.Behavior{DetailLag: naotest.Lag{Requests: 2}}, []string{"DetailLag"}},
		"associations by site":  {naotest.Behavior{Associations: naotest.Associations{Shape: naotest.AssociationSiteOnly}}, []string{"Associations.Shape"}},
		"associations readable": {naotest.Behavior{Associations: naotest.Associations{Readable: true}}, []string{"Associations.Readable"}},
		"associations doubled":  {naotest.Behavior{Associations: naotest.Associations{AllowDuplicates: true}}, []string{"Associations.AllowDuplicates"}},
		"an unknown site: 404":  {naotest.Behavior{Associations: naotest.Associations{UnknownStatus: 404}}, []string{"Associations.UnknownStatus"}},
		"an unknown site":       {naotest.Behavior{Associations: naotest.Associations{UnknownPointer: "/data/attributes/site_id"}}, []string{"Associations.UnknownPointer"}},
		"publishing at once":    {naotest.Behavior{Sites: naotest.Sites{Publish: naotest.NoContent}}, []string{"Sites.Publish"}},
		"202 for a publication": {naotest.Behavior{Sites: naotest.Sites{Publish: naotest.Accepted}}, []string{"Sites.Publish"}},
		"roles as sent":         {naotest.Behavior{Teams: naotest.Teams{KeepRoleOrder: true}}, []string{"Teams.KeepRoleOrder"}},
		"a team without sites":  {naotest.Behavior{Teams: naotest.Teams{NoSites: true}}, []string{"Teams.NoSites"}},
		"associations restrict": {naotest.Behavior{Teams: naotest.Teams{RestrictDelete: true}}, []string{"Teams.RestrictDelete"}},
		"floors included":       {naotest.Behavior{Buildings: naotest.Buildings{Included: true}}, []string{"Buildings.Included"}},
		"a session's key":       {naotest.Behavior{Sessions: naotest.Sessions{JWTKey: "token"}}, []string{"Sessions.JWTKey"}},
		"a session's date":      {naotest.Behavior{Sessions: naotest.Sessions{ExpiryKey: "expires_at"}}, []string{"Sessions.ExpiryKey"}},
		"a session's status":    {naotest.Behavior{Sessions: naotest.Sessions{Status: 200}}, []string{"Sessions.Status"}},
		"a session's life":      {naotest.Behavior{Sessions: naotest.Sessions{Lifetime: time.Hour}}, []string{"Sessions.Lifetime"}},
		"a session's exp":       {naotest.Behavior{Sessions: naotest.Sessions{Exp: naotest.ExpString}}, []string{"Sessions.Exp"}},
		"no JWT":                {naotest.Behavior{Sessions: naotest.Sessions{NoJWT: true}}, []string{"Sessions.NoJWT"}},
		"no date":               {naotest.Behavior{Sessions: naotest.Sessions{NoExpiryDate: true}}, []string{"Sessions.NoExpiryDate"}},
		"teams forbidden":       {naotest.Behavior{Teams: naotest.Teams{Forbidden: true}}, []string{"Teams.Forbidden"}},
		"unique team names":     {naotest.Behavior{Teams: naotest.Teams{UniqueNames: true}}, []string{"Teams.UniqueNames"}},
		"roles by default":      {naotest.Behavior{Teams: naotest.Teams{RolesWhenOmitted: []string{"admin"}}}, []string{"Teams.RolesWhenOmitted"}},
		"unique site names":     {naotest.Behavior{Sites: naotest.Sites{UniqueNames: true}}, []string{"Sites.UniqueNames"}},
		"rounded coordinates":   {naotest.Behavior{Sites: naotest.Sites{CoordinateDigits: 6}}, []string{"Sites.CoordinateDigits"}},
		"sites not created":     {naotest.Behavior{Sites: naotest.Sites{ForbidCreate: true}}, []string{"Sites.ForbidCreate"}},
		"a missing root: 400":   {naotest.Behavior{MissingRoot: 400}, []string{"MissingRoot"}},
		"303 for a team": {
			naotest.Behavior{PerType: map[string]naotest.Responses{"team": {Creates: naotest.SeeOther}}, Jobs: naotest.Jobs{Polls: 2}}, []string{"PerType"},
		},
		"202 for an update": {
			naotest.Behavior{PerType: map[string]naotest.Responses{"site": {Updates: naotest.Accepted}}, Jobs: naotest.Jobs{Timestamps: true}}, []string{"Jobs.Timestamps", "PerType"},
		},
		"associations restrict, by a job": {
			naotest.Behavior{Responses: naotest.Responses{Deletes: naotest.SeeOther}, Teams: naotest.Teams{RestrictDelete: true}}, []string{"PerType", "Teams.RestrictDelete"},
		},
		"tags forbidden":       {naotest.Behavior{Tags: naotest.Tags{Forbidden: true}}, []string{"Tags.ForbidWrites", "Tags.Forbidden"}},
		"tags not writable":    {naotest.Behavior{Tags: naotest.Tags{ForbidWrites: true}}, []string{"Tags.ForbidWrites"}},
		"another type of tags": {naotest.Behavior{Tags: naotest.Tags{Type: "tag"}}, []string{"Tags.Type"}},
		"tags listed thinly":   {naotest.Behavior{Tags: naotest.Tags{ThinListing: true}}, []string{"Tags.ThinListing"}},
		"tags not unique":      {naotest.Behavior{Tags: naotest.Tags{Unique: naotest.NotUnique}}, []string{"Tags.Unique"}},
		"tags not filtered":    {naotest.Behavior{Listing: naotest.Listing{IgnoredFilters: []string{"tracking_id"}}}, []string{"Listing.IgnoredFilters"}},
		"a batch by PUT":       {naotest.Behavior{Tags: naotest.Tags{Batch: naotest.Batch{Method: "PUT"}}}, []string{"Tags.Batch.Method"}},
		"no batch":             {naotest.Behavior{Tags: naotest.Tags{Batch: naotest.Batch{Method: "none"}}}, []string{"Tags.Batch.Method"}},
		"a batch keeps ids":    {naotest.Behavior{Tags: naotest.Tags{Batch: naotest.Batch{KeepIDs: true}}}, []string{"Tags.Batch.KeepIDs"}},
		"associations not filtered": {
			naotest.Behavior{Listing: naotest.Listing{IgnoredFilters: []string{"site_id"}}}, []string{"Listing.IgnoredFilters"},
		},
		"a relative Location": {
			naotest.Behavior{Responses: naotest.Responses{Creates: naotest.SeeOther}, Jobs: naotest.Jobs{Location: naotest.LocationRelative, EmptyBody: true}},
			[]string{"Jobs.EmptyBody", "Jobs.Location", "PerType"},
		},
		"ids of jobs, and 200 for a delete": {
			naotest.Behavior{Responses: naotest.Responses{Creates: naotest.AcceptedID, Updates: naotest.Empty, Deletes: naotest.Document}}, []string{"PerType"},
		},
		"identifiers of jobs": {naotest.Behavior{Responses: naotest.Responses{Creates: naotest.AcceptedIdentifier, Deletes: naotest.Accepted}}, []string{"PerType"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, o := account(t, test.behavior)
			report := run(t, s, o)
			var got []string
			for _, name := range switches(report) {
				got = append(got, regexp.MustCompile(`\[.*`).ReplaceAllString(name, ""))
			}
			if got = slices.Compact(got); !slices.Equal(got, test.expected) {
				t.Errorf("expected to be told to change %v, got %v", test.expected, got)
			}
			for _, name := range got {
				checkSwitch(t, name)
			}
		})
	}
}

// checkSwitch fails unless naotest.Behavior has the field.
func checkSwitch(t *testing.T, name string) {
	t.Helper()
	at := reflect.TypeFor[naotest.Behavior]()
	for part := range strings.SplitSeq(name, ".") {
		field, there := at.FieldByName(part)
		if !there {
			t.Errorf("naotest.Behavior has no %s", name)
			return
		}
		at = field.Type
	}
}

func TestRun_signsInWithEmailAndPassword(t *testing.T) {
	t.Parallel()
	s, o := account(t, naotest.Behavior{Sessions: naotest.Sessions{HideAuthToken: true}})
	o.Authorization, o.APIKey, o.Email, o.Password = "", false, naotest.Email, naotest.Password
	if got, expected := switches(run(t, s, o)), []string{"Sessions.HideAuthToken"}; !slices.Equal(got, expected) {
		t.Errorf("expected %v, got %v", expected, got)
	}
}
