// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"bytes"
	"io"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/clitest"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// buildSimulator builds the simulator's command.
func buildSimulator(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "naocloud-sim")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	if err := clitest.Build(t.Context(), binary, clitest.SimulatorCommand); err != nil {
		t.Fatal(err)
	}
	return binary
}

// serve runs the simulator as a process of its own until the test ends, and returns the environment that names its account.
func serve(t *testing.T, binary string, args ...string) func(string) string {
	t.Helper()
	simulator := exec.CommandContext(t.Context(), binary, args...) //nolint:gosec // built by this test
	out, err := simulator.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := simulator.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = simulator.Process.Kill() // it may have ended
		_ = simulator.Wait()
	})
	environment := map[string]string{}
	lines := bufio.NewScanner(out)
	for len(environment) < 2 && lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), "=")
		environment[name] = value
	}
	if len(environment) < 2 {
		t.Fatalf("the simulator did not start: %v", lines.Err())
	}
	return func(name string) string { return environment[name] }
}

func TestRun_comparesAnAccountInAnotherProcess(t *testing.T) {
	t.Parallel()
	binary := buildSimulator(t)
	for name, test := range map[string]struct {
		switches []string
		// expected are lines of the table, with one space between columns.
		expected []string
		differ   string
	}{
		"as assumed": {
			switches: []string{"-seed-sites", "40"},
			expected: []string{
				"= teams: the root of a listing data data", "= sites: rows of a page 30 30", "= teams: a POST is answered with the document with the document",
				"= associations: a pair that exists already refused refused",
				"= associations: filter[site_id_eq] followed followed", "= sites: a publication is answered 303 303", "= teams: the order of roles the server's own the server's own",
				"? 429: Retry-After seconds (needs a request that is answered 429)", ", 0 different, ",
			},
		},
		"switches changed": {
			switches: []string{"-seed-sites", "40", "-creates", "303", "-page-cap", "32", "-ignore-filters"},
			expected: []string{
				"≠ teams: a POST is answered with the document 303", `teams: a POST is answered: PerType["team"].Creates = naotest.SeeOther`,
				"≠ sites: the largest page no limit 32 rows", "sites: the largest page: Listing.PageCap",
				"≠ sites: filter[name_eq] followed ignored", `sites: filter[name_eq]: Listing.IgnoredFilters = []string{"name_eq"}`,
				"≠ associations: filter[site_id_eq] followed ignored",
				"= jobs: the Location of a 303 absolute absolute",
			},
			differ: "facts differ from what is assumed",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			err := run(t.Context(), []string{"-write", "-poll", "1ms"}, serve(t, binary, test.switches...), &out, io.Discard)
			if test.differ == "" && err != nil {
				t.Error(err)
			}
			if test.differ != "" && (err == nil || !strings.Contains(err.Error(), test.differ)) {
				t.Errorf("expected %q, got %v", test.differ, err)
			}
			table := spaces(out.String())
			for _, line := range test.expected {
				if !strings.Contains(table, line) {
					t.Errorf("expected %q in the table, got:\n%s", line, out.String())
				}
			}
			if strings.Contains(table, naotest.APIKey) {
				t.Error("the table shows the API key")
			}
		})
	}
}

func TestRun_listsCollections(t *testing.T) {
	t.Parallel()
	getenv := serve(t, buildSimulator(t), "-collection", "sites/{}/notifiers")
	var out bytes.Buffer
	if err := run(t.Context(), []string{"-collections", "-paths", "teams,sites/*/notifiers,sites/*/pois"}, getenv, &out, io.Discard); err != nil {
		t.Error(err)
	}
	for _, line := range []string{
		"teams: 200, of the type team\n", "    roles: an array\n", "sites/*/notifiers: 200, but no object", "sites/*/pois: 404 Not Found\n", "3 collections, ",
	} {
		if !strings.Contains(out.String(), line) {
			t.Errorf("expected %q, got:\n%s", line, out.String())
		}
	}
}

// spaces leaves one space between columns.
func spaces(table string) string {
	var lines []string
	for line := range strings.Lines(table) {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	return strings.Join(lines, "\n")
}

func TestRun_refusesWhatNamesNoAccount(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args        []string
		environment map[string]string
		expected    string
	}{
		"no credentials":   {nil, nil, "set NAOCLOUD_API_KEY, NAOCLOUD_OAUTH_TOKEN, NAOCLOUD_JWT, or NAOCLOUD_EMAIL and NAOCLOUD_PASSWORD"},
		"half a login":     {nil, map[string]string{"NAOCLOUD_EMAIL": "someone@example.com"}, "NAOCLOUD_EMAIL and NAOCLOUD_PASSWORD"},
		"http elsewhere":   {nil, map[string]string{"NAOCLOUD_ENDPOINT": "http://example.com", "NAOCLOUD_API_KEY": "key"}, "must be https"},
		"no path":          {[]string{"-collections", "-paths", "zones,../teams"}, map[string]string{"NAOCLOUD_API_KEY": "key"}, `"../teams" is no path`},
		"no prefix":        {[]string{"-write", "-prefix", ""}, map[string]string{"NAOCLOUD_API_KEY": "key"}, "no prefix"},
		"another argument": {[]string{"write"}, nil, `unexpected argument "write"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := run(t.Context(), test.args, func(name string) string { return test.environment[name] }, io.Discard, io.Discard)
			if err == nil || !strings.Contains(err.Error(), test.expected) {
				t.Errorf("expected %q, got %v", test.expected, err)
			}
		})
	}
}
