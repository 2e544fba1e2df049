// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package redact

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// LongestLine is how many characters of a server's text a message shows at most.
	LongestLine = 500
	// longestText is how many characters an error or a value in the log has at most.
	longestText = 4000

	// window is how many bytes of a text are read at most. The rest would be cut off anyway.
	window = 32 << 10
	// margin is how much longer than a form of a secret the secret may be as it is written: \u0041 in place of hex.
	margin = 3
	// longestForeign is how many bytes a secret of a well-known form is thought to have at most.
	longestForeign = 4 << 10
)

// Line makes one line of a server's text that may be shown on a terminal. It masks secrets, drops control characters, escapes of
// terminals, marks that change the direction of writing, and characters that nobody sees, and makes one blank of blanks and line breaks. It
// cuts off what goes beyond LongestLine characters, and then says how many there were: "… (cut, 31000000 characters)".
func (m *Masker) Line(s string) string { return m.tidy(s, LongestLine) }

// Error returns an error with the same text as Line makes it, but of up to 4,000 characters. To errors.Is and errors.As it stays what it
// is. It returns err itself where there is nothing to change.
func (m *Masker) Error(err error) error {
	if err == nil {
		return nil
	}
	before := err.Error()
	if text := m.tidy(before, longestText); text != before {
		return &maskedError{text: text, err: err}
	}
	return err
}

type maskedError struct {
	text string
	err  error
}

func (e *maskedError) Error() string { return e.text }
func (e *maskedError) Unwrap() error { return e.err }

// cutMark is what ends a text that was cut.
var cutMark = regexp.MustCompile(`… \(cut, \d{1,12} characters\)$`)

// tidy makes a line of a text, and cuts it. A line that it has made before it leaves as it is.
func (m *Masker) tidy(s string, longest int) string {
	text := valid(m.Text(oneLine(m.beginning(s))))
	end, characters := len(text), 0
	for i := range text {
		if characters == longest {
			end = i
			break
		}
		characters++
	}
	if (end == len(text) || len(cutMark.ReplaceAllString(text, "")) <= end) && len(s) <= window {
		return text
	}
	return valid(m.Text(fmt.Sprintf("%s… (cut, %d characters)", text[:end], utf8.RuneCountInString(s))))
}

// beginning returns the masked beginning of a text, which is all of it where it is not long. The end of the window may cut a secret into
// two, which then is not found; so the beginning ends before such a secret begins.
func (m *Masker) beginning(s string) string {
	if len(s) <= window {
		return m.Text(s)
	}
	known := m.indexes()
	text := m.Text(s[:window])
	end := len(text) - margin*max(known.exact.longest, longestForeign)
	return text[:max(end, 0)]
}

// valid returns a text with a replacement character for bytes that are no UTF-8: some terminals obey them.
func valid(s string) string { return strings.ToValidUTF8(s, string(utf8.RuneError)) }

// oneLine makes one line of a text that a terminal shows as it is.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case isUnseen(r):
			return -1
		}
		return r
	}, valid(s))
	return strings.Join(strings.Fields(s), " ")
}

// isUnseen reports whether a character is none that a reader sees: a control character (ESC, BEL, NUL, C1, a line break), a mark that changes
// the direction of writing, a character without width, one that has no meaning.
func isUnseen(r rune) bool {
	if r < unicode.MaxASCII {
		return r < ' '
	}
	return !unicode.IsGraphic(r) || unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}
