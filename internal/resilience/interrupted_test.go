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

const (
	anyJob  = "/background_jobs/*"
	notYet  = "is not created yet"
	resumes = "The next plan looks for the object and goes on from there, and a destroy removes it."
)

// slowly answers creates with a job that ends with its second poll.
func slowly() naotest.Behavior {
	return naotest.Behavior{Responses: naotest.Responses{Creates: naotest.SeeOther}, Jobs: naotest.Jobs{Polls: 1}}
}

// interrupt applies, and presses Ctrl-C while the job of the create is at work.
func interrupt(t *testing.T, account *clitest.Account, workspace *clitest.Workspace) clitest.Result {
	t.Helper()
	started := make(chan *clitest.Command, 1)
	account.BeforeResponse(http.MethodGet, anyJob, func(r *http.Request) {
		if err := (<-started).Interrupt(); err != nil {
			t.Error(err)
		}
		// The provider hangs up once it is told to stop.
		<-r.Context().Done()
	})
	command := workspace.Start("apply", "-auto-approve")
	started <- command
	return command.Wait()
}

func TestAccInterrupted_nextPlanFindsTheObjectAndDestroyRemovesIt(t *testing.T) {
	t.Parallel()
	eachKind(t, slowly(), func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
		expect(t, interrupt(t, account, workspace), failed, notYet, "background job 48145 was not seen to finish, and the run was interrupted.", resumes)
		k.tainted(t, workspace)
		k.leaves(t, account, 0)

		// The plan resumes the job, which ends now.
		expect(t, workspace.Plan(), changes, "of an interrupted create was found", k.address+" is tainted, so", "must be replaced")
		k.leaves(t, account, 1)

		expect(t, workspace.Destroy(), done)
		k.leaves(t, account, 0)
		tally(t, account, map[string]int{"POST " + k.collection: 1, "DELETE " + k.collection + "/*": 1})
	})
}

func TestAccInterrupted_nextApplyEndsWithOneObject(t *testing.T) {
	t.Parallel()
	eachOf(t, of("team"), slowly(), func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
		expect(t, interrupt(t, account, workspace), failed)
		expect(t, workspace.Apply(), done)
		k.leaves(t, account, 1)
		expect(t, workspace.Plan(), done)
	})
}

func TestAccInterrupted_untaintKeepsTheObjectThatWasFound(t *testing.T) {
	t.Parallel()
	eachOf(t, of("site"), slowly(), func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
		expect(t, interrupt(t, account, workspace), failed)
		expect(t, workspace.Run("apply", "-refresh-only", "-auto-approve"), done, "run `terraform untaint naocloud_site.NAME`")
		expect(t, workspace.Run("untaint", k.address), done)
		expect(t, workspace.Plan(), done)
		k.leaves(t, account, 1)
		tally(t, account, map[string]int{"POST " + k.collection: 1})
	})
}

func TestAccInterrupted_destroyRightAfterwardsLeavesNothing(t *testing.T) {
	t.Parallel()
	eachOf(t, of("site_team_association"), slowly(), func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
		expect(t, interrupt(t, account, workspace), failed)
		expect(t, workspace.Destroy(), done)
		k.leaves(t, account, 0)
		tally(t, account, map[string]int{"POST " + k.collection: 1, "DELETE " + k.collection + "/*": 1})
		if state := workspace.State(); len(state) > 0 {
			t.Errorf("the state still holds %v", state)
		}
	})
}

func TestAccInterrupted_destroyWithoutARefreshLeavesNothing(t *testing.T) {
	t.Parallel()
	eachOf(t, of("team", "tag"), slowly(), func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
		expect(t, interrupt(t, account, workspace), failed)
		expect(t, workspace.Run("destroy", "-auto-approve", "-refresh=false"), done)
		k.leaves(t, account, 0)
	})
}

func TestAccInterrupted_whileTheResponseToThePostIsAwaited(t *testing.T) {
	t.Parallel()
	eachOf(t, of("site", "site_team_association"), naotest.Behavior{}, func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
		started := make(chan *clitest.Command, 1)
		account.BeforeResponse(http.MethodPost, k.collection, func(r *http.Request) {
			if err := (<-started).Interrupt(); err != nil {
				t.Error(err)
			}
			<-r.Context().Done()
		})
		command := workspace.Start("apply", "-auto-approve")
		started <- command
		expect(t, command.Wait(), failed, notYet, "its outcome is not known, and the run was interrupted.", resumes)
		k.tainted(t, workspace)

		expect(t, workspace.Plan(), changes, "of an interrupted create was found")
		expect(t, workspace.Destroy(), done)
		k.leaves(t, account, 0)
	})
}

func TestAccTimeout_nextPlanFindsTheObjectAndDestroyRemovesIt(t *testing.T) {
	t.Parallel()
	eachOf(t, of("site", "tag"), slowly(), func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
		workspace.Configure(k.config("timeouts {\n create = \"2s\"\n}"))
		account.BeforeResponse(http.MethodGet, anyJob, func(r *http.Request) { <-r.Context().Done() })
		expect(t, workspace.Apply(), failed, notYet, "background job 48145 was not seen to finish, and time ran out.", resumes,
			"Time ran out: allow more in the `timeouts` block, where there is one")
		k.tainted(t, workspace)

		expect(t, workspace.Plan(), changes, "of an interrupted create was found", k.address+" is tainted, so", "must be replaced")
		expect(t, workspace.Destroy(), done)
		k.leaves(t, account, 0)
		tally(t, account, map[string]int{"POST " + k.collection: 1, "DELETE " + k.collection + "/*": 1})
	})
}
