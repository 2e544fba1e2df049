// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jsonapi

import (
	"bytes"
	"encoding/json"
	"iter"
	"unicode/utf8"
)

// The functions of this file read JSON that is known to be valid. What they return are parts of it, not copies: a page of a hundred
// thousand resources takes no more memory than the body and a few words for each of them.

// separators stand between two values.
const separators = ",: \t\r\n"

// elements yields the elements of an array.
func elements(data json.RawMessage) iter.Seq[json.RawMessage] {
	return func(yield func(json.RawMessage) bool) {
		for value, rest := cut(data[1 : len(data)-1]); len(value) > 0; value, rest = cut(rest) {
			if !yield(value) {
				return
			}
		}
	}
}

// members yields the members of an object, in their order.
func members(data json.RawMessage) iter.Seq2[string, json.RawMessage] {
	return func(yield func(string, json.RawMessage) bool) {
		for quoted, value := range quotedMembers(data) {
			if !yield(unquote(quoted), value) {
				return
			}
		}
	}
}

// quotedMembers yields the members of an object with their names as they are written.
func quotedMembers(data json.RawMessage) iter.Seq2[json.RawMessage, json.RawMessage] {
	return func(yield func(json.RawMessage, json.RawMessage) bool) {
		for name, rest := cut(data[1 : len(data)-1]); len(name) > 0; name, rest = cut(rest) {
			var value json.RawMessage
			value, rest = cut(rest)
			if !yield(name, value) {
				return
			}
		}
	}
}

// cut returns the first value of what an array or object holds, and what follows the value. The value is empty at the end.
func cut(data json.RawMessage) (value, rest json.RawMessage) {
	data = bytes.TrimLeft(data, separators)
	depth := 0
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			i = endOfString(data, i)
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case ',', ':', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return data[:i], data[i:]
			}
		}
	}
	return data, nil
}

// endOfString returns where the closing quotation mark of the string is that begins at start, or the end of the data.
func endOfString(data []byte, start int) int {
	for i := start + 1; i < len(data); i++ {
		switch data[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return len(data)
}

// unquote reads a string. encoding/json is many times slower, and needed only for escapes and for what is no UTF-8.
func unquote(text json.RawMessage) string {
	if utf8.Valid(text) && bytes.IndexByte(text, '\\') < 0 {
		return string(text[1 : len(text)-1])
	}
	var unquoted string
	_ = json.Unmarshal(text, &unquoted) // The text is valid.
	return unquoted
}

// member returns a member of an object, or nil. Of a name that occurs twice the last counts, as in encoding/json. What is no object has no
// members.
func member(data json.RawMessage, name string) (found json.RawMessage) {
	if len(data) == 0 || data[0] != '{' {
		return nil
	}
	for quoted, value := range quotedMembers(data) {
		if string(quoted[1:len(quoted)-1]) == name || bytes.IndexByte(quoted, '\\') >= 0 && unquote(quoted) == name {
			found = value
		}
	}
	return found
}
