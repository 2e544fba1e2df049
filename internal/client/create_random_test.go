// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestCreate_exactlyOnce lets faults strike at random and asserts the promise: every object that was made is one that a create returned,
// or is named by an error, or is found by the one who resumes.
func TestCreate_exactlyOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := anySchedule(rt)
		var verdict error
		synctest.Test(t, func(t *testing.T) { verdict = s.run(t) })
		if verdict != nil {
			rt.Fatal(verdict)
		}
	})
}

// schedule is what is created, in what account, and what happens meanwhile.
type schedule struct {
	behavior   naotest.Behavior
	faults     []naotest.Fault
	seeded     int
	deadline   time.Duration
	onExisting OnExisting
	// associations are created instead of teams; keys are the names, or the sites, and some are alike.
	associations, atOnce bool
	keys                 []string
	// other is when somebody else makes an object of another key; 0 = never.
	other time.Duration
	// held are the sites that the team reaches from the start.
	held []string
}

func anySchedule(rt *rapid.T) schedule {
	seconds := func(n ...int) *rapid.Generator[time.Duration] {
		return rapid.Map(rapid.SampledFrom(n), func(n int) time.Duration { return time.Duration(n) * time.Second })
	}
	work := rapid.OneOf(rapid.Just(time.Duration(0)), rapid.Map(rapid.IntRange(0, 300), func(n int) time.Duration { return time.Duration(n) * time.Second }))
	fault := rapid.SampledFrom([]naotest.Fault{
		{},
		{},
		naotest.LoseResponse, naotest.CutBefore, naotest.Refuse, naotest.TruncateBody, naotest.HangBefore, naotest.HangAfter,
		naotest.Status(500), naotest.Status(503).AfterWork(), naotest.ProxyPage(502), naotest.ProxyPage(504).AfterWork(),
		naotest.TooManyRequests(""), naotest.TooManyRequests("3"), naotest.Asynchronous, naotest.JobFails("no"), naotest.JobGone,
		naotest.HTMLPage.AfterWork(), naotest.Status(422), naotest.LocationElsewhere("https://evil.example"),
	})
	s := schedule{
		faults:       rapid.SliceOfN(fault, 0, 12).Draw(rt, "faults"),
		seeded:       rapid.SampledFrom([]int{0, 1, 45, 120}).Draw(rt, "seeded"),
		deadline:     rapid.SampledFrom([]time.Duration{3 * time.Second, 10 * time.Second, time.Minute, 20 * time.Minute}).Draw(rt, "deadline"),
		onExisting:   rapid.SampledFrom([]OnExisting{Fail, Create}).Draw(rt, "on existing"),
		associations: rapid.Bool().Draw(rt, "associations"),
		atOnce:       rapid.Bool().Draw(rt, "at once"),
		keys:         rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"1", "2", "3"}), 1, 3, rapid.ID[string]).Draw(rt, "keys"),
		other:        rapid.SampledFrom([]time.Duration{0, 0, 100 * time.Millisecond, 700 * time.Millisecond, 3 * time.Second}).Draw(rt, "other"),
	}
	s.held = rapid.SampledFrom([][]string{nil, {"5"}}).Draw(rt, "held")
	s.behavior = naotest.Behavior{
		Latency: rapid.SampledFrom([]time.Duration{0, 200 * time.Millisecond}).Draw(rt, "latency"),
		Responses: naotest.Responses{Creates: rapid.SampledFrom([]naotest.Response{
			naotest.Document, naotest.Empty, naotest.SeeOther, naotest.Accepted, naotest.AcceptedID, naotest.AcceptedNothing,
		}).Draw(rt, "creates")},
		Work: naotest.Durations{Creates: work.Draw(rt, "work")},
		Gateway: naotest.Gateway{
			GivesUpAfter: seconds(0, 0, 10, 15, 30, 60).Draw(rt, "gateway"),
			Form:         rapid.SampledFrom([]naotest.GatewayForm{naotest.GatewayPage, naotest.GatewayJSON, naotest.GatewayCuts}).Draw(rt, "form"),
		},
		Jobs: naotest.Jobs{
			Polls:    rapid.IntRange(0, 4).Draw(rt, "polls"),
			Duration: seconds(0, 0, 5, 10, 90).Draw(rt, "duration"),
		},
		Listing: naotest.Listing{
			IgnoreFilters: rapid.Bool().Draw(rt, "ignore filters"),
			IgnoreSort:    rapid.Bool().Draw(rt, "ignore sort"),
			NoMeta:        rapid.Bool().Draw(rt, "no count"),
			PageCap:       rapid.SampledFrom([]int{0, 10}).Draw(rt, "page cap"),
			Lag:           naotest.Lag{For: seconds(0, 0, 1, 4).Draw(rt, "lag")},
		},
		Teams: naotest.Teams{
			UniqueNames:    rapid.Bool().Draw(rt, "unique"),
			SitesInListing: rapid.SampledFrom([]naotest.TeamSites{naotest.TeamSitesShown, naotest.TeamSitesMissing}).Draw(rt, "thin listing"),
		},
		Associations: naotest.Associations{AllowDuplicates: rapid.Bool().Draw(rt, "pairs twice")},
	}
	if s.behavior.Jobs.Duration > 4*time.Second {
		// A response that is lost at once, while a job works on for long, is what nobody can be right with: the documentation says so.
		s.faults = slices.DeleteFunc(s.faults, func(f naotest.Fault) bool { return !slices.Contains(harmless, f) })
	}
	return s
}

