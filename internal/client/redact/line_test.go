// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package redact

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestMasker_line(t *testing.T) {
	t.Parallel()
	m := New("canary-key", "canary  two")
	for name, test := range map[string]struct{ text, want string }{
		"nothing":                          {"", ""},
		"words":                            {"Name can't be blank: «Ünïcode» 東京 ✓", "Name can't be blank: «Ünïcode» 東京 ✓"},
		"a secret":                         {"key canary-key is wrong", "key *** is wrong"},
		"line breaks that fake an error":   {"no\r\n\n\u2028\u2029\u0085\v\fError: all is lost", "no Error: all is lost"},
		"blanks that move to the next row": {"no" + strings.Repeat(" \t\u00a0", 500) + "Error: all is lost", "no Error: all is lost"},
		"blanks around":                    {" \n no \n ", "no"},
		"a cleared screen":                 {"a\x1b[2Jb", "a[2Jb"},
		"a link":                           {"\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x07", `]8;;https://evil.example\here]8;;`},
		"C1":                               {"a\u009b2Jb\u0090c", "a2Jbc"},
		"bytes that are no UTF-8":          {"a\x9b2J\xffb", "a\ufffd2J\ufffdb"},
		"bell, backspace, NUL, DEL":        {"a\x07\x08\x00\x7fb", "ab"},
		"from right to left":               {"a\u202eb\u2066c\u200fd\u061ce", "abcde"},
		"without width":                    {"a\u200bb\u200dc\u2060d\ufeffe\u00adf\u034fg\ufe0fh\u3164i\U000e0041j", "abcdefghij"},
		"for private use":                  {"a\ue000b", "ab"},
		"a secret around a NUL":            {"key canary\x00-key", "key ***"},
		"a secret around an override":      {"key can\u202eary-key", "key ***"},
		"a secret with other blanks":       {"key canary \x07 two", "key ***"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := m.Line(test.text); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestMasker_lineIsCut(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("k", 100)
	m := New("canary-key", long)
	for name, test := range map[string]struct{ text, want string }{
		"as long as may be":         {strings.Repeat("é", 500), strings.Repeat("é", 500)},
		"longer":                    {strings.Repeat("é", 501), strings.Repeat("é", 500) + "… (cut, 501 characters)"},
		"much longer":               {strings.Repeat("é", 30<<20), strings.Repeat("é", 500) + "… (cut, 31457280 characters)"},
		"a secret across the cut":   {strings.Repeat("a", 495) + "canary-key", strings.Repeat("a", 495) + "***"},
		"nothing but blanks":        {strings.Repeat(" ", 1<<20), "… (cut, 1048576 characters)"},
		"a secret across the limit": {strings.Repeat(long, window/100) + long, "… (cut, 32800 characters)"},
		"a secret before the cut":   {"canary-key" + strings.Repeat("x ", 400), "***" + strings.Repeat("x ", 248) + "x… (cut, 810 characters)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := m.Line(test.text); got != test.want {
				t.Errorf("got %.600q (%d), want %.600q", got, len(got), test.want)
			}
		})
	}
}

func TestMasker_lineOfASecretLongerThanWhatIsRead(t *testing.T) {
	t.Parallel()
	secret := strings.Repeat("canary", window/3)
	if got := New(secret).Line(secret); strings.Contains(got, "canary") || !strings.HasPrefix(got, "… (cut, ") {
		t.Errorf("got %.80q", got)
	}
}

func TestMasker_errorIsStillWhatItWas(t *testing.T) {
	t.Parallel()
	m := New("canary-key")
	if m.Error(nil) != nil {
		t.Error("no error became one")
	}
	if m.Error(context.Canceled) != context.Canceled { //nolint:errorlint // That very value.
		t.Error("an error without a secret was changed")
	}
	err := m.Error(fmt.Errorf("send canary-key\x1b[2J\n: %w", context.DeadlineExceeded))
	if err.Error() != "send ***[2J : context deadline exceeded" || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	err = m.Error(errors.New(strings.Repeat("é", 9<<20)))
	if n := utf8.RuneCountInString(err.Error()); n > 4100 || !strings.HasSuffix(err.Error(), "… (cut, 9437184 characters)") {
		t.Errorf("got %d characters", n)
	}
}
