// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package live

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// shortestPrefix keeps a slip of the keyboard from sweeping an account clean.
const shortestPrefix = 6

// TestMain runs the sweepers instead of the tests where -sweep is given.
func TestMain(m *testing.M) {
	resource.AddTestSweepers("naocloud_team", &resource.Sweeper{Name: "naocloud_team", F: sweeper(teams)})
	// A team's associations go with it, and no site should go before them. A site's tags go with it.
	resource.AddTestSweepers("naocloud_site", &resource.Sweeper{Name: "naocloud_site", F: sweeper(sites), Dependencies: []string{"naocloud_team"}})
	resource.TestMain(m)
}

// kind tells which objects a sweep removes.
type kind string

const (
	teams kind = "teams"
	sites kind = "sites"
)

// sweeper sweeps the account that the environment names; there are no regions.
func sweeper(what kind) func(string) error {
	return func(string) error {
		if !isLive() {
			return errors.New("sweeping removes objects: say so with NAOCLOUD_ACC=live")
		}
		c, err := connect(environment(), func(*client.Config) {})
		if err != nil {
			return err
		}
		return sweep(context.Background(), c, what, prefix())
	}
}

// bearing are the teams and sites whose names start with the prefix, by id.
func bearing(ctx context.Context, c *client.Client, prefix string) (teams, sites map[string]string, err error) {
	teams, sites = map[string]string{}, map[string]string{}
	for team, err := range c.Teams.List(ctx, client.Query{}) {
		if err != nil {
			return nil, nil, err
		}
		if strings.HasPrefix(team.Name, prefix) {
			teams[team.ID] = team.Name
		}
	}
	for site, err := range c.Sites.List(ctx, client.Query{}) {
		if err != nil {
			return nil, nil, err
		}
		if strings.HasPrefix(site.Name, prefix) {
			sites[site.ID] = site.Name
		}
	}
	return teams, sites, nil
}

// sweep removes what bears the prefix, and nothing else.
func sweep(ctx context.Context, c *client.Client, what kind, prefix string) error {
	if len(prefix) < shortestPrefix {
		return fmt.Errorf("sweep %s: the prefix %q is shorter than %d characters, which could be anybody's", what, prefix, shortestPrefix)
	}
	boundTeams, boundSites, err := bearing(ctx, c, prefix)
	if err != nil {
		return fmt.Errorf("sweep %s: %w", what, err)
	}
	bound := boundTeams
	remove := func(id string) error { return c.Teams.Delete(ctx, client.Team{ID: id}) }
	if what == sites {
		bound = boundSites
		remove = func(id string) error { return c.Sites.Delete(ctx, client.Site{ID: id}) }
	}
	var problems []error
	for id := range bound {
		problems = append(problems, remove(id))
	}
	return errors.Join(problems...)
}

func TestSweep_removesWhatBearsThePrefixAlone(t *testing.T) {
	t.Parallel()
	s := naotest.Start(t, naotest.Behavior{})
	s.AddTeam(naotest.Team{Name: "tf-acc-test-1 team"})
	s.AddTeam(naotest.Team{Name: "Operations of tf-acc-test"})
	s.AddTeam(naotest.Team{Name: "TF-ACC-TEST"})
	s.AddSite(naotest.Site{Name: "tf-acc-test-1 site"})
	s.AddSite(naotest.Site{Name: "Hospital"})
	c, err := connect(map[string]string{"NAOCLOUD_ENDPOINT": s.URL, "NAOCLOUD_API_KEY": naotest.APIKey}, func(*client.Config) {})
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range []kind{teams, sites} {
		if err := sweep(t.Context(), c, what, "tf-acc-test"); err != nil {
			t.Fatal(err)
		}
	}
	var left []string
	for _, team := range s.Teams() {
		left = append(left, team.Name)
	}
	for _, site := range s.Sites() {
		left = append(left, site.Name)
	}
	if expected := []string{"Operations of tf-acc-test", "TF-ACC-TEST", "Hospital"}; !slices.Equal(left, expected) {
		t.Errorf("expected %q to be left, got %q", expected, left)
	}
	if err := sweep(t.Context(), c, sites, "Hos"); err == nil || len(s.Sites()) != 1 {
		t.Errorf("expected the short prefix to be refused, got %v", err)
	}
}
