// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jsonapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
)

// Field is an attribute that a document may leave out, hold as null, or hold with a value. The three differ on this API: a PUT reads a
// missing attribute as "keep it" and only an explicit null as "clear it" [doc: 5]. The zero Field is a missing attribute; tag it
// `json:",omitzero"`.
type Field[T any] struct {
	value   T
	present bool
	null    bool
}

// Set is an attribute with a value.
func Set[T any](value T) Field[T] { return Field[T]{value: value, present: true} }

// Null is an attribute that is null, which clears it.
func Null[T any]() Field[T] { return Field[T]{present: true, null: true} }

// Get returns the value, and whether there is one: false for a missing and for a null attribute.
func (f Field[T]) Get() (T, bool) { return f.value, f.present && !f.null }

// IsNull tells an attribute that is there and null.
func (f Field[T]) IsNull() bool { return f.present && f.null }

// IsZero tells a missing attribute; encoding/json leaves it out.
func (f Field[T]) IsZero() bool { return !f.present }

// MarshalJSON writes the value, or null.
func (f Field[T]) MarshalJSON() ([]byte, error) {
	if !f.present || f.null {
		return []byte("null"), nil
	}
	return json.Marshal(f.value)
}

// UnmarshalJSON reads a value or null; encoding/json calls it only for attributes that are there.
func (f *Field[T]) UnmarshalJSON(data []byte) error {
	if isNull(data) {
		*f = Null[T]()
		return nil
	}
	f.present, f.null = true, false
	return json.Unmarshal(data, &f.value)
}

// Text reads a string tolerantly: a number or a boolean is taken as it is written, null as "". Ids come as strings and as numbers [doc: 10].
type Text string

// UnmarshalJSON reads any scalar.
func (t *Text) UnmarshalJSON(data []byte) error {
	switch data[0] {
	case '"':
		return json.Unmarshal(data, (*string)(t))
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

func isNull(data []byte) bool {
	data = bytes.TrimSpace(data)
	return len(data) == 0 || bytes.Equal(data, []byte("null"))
}

// MapField converts the value of a field, and leaves a missing or null one as it is.
func MapField[A, B any](f Field[A], convert func(A) B) Field[B] {
	if f.IsNull() {
		return Null[B]()
	}
	if value, ok := f.Get(); ok {
		return Set(convert(value))
	}
	return Field[B]{}
}
