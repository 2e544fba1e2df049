// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package contract compares what the project assumes of NAO Cloud's wire format with what an account does, so that the simulator can do the
// same. The assumptions are a table, in facts.go; the probes ask the account, and note what they saw of each fact. The package speaks HTTP by
// itself, because the client tolerates the very differences that are looked for here.
package contract

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"
)

// Options say which account is probed, and how.
type Options struct {
	// Endpoint is the base URL of the API with its version.
	Endpoint *url.URL
	// Authorization is the header's value as it is sent. A secret; empty with Email and Password.
	Authorization string
	// APIKey tells that Authorization is an API key, which can be exchanged for a session.
	APIKey bool
	// Email and Password log in where there is no Authorization. Password is a secret.
	Email, Password string
	// Write lets the probes create, change and remove teams, sites, associations and tags. The names of the teams and sites start with
	// Prefix; the tags are those of such a site, which is also published.
	Write bool
	// Prefix starts the names of everything that is created. Required with Write.
	Prefix string
	// PollWait passes between two polls of a background job, and RetryWait before another attempt after a 429 without Retry-After.
	PollWait, RetryWait time.Duration
}

// Run probes the account, and returns what was seen so far even with an error. Without Write it only reads; it logs in once, if it can.
func Run(ctx context.Context, o Options) (*Report, error) {
	if o.Write && o.Prefix == "" {
		return nil, errors.New("probe by writing: no prefix for the names of what is created")
	}
	p := newProber(o)
	err := p.run(ctx)
	return p.report(), err
}

// prober asks an account, and notes what it sees.
type prober struct {
	*wire
	options Options
	// seen are the findings so far, by what their facts are about.
	seen map[string]Finding
	// forbidden are the kinds that the credentials may not list.
	forbidden map[string]bool
	// newest are the highest ids that were seen, by kind.
	newest map[string]int64
	// roles are those of the teams that were seen.
	roles []string
}

func newProber(o Options) *prober {
	p := &prober{wire: newWire(o), options: o, seen: map[string]Finding{}, forbidden: map[string]bool{}, newest: map[string]int64{}}
	p.limited = p.rateLimit
	return p
}

func (p *prober) run(ctx context.Context) error {
	teams, sites := newCollection("team"), newCollection("site")
	probes := []struct {
		name string
		run  func(context.Context) error
	}{
		{"sessions", p.session},
		{"teams", func(ctx context.Context) error { return p.collection(ctx, teams) }},
		{"sites", func(ctx context.Context) error { return p.collection(ctx, sites) }},
		{"associations", func(ctx context.Context) error { return p.associations(ctx, teams) }},
		{"buildings", func(ctx context.Context) error { return p.buildings(ctx, sites) }},
		{"tags", func(ctx context.Context) error { return p.tags(ctx, sites) }},
		{"errors", p.absence},
		{"writes", p.writes},
	}
	for _, probe := range probes {
		if probe.name == "writes" && !p.options.Write {
			continue
		}
		if err := probe.run(ctx); err != nil {
			return fmt.Errorf("probe %s: %w", probe.name, err)
		}
	}
	return nil
}

// saw notes what was seen of a fact; the values complete its change. A difference is not overwritten by what is seen later.
func (p *prober) saw(about, seen string, values ...any) {
	f := factAbout(about)
	finding := Finding{Fact: about, Assumed: f.assumed, Seen: seen}
	if p.seen[about].Differs() {
		return
	}
	if finding.Differs() {
		finding.Change = fmt.Sprintf(f.change, values...)
	}
	p.seen[about] = finding
}

// report lists all facts in the order of the table.
func (p *prober) report() *Report {
	r := &Report{Requests: p.requests}
	for _, f := range facts {
		finding, seen := p.seen[f.about]
		if !seen {
			finding = Finding{Fact: f.about, Assumed: f.assumed, Unseen: "needs " + f.needs}
		}
		r.Findings = append(r.Findings, finding)
	}
	return r
}
