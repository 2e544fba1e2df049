// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package adoption_test

import (
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestList_streams(t *testing.T) {
	t.Parallel()
	account := naotest.New(naotest.Behavior{})
	account.SeedSites(2_500)
	pages := func() int { return account.Count(http.MethodGet, "/sites") }
	results, pagesAtFirst := 0, 0
	for result := range listing(t.Context(), t, account, tfprotov6.ListResourceRequest{TypeName: "naocloud_site", Limit: 5_000, IncludeResource: true}) {
		if len(result.Diagnostics) > 0 {
			t.Fatal(result.Diagnostics[0])
		}
		if results++; results == 1 {
			pagesAtFirst = pages()
		}
	}
	if results != 2_500 || pagesAtFirst != 1 || pages() != 5 {
		t.Errorf("expected 2,500 results over 5 pages, the first one after 1; got %d over %d, after %d", results, pages(), pagesAtFirst)
	}
}

func TestList_stopsWhenNobodyListens(t *testing.T) {
	t.Parallel()
	account := naotest.New(naotest.Behavior{})
	account.SeedSites(1_000)
	for range listing(t.Context(), t, account, tfprotov6.ListResourceRequest{TypeName: "naocloud_site", Limit: 1_000}) {
		break
	}
	if got := account.Count(http.MethodGet, "/sites"); got != 1 {
		t.Errorf("expected 1 page, got %d", got)
	}
}

func TestList_theLimitIsKeptAndTold(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		sites   int
		limit   int64
		results int
		cut     bool
	}{
		"below":             {sites: 150, limit: 100, results: 100, cut: true},
		"equal":             {sites: 100, limit: 100, results: 100},
		"above":             {sites: 50, limit: 100, results: 50},
		"one":               {sites: 2, limit: 1, results: 1, cut: true},
		"none given":        {sites: 150, limit: 0, results: 150},
		"nothing to be cut": {sites: 0, limit: 1, results: 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := naotest.New(naotest.Behavior{})
			account.SeedSites(test.sites)
			results, warnings := 0, 0
			for result := range listing(t.Context(), t, account, tfprotov6.ListResourceRequest{TypeName: "naocloud_site", Limit: test.limit}) {
				results++
				for _, diagnostic := range result.Diagnostics {
					if diagnostic.Severity != tfprotov6.DiagnosticSeverityWarning || !strings.Contains(diagnostic.Detail, "more sites than the 1") {
						t.Errorf("unexpected %s: %s", diagnostic.Summary, diagnostic.Detail)
					}
					warnings++
				}
			}
			if results != test.results || (warnings == 1) != test.cut {
				t.Errorf("expected %d results, cut: %t; got %d with %d warnings", test.results, test.cut, results, warnings)
			}
		})
	}
}

func TestList_breaksOffInAnError(t *testing.T) {
	t.Parallel()
	account := naotest.New(naotest.Behavior{Listing: naotest.Listing{PageCap: 100}})
	account.SeedSites(250)
	account.Inject(naotest.Status(http.StatusForbidden), naotest.On(http.MethodGet, "/sites").Query("page[number]", "3"))
	var results []tfprotov6.ListResourceResult
	for result := range listing(t.Context(), t, account, tfprotov6.ListResourceRequest{TypeName: "naocloud_site", Limit: 1_000}) {
		results = append(results, result)
	}
	if len(results) != 201 || len(results[200].Diagnostics) != 1 || results[200].Diagnostics[0].Severity != tfprotov6.DiagnosticSeverityError {
		t.Errorf("expected 200 sites and an error, got %d results: %v", len(results), results[len(results)-1].Diagnostics)
	}
}

// BenchmarkList measures what the provider holds at most while sites are listed: the account is that of the benchmark, and is taken off.
func BenchmarkList(b *testing.B) {
	for _, sites := range []int{1_000, 10_000} {
		b.Run(fmt.Sprintf("%d-sites", sites), func(b *testing.B) {
			account := naotest.New(naotest.Behavior{})
			account.SeedSites(sites)
			before := heap()
			most := 0.0
			for b.Loop() {
				results := 0
				for range listing(b.Context(), b, account, tfprotov6.ListResourceRequest{TypeName: "naocloud_site", Limit: int64(sites), IncludeResource: true}) {
					if results++; results%500 == 0 {
						most = max(most, heap())
					}
				}
				account.ResetRequests()
			}
			b.ReportMetric(most-before, "MiB-held")
		})
	}
}

// heap is how many MiB are in use after a collection.
func heap() float64 {
	runtime.GC()
	var statistics runtime.MemStats
	runtime.ReadMemStats(&statistics)
	return float64(statistics.HeapAlloc) / (1 << 20)
}

// BenchmarkQuery measures the provider as a process of its own, at its peak, while a CLI queries.
func BenchmarkQuery(b *testing.B) {
	const sites = 10_000
	account := naotest.Start(b, naotest.Behavior{})
	account.SeedSites(sites)
	term := open(b, account, 14, never)
	term.example("adopt-with-query", "main.tf")
	term.write("sites.tfquery.hcl", fmt.Sprintf("list \"naocloud_site\" \"all\" {\n  provider         = naocloud\n  limit            = %d\n  include_resource = true\n}\n", sites))
	term.types("terraform init")
	for b.Loop() {
		if said := term.types("terraform query"); strings.Count(said, "list.naocloud_site.all ") != sites {
			b.Fatalf("expected %d sites, got %d", sites, strings.Count(said, "list.naocloud_site.all "))
		}
	}
	b.ReportMetric(float64(len(account.Requests()))/float64(b.N), "requests")
	if peak, ok := term.peak(); ok {
		b.ReportMetric(peak, "peak-MiB")
	}
}
