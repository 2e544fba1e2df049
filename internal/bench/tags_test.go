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

const batchPath = "/sites/*/nao_trackables/batch"

// tagsConfig is a set of n tags, from a table as users have it. The first has this name.
func tagsConfig(n int, first string) string {
	var table strings.Builder
	fmt.Fprintf(&table, "mac,name\n%s,%s\n", naotest.TagMAC(1), first)
	for i := 2; i <= n; i++ {
		fmt.Fprintf(&table, "%s,Bed %d\n", naotest.TagMAC(i), i)
	}
	return fmt.Sprintf(`
resource "naocloud_site_tags" "all" {
  site_id = "11416"
  tags    = { for row in csvdecode(%q) : row.mac => row.name }
}
`, table.String())
}

// BenchmarkSiteTags commissions, refreshes and changes a site of thousands of tags: how many requests that takes, and how much of the
// processors an empty plan takes next to that of a provider with the same schema that reads nothing.
func BenchmarkSiteTags(b *testing.B) {
	var table strings.Builder
	table.WriteString("| tags | batch | requests: commission | refresh | one changed name | CPU of an empty plan | of the CLI's own |\n|--:|:--|--:|--:|--:|--:|--:|\n")
	var plans []time.Duration
	for _, c := range []struct {
		tags  int
		batch naotest.Batch
		name  string
		// most are how many requests a commission may take.
		most int
	}{
		{5000, naotest.Batch{}, "yes", 60},
		{5000, naotest.Batch{Method: "none"}, "no", 5060},
		{10_000, naotest.Batch{}, "yes", 110},
	} {
		b.Run(fmt.Sprintf("%d_batch_%s", c.tags, c.name), func(b *testing.B) {
			account := clitest.Open(b, naotest.Behavior{Tags: naotest.Tags{Batch: c.batch}, Listing: naotest.Listing{PageCap: 100}})
			account.SeedSites(1)
			workspace := clitest.New(b, account, clitest.Provider{})
			requests := func(command func() clitest.Result, status int) (int, time.Duration) {
				b.Helper()
				account.ResetRequests()
				result := command()
				if result.Status != status {
					b.Fatalf("expected status %d, got %d:\n%s", status, result.Status, result.Output)
				}
				return len(account.Requests()), result.CPU
			}
			workspace.Configure(tagsConfig(c.tags, "Bed 1"))
			commission, _ := requests(func() clitest.Result { return workspace.Apply() }, 0)
			if commission > c.most {
				b.Errorf("expected at most %d requests, got %d: %v", c.most, commission, account.Tally())
			}
			refresh, own := requests(func() clitest.Result { return workspace.Plan() }, 0)
			workspace.Use(clitest.Provider{Null: true})
			_, null := requests(func() clitest.Result { return workspace.Plan() }, 0)
			workspace.Use(clitest.Provider{})
			workspace.Configure(tagsConfig(c.tags, "Renamed"))
			change, _ := requests(func() clitest.Result { return workspace.Apply() }, 0)
			if puts := account.Count(http.MethodPut, "/sites/*/nao_trackables/*"); puts != 1 || account.Count(http.MethodPut, batchPath) != 0 {
				b.Errorf("expected one PUT, got %v", account.Tally())
			}
			ratio := own.Seconds() / null.Seconds()
			if refresh > c.tags/100+10 || ratio > 2 {
				b.Errorf("expected a refresh of pages at twice the CLI's own CPU, got %d requests at %.2f × %s", refresh, ratio, seconds(null))
			}
			plans = append(plans, own)
			b.ReportMetric(float64(commission), "commission-requests")
			b.ReportMetric(float64(refresh), "refresh-requests")
			b.ReportMetric(ratio, "x-null")
			fmt.Fprintf(&table, "| %d | %s | %d | %d | %d | %.2f × %s | %s |\n", c.tags, c.name, commission, refresh, change, ratio, seconds(null), seconds(null))
		})
	}
	if len(plans) == 3 && plans[2].Seconds() > 2.3*plans[0].Seconds() {
		b.Errorf("expected a plan that grows with the number of tags, got %s for 5,000 and %s for 10,000", seconds(plans[0]), seconds(plans[2]))
	}
	_, _ = fmt.Fprintf(os.Stdout, "\n%s\n", table.String())
}

// BenchmarkTags refreshes some hundreds of tags with resources of their own.
func BenchmarkTags(b *testing.B) {
	account := clitest.Open(b, naotest.Behavior{Listing: naotest.Listing{PageCap: 100}})
	account.SeedSites(1)
	workspace := clitest.New(b, account, clitest.Provider{})
	workspace.Configure(`
resource "naocloud_tag" "all" {
  count       = 300
  site_id     = "11416"
  tracking_id = "badge-${count.index}"
  name        = "Bed ${count.index}"
}
`)
	if applied := workspace.Apply(); applied.Status != 0 {
		b.Fatal(applied.Output)
	}
	account.ResetRequests()
	if plan := workspace.Plan(); plan.Status != 0 {
		b.Fatal(plan.Output)
	}
	requests := len(account.Requests())
	b.ReportMetric(float64(requests), "requests")
	if most := 3 + 6; requests > most {
		b.Errorf("expected at most %d requests, got %v", most, account.Tally())
	}
}
