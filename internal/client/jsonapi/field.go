// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jsonapi

import "encoding/json"

// Field is an attribute that a document may leave out, hold as null, or hold with a value. The three differ on this API: a PUT reads a
// missing attribute as "keep it" and only an explicit null as "clear it" [doc: 5]. The zero Field is a missing attribute; tag it
// `json:",omitzero"`.
type Field[T any] struct {
	value   T
	present bool
	null    bool
}

// Set returns an attribute with a value.
func Set[T any](value T) Field[T] { return Field[T]{value: value, present: true} }

// Null returns an attribute that is null, which clears it.
func Null[T any]() Field[T] { return Field[T]{present: true, null: true} }

// Get returns the value, and whether there is one: false for a missing and for a null attribute.
func (f Field[T]) Get() (T, bool) { return f.value, f.present && !f.null }

// IsNull reports whether the attribute is there and null.
func (f Field[T]) IsNull() bool { return f.present && f.null }

// IsZero reports whether the attribute is missing; encoding/json leaves it out.
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
	*f = Null[T]()
	if isNull(data) {
		return nil
	}
	f.null = false
	return json.Unmarshal(data, &f.value)
}

// Lenient is an attribute that is read as missing where it has another form than expected. It is for attributes that are only shown, and whose
// form is not documented: one of them must not make a whole listing unreadable.
type Lenient[T any] struct{ Field[T] }

// UnmarshalJSON reads a value or null, and nothing from another form.
func (l *Lenient[T]) UnmarshalJSON(data []byte) error {
	if l.Field.UnmarshalJSON(data) != nil {
		l.Field = Field[T]{}
	}
	return nil
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