// harmless are the faults that hide no job.
var harmless = []naotest.Fault{
	{}, naotest.CutBefore, naotest.Refuse, naotest.Status(500), naotest.TooManyRequests(""), naotest.Asynchronous, naotest.JobGone,
}

// run creates, and holds what the service has against what the client returned.
func (s schedule) run(t *testing.T) error {
	t.Helper()
	server := naotest.New(s.behavior)
	server.SeedTeams(s.seeded)
	team := server.AddTeam(naotest.Team{Name: "all"}).ID
	for _, id := range []string{"1", "2", "3", "4", "5"} {
		server.AddSite(naotest.Site{ID: id})
	}
	for _, site := range s.held {
		server.AddAssociation(team, site)
	}
	server.Schedule(s.faults...)
	other := make(chan string, 1)
	if s.other > 0 {
		time.AfterFunc(s.other, func() {
			if s.associations {
				other <- server.AddAssociation(team, "4").ID
			} else {
				other <- server.AddTeam(naotest.Team{Name: "4"}).ID
			}
		})
	}
	before := s.ids(server)
	ends := s.create(t, server, team)
	if s.other > 0 {
		before = append(before, <-other)
	}

	made := map[string]string{}
	for _, id := range s.ids(server) {
		if slices.Contains(before, id) {
			continue
		}
		key := s.keyOf(server, id)
		if twice, ok := made[key]; ok {
			return fmt.Errorf("%s was made twice, as %s and %s; requests: %s", key, twice, id, requestLog(server))
		}
		made[key] = id
		if keys := ends.with[id]; len(keys) == 0 || keys[0] != key {
			return fmt.Errorf("%s is %s, and was returned to %v; requests: %s", id, key, keys, requestLog(server))
		}
	}
	for id, keys := range ends.with {
		if made[keys[0]] != id || len(slices.Compact(keys)) > 1 {
			return fmt.Errorf("%s was returned to %v, where %v were made; requests: %s", id, keys, made, requestLog(server))
		}
	}
	return nil
}

// keyOf is the key of an object, as the server knows it.
func (s schedule) keyOf(server *naotest.Server, id string) string {
	if s.associations {
		for _, association := range server.Associations() {
			if association.ID == id {
				return association.SiteID
			}
		}
		return ""
	}
	for _, team := range server.Teams() {
		if team.ID == id {
			return team.Name
		}
	}
	return ""
}

// ids are those of the objects that may be told of.
func (s schedule) ids(server *naotest.Server) []string {
	var ids []string
	if s.associations {
		for _, association := range server.Associations() {
			ids = append(ids, association.ID)
		}
		return ids
	}
	for _, team := range server.Teams() {
		ids = append(ids, team.ID)
	}
	return ids
}

// outcome is how creates ended: the keys of those that returned an id, by the id.
type outcome struct {
	mu   sync.Mutex
	with map[string][]string
}

func (o *outcome) add(key, id string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if id != "" {
		o.with[id] = append(o.with[id], key)
	}
}

// create makes an object of each key, and resumes in later runs what a run left pending.
func (s schedule) create(t *testing.T, server *naotest.Server, team string) *outcome {
	t.Helper()
	change := func(config *Config) { config.OnExisting = s.onExisting }
	ends, pending := &outcome{with: map[string][]string{}}, make([]*PendingError, len(s.keys))
	c := inProcess(t, server, change)
	one := func(i int) {
		ctx, cancel := context.WithTimeout(t.Context(), s.deadline)
		defer cancel()
		id, err := s.createOne(ctx, c, team, s.keys[i])
		ends.add(s.keys[i], id)
		pending[i], _ = errors.AsType[*PendingError](err)
	}
	var creates sync.WaitGroup
	for i := range s.keys {
		creates.Go(func() { one(i) })
		if !s.atOnce {
			creates.Wait()
		}
	}
	creates.Wait()
	for range 40 {
		c = inProcess(t, server, change)
		for i, unfinished := range pending {
			if unfinished != nil {
				id, err := s.resumeOne(t.Context(), c, team, s.keys[i], unfinished.Pending)
				ends.add(s.keys[i], id)
				pending[i], _ = errors.AsType[*PendingError](err)
			}
		}
		time.Sleep(time.Minute) //nolint:forbidigo // virtual time
	}
	return ends
}

func (s schedule) createOne(ctx context.Context, c *Client, team, key string) (string, error) {
	if s.associations {
		association, err := c.Associations.Create(ctx, AssociationInput{TeamID: team, SiteID: key})
		return association.ID, err
	}
	made, err := c.Teams.Create(ctx, TeamInput{Name: Set(key)})
	return made.ID, err
}

func (s schedule) resumeOne(ctx context.Context, c *Client, team, key string, pending Pending) (string, error) {
	if s.associations {
		association, err := c.Associations.Resume(ctx, AssociationInput{TeamID: team, SiteID: key}, pending)
		return association.ID, err
	}
	made, err := c.Teams.Resume(ctx, TeamInput{Name: Set(key)}, pending)
	return made.ID, err
}

func requestLog(server *naotest.Server) string {
	var text strings.Builder
	for _, r := range server.Requests() {
		fmt.Fprintf(&text, "\n%s %s %s?%s -> %d %s", r.Time.Format("15:04:05.000"), r.Method, r.Path, r.Query.Encode(), r.Status, r.Fault)
	}
	return text.String()
}
