// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package resilience_test

import (
	"net/http"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/clitest"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestAccAmbiguous_aRejectedPostAfterALostOneSaysWhatIsThere(t *testing.T) {
	t.Parallel()
	t.Run("nothing", func(t *testing.T) {
		t.Parallel()
		eachOf(t, of("site", "tag"), naotest.Behavior{}, func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
			account.Inject(naotest.CutBefore, naotest.On(http.MethodPost, k.collection).Times(1))
			account.Inject(naotest.Unprocessable("/data/attributes/name", "Name is reserved"), naotest.On(http.MethodPost, k.collection).Times(1))
			// What the API says of the second POST may be for what the first one made: it is looked for before that is believed.
			expect(t, workspace.Apply(), failed, "could not be created", "Name is reserved")
			k.leaves(t, account, 0)
			expect(t, workspace.Apply(), done)
			k.leaves(t, account, 1)
		})
	})
	t.Run("what the lost one made", func(t *testing.T) {
		t.Parallel()
		// The first look comes too early, and so the POST is sent again: the API knows better.
		behavior := naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{Requests: 7}}}
		eachOf(t, of("site", "tag"), behavior, func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
			account.Inject(naotest.LoseResponse, naotest.On(http.MethodPost, k.collection).Times(1))
			account.Inject(naotest.Unprocessable("/data/attributes/name", "Name is taken"), naotest.On(http.MethodPost, k.collection).Times(1))
			expect(t, workspace.Apply(), done)
			k.leaves(t, account, 1)
			expect(t, workspace.Plan(), done)
		})
	})
}

func TestAccAmbiguous_severalNewObjectsAreNamedAndNoneIsTaken(t *testing.T) {
	t.Parallel()
	eachOf(t, of("team", "tag"), naotest.Behavior{Responses: naotest.Responses{Creates: naotest.SeeOther}},
		func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
			account.BeforeResponse(http.MethodPost, k.collection, func(*http.Request) { k.add(account) })
			applied := workspace.Apply()
			ids := k.ids(account)
			expect(t, applied, failed, "could not be created for certain", "None of them was put into the state.",
				"ids "+ids[0]+", "+ids[1], `id = "`+k.importID(ids[0])+`"`, `id = "`+k.importID(ids[1])+`"`)
			if state := workspace.State(); len(state) > 0 {
				t.Errorf("the state holds %+v, want nothing", state)
			}
			// Without a decision, nothing more is made.
			expect(t, workspace.Apply(), failed, "exists already, 2 times: ids "+ids[0]+", "+ids[1])
			k.leaves(t, account, 2)
		})
}

func TestAccAmbiguous_aServerThatIgnoresFiltersAndOrderIsSearchedWhole(t *testing.T) {
	t.Parallel()
	behavior := naotest.Behavior{
		Responses: naotest.Responses{Creates: naotest.SeeOther},
		Listing:   naotest.Listing{IgnoreFilters: true, IgnoreSort: true, PageCap: 10},
	}
	eachNamed(t, behavior, func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
		account.SeedSites(25)
		account.SeedTeams(25)
		account.SeedTags("2", 25)
		k.add(account)
		id := k.ids(account)[25]
		expect(t, workspace.Apply(), failed, "exists already: id "+id+".")
		k.leaves(t, account, 26)
		k.remove(account, id)
		expect(t, workspace.Apply(), done)
		k.leaves(t, account, 26)
		expect(t, workspace.Plan(), done)
	})
}

func TestAccAmbiguous_aJobThatNeverEndsIsNamedUntilItIsGivenUp(t *testing.T) {
	t.Parallel()
	eachOf(t, of("tag", "site_team_association"), naotest.Behavior{}, func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
		workspace.Configure(k.config("timeouts {\n create = \"2s\"\n read = \"2s\"\n}"))
		account.Inject(naotest.JobNeverFinishes, naotest.On(http.MethodPost, k.collection).Times(1))
		expect(t, workspace.Apply(), failed, notYet, "background job 48145 was not seen to finish, and time ran out.", resumes, "Time ran out")
		k.tainted(t, workspace)

		expect(t, workspace.Plan(), failed, "background job 48145 was not seen to finish", "the next plan looks again", "`terraform state rm`")
		k.tainted(t, workspace)

		// The advice of the message is the way out.
		expect(t, workspace.Run("state", "rm", k.address), done)
		expect(t, workspace.Apply(), done)
		k.leaves(t, account, 1)
	})
}

func TestAccAmbiguous_aJobWhoseAddressIsGone(t *testing.T) {
	t.Parallel()
	t.Run("is no matter where the object is there", func(t *testing.T) {
		t.Parallel()
		eachOf(t, of("team", "site_team_association"), naotest.Behavior{}, func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
			account.Inject(naotest.JobGone, naotest.On(http.MethodPost, k.collection).Times(1))
			expect(t, workspace.Apply(), done)
			k.leaves(t, account, 1)
			tally(t, account, map[string]int{"POST " + k.collection: 1})
		})
	})
	t.Run("leaves the create open where it is not", func(t *testing.T) {
		t.Parallel()
		eachOf(t, of("team", "site_team_association"), naotest.Behavior{}, func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
			account.Inject(naotest.JobNeverFinishes, naotest.On(http.MethodPost, k.collection).Times(1))
			account.Inject(naotest.Status(http.StatusNotFound), naotest.On(http.MethodGet, anyJob))
			expect(t, workspace.Apply(), failed, notYet, "background job 48145 was not seen to finish", resumes)
			k.tainted(t, workspace)
			untilGivenUp(t, workspace)
			k.leaves(t, account, 1)
			expect(t, workspace.Plan(), done)
		})
	})
}
