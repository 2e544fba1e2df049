// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

const (
	// rotatedKey is another key of the first account, otherKey the key of the second.
	rotatedKey = "canary-rotated-key-11aa22bb33cc"
	otherKey   = "canary-other-account-44dd55ee66ff"
)

// twoAccounts serves two accounts at one endpoint, as NAO Cloud does: the key says which one is meant.
func twoAccounts(t *testing.T) (endpoint string, first, second *naotest.Server) {
	t.Helper()
	first, second = naotest.New(naotest.Behavior{}), naotest.New(naotest.Behavior{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		account := first
		switch r.Header.Get("Authorization") {
		case rotatedKey:
			r.Header.Set("Authorization", naotest.APIKey)
		case otherKey:
			account = second
			r.Header.Set("Authorization", naotest.APIKey)
		}
		account.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL + naotest.BasePath, first, second
}

// inAccount makes the commands that follow use a key.
func (w *workspace) inAccount(key string) {
	w.environment = append(w.environment, "NAOCLOUD_API_KEY="+key)
}

// says expects an output to hold each of these texts.
func says(t *testing.T, output string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !providertest.Message(text).MatchString(output) {
			t.Errorf("expected %q in:\n%s", text, output)
		}
	}
}

const twoTeams = `
resource "naocloud_team" "one" { name = "Operations" }
resource "naocloud_team" "two" { name = "Security" }
`

// applied makes two teams in the first of two accounts.
func applied(t *testing.T) (w *workspace, first, second *naotest.Server) {
	t.Helper()
	cli, base := quickProvider(t)
	endpoint, first, second := twoAccounts(t)
	w = open(t, cli, base, map[string]string{"NAOCLOUD_ENDPOINT": endpoint})
	w.configure(t, twoTeams)
	w.inAccount(naotest.APIKey)
	says(t, w.run(t, "apply", "-auto-approve"), "2 added")
	return w, first, second
}

func TestAccGuard_anotherKeyAtTheSameEndpoint(t *testing.T) {
	t.Parallel()
	w, first, second := applied(t)
	second.AddTeam(naotest.Team{ID: "7", Name: "Other"})

	w.inAccount(otherKey)
	for name, arguments := range map[string][]string{
		"a plan":                      {"plan"},
		"an apply":                    {"apply", "-auto-approve"},
		"a destroy":                   {"destroy", "-auto-approve"},
		"a destroy without a refresh": {"destroy", "-auto-approve", "-refresh=false"},
	} {
		output := w.run(t, arguments...)
		says(t, output, "Team is not in this account",
			"was last seen with other credentials at the same endpoint. These credentials do not show it",
			"use the former credentials and endpoint", "NAOCLOUD_ACCEPT_GONE=true", "NAOCLOUD_EXPECTED_SITE_ID")
		if strings.Contains(output, "complete!") || strings.Contains(output, "2 to add") {
			t.Errorf("%s: expected that nothing goes and nothing is planned, got:\n%s", name, output)
		}
	}
	if writes := second.Count(http.MethodPost, "/teams") + second.Count(http.MethodDelete, "/teams/*"); writes != 0 || len(first.Teams()) != 2 {
		t.Errorf("expected no write: %v; teams of the first account %v", second.Tally(), first.Teams())
	}

	w.inAccount(naotest.APIKey)
	says(t, w.run(t, "plan"), "No changes.")
}

func TestAccGuard_acceptGoneLetsAnotherAccountPass(t *testing.T) {
	t.Parallel()
	w, _, second := applied(t)
	w.inAccount(otherKey)
	w.environment = append(w.environment, "NAOCLOUD_ACCEPT_GONE=true")
	says(t, w.run(t, "apply", "-auto-approve"), "Team is gone", "2 added")
	if teams := len(second.Teams()); teams != 2 {
		t.Errorf("expected two teams in the second account, got %d", teams)
	}
}

func TestAccGuard_aRotatedKeyIsSilent(t *testing.T) {
	t.Parallel()
	w, first, _ := applied(t)
	w.inAccount(rotatedKey)
	says(t, w.run(t, "apply", "-auto-approve"), "No changes.")
	if output := w.run(t, "plan"); strings.Contains(output, "Warning: Team") || !strings.Contains(output, "No changes.") {
		t.Errorf("expected silence, got:\n%s", output)
	}
	// Both keys are known by now: what one of them does not find is gone.
	first.RemoveTeam("392")
	says(t, w.run(t, "plan"), "Team is gone", "1 to add")
}

func TestAccGuard_whatIsRemovedElsewhereIsGoneAlsoIfItWasTheLast(t *testing.T) {
	t.Parallel()
	w, first, _ := applied(t)
	first.RemoveTeam("392")
	says(t, w.run(t, "plan"), "Team is gone", "1 to add")
	first.RemoveTeam("393")
	says(t, w.run(t, "plan"), "2 to add")
	says(t, w.run(t, "destroy", "-auto-approve", "-refresh=false"), "2 destroyed")
}
