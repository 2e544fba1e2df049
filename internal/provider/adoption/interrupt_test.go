// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package adoption_test

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/clitest"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// transcript is what a command says, and does something once when a text has been said.
type transcript struct {
	said  bytes.Buffer
	await string
	then  func()
}

func (s *transcript) Write(output []byte) (int, error) {
	n, err := s.said.Write(output)
	if s.then != nil && strings.Contains(s.said.String(), s.await) {
		s.then()
		s.then = nil
	}
	return n, err
}

// interrupted types a command, and Ctrl-C at the moment that is arranged: a text that the command says, or a request that it causes. It expects
// the command to fail with this text.
func (term *terminal) interrupted(line, text string, arrange func(output *transcript, interrupt func())) {
	term.Helper()
	command := exec.CommandContext(term.Context(), "sh", "-c", "exec "+line) //nolint:gosec // The test types it.
	command.Dir, command.Env, command.Stdin = term.folder, term.environment, strings.NewReader("yes\n")
	output := &transcript{}
	command.Stdout, command.Stderr = output, output
	arrange(output, func() {
		if err := command.Process.Signal(os.Interrupt); err != nil {
			term.Error(err)
		}
	})
	err := command.Run()
	var failed *exec.ExitError
	if !errors.As(err, &failed) || !strings.Contains(unbroken(output.said.String()), text) {
		term.Errorf("%s: expected it to fail with %q, got %v:\n%s", line, text, err, &output.said)
	}
}

func TestAccPublish_thatIsInterruptedIsNoSuccess(t *testing.T) {
	t.Parallel()
	account := clitest.Open(t, naotest.Behavior{Jobs: naotest.Jobs{NeverFinish: true}})
	term := publishing(t, account.Server)
	// Not before its progress was shown: what comes of an action after Ctrl-C and is not its end, Terraform takes for its end.
	term.interrupted(invoke, "the publication goes on as the background job 48145", func(output *transcript, interrupt func()) {
		output.await, output.then = "In progress (", interrupt
	})
}

func TestAccQuery_thatIsInterruptedIsNoShorterList(t *testing.T) {
	t.Parallel()
	account := clitest.Open(t, naotest.Behavior{})
	account.SeedSites(1_000)
	term := open(t, account.Server, 14, never)
	term.example("adopt-with-query", ".tf")
	term.example("adopt-with-query", ".hcl")
	term.types("terraform init")
	term.interrupted("terraform query -generate-config-out=generated.tf", "Sites could not be listed", func(_ *transcript, interrupt func()) {
		account.BeforeResponse(http.MethodGet, "/sites", func(*http.Request) { interrupt() })
	})
}
