// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jsonapi

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// longestID is how many characters an id has at most.
const longestID = 64

// ValidID reports whether a text can be the id of an object: 1 to 64 ASCII letters, digits, underscores and hyphens. The API's own ids are
// numbers [doc: 10]. Such a text is one segment of a path, whoever cleans the path, and holds nothing that HCL or a shell would interpret.
func ValidID(id string) bool {
	if id == "" || len(id) > longestID {
		return false
	}
	for i := range len(id) {
		c := id[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-') {
			return false
		}
	}
	return true
}

// InvalidIDError is the error of a resource whose id is no ValidID. Where it is the response to a create, the object may exist.
type InvalidIDError struct {
	// Got says what came in the place of an id, and does not quote it.
	Got string
}

// Error says what was expected and what came.
func (e *InvalidIDError) Error() string {
	return fmt.Sprintf("expected an id of 1 to %d letters, digits, underscores and hyphens, got %s", longestID, e.Got)
}

// readID reads an id, which the API writes as a string and as a number [doc: 10]. It is empty where there is none, or an empty string.
func readID(data json.RawMessage) (string, error) {
	if isNull(data) {
		return "", nil
	}
	var id Text
	if err := id.UnmarshalJSON(data); err != nil {
		return "", &InvalidIDError{Got: Kind(data)}
	}
	if id != "" && !ValidID(string(id)) {
		return "", &InvalidIDError{Got: fmt.Sprintf("%s of length %d", Kind(data), utf8.RuneCountInString(string(id)))}
	}
	return string(id), nil
}

// ID is an attribute that holds the id of another object, such as site_id. It is empty, or a ValidID: anything else is an
// *InvalidIDError when it is read.
type ID string

// UnmarshalJSON reads a string or a number; null is "".
func (i *ID) UnmarshalJSON(data []byte) error {
	id, err := readID(data)
	*i = ID(id)
	return err
}
