// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package bench_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/clitest"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// rounds is how often a run is made. The fastest counts: whatever else the machine does only ever slows one down, short ones most.
func rounds(managed int) int { return min(max(2000/managed, 1), 5) }

// run is what one plan cost.
type run struct {
	requests int
	took     time.Duration
	memory   int64
}

// BenchmarkRefresh plans without a change: sites that are managed, in accounts of different size, with a server of different latency.
// It compares bulk reads with single ones, and both with a provider of the same schema that reads nothing.
func BenchmarkRefresh(b *testing.B) {
	var table strings.Builder
	table.WriteString("| sites managed | in the account | latency | requests | time | of the CLI's own | provider memory | requests, singly | time, singly |\n" +
		"|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	provider := released(b)
	every := []time.Duration{0, 20 * time.Millisecond, 100 * time.Millisecond}
	for _, size := range []struct {
		managed   int
		accounts  []int
		latencies []time.Duration
	}{
		{1, []int{1, 50_000}, every},
		{100, []int{100, 10_000}, every},
		{1000, []int{1000, 10_000}, every},
		{5000, []int{5000, 10_000}, every},
		// The CLI itself takes minutes for so many.
		{10_000, []int{10_000}, every[1:2]},
	} {
		// Only where a run of this size is asked for.
		measureNull := sync.OnceValue(func() run { return measure(b, clitest.Provider{Null: true}, size.managed, size.managed, 0) })
		for _, account := range size.accounts {
			for _, latency := range size.latencies {
				b.Run(fmt.Sprintf("%d_of_%d_at_%s", size.managed, account, latency), func(b *testing.B) {
					null, bulk := measureNull(), measure(b, provider, size.managed, account, latency)
					// What single reads cost does not depend on the account.
					singly := "|  |  |"
					if account == size.managed {
						single := measure(b, clitest.Provider{SingleReads: true}, size.managed, account, latency)
						singly = fmt.Sprintf("| %d | %s |", single.requests, seconds(single.took))
					}
					ratio := bulk.took.Seconds() / null.took.Seconds()
					b.ReportMetric(float64(bulk.requests), "requests")
					b.ReportMetric(ratio, "x-null")
					b.ReportMetric(float64(bulk.memory)/(1<<20), "MiB")
					fmt.Fprintf(&table, "| %d | %d | %d ms | %d | %s | %.2f × %s | %d MiB %s\n", size.managed, account, latency.Milliseconds(),
						bulk.requests, seconds(bulk.took), ratio, seconds(null.took), bulk.memory>>20, singly)
				})
			}
		}
	}
	_, _ = fmt.Fprintf(os.Stdout, "\n%s\n", table.String())
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1f s", d.Seconds()) }

// measure plans, and expects nothing to change.
func measure(b *testing.B, provider clitest.Provider, managed, account int, latency time.Duration) run {
	b.Helper()
	simulated := clitest.Open(b, naotest.Behavior{Latency: latency})
	simulated.SeedSites(account)
	workspace := clitest.New(b, simulated, provider)
	workspace.Configure(fmt.Sprintf(`
resource "naocloud_site" "all" {
  count     = %d
  name      = format("site-%%05d", count.index + 1)
  latitude  = count.index %% 1700 / 10 - 85
  longitude = count.index %% 3500 / 10 - 175
}
`, managed))
	workspace.WriteState("naocloud_site", "all", attributes(simulated.Sites()[:managed]))
	var fastest run
	for range rounds(managed) {
		simulated.ResetRequests()
		workspace.Measure()
		began := time.Now()
		plan := workspace.Plan()
		took := time.Since(began)
		if plan.Status != 0 {
			b.Fatalf("the plan of what is there already ended with status %d:\n%s", plan.Status, plan.Output)
		}
		if fastest.took == 0 || took < fastest.took {
			fastest = run{requests: len(simulated.Requests()), took: took, memory: workspace.PeakMemory()}
		}
	}
	return fastest
}

func attributes(sites []naotest.Site) []map[string]any {
	all := make([]map[string]any, len(sites))
	for i, site := range sites {
		all[i] = map[string]any{"id": site.ID, "name": site.Name, "latitude": site.Latitude, "longitude": site.Longitude, "timeouts": nil}
	}
	return all
}
