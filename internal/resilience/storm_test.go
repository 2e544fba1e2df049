// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package resilience_test

import (
	"fmt"
	"iter"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/clitest"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// storm is how much is declared: sites, teams and as many associations as sites, and notifiers below the first sites, which no resource type
// knows, under a number of seeds.
type storm struct {
	sites, teams, notifiers int
	seeds                   uint64
	// rate is how many requests a second the server bears.
	rate float64
}

// weather is what goes wrong: some of everything, beside a rate limit that is real.
func weather() naotest.Rates {
	return naotest.Rates{LostResponse: 0.1, ErrorBefore: 0.05, ErrorAfter: 0.05, TooMany: 0.1, Async: 0.2, JobFails: 0.02}
}

// TestAccStorm declares many objects while one request in three meets with something, and expects each of them to be there once.
func TestAccStorm(t *testing.T) { //nolint:tparallel // They are, in run.
	t.Parallel()
	small := storm{sites: 30, teams: 8, notifiers: 20, seeds: 3, rate: 40}
	small.run(t)
}

// TestAccStorm_full is the same at its full size.
func TestAccStorm_full(t *testing.T) { //nolint:tparallel // They are, in run.
	t.Parallel()
	if os.Getenv("NAOCLOUD_STORM") != "full" {
		t.Skip("takes minutes: make storm")
	}
	fullStorm().run(t)
}

// BenchmarkStorm measures one seed of the full size: what an object costs in requests, and a fault in retries.
func BenchmarkStorm(b *testing.B) {
	var sum stormFigures
	full := fullStorm()
	for seed := uint64(1); b.Loop(); seed++ {
		figures := full.brave(b, seed)
		sum.applies += figures.applies
		sum.objects += figures.objects
		sum.twice += figures.twice
		sum.unknown += figures.unknown
		sum.requests += figures.requests
		sum.faults += figures.faults
		sum.retries += figures.retries
	}
	b.ReportMetric(float64(sum.applies)/float64(b.N), "applies")
	b.ReportMetric(float64(sum.twice), "twice")
	b.ReportMetric(float64(sum.unknown), "unknown")
	b.ReportMetric(float64(sum.requests)/float64(sum.objects), "requests/object")
	b.ReportMetric(float64(sum.faults)/float64(sum.objects), "faults/object")
	b.ReportMetric(float64(sum.retries)/float64(sum.faults), "retries/fault")
}

// BenchmarkStorm_againstCalm compares the applies of 320 objects through random faults with one apply without faults. Both wait as the
// provider does for users.
func BenchmarkStorm_againstCalm(b *testing.B) {
	size := storm{sites: 140, teams: 40}
	var calm, stormy time.Duration
	var sum stormFigures
	for seed := uint64(1); b.Loop(); seed++ {
		began := time.Now()
		workspace := clitest.New(b, clitest.Open(b, naotest.Behavior{}), clitest.Provider{})
		workspace.Configure(size.config())
		if applied := workspace.Apply(); applied.Status != 0 {
			b.Fatal(applied.Output)
		}
		calm += time.Since(began)

		account := clitest.Open(b, naotest.Behavior{Jobs: naotest.Jobs{Polls: 2}})
		account.RandomFaults(seed, naotest.Rates{LostResponse: 0.1, ErrorBefore: 0.05, ErrorAfter: 0.05, TooMany: 0.1, Async: 0.2})
		figures := size.applyUntilDone(b, account, clitest.New(b, account, clitest.Provider{}), seed)
		stormy += figures.took
		sum.applies += figures.applies
		sum.twice += figures.twice
		sum.unknown += figures.unknown
	}
	b.ReportMetric(float64(sum.applies)/float64(b.N), "applies")
	b.ReportMetric(float64(sum.twice), "twice")
	b.ReportMetric(float64(sum.unknown), "unknown")
	b.ReportMetric(stormy.Seconds()/calm.Seconds(), "times-calm")
}

func fullStorm() storm { return storm{sites: 1000, teams: 200, notifiers: 300, seeds: 20, rate: 120} }

func (s storm) run(t *testing.T) {
	t.Helper()
	figures := make(chan stormFigures, s.seeds)
	t.Run("seeds", func(t *testing.T) {
		for seed := range s.seeds {
			t.Run(fmt.Sprint(seed+1), func(t *testing.T) {
				t.Parallel()
				figures <- s.brave(t, seed+1)
			})
		}
	})
	close(figures)
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(w, "seed\tapplies\tobjects\ttwice\tunknown\trequests\tfaults\tlimited\tretries\tretries/faults\ttime\t")
	for _, f := range slices.SortedFunc(drained(figures), func(a, b stormFigures) int { return int(a.seed) - int(b.seed) }) { //nolint:gosec // Small numbers.
		_, _ = fmt.Fprintf(w, "%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%.2f\t%s\t\n", f.seed, f.applies, f.objects, f.twice, f.unknown, f.requests, f.faults,
			f.limited, f.retries, float64(f.retries)/float64(f.faults), f.took.Round(100*time.Millisecond))
	}
	_ = w.Flush()
	t.Logf("%d sites, %d teams, %d associations, %d notifiers:\n%s", s.sites, s.teams, s.sites, s.notifiers, table.String())
}

// stormFigures are what one seed came to.
type stormFigures struct {
	seed uint64
	// applies is how many it took, objects how many the account holds in the end, twice how many of them have a natural key that another
	// has too, and unknown how many are not in the state.
	applies, objects, twice, unknown int
	// faults are all that cost a request its work or its response, and limited those of them that the rate limit refused.
	requests, faults, limited, retries int
	took                               time.Duration
}

// brave applies the whole under one seed.
func (s storm) brave(t testing.TB, seed uint64) stormFigures {
	t.Helper()
	account := clitest.Open(t, naotest.Behavior{
		// A job whose announcement is lost is still at work when the client first looks for what it makes, but not when it last looks.
		Jobs:        naotest.Jobs{Polls: 2, Duration: 5 * time.Millisecond},
		RateLimit:   naotest.RateLimit{PerSecond: s.rate, Burst: 10, NoRetryAfter: true},
		Collections: []naotest.Collection{{Path: "sites/{}/notifiers"}},
	})
	account.RandomFaults(seed, weather())
	workspace := clitest.New(t, account, clitest.Provider{RetryWait: time.Millisecond})
	workspace.KeepStateRemotely()
	workspace.Setenv("GOGC", "400") // A CLI that works on thousands of objects is busy with its garbage else.
	figures := s.applyUntilDone(t, account, workspace, seed)
	if figures.retries == 0 || figures.retries > 2*figures.faults {
		t.Errorf("seed %d: %d retries for %d faults, want some, and at most twice as many", seed, figures.retries, figures.faults)
	}
	return figures
}

// applyUntilDone applies until nothing is left to do, three times at most, and compares what the account then has with the state.
func (s storm) applyUntilDone(t testing.TB, account *clitest.Account, workspace *clitest.Workspace, seed uint64) stormFigures {
	t.Helper()
	workspace.Configure(s.config())
	figures := stormFigures{seed: seed}
	began := time.Now()
	for figures.applies < 3 {
		figures.applies++
		if applied := workspace.Apply(); applied.Status == 0 {
			break
		} else if figures.applies == 3 {
			t.Errorf("seed %d: the third apply failed too:\n%s", seed, applied.Output)
		} else {
			t.Logf("seed %d: apply %d left something to do:\n%s", seed, figures.applies, errorsOf(applied.Output))
		}
	}
	figures.took = time.Since(began)
	if plan := workspace.Plan(); plan.Status != 0 {
		t.Errorf("seed %d: a plan after the applies is not empty (status %d):\n%s", seed, plan.Status, plan.Output)
	}
	s.compare(t, account, workspace.State(), &figures)
	figures.count(account)
	figures.retries = workspace.Retries()
	t.Logf("seed %d took %s", seed, figures.took.Round(time.Second))
	return figures
}

// errorsOf is a CLI's output from its first error on.
func errorsOf(output string) string {
	return output[max(strings.Index(output, "Error: "), 0):]
}

// config declares each object in a block of its own, so that an association waits for its own site and team, and for no other: where all sites
// were one resource with a count, one that fails would keep all associations from being tried in that apply.
//
// Where a gateway gives up and the job behind it fails, a create is looked for until its deadline. It is shorter than usual, as all waits are.
func (s storm) config() string {
	var config strings.Builder
	const soon = "\n  timeouts {\n    create = \"1m\"\n  }"
	for i := range s.sites {
		fmt.Fprintf(&config, `
resource "naocloud_site" "site_%[1]d" {
  name      = "site %[1]d"
  latitude  = %[2]d
  longitude = %[3]d%[5]s
}

resource "naocloud_site_team_association" "site_%[1]d" {
  team_id = naocloud_team.team_%[4]d.id
  site_id = naocloud_site.site_%[1]d.id%[5]s
}
`, i, i%90, i/90, i%s.teams, soon)
	}
	for i := range s.teams {
		fmt.Fprintf(&config, `
resource "naocloud_team" "team_%[1]d" {
  name  = "team %[1]d"
  roles = ["admin"]%[2]s
}
`, i, soon)
	}
	for i := range s.notifiers {
		fmt.Fprintf(&config, `
resource "naocloud_object" "notifier_%[1]d" {
  collection = "sites/${naocloud_site.site_%[1]d.id}/notifiers"
  attributes = { name = "notifier %[1]d", retries = %[1]d }%[2]s
}
`, i, soon)
	}
	return config.String()
}

// compare holds what the account has against what was declared, and against the state.
func (s storm) compare(t testing.TB, account *clitest.Account, state []clitest.Instance, figures *stormFigures) {
	t.Helper()
	known := map[string]bool{}
	for _, instance := range state {
		known[instance.Type+" "+instance.Text("id")] = true
	}
	keys := map[string]int{}
	made := func(kind, id, key string) {
		figures.objects++
		if keys[kind+" "+key]++; keys[kind+" "+key] > 1 {
			figures.twice++
			t.Errorf("seed %d: the %s %s is there twice", figures.seed, kind, key)
		}
		if !known[kind+" "+id] {
			figures.unknown++
			t.Errorf("seed %d: the %s %s (%s) is not in the state", figures.seed, kind, id, key)
		}
	}
	for _, site := range account.Sites() {
		made("naocloud_site", site.ID, site.Name)
	}
	for _, team := range account.Teams() {
		made("naocloud_team", team.ID, team.Name)
	}
	for _, association := range account.Associations() {
		made("naocloud_site_team_association", association.ID, association.TeamID+"/"+association.SiteID)
	}
	for _, site := range account.Sites() {
		for _, notifier := range account.Objects("sites/" + site.ID + "/notifiers") {
			made("naocloud_object", notifier.ID, fmt.Sprint(notifier.Attributes["name"]))
		}
	}
	declared := 2*s.sites + s.teams + s.notifiers
	if figures.objects != declared || len(known) != declared {
		t.Errorf("seed %d: %d objects are declared, %d are in the account and %d in the state", figures.seed, declared, figures.objects, len(known))
	}
}

// count counts faults. A job that fails costs its request nothing.
func (f *stormFigures) count(account *clitest.Account) {
	for name, count := range account.FaultCount() {
		if name != "asynchronous" && name != "job fails" {
			f.faults += count
		}
	}
	requests := account.Requests()
	f.requests = len(requests)
	for _, request := range requests {
		if request.Status == http.StatusTooManyRequests && !strings.Contains(request.Fault, "429") {
			f.limited++
		}
	}
	f.faults += f.limited
}

func drained[T any](from <-chan T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for value := range from {
			if !yield(value) {
				return
			}
		}
	}
}
