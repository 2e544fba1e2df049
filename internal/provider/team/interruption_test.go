// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package team_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

// hasty gives up creating while the job of a stalled account is not heard of.
const hasty = `name = "Operations"
	timeouts {
		create = "3s"
	}`

const notYet = "The next plan looks for the object and goes on from there, and a destroy removes it."

func TestAccTeam_anInterruptedCreateIsFoundByTheNextApply(t *testing.T) {
	t.Parallel()
	account := providertest.StartStalled(t)
	account.Run(t,
		providertest.Fails(config(account, hasty), "Team is not created yet"),
		// It is tainted, so what is found is replaced.
		providertest.Applies(config(account, hasty), address, plancheck.ResourceActionDestroyBeforeCreate,
			providertest.Text(address, "id", "393")),
	)
	if deletes := account.Count(http.MethodDelete, "/teams/392"); deletes != 1 {
		t.Errorf("expected the found team 392 to be deleted once, got %d times", deletes)
	}
}

func TestAccTeam_anInterruptedCreateIsDestroyed(t *testing.T) {
	t.Parallel()
	account := providertest.StartStalled(t)
	// Run destroys, and makes sure that nothing is left.
	account.Run(t, providertest.Fails(config(account, hasty), notYet))
	if deletes := account.Count(http.MethodDelete, "/teams/392"); deletes != 1 {
		t.Errorf("expected one DELETE of the team that the job made, got %v", account.Tally())
	}
}

func TestAccTeam_anInterruptedCreateThatFailsIsForgotten(t *testing.T) {
	t.Parallel()
	account := providertest.StartStalled(t, func(b *naotest.Behavior) { b.Jobs.Failure = "No room for teams." })
	account.Run(t,
		providertest.Fails(config(account, hasty), notYet),
		providertest.Before(
			func() { account.SetBehavior(func(b *naotest.Behavior) { b.Jobs = naotest.Jobs{} }) },
			providertest.Applies(config(account, hasty), address, plancheck.ResourceActionCreate,
				providertest.Text(address, "id", "392"))),
	)
}

func TestAccTeam_aJobThatNeverEndsIsNamedAndRemembered(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.Inject(naotest.JobNeverFinishes, naotest.On(http.MethodPost, "/teams").Times(1))
	endless := config(account, `
		name = "Operations"
		timeouts {
			create = "3s"
			read   = "3s"
		}`)
	account.Run(t,
		providertest.Fails(endless, "the background job 48145 was not seen to finish"),
		providertest.Fails(endless, "The state goes on remembering it, and the next plan looks again."),
		// At last the server forgets the job, and there is no team: so there is to be one.
		providertest.Before(
			func() {
				account.Inject(naotest.Status(http.StatusNotFound), naotest.On(http.MethodGet, "/background_jobs/*"))
			},
			providertest.Applies(endless, address, plancheck.ResourceActionCreate, providertest.Text(address, "id", "392"))),
	)
}

func TestAccTeam_aJobOnAnotherHostIsNotAskedButTheTeamIsFound(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.Inject(naotest.LocationElsewhere("http://localhost:1"), naotest.On(http.MethodPost, "/teams").Times(1))
	account.Run(t,
		providertest.Applies(config(account, `name = "Operations"`), address, plancheck.ResourceActionCreate, providertest.Text(address, "id", "392")),
	)
}
