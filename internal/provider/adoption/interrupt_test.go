// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package adoption_test

import (
	"errors"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/clitest"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// interrupted types a command, and Ctrl-C when the account gets a request with this method and path. It expects it to fail with this text.
func (term *terminal) interrupted(account *clitest.Account, line, method, path, text string) {
	term.Helper()
	command := exec.CommandContext(term.Context(), "sh", "-c", "exec "+line) //nolint:gosec // The test types it.
	command.Dir, command.Env, command.Stdin = term.folder, term.environment, strings.NewReader("yes\n")
	account.BeforeAnswer(method, path, func(*http.Request) {
		if err := command.Process.Signal(os.Interrupt); err != nil {
			term.Error(err)
		}
	})
	output, err := command.CombinedOutput()
	var failed *exec.ExitError
	if !errors.As(err, &failed) || !strings.Contains(unbroken(string(output)), text) {
		term.Errorf("%s: expected it to fail with %q, got %v:\n%s", line, text, err, output)
	}
}

func TestAccPublish_thatIsInterruptedIsNoSuccess(t *testing.T) {
	t.Parallel()
	account := clitest.Open(t, naotest.Behavior{Jobs: naotest.Jobs{NeverFinish: true}})
	term := publishing(t, account.Server)
	term.interrupted(account, invoke, http.MethodGet, "/background_jobs/*", "the publication goes on as the background job "+account.URL+"/background_jobs/48145")
}

func TestAccQuery_thatIsInterruptedIsNoShorterList(t *testing.T) {
	t.Parallel()
	account := clitest.Open(t, naotest.Behavior{})
	account.SeedSites(1_000)
	term := open(t, account.Server, 14, never)
	term.example("adopt-with-query", ".tf")
	term.example("adopt-with-query", ".hcl")
	term.types("terraform init")
	term.interrupted(account, "terraform query -generate-config-out=generated.tf", http.MethodGet, "/sites", "Sites could not be listed")
}
