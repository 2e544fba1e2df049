// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"slices"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// options are what the command line says.
type options struct {
	addr      string
	readyFile string
	teams     int
	sites     int
	tags      int
	empty     bool
	behavior  naotest.Behavior
}

func parse(args []string, stderr io.Writer) (options, error) {
	o := options{behavior: naotest.Behavior{Jobs: naotest.Jobs{Polls: 2}}}
	b := &o.behavior
	flags := flag.NewFlagSet("naocloud-sim", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.addr, "addr", "127.0.0.1:0", "loopback `address` to listen on; port 0 picks a free one")
	flags.StringVar(&o.readyFile, "ready-file", "", "`path` to write endpoint and key to when listening")
	flags.IntVar(&o.teams, "seed-teams", 0, "`number` of teams beside the few named ones")
	flags.IntVar(&o.sites, "seed-sites", 0, "`number` of sites beside the few named ones")
	flags.IntVar(&o.tags, "seed-tags", 0, "`number` of tags of the first site")
	flags.BoolVar(&o.empty, "empty", false, "do not put the few named objects into the account")
	flags.Func("creates", "`status` of a create: 201, 202 or 303 (default 201)", func(status string) error {
		response, ok := map[string]naotest.Response{
			"201": naotest.Document, "202": naotest.Accepted, "303": naotest.SeeOther,
		}[status]
		if !ok {
			return errors.New("want 201, 202 or 303")
		}
		b.Creates = response
		return nil
	})
	flags.IntVar(&b.Jobs.Polls, "polls", b.Jobs.Polls, "`number` of polls until a job has finished")
	flags.DurationVar(&b.Latency, "latency", 0, "`duration` from the arrival of a request to its work")
	flags.DurationVar(&b.Work.Creates, "create-time", 0, "`duration` of the work of a create")
	flags.DurationVar(&b.Gateway.GivesUpAfter, "gateway", 0, "`duration` after which a gateway gives up a request; 0 is never")
	flags.IntVar(&b.Sites.CoordinateDigits, "coordinate-digits", 0, "`decimals` that are kept of a coordinate; 0 is all")
	flags.DurationVar(&b.Jobs.ListingLag.For, "job-lag", 0, "`duration` for which listings do not show what a job made")
	flags.IntVar(&b.Associations.ListStatus, "association-listing", 0, "`status` of the listing of associations; 0 is that it is there")
	flags.Float64Var(&b.RateLimit.Random, "random-429", 0, "`probability` with which a request is refused")
	flags.IntVar(&b.RateLimit.PerWindow, "per-window", 0, "`requests` in each -window; 0 is no limit")
	flags.DurationVar(&b.RateLimit.Window, "window", 0, "`duration` of the window of -per-window; 0 is 5m")
	flags.BoolVar(&b.RateLimit.NoRetryAfter, "no-retry-after", false, "leave Retry-After out of a 429")
	flags.Float64Var(&b.RateLimit.PerSecond, "rate", 0, "`requests` a second; 0 is no limit")
	flags.IntVar(&b.RateLimit.Burst, "burst", 1, "`requests` that may come at once with -rate")
	flags.Func("batch", "`method` of the batch of tags: PUT, POST or none (default both)", func(method string) error {
		if !slices.Contains([]string{"PUT", "POST", "none"}, method) {
			return errors.New("want PUT, POST or none")
		}
		b.Tags.Batch.Method = method
		return nil
	})
	flags.BoolVar(&b.Tags.Batch.KeepIDs, "batch-keeps-ids", false, "let a batch keep the ids of tags that stay")
	flags.IntVar(&b.Tags.Limit, "tag-limit", 0, "`number` of tags that a site may have; 0 is no limit")
	flags.Func("collection", "`path` of a further collection, such as sites/{}/notifiers; may be repeated", func(path string) error {
		b.Collections = append(b.Collections, naotest.Collection{Path: path})
		return nil
	})
	flags.IntVar(&b.Listing.PageCap, "page-cap", 0, "`rows` of the largest page; 0 is no limit")
	flags.BoolVar(&b.Listing.IgnoreFilters, "ignore-filters", false, "ignore all filters")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if o.tags > 0 && o.empty && o.sites == 0 {
		return o, errors.New("-seed-tags needs a site: add -seed-sites 1")
	}
	return o, checkLoopback(o.addr)
}

// checkLoopback refuses to let others in: the credentials are public.
func checkLoopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("read the address %q: %w", addr, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("%q is not a loopback address: the simulator's credentials are public", addr)
	}
	return nil
}

// seed fills the account: a few named objects, then numbered ones.
func (o options) seed(s *naotest.Server) {
	if !o.empty {
		seedNamed(s)
	}
	s.SeedTeams(o.teams)
	s.SeedSites(o.sites)
	if o.tags > 0 {
		s.SeedTags(s.Sites()[0].ID, o.tags)
	}
}

func seedNamed(s *naotest.Server) {
	operations := s.AddTeam(naotest.Team{Name: "Operations", Roles: []string{"admin"}})
	s.AddTeam(naotest.Team{Name: "Visitors' guides", Roles: []string{"content_manager"}})
	warehouse := s.AddSite(naotest.Site{
		Name: "Toulouse warehouse", Latitude: 43.56439230039133, Longitude: 1.3871262673941822, TrackingConfig: true,
	})
	hospital := s.AddSite(naotest.Site{Name: "Lyon hospital", Latitude: 45.7578137, Longitude: 4.8320114})
	s.AddAssociation(operations.ID, warehouse.ID)
	s.AddAssociation(operations.ID, hospital.ID)

	box := &naotest.Bounds{North: 43.5648, South: 43.5639, East: 1.3877, West: 1.3865, Rotation: 12.5}
	s.AddBuilding(naotest.Building{SiteID: warehouse.ID, Name: "Hall A", Floors: []naotest.Floor{
		{Name: "Ground floor", LevelNumber: 0, Bounds: box},
		{Name: "Mezzanine", LevelNumber: 1, Bounds: box},
	}})
	s.AddBuilding(naotest.Building{SiteID: warehouse.ID, Name: "Offices", Floors: []naotest.Floor{{Name: "Ground floor"}}})
}
