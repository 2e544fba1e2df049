// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package resilience_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/clitest"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// kill applies, and kills the provider when the next request of this kind was worked on, before it learns of that.
func kill(t *testing.T, account *clitest.Account, workspace *clitest.Workspace, method, path string) {
	t.Helper()
	account.BeforeResponse(method, path, func(r *http.Request) {
		if err := clitest.KillProvider(r); err != nil {
			t.Error(err)
		}
		<-r.Context().Done()
	})
	expect(t, workspace.Apply(), failed)
	if state := workspace.State(); len(state) > 0 {
		t.Fatalf("the state holds %+v: nobody can have put that there", state)
	}
}

// adopts expects that the next apply makes no second object but names the first, and that the import block of its message adopts that.
func (k kind) adopts(t *testing.T, account *clitest.Account, workspace *clitest.Workspace) {
	t.Helper()
	k.leaves(t, account, 1)
	id := k.ids(account)[0]
	resourceType := "naocloud_" + k.noun
	expect(t, workspace.Apply(), failed, "exists already: id "+id+".", "Nothing was created.",
		fmt.Sprintf("import { to = %s.example id = %q }", resourceType, k.importID(id)))
	k.leaves(t, account, 1)

	workspace.Configure(k.config("") + fmt.Sprintf("import {\n to = %s\n id = %q\n}\n", k.address, k.importID(id)))
	expect(t, workspace.Apply(), done, "1 imported, 0 added, 0 changed, 0 destroyed")
	expect(t, workspace.Plan(), done)
	tally(t, account, map[string]int{"POST " + k.collection: 1})
}

func TestAccKilled_beforeTheResponseToThePost(t *testing.T) {
	t.Parallel()
	eachKind(t, naotest.Behavior{}, func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
		kill(t, account, workspace, http.MethodPost, k.collection)
		k.adopts(t, account, workspace)
	})
}

func TestAccKilled_whileAJobIsAtWork(t *testing.T) {
	t.Parallel()
	behavior := slowly()
	behavior.Jobs.WorkAtOnce = true
	eachOf(t, of("team", "tag"), behavior, func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
		kill(t, account, workspace, http.MethodGet, anyJob)
		k.adopts(t, account, workspace)
	})
}

func TestAccKilled_beforeThePostCostsNothing(t *testing.T) {
	t.Parallel()
	eachOf(t, of("site"), naotest.Behavior{}, func(t *testing.T, k kind, account *clitest.Account, workspace *clitest.Workspace) {
		kill(t, account, workspace, http.MethodGet, k.collection)
		k.leaves(t, account, 0)
		expect(t, workspace.Apply(), done)
		k.leaves(t, account, 1)
		expect(t, workspace.Plan(), done)
	})
}
