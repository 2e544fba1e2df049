// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package redact

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// pieces are what texts are made of in which a mask may go wrong.
var pieces = []string{
	`"`, `'`, `\`, `\"`, "auth_token", "=>", ":", "secret-1", `pa"ss`, "secr", "et-1", "&quot;", "%22", "%", "25", "?sig=", "&token=", "Bearer ", "https://", "@", ":p@",
	"eyJabcdefgh", ".abc", " ", "\n", "x", "abcdefgh", "&amp;", "+", "/", `\u0022`, "\u200b", `"***"`, "***", ". ", "; ", ")", "}", strings.Repeat("long ", 60),
}

// TestMasker_aMaskedTextIsLeftAlone masks a second time what was masked, as it is and as a message or a log quotes it.
func TestMasker_aMaskedTextIsLeftAlone(t *testing.T) {
	t.Parallel()
	m := New("secret-1", `pa"ss`)
	check := func(t *rapid.T, what, text, first, again string) {
		t.Helper()
		if again != first {
			t.Errorf("%s: %q became %q, and that %q", what, text, first, again)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 30).Draw(t, "text"), "")
		masked := m.Text(text)
		check(t, "Text", text, masked, m.Text(masked))
		line := m.Line(text)
		check(t, "Line", text, line, m.Line(line))
		check(t, "Text of a line", text, line, m.Text(line))
		check(t, "a quoted line", text, strconv.Quote(line), m.Text(strconv.Quote(line)))
		once := m.Error(errors.New(text))
		check(t, "Error", text, once.Error(), m.Error(once).Error())
	})
}

// TestMasker_whatFollowsAMaskStays has masked texts within messages.
func TestMasker_whatFollowsAMaskStays(t *testing.T) {
	t.Parallel()
	m := New("secret-1")
	for _, secret := range []string{"https://s3.example/a?sig=abcdef", `auth_token: 'abcdef`, "https://user:pass@proxy.example", "secret-1"} {
		masked := m.Line(secret)
		for _, message := range []string{`NAO Cloud says: %s. Correct the "name", then run again.`, `name = %q (see "it's")`, `%s; no; "yes"`, `(%s)`} {
			if text := fmt.Sprintf(message, masked); m.Text(text) != text {
				t.Errorf("%q became %q", text, m.Text(text))
			}
		}
	}
}

// TestMasker_aCutTextIsCutOnce has a text that is cut, in an error that is logged.
func TestMasker_aCutTextIsCutOnce(t *testing.T) {
	t.Parallel()
	m := New()
	for _, n := range []int{LongestLine + 1, longestText + 1, window + 1, 1 << 20} {
		text := strings.Repeat("é", n)
		if line := m.Line(text); !strings.HasSuffix(line, fmt.Sprintf("… (cut, %d characters)", n)) || m.Line(line) != line {
			t.Errorf("%d characters became %q, and that %q", n, line, m.Line(line))
		}
	}
	forged := strings.Repeat("x", LongestLine+1) + "… (cut, 1 characters)"
	if line := m.Line(forged); len(line) > LongestLine+40 {
		t.Errorf("a text that says of itself that it is cut was shown with %d bytes", len(line))
	}
}
