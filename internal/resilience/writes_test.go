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

// changesAndGoes takes an object from its create through a change to its end, and expects that each arrives in the account.
func (k kind) changesAndGoes(t *testing.T, account *clitest.Account, workspace *clitest.Workspace) {
	t.Helper()
	expect(t, workspace.Apply(), done)
	workspace.Configure(k.block(k.renamed))
	expect(t, workspace.Apply(), done, "0 added, 1 changed, 0 destroyed")
	if names := k.names(account); len(names) != 1 || names[0] != "Warehouse" {
		t.Errorf("the account holds the %ss %v, want the one that was renamed", k.noun, names)
	}
	expect(t, workspace.Plan(), done)
	expect(t, workspace.Destroy(), done)
	k.leaves(t, account, 0)
}

func TestAccWrites_whoseResponsesAreLostEndAsDeclared(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]naotest.Fault{
		"lost response":      naotest.LoseResponse,
		"502 after the work": naotest.ProxyPage(http.StatusBadGateway).AfterWork(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachOf(t, of("site", "tag"), naotest.Behavior{}, func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
				member := k.collection + "/*"
				account.Inject(fault, naotest.On(http.MethodPut, member).Times(1))
				account.Inject(fault, naotest.On(http.MethodDelete, member).Times(1))
				k.changesAndGoes(t, account, workspace)
				tally(t, account, map[string]int{"PUT " + member: 2, "DELETE " + member: 2})
			})
		})
	}
}

func TestAccWrites_thatAreAnsweredByJobsAreFollowed(t *testing.T) {
	t.Parallel()
	for _, response := range []naotest.Response{naotest.Accepted, naotest.SeeOther} {
		t.Run(string(response), func(t *testing.T) {
			t.Parallel()
			behavior := naotest.Behavior{Responses: naotest.Responses{Updates: response, Deletes: response}, Jobs: naotest.Jobs{Polls: 2}}
			eachOf(t, of("team", "tag"), behavior, func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
				k.changesAndGoes(t, account, workspace)
				// Two polls of each job are answered before the one that ends it.
				tally(t, account, map[string]int{"GET /background_jobs/*": 6})
			})
		})
	}
}

func TestAccWrites_anAssociationIsRemovedWhateverTheResponse(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behavior naotest.Behavior
		fault    naotest.Fault
		deletes  int
	}{
		"lost":                    {fault: naotest.LoseResponse, deletes: 2},
		"an error after the work": {fault: naotest.Status(http.StatusInternalServerError).AfterWork(), deletes: 2},
		"a job to be polled":      {behavior: naotest.Behavior{Responses: naotest.Responses{Deletes: naotest.SeeOther}, Jobs: naotest.Jobs{Polls: 2}}, deletes: 1},
		"accepted":                {behavior: naotest.Behavior{Responses: naotest.Responses{Deletes: naotest.Accepted}, Jobs: naotest.Jobs{Polls: 2}}, deletes: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachOf(t, of("site_team_association"), test.behavior, func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
				account.Inject(test.fault, naotest.On(http.MethodDelete, k.collection+"/*").Times(1))
				expect(t, workspace.Apply(), done)
				expect(t, workspace.Destroy(), done, "1 destroyed")
				k.leaves(t, account, 0)
				tally(t, account, map[string]int{"DELETE " + k.collection + "/*": test.deletes})
			})
		})
	}
}

func TestAccWrites_deleteOfWhatIsGoneSucceeds(t *testing.T) {
	t.Parallel()
	eachOf(t, of("team", "site_team_association"), naotest.Behavior{}, func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
		expect(t, workspace.Apply(), done)
		// The refresh still sees it.
		account.BeforeResponse(http.MethodGet, k.read, func(*http.Request) { k.remove(account, k.ids(account)[0]) })
		expect(t, workspace.Destroy(), done, "1 destroyed")
		tally(t, account, map[string]int{"DELETE " + k.collection + "/*": 1})
	})
}
