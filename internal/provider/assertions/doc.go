// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package assertions holds no code: its test proves that every attribute of every schema is asserted by some acceptance test.
package assertions
