// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package bench_test

import (
	"fmt"
	"net"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/clitest"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

const (
	// mostRequests is how many requests a wrong key may cost, and mostLines how many lines beyond the frames that Terraform puts around each error.
	mostRequests = 20
	mostLines    = 200
	// longestOutage is how long a plan of 60 sites may take where nobody listens at the endpoint.
	longestOutage = 40 * time.Second
)

// ofMany is a configuration of sites.
func ofMany(sites int, lines string) string {
	return fmt.Sprintf(`
provider "naocloud" {
  %s
}
resource "naocloud_site" "all" {
  count     = %d
  name      = format("site-%%05d", count.index + 1)
  latitude  = count.index %% 1700 / 10 - 85
  longitude = count.index %% 3500 / 10 - 175
}
`, lines, sites)
}

// frame is a line that Terraform itself writes for each error: its summary, the address, the place in the configuration, or nothing.
var frame = regexp.MustCompile(`^[\s│╷╵]*(Error: .*|with naocloud_site\.all.*|on main\.tf line \d+.*|\d+: resource .*)?$`)

// BenchmarkTrouble runs into what concerns all objects alike: a wrong key on 3,000 sites, and an endpoint where nobody listens on 60.
func BenchmarkTrouble(b *testing.B) {
	provider := clitest.Provider{}
	for name, state := range map[string]bool{"sites_in_the_state": true, "new_sites": false} {
		b.Run("a_wrong_key/"+name, func(b *testing.B) {
			const sites = 3000
			simulated := clitest.Open(b, naotest.Behavior{})
			simulated.SeedSites(sites)
			workspace := clitest.New(b, simulated, provider)
			workspace.Configure(ofMany(sites, `api_key = "not-the-key-of-anybody"`))
			if state {
				workspace.WriteState("naocloud_site", "all", attributes(simulated.Sites()))
			}
			began := time.Now()
			plan := workspace.Plan()
			took := time.Since(began)
			if plan.Status != 1 || !strings.Contains(plan.Output, "The API key is not accepted") {
				b.Fatalf("the plan ended with status %d:\n%.2000s", plan.Status, plan.Output)
			}
			lines := 0
			// What stands before the errors is the plan itself.
			_, errorsOnly, _ := strings.Cut(plan.Output, "\nError: ")
			for line := range strings.Lines(errorsOnly) {
				if !frame.MatchString(strings.TrimRight(line, "\n")) {
					lines++
				}
			}
			requests := len(simulated.Requests())
			if requests > mostRequests || lines >= mostLines {
				b.Errorf("expected at most %d requests and fewer than %d lines, got %d and %d", mostRequests, mostLines, requests, lines)
			}
			b.ReportMetric(float64(requests), "requests")
			b.ReportMetric(float64(lines), "lines")
			_, _ = fmt.Fprintf(os.Stdout, "a wrong key on %d sites (%s): %d requests, %d lines beyond Terraform's frames, %s\n", sites, name, requests, lines, seconds(took))
		})
	}
	for name, state := range map[string]bool{"sites_in_the_state": true, "new_sites": false} {
		b.Run("nobody_listens/"+name, func(b *testing.B) {
			const sites = 60
			simulated := clitest.Open(b, naotest.Behavior{})
			simulated.SeedSites(sites)
			workspace := clitest.New(b, simulated, provider)
			workspace.Configure(ofMany(sites, fmt.Sprintf("endpoint = %q", "http://"+deaf(b)+"/api/v2")))
			if state {
				workspace.WriteState("naocloud_site", "all", attributes(simulated.Sites()))
			}
			began := time.Now()
			plan := workspace.Plan()
			took := time.Since(began)
			if plan.Status != 1 || !strings.Contains(plan.Output, "nobody listens at the endpoint") {
				b.Fatalf("the plan ended with status %d:\n%.2000s", plan.Status, plan.Output)
			}
			if took > longestOutage {
				b.Errorf("expected at most %s, got %s", longestOutage, took)
			}
			b.ReportMetric(took.Seconds(), "seconds")
			_, _ = fmt.Fprintf(os.Stdout, "nobody listens, %d sites (%s): %s\n", sites, name, seconds(took))
		})
	}
}

// deaf is an address on this machine where nobody listens.
func deaf(b *testing.B) string {
	b.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // It ends at once.
	if err != nil {
		b.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		b.Fatal(err)
	}
	return address
}
