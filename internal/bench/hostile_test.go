// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package bench_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/clitest"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// mostMemory is how many MiB the provider may take, whatever a server sends.
const mostMemory = 400

// hostile is a server that sends what takes memory, and a configuration that makes the provider read it.
type hostile struct {
	name    string
	respond http.HandlerFunc
	config  string
	// login has the provider log in before its first request.
	login bool
	// said is what the user is told.
	said string
}

// ten reads ten sites at the same time, and named looks for one by its name, which reads whole listings where filters are ignored.
const (
	ten   = "data \"naocloud_site\" \"some\" {\n  count = 10\n  id    = count.index + 1\n}\n"
	named = "data \"naocloud_site\" \"one\" {\n  name = \"Lab\"\n}\n"
)

// hostiles are made when they are needed, since the provider process begins as this one, with what this one holds in memory.
func hostiles() []hostile {
	return []hostile{
		{name: "login_634_KiB_deep", respond: send(http.StatusCreated, strings.Repeat("[", 317<<10)+strings.Repeat("]", 317<<10)), config: ten, login: true, said: "holds no JWT"},
		{name: "login_1_MiB_of_tokens", respond: send(http.StatusCreated, `{"meta":{"jwt":[`+repeated(1000<<10, `"eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjQxMDI0NDQ4MDB9.c2ln"`)+`]}}`), config: ten, login: true, said: "more than 1000 values"},
		{name: "page_of_a_million_rows", respond: send(http.StatusOK, `{"data":[`+repeated(950_000*17, `{"id":"114161"}`)+`]}`), config: named, said: "at most 2000000 values"},
		{name: "page_of_many_sites", respond: send(http.StatusOK, rows(1, 99_000)), config: named, said: "does not exist"},
		{name: "ten_sites_of_63_MiB", respond: send(http.StatusOK, strings.Repeat(" ", 63<<20)), config: ten, said: "larger than 16 MiB"},
		{name: "ten_sites_of_16_MiB", respond: send(http.StatusOK, `{"data":{"id":"1","attributes":{"x":[`+repeated(16<<20-100, `"12345678"`)+`]}}}`), config: ten, said: "expected site"},
		{name: "ten_errors_of_16_MiB", respond: send(http.StatusUnprocessableEntity, `{"errors":[`+repeated(16<<20-100, `{"detail":"no"}`)+`]}`), config: ten, said: "NAO Cloud gives no reason"},
		{name: "claims_10_million_records", respond: pages(30, 300, `,"meta":{"pagination":{"records":10000000}}`), config: named, said: "does not exist"},
		{name: "new_ids_without_end", respond: pages(500, 1<<40, ""), config: named, said: "the listing does not end"},
		{name: "new_ids_in_pages_of_16_MiB", respond: pages(90_000, 1<<40, `,"meta":{"pagination":{"records":100000000}}`), config: named, said: "the listing does not end"},
	}
}

// send sends the same body to every request.
func send(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/vnd.api+json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// repeated is a list of one value, of about size bytes.
func repeated(size int, value string) string {
	return strings.TrimSuffix(strings.Repeat(value+",", size/(len(value)+1)), ",")
}

// rows is a document of sites whose ids follow one another.
func rows(first, count int) string {
	var b strings.Builder
	name := strings.Repeat("s", 100)
	b.WriteString(`{"data":[`)
	for i := range count {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"%d","attributes":{"name":"%s","latitude":1,"longitude":2}}`, first+i, name)
	}
	return b.String() + "]}"
}

// pages sends pages of new ids, up to a last page; meta ends each document.
func pages(size, last int, meta string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		number, err := strconv.Atoi(r.URL.Query().Get("page[number]"))
		if err != nil || number > last {
			send(http.StatusOK, `{"data":[]`+meta+`}`)(w, r)
			return
		}
		send(http.StatusOK, strings.TrimSuffix(rows((number-1)*size+1, size), "}")+meta+"}")(w, r)
	}
}

// BenchmarkHostile measures the provider's peak of memory while a server sends what takes memory. It fails where that is above the bound.
func BenchmarkHostile(b *testing.B) {
	var table strings.Builder
	table.WriteString("| the server sends | provider memory |\n|:--|--:|\n")
	provider := released(b)
	for _, h := range hostiles() {
		b.Run(h.name, func(b *testing.B) {
			server := httptest.NewServer(h.respond)
			b.Cleanup(server.Close)
			workspace := clitest.New(b, clitest.Open(b, naotest.Behavior{}), provider)
			workspace.Setenv("NAOCLOUD_ENDPOINT", server.URL+naotest.BasePath)
			workspace.Setenv("NAOCLOUD_MAX_RETRIES", "1")
			if h.login {
				workspace.Setenv("NAOCLOUD_USE_SESSION", "true")
			}
			workspace.Configure(h.config)
			workspace.Measure()
			planned := workspace.Plan()
			if output := strings.Join(strings.Fields(strings.ReplaceAll(planned.Output, "│", "")), " "); !strings.Contains(output, h.said) {
				b.Errorf("expected %q, got status %d: …%s", h.said, planned.Status, output[max(0, len(output)-600):])
			}
			memory := float64(workspace.PeakMemory()) / (1 << 20)
			b.ReportMetric(memory, "MiB")
			fmt.Fprintf(&table, "| %s | %.0f MiB |\n", strings.ReplaceAll(h.name, "_", " "), memory)
			if memory > mostMemory {
				b.Errorf("the provider took %.0f MiB, want at most %d", memory, mostMemory)
			}
		})
	}
	_, _ = fmt.Fprintf(os.Stdout, "\n%s\n", table.String())
}
