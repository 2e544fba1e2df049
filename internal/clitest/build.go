// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package clitest

import (
	"context"
	"fmt"
	"os/exec"
)

const (
	// ProviderCommand is the provider, as a command that Build can build.
	ProviderCommand = "github.com/naocloud/terraform-provider-naocloud"
	// SimulatorCommand is the simulator that serves on loopback, as the same.
	SimulatorCommand = ProviderCommand + "/internal/naotest/cmd/naocloud-sim"

	// EndAtOnce is a setting of the environment for a process with the race detector, which delays its end by a second otherwise.
	EndAtOnce = "GORACE=atexit_sleep_ms=0"
)

// Build builds a command of this repository into a file, or into a folder. It has the race detector where the test has it: what was compiled
// for the test serves again then.
func Build(ctx context.Context, output, command string) error {
	arguments := []string{"build", "-ldflags=-s -w", "-o", output}
	if raceDetector {
		arguments = append(arguments, "-race")
	}
	if said, err := exec.CommandContext(ctx, "go", append(arguments, command)...).CombinedOutput(); err != nil { //nolint:gosec // Its own code.
		return fmt.Errorf("build %s: %w\n%s", command, err, said)
	}
	return nil
}
