// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider"
)

// listing asks a provider for the objects of a type, without a CLI between: so it is seen when each result comes.
func listing(ctx context.Context, t testing.TB, server *naotest.Server, request tfprotov6.ListResourceRequest) iter.Seq[tfprotov6.ListResourceResult] {
	t.Helper()
	p := configured(ctx, t, server)
	schemas, err := p.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	request.Config = empty(t, schemas.ListResourceSchemas[request.TypeName].ValueType())
	stream, err := p.ListResource(ctx, &request)
	if err != nil {
		t.Fatal(err)
	}
	return stream.Results
}

// configured is a provider of an account.
func configured(ctx context.Context, t testing.TB, server *naotest.Server) tfprotov6.ProviderServer {
	t.Helper()
	environment := map[string]string{"NAOCLOUD_ENDPOINT": naotest.Endpoint, "NAOCLOUD_API_KEY": naotest.APIKey}
	p := providerserver.NewProtocol6(provider.NewWith("test",
		func(name string) string { return environment[name] },
		func(config *client.Config) { config.Transport = server.Transport() })())()
	schemas, err := p.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := p.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{Config: empty(t, schemas.Provider.ValueType())})
	if err != nil || len(answer.Diagnostics) > 0 {
		t.Fatal(err, answer.Diagnostics)
	}
	return p
}

// empty is a block of this type that says nothing.
func empty(t testing.TB, blockType tftypes.Type) *tfprotov6.DynamicValue {
	t.Helper()
	return block(t, blockType, nil)
}

// block is a block of this type with some of its attributes.
func block(t testing.TB, blockType tftypes.Type, attributes map[string]string) *tfprotov6.DynamicValue {
	t.Helper()
	object, ok := blockType.(tftypes.Object)
	if !ok {
		t.Fatalf("expected an object, got %s", blockType)
	}
	values := make(map[string]tftypes.Value, len(object.AttributeTypes))
	for name, attributeType := range object.AttributeTypes {
		values[name] = tftypes.NewValue(attributeType, nil)
		if text, ok := attributes[name]; ok {
			values[name] = tftypes.NewValue(attributeType, text)
		}
	}
	value, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, values))
	if err != nil {
		t.Fatal(err)
	}
	return &value
}

func TestList_streams(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{})
	server.SeedSites(10_000)
	pages := func() int { return server.Count(http.MethodGet, "/sites") }
	results, pagesAtFirst := 0, 0
	for result := range listing(t.Context(), t, server, tfprotov6.ListResourceRequest{TypeName: "naocloud_site", Limit: 20_000, IncludeResource: true}) {
		if len(result.Diagnostics) > 0 {
			t.Fatal(result.Diagnostics[0])
		}
		if results++; results == 1 {
			pagesAtFirst = pages()
		}
	}
	if results != 10_000 || pagesAtFirst != 1 || pages() != 100 {
		t.Errorf("expected 10,000 results over 100 pages, the first one after 1; got %d over %d, after %d", results, pages(), pagesAtFirst)
	}
}

func TestList_stopsWhenNobodyListens(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{})
	server.SeedSites(1_000)
	for range listing(t.Context(), t, server, tfprotov6.ListResourceRequest{TypeName: "naocloud_site", Limit: 1_000}) {
		break
	}
	if got := server.Count(http.MethodGet, "/sites"); got != 1 {
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
			server := naotest.New(naotest.Behavior{})
			server.SeedSites(test.sites)
			results, warnings := 0, 0
			for result := range listing(t.Context(), t, server, tfprotov6.ListResourceRequest{TypeName: "naocloud_site", Limit: test.limit}) {
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
	server := naotest.New(naotest.Behavior{})
	server.SeedSites(250)
	server.Inject(naotest.Status(http.StatusForbidden), naotest.On(http.MethodGet, "/sites").Query("page[number]", "3"))
	var results []tfprotov6.ListResourceResult
	for result := range listing(t.Context(), t, server, tfprotov6.ListResourceRequest{TypeName: "naocloud_site", Limit: 1_000}) {
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
			server := naotest.New(naotest.Behavior{})
			server.SeedSites(sites)
			before := heap()
			var most uint64
			for b.Loop() {
				results := 0
				for range listing(b.Context(), b, server, tfprotov6.ListResourceRequest{TypeName: "naocloud_site", Limit: int64(sites), IncludeResource: true}) {
					if results++; results%500 == 0 {
						most = max(most, heap())
					}
				}
				server.ResetRequests()
			}
			b.ReportMetric(float64(int64(most)-int64(before))/(1<<20), "MiB-held")
		})
	}
}

// heap is how many bytes are in use after a collection.
func heap() uint64 {
	runtime.GC()
	var statistics runtime.MemStats
	runtime.ReadMemStats(&statistics)
	return statistics.HeapAlloc
}
