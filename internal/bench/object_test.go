// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package bench_test

import (
	"fmt"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/clitest"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// objectsConfig declares n objects of ten attributes.
func objectsConfig(n int) string {
	return fmt.Sprintf(`
resource "naocloud_object" "all" {
  count      = %d
  collection = "sites/11416/notifiers"
  attributes = {
    name    = "Notifier ${count.index}"
    retries = 3
    on      = true
    lat     = 43.56439230039133
    lon     = 1.3871262673941822
    note    = "night shift"
    kinds   = ["mail", "sms"]
    options = { colour = "red", level = 2 }
    from    = "2026-01-01T12:00:00+02:00"
    target  = "ward ${count.index}"
  }
}
`, n)
}

// BenchmarkObjects refreshes hundreds of objects of a collection that no resource type knows: how many requests that takes, and how much of the
// processors next to a provider with the same dynamic attribute that reads nothing.
func BenchmarkObjects(b *testing.B) {
	account := clitest.Open(b, naotest.Behavior{
		Listing:     naotest.Listing{PageCap: 100},
		Collections: []naotest.Collection{{Path: "sites/{}/notifiers", Defaults: map[string]any{"created_by": 4840}}},
	})
	account.SeedSites(1)
	for _, n := range []int{300, 500} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			workspace := clitest.New(b, account, clitest.Provider{})
			workspace.Configure(objectsConfig(n))
			if applied := workspace.Apply(); applied.Status != 0 {
				b.Fatal(applied.Output)
			}
			account.ResetRequests()
			plan := workspace.Plan()
			if plan.Status != 0 {
				b.Fatal(plan.Output)
			}
			requests := len(account.Requests())
			workspace.Use(clitest.Provider{Null: true})
			null := workspace.Plan()
			ratio := plan.CPU.Seconds() / null.CPU.Seconds()
			b.ReportMetric(float64(requests), "requests")
			b.ReportMetric(ratio, "x-null")
			if most := n/100 + 6; requests > most {
				b.Errorf("expected at most %d requests, got %v", most, account.Tally())
			}
			if ratio > 3 {
				b.Errorf("expected at most 3 times the CPU of a provider that reads nothing, got %.2f", ratio)
			}
			workspace.Use(clitest.Provider{})
			workspace.Configure("")
			if removed := workspace.Apply(); removed.Status != 0 {
				b.Fatal(removed.Output)
			}
		})
	}
}
