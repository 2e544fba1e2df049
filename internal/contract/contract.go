// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package contract compares what the project assumes of NAO Cloud's wire format with what an account answers, so that the simulator can be
// taught what is true. It speaks HTTP by itself: the client tolerates the very differences that are looked for here.
package contract

import (
	"context"
	"errors"
	"fmt"
	"net/http"
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
	// Email and Password sign in where there is no Authorization. Password is a secret.
	Email, Password string
	// Write lets the probes create, change and remove teams, sites and associations whose names start with Prefix, and publish such a site.
	Write bool
	// Prefix starts the names of everything that is created. Required with Write.
	Prefix string
	// PollWait passes between two looks at a background job, and RetryWait before another attempt after a 429 without Retry-After.
	PollWait, RetryWait time.Duration
	// Transport replaces the network; nil does not.
	Transport http.RoundTripper
}

// Run probes the account, and returns what was found so far even with an error. Without Write it only reads; it signs in once, where it can.
func Run(ctx context.Context, o Options) (*Report, error) {
	if o.Write && o.Prefix == "" {
		return nil, errors.New("probe by writing: no prefix for the names of what is created")
	}
	p := &prober{wire: newWire(o), report: &Report{}, options: o, hidden: map[string]bool{}, newest: map[string]int64{}}
	err := p.run(ctx)
	p.report.Requests = p.wire.requests
	return p.report, err
}

// prober runs the probes.
type prober struct {
	wire    *wire
	report  *Report
	options Options
	// hidden are the kinds that the credentials may not list.
	hidden map[string]bool
	// newest are the highest ids that were seen, by kind.
	newest map[string]int64
	// roles are those of the teams that were seen.
	roles []string
	// jobs is how many background jobs were followed.
	jobs int
}

func (p *prober) run(ctx context.Context) error {
	if err := p.session(ctx); err != nil {
		return fmt.Errorf("probe sessions: %w", err)
	}
	var found [2]collection
	for i, kind := range []string{"team", "site"} {
		c, err := p.collection(ctx, kind)
		if err != nil {
			return fmt.Errorf("probe %ss: %w", kind, err)
		}
		found[i] = c
	}
	teams, sites := found[0], found[1]
	steps := []struct {
		verb string
		do   func(context.Context) error
	}{
		{"probe associations", func(ctx context.Context) error { return p.associations(ctx, teams) }},
		{"probe buildings", func(ctx context.Context) error { return p.buildings(ctx, sites) }},
		{"probe errors", p.errors},
	}
	if p.options.Write {
		steps = append(steps, struct {
			verb string
			do   func(context.Context) error
		}{"probe writes", p.writes})
	}
	for _, step := range steps {
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.verb, err)
		}
	}
	p.rateLimit()
	return nil
}
