// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jsonapi

import "regexp"

var validID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// ValidID reports whether a text can be the id of an object: 1 to 64 letters, digits, underscores and hyphens.
func ValidID(id string) bool { return validID.MatchString(id) }

// InvalidIDError is a resource whose id is not a ValidID. The object that the document shows may exist.
type InvalidIDError struct{}

// Error says what an id is.
func (*InvalidIDError) Error() string {
	return "expected an id of 1 to 64 letters, digits, underscores and hyphens, got another"
}
