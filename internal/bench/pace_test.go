// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package bench_test

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/clitest"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// BenchmarkPace creates sites on a server that bears 20 requests a second: how near to that a run comes, and how often it is turned away.
func BenchmarkPace(b *testing.B) {
	const limit, sites = 20, 600
	var table strings.Builder
	table.WriteString("| server's limit | burst | `requests_per_second` | Retry-After | requests a second | turned away after the first second |\n" +
		"|--:|--:|--:|:--|--:|--:|\n")
	provider := released(b)
	for _, c := range []struct {
		burst      int
		configured float64
		silent     bool
	}{
		{burst: 1}, {burst: 5}, {burst: 1, silent: true}, {burst: 20}, {burst: 1, configured: 19},
	} {
		retryAfter := "sent"
		if c.silent {
			retryAfter = "not sent"
		}
		b.Run(fmt.Sprintf("burst_%d_configured_%g_retry-after_%s", c.burst, c.configured, strings.ReplaceAll(retryAfter, " ", "_")), func(b *testing.B) {
			account := clitest.Open(b, naotest.Behavior{RateLimit: naotest.RateLimit{PerSecond: limit, Burst: c.burst, NoRetryAfter: c.silent}})
			workspace := clitest.New(b, account, provider)
			workspace.Setenv("NAOCLOUD_REQUESTS_PER_SECOND", fmt.Sprint(c.configured))
			workspace.Configure(fmt.Sprintf("resource \"naocloud_site\" \"all\" {\n  count = %d\n  name = \"site ${count.index}\"\n  latitude = 1\n  longitude = 2\n}\n", sites))
			if applied := workspace.Apply(); applied.Status != 0 {
				b.Fatalf("the apply ended with status %d:\n%s", applied.Status, applied.Output)
			}
			rate, turnedAway := throughput(account.Requests())
			b.ReportMetric(rate, "req/s")
			b.ReportMetric(100*turnedAway, "%429")
			fmt.Fprintf(&table, "| %d/s | %d | %g | %s | %.1f | %.1f %% |\n", limit, c.burst, c.configured, retryAfter, rate, 100*turnedAway)
		})
	}
	_, _ = fmt.Fprintf(os.Stdout, "\n%s\n", table.String())
}

// throughput is how many requests were served in a second, and which part of those after the first second were turned away.
func throughput(requests []naotest.Request) (rate, turnedAway float64) {
	first, last := requests[0].Time, requests[len(requests)-1].Time
	served, late, lateTurnedAway := 0, 0, 0
	for _, request := range requests {
		refused := request.Status == http.StatusTooManyRequests
		if !refused {
			served++
		}
		if request.Time.Sub(first) <= time.Second {
			continue
		}
		late++
		if refused {
			lateTurnedAway++
		}
	}
	return float64(served) / last.Sub(first).Seconds(), float64(lateTurnedAway) / float64(max(late, 1))
}
