// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

// Package resilience_test proves with the real CLI that whatever happens on the wire, and to the processes at this end of it, one resource
// block makes one object, and that nothing is made and forgotten.
package resilience_test

import (
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/clitest"
)

func TestMain(m *testing.M) { clitest.Main(m) }
