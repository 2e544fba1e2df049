// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package live holds no code: its acceptance tests assume nothing of the account, so they run against a real one where NAOCLOUD_ACC is "live",
// and against a simulated one elsewhere. Its sweepers remove what interrupted runs have left in a real account.
package live
