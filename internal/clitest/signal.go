// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package clitest

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"syscall"
)

// ownGroup keeps a signal to a command and its children away from the test.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// Interrupt does what Ctrl-C in a terminal does: the CLI and the provider get a SIGINT.
func (c *Command) Interrupt() error {
	if err := syscall.Kill(-c.cmd.Process.Pid, syscall.SIGINT); err != nil {
		return fmt.Errorf("interrupt the CLI: %w", err)
	}
	return nil
}

// KillProvider ends the provider process that sent a request, without a chance to put anything in order.
func KillProvider(r *http.Request) error {
	_, after, _ := strings.Cut(r.UserAgent(), processID)
	pid, err := strconv.Atoi(after)
	if err != nil || pid <= 1 {
		return fmt.Errorf("no process id in the User-Agent %q", r.UserAgent())
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		return fmt.Errorf("kill the provider: %w", err)
	}
	return nil
}
