// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"strings"
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
		fault := rapid.SampledFrom([]naotest.Fault{
			{},
			{},
			naotest.LoseAnswer, naotest.CutBefore, naotest.Refuse, naotest.TruncateBody, naotest.HangBefore, naotest.HangAfter,
			naotest.Status(500), naotest.Status(503).AfterWork(), naotest.ProxyPage(502), naotest.ProxyPage(504).AfterWork(),
			naotest.TooManyRequests(""), naotest.TooManyRequests("3"), naotest.Asynchronous, naotest.JobFails("no"), naotest.JobGone,
			naotest.HTMLPage.AfterWork(), naotest.Status(422), naotest.LocationElsewhere("https://evil.example"),
		})
		faults := rapid.SliceOfN(fault, 0, 12).Draw(rt, "faults")
		// Work and lag together take less than the looks after a doubt: what takes longer, nobody can know of before it is too late.
		behavior := naotest.Behavior{
			Answers: naotest.Answers{Creates: rapid.SampledFrom([]naotest.Answer{naotest.Document, naotest.SeeOther, naotest.Accepted, naotest.AcceptedID}).Draw(rt, "creates")},
			Jobs: naotest.Jobs{
				Polls:    rapid.IntRange(0, 4).Draw(rt, "polls"),
				Duration: rapid.SampledFrom([]time.Duration{0, 0, 5 * time.Second, 10 * time.Second}).Draw(rt, "duration"),
			},
			Listing: naotest.Listing{
				IgnoreFilters: rapid.Bool().Draw(rt, "ignore filters"),
				IgnoreSort:    rapid.Bool().Draw(rt, "ignore sort"),
				Lag:           naotest.Lag{For: rapid.SampledFrom([]time.Duration{0, 0, time.Second, 4 * time.Second}).Draw(rt, "lag")},
			},
			Teams: naotest.Teams{UniqueNames: rapid.Bool().Draw(rt, "unique")},
		}
		seeded := rapid.SampledFrom([]int{0, 1, 45, 120}).Draw(rt, "seeded")
		deadline := rapid.SampledFrom([]time.Duration{3 * time.Second, 10 * time.Second, time.Minute, 20 * time.Minute}).Draw(rt, "deadline")
		var verdict error
		synctest.Test(t, func(t *testing.T) { verdict = createsUnderFaults(t, behavior, seeded, faults, deadline) })
		if verdict != nil {
			rt.Fatal(verdict)
		}
	})
}

// createsUnderFaults makes three teams and holds what the server has against what the client told.
func createsUnderFaults(t *testing.T, behavior naotest.Behavior, seeded int, faults []naotest.Fault, deadline time.Duration) error {
	server := naotest.New(behavior)
	server.SeedTeams(seeded)
	server.Schedule(faults...)
	told := map[string]bool{}
	tell := func(id string, err error) {
		if id != "" {
			told[id] = true
		}
		if ambiguous, ok := errors.AsType[*AmbiguousError](err); ok {
			for _, id := range ambiguous.IDs {
				told[id] = true
			}
		}
	}
	c := inProcess(t, server)
	for _, name := range []string{"Ops", "Care", "IT"} {
		ctx, cancel := context.WithTimeout(t.Context(), deadline)
		team, err := c.CreateTeam(ctx, TeamInput{Name: Set(name)})
		cancel()
		tell(team.ID, err)
		for resumes := 0; err != nil && resumes < 5; resumes++ {
			var pending *PendingError
			if !errors.As(err, &pending) {
				break
			}
			team, err = inProcess(t, server).ResumeTeam(t.Context(), name, pending.Pending)
			tell(team.ID, err)
			time.Sleep(time.Hour) //nolint:forbidigo // virtual time
		}
	}
	all := server.Teams()
	for _, team := range all[seeded:] {
		if !told[team.ID] {
			return fmt.Errorf("nobody was told of team %s %q; requests: %s", team.ID, team.Name, requestLog(server))
		}
		delete(told, team.ID)
	}
	if len(told) > 0 {
		return fmt.Errorf("told of teams that do not exist: %v; requests: %s", told, requestLog(server))
	}
	return nil
}

func requestLog(server *naotest.Server) string {
	var text strings.Builder
	for _, r := range server.Requests() {
		fmt.Fprintf(&text, "\n%s %s %s?%s -> %d %s", r.Time.Format("15:04:05.000"), r.Method, r.Path, r.Query.Encode(), r.Status, r.Fault)
	}
	return text.String()
}
