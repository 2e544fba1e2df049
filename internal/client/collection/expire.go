// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

// Expire drops every cached document of every kind: something has changed an unknown part of the account.
func (a *Account) Expire() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, caches := range a.caches {
		expire(caches)
	}
}
