// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package resilience_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/clitest"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestAccAgain_underAnotherAddress renames a resource without a moved block: the CLI destroys the old one and creates the new one at once.
func TestAccAgain_underAnotherAddress(t *testing.T) {
	t.Parallel()
	eachOf(t, of("tag", "site_team_association"), naotest.Behavior{}, func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
		expect(t, workspace.Apply(), done)
		// The create looks while the object is being removed.
		account.Inject(naotest.Delay(2*time.Second), naotest.On(http.MethodDelete, ""))
		account.Inject(naotest.Delay(time.Second), naotest.On(http.MethodGet, k.collection))
		workspace.Configure(strings.Replace(k.config(""), `"`+k.address[strings.Index(k.address, ".")+1:]+`"`, `"other"`, 1))
		expect(t, workspace.Apply(), done, "1 added, 0 changed, 1 destroyed")
		k.leaves(t, account, 1)
		expect(t, workspace.Plan(), done)
	})
}

// TestAccAgain_beforeTheInterruptedOneIsDestroyed creates anew before what an interrupted create may have made is destroyed, and nothing is
// read before: that one finds the new object, and must leave it alone.
func TestAccAgain_beforeTheInterruptedOneIsDestroyed(t *testing.T) {
	t.Parallel()
	eachOf(t, of("team", "site_team_association"), naotest.Behavior{}, func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
		workspace.Configure(k.config("lifecycle {\ncreate_before_destroy = true\n}\ntimeouts {\ncreate = \"2s\"\n}"))
		account.Inject(naotest.HangBefore, naotest.On(http.MethodPost, k.collection).Times(1))
		expect(t, workspace.Apply(), failed, notYet)
		k.leaves(t, account, 0)
		// What this run makes in its place is not taken for what the interrupted create made, and so is not destroyed with it.
		workspace.Apply("-refresh=false")
		k.leaves(t, account, 1)
	})
}

// TestAccAgain_withoutARefreshMakesNoSecond replaces the entry of a create whose work goes on, and nothing is read before.
func TestAccAgain_withoutARefreshMakesNoSecond(t *testing.T) {
	t.Parallel()
	eachOf(t, of("site", "site_team_association"), naotest.Behavior{Work: naotest.Durations{Creates: 20 * time.Second}}, func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
		workspace.Configure(k.config("timeouts {\ncreate = \"2s\"\n}"))
		expect(t, workspace.Apply(), failed, notYet)
		workspace.Configure(k.config(""))
		expect(t, workspace.Apply("-refresh=false"), failed, "may still be created", "Run again without `-refresh=false`")
		tally(t, account, map[string]int{"POST " + k.collection: 1})
	})
}

// TestAccEndpoint_aSavedPlanToDestroyIsNotDoneAtAnother reads nothing before it deletes.
func TestAccEndpoint_aSavedPlanToDestroyIsNotDoneAtAnother(t *testing.T) {
	t.Parallel()
	eachOf(t, of("tag", "site_team_association"), naotest.Behavior{}, func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
		expect(t, workspace.Apply(), done)
		expect(t, workspace.Run("plan", "-destroy", "-out=gone.tfplan"), done)
		workspace.Setenv("NAOCLOUD_ENDPOINT", account.URL+"x")
		expect(t, workspace.Run("apply", "gone.tfplan"), failed, "this is not NAO Cloud's API", "Correct the provider's `endpoint`")
		expect(t, workspace.Run("destroy", "-auto-approve", "-refresh=false"), failed, "this is not NAO Cloud's API")
		if state := workspace.State(); len(state) != 1 {
			t.Errorf("the state is %+v, want what it held", state)
		}
		k.leaves(t, account, 1)
	})
}
