// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package live

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/acctest"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

// isLive tells whether the tests are meant for the account that the NAOCLOUD_* variables name.
func isLive() bool { return os.Getenv("NAOCLOUD_ACC") == "live" }

// prefix starts the name of everything that the tests create, and nothing else's.
func prefix() string { return cmp.Or(os.Getenv("NAOCLOUD_ACC_PREFIX"), "tf-acc-test") }

// account is what the tests run against.
type account struct {
	environment map[string]string
	// client shows what is left behind.
	client *client.Client
	// name starts the names of what this test creates.
	name string
}

// open opens the account.
func open(t *testing.T) *account {
	t.Helper()
	a := &account{environment: environment(), name: acctest.RandomWithPrefix(prefix())}
	if !isLive() {
		s := naotest.Start(t, naotest.Behavior{Responses: naotest.Responses{Creates: naotest.SeeOther}})
		s.SeedTeams(3)
		s.SeedSites(3)
		a.environment = map[string]string{"NAOCLOUD_ENDPOINT": s.URL, "NAOCLOUD_API_KEY": naotest.APIKey}
	}
	var err error
	if a.client, err = connect(a.environment, a.adjust); err != nil {
		t.Fatal(err)
	}
	return a
}

// adjust lets nothing wait for long where the account is simulated.
func (a *account) adjust(config *client.Config) {
	if !isLive() {
		config.RetryWait = time.Millisecond
	}
}

// environment is the part of the environment that the provider reads.
func environment() map[string]string {
	variables := map[string]string{}
	for _, variable := range os.Environ() {
		if name, value, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "NAOCLOUD_") && value != "" {
			variables[name] = value
		}
	}
	return variables
}

// connect makes a client for the account that the environment names.
func connect(environment map[string]string, adjust func(*client.Config)) (*client.Client, error) {
	config := client.Config{Endpoint: environment["NAOCLOUD_ENDPOINT"], UserAgent: "terraform-provider-naocloud-acceptance"}
	switch {
	case environment["NAOCLOUD_API_KEY"] != "":
		config.Credentials = client.APIKey(environment["NAOCLOUD_API_KEY"])
	case environment["NAOCLOUD_OAUTH_TOKEN"] != "":
		config.Credentials = client.OAuthToken(environment["NAOCLOUD_OAUTH_TOKEN"])
	case environment["NAOCLOUD_JWT"] != "":
		config.Credentials = client.JWT(environment["NAOCLOUD_JWT"])
	case environment["NAOCLOUD_EMAIL"] != "":
		config.Credentials = client.Session(environment["NAOCLOUD_EMAIL"], environment["NAOCLOUD_PASSWORD"])
	default:
		return nil, errors.New("NAOCLOUD_ACC=live needs credentials: NAOCLOUD_API_KEY, NAOCLOUD_OAUTH_TOKEN, NAOCLOUD_JWT, or NAOCLOUD_EMAIL and NAOCLOUD_PASSWORD")
	}
	adjust(&config)
	return client.New(config)
}

// run takes the account through the steps, destroys what they made, and makes sure that nothing of this test is left.
func (a *account) run(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: providertest.Factories(a.adjust, a.environment),
		Steps:                    steps,
		CheckDestroy: func(*terraform.State) error {
			teams, sites, err := bearing(t.Context(), a.client, a.name)
			if err == nil && len(teams)+len(sites) > 0 {
				err = fmt.Errorf("left behind: teams %v, sites %v", teams, sites)
			}
			return err
		},
	})
}

// site is the configuration of a site that may be associated: a new one, or the one that NAOCLOUD_ACC_SITE_ID names where the account may not
// create sites; then created is false.
func (a *account) site() (hcl string, created bool) {
	if id := a.environment["NAOCLOUD_ACC_SITE_ID"]; id != "" {
		return fmt.Sprintf("data \"naocloud_site\" \"test\" {\n  id = %q\n}\nlocals {\n  site_id = data.naocloud_site.test.id\n}\n", id), false
	}
	return fmt.Sprintf("resource \"naocloud_site\" \"test\" {\n  name      = %q\n  latitude  = 43.56439230039133\n  longitude = 1.3871262673941822\n}\n"+
		"locals {\n  site_id = naocloud_site.test.id\n}\n", a.name+" site"), true
}

// team is the configuration of a team with these lines.
func (a *account) team(name, lines string) string {
	return fmt.Sprintf("resource \"naocloud_team\" \"test\" {\n  name = %q\n%s}\n", a.name+" "+name, lines)
}
