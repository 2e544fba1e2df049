// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package docs holds no code: its tests prove that what users are shown, in the README, the pages and the examples, is so.
package docs
