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
	// stranger is when somebody else makes an object of strangersKey; 0 = never.
	stranger     time.Duration
	strangersKey string
	// held are the sites that the team reaches from the start.
	held []string
}

func anySchedule(rt *rapid.T) schedule {
	fault := rapid.SampledFrom([]naotest.Fault{
		{},
		{},
		naotest.LoseAnswer, naotest.CutBefore, naotest.Refuse, naotest.TruncateBody, naotest.HangBefore, naotest.HangAfter,
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
		keys:         rapid.SliceOfN(rapid.SampledFrom([]string{"1", "2", "3"}), 1, 5).Draw(rt, "keys"),
		stranger:     rapid.SampledFrom([]time.Duration{0, 0, 100 * time.Millisecond, 700 * time.Millisecond, 3 * time.Second}).Draw(rt, "stranger"),
	}
	s.strangersKey = rapid.SampledFrom([]string{s.keys[0], "4"}).Draw(rt, "stranger's key")
	s.held = rapid.SampledFrom([][]string{nil, {"5"}, {"1"}}).Draw(rt, "held")
	s.behavior = naotest.Behavior{
		Latency: rapid.SampledFrom([]time.Duration{0, 200 * time.Millisecond}).Draw(rt, "latency"),
		Answers: naotest.Answers{Creates: rapid.SampledFrom([]naotest.Answer{naotest.Document, naotest.SeeOther, naotest.Accepted, naotest.AcceptedID}).Draw(rt, "creates")},
		Jobs:    naotest.Jobs{Polls: rapid.IntRange(0, 4).Draw(rt, "polls")},
		Listing: naotest.Listing{
			IgnoreFilters: rapid.Bool().Draw(rt, "ignore filters"),
			IgnoreSort:    rapid.Bool().Draw(rt, "ignore sort"),
			NoMeta:        rapid.Bool().Draw(rt, "no count"),
			PageCap:       rapid.SampledFrom([]int{0, 10}).Draw(rt, "page cap"),
		},
		Teams: naotest.Teams{UniqueNames: rapid.Bool().Draw(rt, "unique"), NoSites: rapid.Bool().Draw(rt, "no sites")},
		Associations: naotest.Associations{
			AllowDuplicates: rapid.Bool().Draw(rt, "pairs twice"),
			Shape:           rapid.SampledFrom([]naotest.AssociationShape{naotest.AssociationFull, naotest.AssociationNull}).Draw(rt, "shape"),
		},
	}
	// Work and lag together take less than the looks after a doubt: what takes longer, nobody can know of before it is too late. And what a
	// stranger makes of the same key while ours cannot be seen yet, nobody can tell from ours; nor, where documents show no site, whether
	// a listing is whole that shows a pair twice.
	if s.stranger == 0 || s.strangersKey != s.keys[0] {
		s.behavior.Associations.AllowDuplicates = s.behavior.Associations.AllowDuplicates && s.stranger == 0
		s.behavior.Jobs.Duration = rapid.SampledFrom([]time.Duration{0, 0, 5 * time.Second, 10 * time.Second}).Draw(rt, "duration")
		s.behavior.Listing.Lag = naotest.Lag{For: rapid.SampledFrom([]time.Duration{0, 0, time.Second, 4 * time.Second}).Draw(rt, "lag")}
	}
	return s
}

// run creates, and holds what the server has against what the client told.
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
	strangers := make(chan string, 1)
	if s.stranger > 0 {
		time.AfterFunc(s.stranger, func() {
			if s.associations {
				strangers <- server.AddAssociation(team, s.strangersKey).ID
			} else {
				strangers <- server.AddTeam(naotest.Team{Name: s.strangersKey}).ID
			}
		})
	}
	before := s.ids(server)
	ends := s.create(t, server, team)

	told := map[string]bool{}
	for id, keys := range ends.with {
		told[id] = true
		if len(keys) > 1 {
			return fmt.Errorf("the creates of %v ended with %s; requests: %s", keys, id, requestLog(server))
		}
		if is := s.keyOf(server, id); is != "" && is != keys[0] {
			return fmt.Errorf("the create of %s ended with %s, which is of %s; requests: %s", keys[0], id, is, requestLog(server))
		}
	}
	for _, id := range ends.named {
		told[id] = true
	}
	all := s.ids(server)
	stranger := ""
	if s.stranger > 0 {
		stranger = <-strangers
	}
	for _, id := range all {
		if !told[id] && id != stranger && !slices.Contains(before, id) {
			return fmt.Errorf("nobody was told of %s; requests: %s", id, requestLog(server))
		}
	}
	for id := range told {
		if !slices.Contains(all, id) || slices.Contains(before, id) {
			return fmt.Errorf("told of %s, which was there before or never; requests: %s", id, requestLog(server))
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

// outcome is how creates ended: with an id, those of which keys, and with which ids named by an error.
type outcome struct {
	mu    sync.Mutex
	with  map[string][]string
	named []string
}

func (o *outcome) add(key, id string, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if id != "" {
		o.with[id] = append(o.with[id], key)
	}
	if ambiguous, ok := errors.AsType[*AmbiguousError](err); ok {
		o.named = append(o.named, ambiguous.IDs...)
	}
}

// create makes an object of each key, and resumes in later runs what a run left open.
func (s schedule) create(t *testing.T, server *naotest.Server, team string) *outcome {
	t.Helper()
	change := func(config *Config) { config.OnExisting = s.onExisting }
	ends, open := &outcome{with: map[string][]string{}}, make([]*PendingError, len(s.keys))
	c := inProcess(t, server, change)
	one := func(i int) {
		ctx, cancel := context.WithTimeout(t.Context(), s.deadline)
		defer cancel()
		id, err := s.createOne(ctx, c, team, s.keys[i])
		ends.add(s.keys[i], id, err)
		open[i], _ = errors.AsType[*PendingError](err)
	}
	var creates sync.WaitGroup
	for i := range s.keys {
		creates.Go(func() { one(i) })
		if !s.atOnce {
			creates.Wait()
		}
	}
	creates.Wait()
	for range 5 {
		c = inProcess(t, server, change)
		for i, pending := range open {
			if pending != nil {
				id, err := s.resumeOne(t.Context(), c, team, s.keys[i], pending.Pending)
				ends.add(s.keys[i], id, err)
				open[i], _ = errors.AsType[*PendingError](err)
			}
		}
		time.Sleep(time.Hour) //nolint:forbidigo // virtual time
	}
	return ends
}

func (s schedule) createOne(ctx context.Context, c *Client, team, key string) (string, error) {
	if s.associations {
		association, err := c.CreateSiteTeamAssociation(ctx, team, key)
		return association.ID, err
	}
	made, err := c.CreateTeam(ctx, TeamInput{Name: Set(key)})
	return made.ID, err
}

func (s schedule) resumeOne(ctx context.Context, c *Client, team, key string, pending Pending) (string, error) {
	if s.associations {
		association, err := c.ResumeSiteTeamAssociation(ctx, team, key, pending)
		return association.ID, err
	}
	made, err := c.ResumeTeam(ctx, key, pending)
	return made.ID, err
}

func requestLog(server *naotest.Server) string {
	var text strings.Builder
	for _, r := range server.Requests() {
		fmt.Fprintf(&text, "\n%s %s %s?%s -> %d %s", r.Time.Format("15:04:05.000"), r.Method, r.Path, r.Query.Encode(), r.Status, r.Fault)
	}
	return text.String()
}
