// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package clitest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"
)

// measure runs the provider as a child of this process, which hands the CLI's handshake through, and notes the child's peak memory.
func (p process) measure() error {
	usage := p.Usage
	p.Usage = ""
	settings, err := json.Marshal(p)
	if err != nil {
		return err
	}
	binary := p.Binary
	if binary == "" {
		if binary, err = os.Executable(); err != nil {
			return err
		}
	}
	child := exec.CommandContext(context.Background(), binary) //nolint:gosec // The test chose it.
	child.Env = append(os.Environ(), variable+"="+string(settings))
	child.Stdin, child.Stdout, child.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := child.Run(); err != nil {
		return fmt.Errorf("run %s: %w", binary, err)
	}
	rusage, ok := child.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return fmt.Errorf("the use of resources is a %T here", child.ProcessState.SysUsage())
	}
	peak := rusage.Maxrss
	if runtime.GOOS != "darwin" {
		peak *= 1 << 10 // Elsewhere it counts KiB.
	}
	return appendLine(usage, strconv.FormatInt(peak, 10))
}
