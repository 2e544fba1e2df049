// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jsonapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

const (
	// MaxDepth is how deeply arrays and objects of a body may lie within each other. The API's own documents are about 6 deep.
	MaxDepth = 32
	// MaxValues is how many values a body may hold at most: 500 teams that each reach 1,000 sites hold about 1,500,000.
	MaxValues = 2_000_000
)

// TooLargeError is a body that is larger than what is read or decoded. Half of what it shows would fit.
type TooLargeError struct{ Reason string }

// Error says what the bound is.
func (e *TooLargeError) Error() string { return e.Reason }

// IsTooLarge reports whether a body was larger than what is read or decoded.
func IsTooLarge(err error) bool {
	_, ok := errors.AsType[*TooLargeError](err)
	return ok
}

// Check reports with an error what is wrong with a body as a whole: it is empty, it is not JSON, it is deeper than MaxDepth, or it holds
// more than MaxValues values. What passes can be decoded without taking memory out of proportion to the body.
func Check(body []byte) error {
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		return errors.New("expected a JSON document, got an empty body")
	}
	if body[0] == '{' || body[0] == '[' {
		if err := checkSize(body); err != nil {
			return err
		}
	}
	if body[0] != '{' && body[0] != '[' || !json.Valid(body) {
		return fmt.Errorf("expected a JSON document, got %s", Kind(body))
	}
	return nil
}

// checkSize measures depth and number of values in one pass that needs no memory, before anything is decoded. It counts a value for each
// comma and each opening bracket, which are at least as many as there are values.
func checkSize(body []byte) error {
	depth, values := 0, 1
	for i := 0; i < len(body); i++ {
		switch body[i] {
		case '"':
			i = endOfString(body, i)
		case '{', '[':
			depth++
			values++
		case '}', ']':
			depth--
		case ',':
			values++
		}
		if depth > MaxDepth {
			return fmt.Errorf("expected a JSON document at most %d levels deep, got a deeper one", MaxDepth)
		}
		if values > MaxValues {
			return &TooLargeError{fmt.Sprintf("expected a JSON document of at most %d values, got more", MaxValues)}
		}
	}
	return nil
}

// Kind names the kind of value that came, such as "an object" or "an HTML page". It never says what the value holds: a response may hold
// what must not reach a message.
func Kind(data []byte) string {
	data = bytes.TrimSpace(data)
	if len(data) == 0 {
		return "nothing"
	}
	valid := json.Valid(data)
	switch {
	case data[0] == '<':
		return "an HTML page"
	case data[0] == '{' && !valid:
		return "an object that breaks off or is malformed"
	case data[0] == '[' && !valid:
		return "an array that breaks off or is malformed"
	case !valid:
		return "something that is not JSON"
	}
	switch data[0] {
	case '{':
		return "an object"
	case '[':
		return "an array"
	case '"':
		return "a string"
	case 't', 'f':
		return "a boolean"
	case 'n':
		return "null"
	default:
		return "a number"
	}
}

// isNull reports whether a member is missing or null.
func isNull(data []byte) bool {
	data = bytes.TrimSpace(data)
	return len(data) == 0 || bytes.Equal(data, []byte("null"))
}

// isEmpty reports whether a member says nothing: it is missing, null, false, 0, or an empty string, array or object.
func isEmpty(data json.RawMessage) bool {
	switch {
	case isNull(data):
		return true
	case data[0] == '[' || data[0] == '{':
		return len(bytes.TrimSpace(data[1:len(data)-1])) == 0
	}
	return bytes.Equal(data, []byte("false")) || bytes.Equal(data, []byte("0")) || bytes.Equal(data, []byte(`""`))
}
