// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// lines hands out what is written, line by line.
type lines chan string

func (l lines) Write(b []byte) (int, error) {
	for line := range strings.Lines(string(b)) {
		l <- strings.TrimSuffix(line, "\n")
	}
	return len(b), nil
}

func send(t *testing.T, method, url string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", naotest.APIKey)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

func TestRun_servesUntilInterrupted(t *testing.T) {
	t.Parallel()
	ready := filepath.Join(t.TempDir(), "ready")
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	printed, ended := make(lines, 10), make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"-ready-file", ready, "-seed-sites", "7", "-page-cap", "4"}, printed, io.Discard)
	}()

	endpoint, ok := strings.CutPrefix(<-printed, "NAOCLOUD_ENDPOINT=")
	if !ok {
		t.Fatalf("got endpoint %q", endpoint)
	}
	key := <-printed
	if want := "NAOCLOUD_API_KEY=" + naotest.APIKey; key != want {
		t.Errorf("got %q, want %q", key, want)
	}
	if status, body := send(t, "GET", endpoint+"/sites"); status != 200 || !strings.Contains(body, `"records":9`) {
		t.Errorf("sites: got %d %s", status, body)
	}
	if status, _ := send(t, "GET", endpoint+"/sites/1"); status != 404 {
		t.Errorf("unknown site: got %d", status)
	}
	checkControl(t, strings.TrimSuffix(endpoint, naotest.BasePath))

	// The ready file is written after the lines were printed: wait for the end.
	interrupt()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if got, want := <-printed, "served no requests"; got != want { // since the reset
		t.Errorf("got %q, want %q", got, want)
	}
	content, err := os.ReadFile(ready) //nolint:gosec // a path of this test's
	if err != nil || string(content) != "NAOCLOUD_ENDPOINT="+endpoint+"\n"+key+"\n" {
		t.Errorf("ready file: %q, %v", content, err)
	}
}

// checkControl reads the counts of the two requests above, and resets them.
func checkControl(t *testing.T, host string) {
	t.Helper()
	var counted requestReport
	_, body := send(t, "GET", host+"/_sim/requests")
	if err := json.Unmarshal([]byte(body), &counted); err != nil {
		t.Fatal(err)
	}
	if counted.Total != 2 || counted.ByMethod["GET"] != 2 || counted.ByPath["GET /sites/*"] != 1 {
		t.Errorf("counted %+v", counted)
	}
	if status, _ := send(t, "DELETE", host+"/_sim/requests"); status != http.StatusNoContent {
		t.Errorf("reset: got %d", status)
	}
	if _, body := send(t, "GET", host+"/_sim/requests"); !strings.Contains(body, `"total": 0`) {
		t.Errorf("after the reset: %s", body)
	}
	var objects map[string]int
	_, body = send(t, "GET", host+"/_sim/state")
	if err := json.Unmarshal([]byte(body), &objects); err != nil {
		t.Fatal(err)
	}
	if objects["sites"] != 9 || objects["teams"] != 2 || objects["associations"] != 2 || objects["buildings"] != 2 {
		t.Errorf("objects: %v", objects)
	}
}

func TestRun_refusesBadArguments(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"everyone":         {[]string{"-addr", ":8080"}, "not a loopback address"},
		"another host":     {[]string{"-addr", "192.0.2.1:80"}, "not a loopback address"},
		"no port":          {[]string{"-addr", "127.0.0.1"}, "missing port"},
		"unknown response": {[]string{"-creates", "204"}, "want 201, 202 or 303"},
		"unknown method":   {[]string{"-batch", "PATCH"}, "want PUT, POST or none"},
		"tags of no one":   {[]string{"-seed-tags", "1", "-empty"}, "needs a site"},
		"no collection":    {[]string{"-collection", "zones/{}/alerts"}, `no collection "zones"`},
		"argument":         {[]string{"serve"}, `unexpected argument "serve"`},
		"no such folder":   {[]string{"-ready-file", filepath.Join("no", "such", "folder")}, "write the ready file"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := run(t.Context(), test.args, io.Discard, io.Discard)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestParse_switches(t *testing.T) {
	t.Parallel()
	o, err := parse([]string{"-creates", "303", "-latency", "20ms", "-rate", "5", "-burst", "2", "-empty"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	s := naotest.New(o.behavior)
	o.seed(s)
	if o.behavior.Creates != naotest.SeeOther || o.behavior.Latency.Milliseconds() != 20 ||
		o.behavior.RateLimit != (naotest.RateLimit{PerSecond: 5, Burst: 2}) || len(s.Sites()) != 0 {
		t.Errorf("got %+v", o)
	}
}

func TestParse_switchesOfWhatIsNotDocumented(t *testing.T) {
	t.Parallel()
	o, err := parse([]string{
		"-create-time", "50s", "-gateway", "15s", "-coordinate-digits", "6", "-job-lag", "1m", "-association-listing", "404",
		"-random-429", "0.1", "-per-window", "300", "-window", "10m", "-no-retry-after",
	}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	b := o.behavior
	limit := naotest.RateLimit{Burst: 1, Random: 0.1, PerWindow: 300, Window: 10 * time.Minute, NoRetryAfter: true}
	if b.Work.Creates != 50*time.Second || b.Gateway.GivesUpAfter != 15*time.Second || b.Sites.CoordinateDigits != 6 ||
		b.Jobs.ListingLag.For != time.Minute || b.Associations.ListStatus != 404 || b.RateLimit != limit {
		t.Errorf("got %+v", b)
	}
}

func TestParse_tagsAndCollections(t *testing.T) {
	t.Parallel()
	o, err := parse([]string{
		"-seed-tags", "40", "-seed-sites", "1", "-empty", "-batch", "POST", "-batch-keeps-ids", "-tag-limit", "50",
		"-collection", "policies", "-collection", "sites/{}/notifiers",
	}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	s := naotest.New(o.behavior)
	o.seed(s)
	if got := len(s.Tags(s.Sites()[0].ID)); got != 40 {
		t.Errorf("got %d tags", got)
	}
	tags := o.behavior.Tags
	if tags.Batch != (naotest.Batch{Method: "POST", KeepIDs: true}) || tags.Limit != 50 || len(o.behavior.Collections) != 2 {
		t.Errorf("got %+v", o)
	}
}

func TestSummary_countsByMethod(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	if got := summary(s); got != "served no requests" {
		t.Errorf("got %q", got)
	}
	client := &http.Client{Transport: s.Transport()}
	for _, method := range []string{"GET", "POST", "GET"} {
		r, err := http.NewRequestWithContext(t.Context(), method, naotest.Endpoint+"/teams", nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := response.Body.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := summary(s), "served 3 requests: 2 GET, 1 POST; at most 1 at once"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
