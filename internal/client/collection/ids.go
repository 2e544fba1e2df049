// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import (
	"errors"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
)

// isInvalidID reports whether a response held an id that cannot be one.
func isInvalidID(err error) bool {
	_, ok := errors.AsType[*jsonapi.InvalidIDError](err)
	return ok
}

// isOtherType reports whether a response showed another type of resource than its collection was said to hold.
func isOtherType(err error) bool {
	_, ok := errors.AsType[*OtherTypeError](err)
	return ok
}

func ids[T Object](objects []T) []string {
	result := make([]string, len(objects))
	for i, object := range objects {
		result[i] = object.ObjectID()
	}
	return result
}
