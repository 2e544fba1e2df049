// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package redact

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// mostFuzzed is how many bytes of an input a fuzz target takes, so that each run has bounded work.
const mostFuzzed = 4096

func seed(f *testing.F) {
	f.Helper()
	for i, secret := range secretsOfUsers {
		write := writers()
		for _, name := range []string{"as it is", "query", "HTML of Rack", "inspect of JSON", "hex"} {
			f.Add(secret, "no ", write[name](secret)+"\x1b[2J\nError: "+jwt)
			f.Add(secret, secretsOfUsers[(i+1)%len(secretsOfUsers)], "&"+secret+"%")
		}
	}
	f.Add("****", "*", "**")
	f.Add("a***b", "a", "b")
	f.Add("abc%c3", "abc\u00db", "")
	f.Add("Bearer ***", "Bearer abcdefghi", "\u202e\u0000\xff\x9b")
	f.Add("cut, 5", strings.Repeat("x", 600), "")
}

// FuzzText looks for a secret in what Text leaves of a text that holds it.
func FuzzText(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, secret, before, after string) {
		if len(secret) < Shortest || len(secret)+len(before)+len(after) > mostFuzzed {
			return
		}
		m := New(secret)
		got := m.Text(before + secret + after)
		if strings.Contains(got, secret) {
			t.Errorf("%q + %q + %q became %q", before, secret, after, got)
		}
		if again := m.Text(got); again != got {
			t.Errorf("%q became %q, and that %q", before+secret+after, got, again)
		}
	})
}

// FuzzLine looks for a secret in what Line makes of it as a service writes it, and for what a terminal would obey.
func FuzzLine(f *testing.F) {
	seed(f)
	write := writers()
	f.Fuzz(func(t *testing.T, secret, before, after string) {
		if len(secret) < Shortest || len(secret)+len(before)+len(after) > mostFuzzed {
			return
		}
		m := New(secret)
		for _, text := range []string{before + secret + after, before + write["query"](secret) + after, before + write["HTML of Rack"](secret) + after, before + "\u200b" + after} {
			got := m.Line(text)
			if strings.Contains(got, secret) {
				t.Errorf("%q: the line %q holds the secret %q", text, got, secret)
			}
			if bad := strings.IndexFunc(got, func(r rune) bool { return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) }); bad >= 0 || !utf8.ValidString(got) {
				t.Errorf("%q: the line %q is not fit for a terminal", text, got)
			}
			if n := utf8.RuneCountInString(got); n > LongestLine+len("… (cut, 4096 characters)") {
				t.Errorf("%q: the line has %d characters", text, n)
			}
		}
	})
}

// FuzzReading checks that a reading knows where its bytes come from, whatever the escapes are.
func FuzzReading(f *testing.F) {
	for _, write := range writers() {
		f.Add(write(`a"b&é😀\`))
	}
	for _, text := range []string{`\`, `\u`, `\u{`, `\u{}`, `\u{110000}`, `\ud83d`, `\ud83d\u0041`, `\ud83d\uzzzz`, `\uzzzz\uzzzz`, "%", "%4", "%zz", "&;", "&amp", "&#x110000;", "&ngE;", "\xff\u200b"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > mostFuzzed {
			return
		}
		for _, r := range readings(s) {
			checkReading(t, s, r)
			if squeezed, ok := r.squeeze(); ok {
				checkReading(t, s, squeezed)
			}
		}
	})
}

func checkReading(t *testing.T, s string, r reading) {
	t.Helper()
	if r.from == nil {
		if r.text != s {
			t.Errorf("%q reads %q", s, r.text)
		}
		return
	}
	if len(r.from) != len(r.text) || len(r.to) != len(r.text) || !slices.IsSorted(r.from) || !slices.IsSorted(r.to) {
		t.Fatalf("%q: %q comes from %v to %v", s, r.text, r.from, r.to)
	}
	for i := range r.from {
		if r.from[i] < 0 || r.from[i] >= r.to[i] || r.to[i] > len(s) {
			t.Errorf("%q: byte %d of %q comes from %d to %d", s, i, r.text, r.from[i], r.to[i])
		}
	}
}
