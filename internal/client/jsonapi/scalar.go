// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jsonapi

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
)

// Text reads a string tolerantly. It takes a number or a boolean as it is written, and null as "".
type Text string

// UnmarshalJSON reads any scalar.
func (t *Text) UnmarshalJSON(data []byte) error {
	switch data[0] {
	case '"':
		*t = Text(unquote(data))
	case '{', '[':
		return fmt.Errorf("expected a string, got %s", Kind(data))
	case 'n':
		*t = ""
	default:
		*t = Text(data)
	}
	return nil
}

// Decimal reads a number tolerantly: a string that holds a number counts as one. It is always finite.
type Decimal float64

// UnmarshalJSON reads a number or a string that holds one; null is 0.
func (d *Decimal) UnmarshalJSON(data []byte) error {
	if isNull(data) {
		*d = 0
		return nil
	}
	number, err := strconv.ParseFloat(string(bytes.Trim(data, `" `)), 64)
	if err != nil || math.IsNaN(number) || math.IsInf(number, 0) {
		return fmt.Errorf("expected a number, got %s", Kind(data))
	}
	*d = Decimal(number)
	return nil
}

// Flag reads a boolean tolerantly: "true" and 1 are true.
type Flag bool

// UnmarshalJSON reads a boolean, a number or a string that holds one; null is false.
func (f *Flag) UnmarshalJSON(data []byte) error {
	if isNull(data) {
		*f = false
		return nil
	}
	value, err := strconv.ParseBool(string(bytes.Trim(data, `" `)))
	if err != nil {
		return fmt.Errorf("expected true or false, got %s", Kind(data))
	}
	*f = Flag(value)
	return nil
}
