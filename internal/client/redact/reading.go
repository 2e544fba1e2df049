// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package redact

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// deepest is how many times a text is unescaped. A secret in a query, in JSON, in a string of Ruby needs three.
const deepest = 4

// reading is a text as somebody reads it who undoes escapes. It knows which part of the original text each of its bytes comes from.
type reading struct {
	text string
	// from and to are, for each byte of the text, where the part of the original begins and ends. They are nil for the original itself.
	from, to []int
}

// readings returns a text as it is, and as it reads each time that its escapes are undone once more.
func readings(s string) []reading {
	all := []reading{{text: s}}
	for range deepest {
		next, ok := all[len(all)-1].unescape()
		if !ok {
			break
		}
		all = append(all, next)
	}
	return all
}

// original returns the parts of the original text that spans of a reading come from. It changes the spans in place.
func (r *reading) original(spans []span) []span {
	if r.from == nil {
		return spans
	}
	for i, s := range spans {
		spans[i] = span{r.from[s.start], r.to[s.end-1]}
	}
	return spans
}

// blank returns an empty reading with room for one that is as long, and the builder of its text.
func (r *reading) blank() (reading, *strings.Builder) {
	n := len(r.text)
	text := &strings.Builder{}
	text.Grow(n)
	return reading{from: make([]int, 0, n), to: make([]int, 0, n)}, text
}

// add appends what a part of another reading, from start to before end, becomes in this one.
func (r *reading) add(text *strings.Builder, became string, source *reading, start, end int) {
	if source.from != nil {
		start, end = source.from[start], source.to[end-1]
	}
	text.WriteString(became)
	for range len(became) {
		r.from, r.to = append(r.from, start), append(r.to, end)
	}
}

// unescape undoes escapes once, and reports whether there were any.
func (r *reading) unescape() (reading, bool) {
	if !strings.ContainsAny(r.text, `%&\+`) {
		return reading{}, false
	}
	next, text := r.blank()
	escaped := false
	for i := 0; i < len(r.text); {
		became, n := unescapeOne(r.text[i:])
		if n == 0 {
			became, n = r.text[i:i+1], 1
		} else {
			escaped = true
		}
		next.add(text, became, r, i, i+n)
		i += n
	}
	next.text = text.String()
	return next, escaped
}

// squeeze leaves out line breaks and characters that nobody sees, and reports whether there were any. Base64 is often broken into lines.
func (r *reading) squeeze() (reading, bool) {
	if strings.IndexFunc(r.text, isUnseen) < 0 {
		return reading{}, false
	}
	next, text := r.blank()
	for i, c := range r.text {
		_, n := utf8.DecodeRuneInString(r.text[i:])
		if !isUnseen(c) {
			next.add(text, r.text[i:i+n], r, i, i+n)
		}
	}
	next.text = text.String()
	return next, true
}

// unescapeOne undoes the escape that a text begins with, and returns how many bytes the escape has, 0 where there is none. It knows the
// escapes of queries and paths, of HTML, and of strings in JSON, Ruby and Go.
func unescapeOne(s string) (became string, n int) {
	switch s[0] {
	case '+':
		return " ", 1
	case '%':
		if len(s) >= 3 {
			return unescapeHex(s[1:3], 3)
		}
	case '&':
		return unescapeEntity(s)
	case '\\':
		return unescapeBackslash(s)
	}
	return "", 0
}

// unescapeHex returns the byte that two digits stand for.
func unescapeHex(digits string, n int) (string, int) {
	value, err := strconv.ParseUint(digits, 16, 8)
	if err != nil {
		return "", 0
	}
	return string([]byte{byte(value)}), n
}

// longestEntity is how many bytes an entity of HTML has at most that is undone: &#x10FFFF; with a leading zero or two.
const longestEntity = 12

func unescapeEntity(s string) (string, int) {
	end := strings.IndexByte(s[:min(len(s), longestEntity)], ';') + 1
	if became := html.UnescapeString(s[:end]); became != s[:end] {
		return became, end
	}
	return "", 0
}

func unescapeBackslash(s string) (string, int) {
	if len(s) < 2 {
		return "", 0
	}
	// The escapes of Go are those of JSON and Ruby, but for a few.
	if value, multibyte, rest, err := strconv.UnquoteChar(s, 0); err == nil {
		if multibyte {
			return string(value), len(s) - len(rest)
		}
		return string([]byte{byte(value & 0xff)}), len(s) - len(rest)
	}
	switch s[1] {
	case 'e':
		return "\x1b", 2
	case 'u':
		if became, n := unescapeBraces(s); n > 0 {
			return became, n
		}
		if became, n := unescapeSurrogates(s); n > 0 {
			return became, n
		}
	}
	return s[1:2], 2
}

// unescapeBraces undoes Ruby's \u{1f600}.
func unescapeBraces(s string) (string, int) {
	end := strings.IndexByte(s[:min(len(s), len(`\u{10ffff}`))], '}')
	if end < 0 || s[2] != '{' {
		return "", 0
	}
	value, err := strconv.ParseUint(s[3:end], 16, 21)
	if err != nil {
		return "", 0
	}
	return string(rune(value)), end + 1
}

// unescapeSurrogates undoes JSON's \ud83d\ude00.
func unescapeSurrogates(s string) (string, int) {
	const n = len(`\ud83d\ude00`)
	if len(s) < n || s[6:8] != `\u` {
		return "", 0
	}
	high, err1 := strconv.ParseUint(s[2:6], 16, 16)
	low, err2 := strconv.ParseUint(s[8:12], 16, 16)
	became := utf16.DecodeRune(rune(high), rune(low))
	if err1 != nil || err2 != nil || became == utf8.RuneError {
		return "", 0
	}
	return string(became), n
}

// foldASCII returns a text with its ASCII letters in lower case. Each byte stays where it is.
func foldASCII(s string) string {
	folded := []byte(s)
	for i, c := range folded {
		if c >= 'A' && c <= 'Z' {
			folded[i] = c + 'a' - 'A'
		}
	}
	return string(folded)
}
