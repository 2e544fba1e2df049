// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

// Package bench_test measures whole runs of the real CLI against a simulated account: requests, time and memory, next to what the CLI
// itself takes. Its figures are compared within one run on one machine, never with a clock on the wall of another.
package bench_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/clitest"
)

func TestMain(m *testing.M) { clitest.Main(m) }

// released builds the provider as it is released.
func released(b *testing.B) clitest.Provider {
	b.Helper()
	binary := filepath.Join(b.TempDir(), "terraform-provider-naocloud")
	build := exec.CommandContext(b.Context(), "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", binary, "../..") //nolint:gosec // Its own code.
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := build.CombinedOutput(); err != nil {
		b.Fatalf("build the provider: %v\n%s", err, output)
	}
	return clitest.Provider{Binary: binary}
}
