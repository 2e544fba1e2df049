// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import "slices"

// DefaultRoles are the roles that the server knows unless [Teams.Roles] says
// otherwise. Only admin is documented; the others are [assumed].
func DefaultRoles() []string {
	return []string{"admin", "site_manager", "content_manager", "analytics_manager", "application_developer"}
}

func (t Teams) roles() []string {
	if t.Roles == nil {
		return DefaultRoles()
	}
	return t.Roles
}

// accepted keeps the roles that the server knows, in its own order, as
// role_model does [lib], unless the behavior wants theirs.
func (t Teams) accepted(asked []string) []string {
	accepted := []string{}
	order, other := t.roles(), asked
	if t.KeepRoleOrder {
		order, other = other, order
	}
	for _, role := range order {
		if slices.Contains(other, role) {
			accepted = append(accepted, role)
		}
	}
	return accepted
}

func (t Teams) mask(roles []string) int64 {
	var mask int64
	for i, role := range t.roles() {
		if slices.Contains(roles, role) {
			mask |= 1 << i
		}
	}
	return mask
}
