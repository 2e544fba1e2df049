// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package redact keeps secrets out of every text that leaves the process, and control characters away from terminals.
package redact

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"log/slog"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
)

const (
	// mask stands where a secret was.
	mask = "***"
	// Shortest is how many bytes a secret has at least: a shorter one would be masked out of the middle of words, which tells more.
	Shortest = 4
)

// Masker knows what no error and no log line of a client may hold: those that it was given, those that it obtained, and by their form those
// that answers are known to hold.
type Masker struct {
	mu       sync.RWMutex
	known    []string
	replacer *strings.Replacer
}

// New returns a Masker of the secrets.
func New(known ...string) *Masker {
	s := &Masker{replacer: strings.NewReplacer()}
	s.Add(known...)
	return s
}

// Add makes values secrets, in every form in which they may turn up.
func (s *Masker) Add(values ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, value := range values {
		// An API may have cut off the blanks around it.
		for _, value := range []string{value, strings.TrimSpace(value)} {
			if len(value) < Shortest {
				continue
			}
			for _, form := range forms(value) {
				if !slices.Contains(s.known, form) {
					s.known = append(s.known, form)
				}
			}
		}
	}
	// The longest first: a secret may begin like another.
	slices.SortFunc(s.known, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b)) })
	pairs := make([]string, 0, 2*len(s.known))
	for _, value := range s.known {
		pairs = append(pairs, value, mask)
	}
	s.replacer = strings.NewReplacer(pairs...)
}

// forms are the ways to write a value.
func forms(value string) []string {
	query, path := url.QueryEscape(value), url.PathEscape(value)
	return []string{value, query, path, lowerHex(query), lowerHex(path), inJSON(value), strconv.QuoteToASCII(value), inGo(value), html.EscapeString(value)}
}

var percentEscape = regexp.MustCompile(`%[0-9A-F]{2}`)

// lowerHex is a text with its percent escapes in lower case.
func lowerHex(escaped string) string {
	return percentEscape.ReplaceAllStringFunc(escaped, strings.ToLower)
}

// inJSON is how JSON writes a value within a string.
func inJSON(value string) string {
	data, _ := json.Marshal(value) // A string can always be written.
	return strings.TrimSuffix(strings.TrimPrefix(string(data), `"`), `"`)
}

// inGo is how %q writes a value within its quotation marks.
func inGo(value string) string {
	quoted := strconv.Quote(value)
	return quoted[1 : len(quoted)-1]
}

// signing are the names in a query whose values sign a URL.
const signing = `(?:[\w-]*(?:signature|credential|token|secret|password|jwt|accesskeyid|keyname|policy)|sig|sv|key)`

// recognised are secrets that nobody has to know to recognise them; the groups of each are kept.
var recognised = []*regexp.Regexp{
	// A JWT: base64url of a JSON object begins so.
	regexp.MustCompile(`(\b|%[0-9A-Fa-f]{2})eyJ[\w-]{5,}\.[\w-]+\.[\w-]*`),
	regexp.MustCompile(`(?i)(\bbearer\s+)[\w.~+/=-]{8,}`),
	// The user's own token in the answer of a login [doc: 2].
	regexp.MustCompile(`(?i)(\\?"auth_token\\?"\s*(?::|=>)\s*\\?")[^"\\]*`),
	// User and password in the URL of a proxy.
	regexp.MustCompile(`(\b[a-z][a-z0-9+.-]*://)[^/\s@"]+(@)`),
	// The signature of a URL, such as a blueprint's, and what goes with it; and the same in a URL that is itself part of a query.
	regexp.MustCompile(`(?i)((?:[?&]|&amp;|\\u0026)` + signing + `=)[^&\s"'<>\\]+`),
	regexp.MustCompile(`(?i)(%(?:3F|26)` + signing + `%3D)(?:[^%&\s"'<>\\]|%25)+`),
}

// Text puts the mask in the place of every secret in a text.
func (s *Masker) Text(text string) string {
	if text == "" {
		return text
	}
	s.mu.RLock()
	replacer := s.replacer
	s.mu.RUnlock()
	text = replacer.Replace(text)
	for _, form := range recognised {
		text = form.ReplaceAllString(text, "${1}"+mask+"${2}")
	}
	return text
}

// Error gives an error the text that people may read. It stays what it is to errors.Is and errors.As.
func (s *Masker) Error(err error) error {
	if err == nil {
		return nil
	}
	if text := err.Error(); s.clean(text) != text {
		return &maskedError{text: s.clean(text), err: err}
	}
	return err
}

type maskedError struct {
	text string
	err  error
}

func (e *maskedError) Error() string { return e.text }
func (e *maskedError) Unwrap() error { return e.err }

// maskingHandler keeps secrets out of the log, whoever writes it.
type maskingHandler struct {
	next    slog.Handler
	secrets *Masker
}

// Enabled asks the next handler.
func (h *maskingHandler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.next.Enabled(ctx, level)
}

// Handle masks a line.
func (h *maskingHandler) Handle(ctx context.Context, record slog.Record) error {
	masked := slog.NewRecord(record.Time, record.Level, h.secrets.Text(record.Message), record.PC)
	record.Attrs(func(attribute slog.Attr) bool {
		masked.AddAttrs(h.redact(attribute))
		return true
	})
	return h.next.Handle(ctx, masked)
}

// WithAttrs masks what every line is to hold.
func (h *maskingHandler) WithAttrs(attributes []slog.Attr) slog.Handler {
	masked := make([]slog.Attr, len(attributes))
	for i, attribute := range attributes {
		masked[i] = h.redact(attribute)
	}
	return &maskingHandler{next: h.next.WithAttrs(masked), secrets: h.secrets}
}

// WithGroup asks the next handler.
func (h *maskingHandler) WithGroup(name string) slog.Handler {
	return &maskingHandler{next: h.next.WithGroup(name), secrets: h.secrets}
}

func (h *maskingHandler) redact(attribute slog.Attr) slog.Attr {
	attribute.Value = attribute.Value.Resolve()
	switch attribute.Value.Kind() {
	case slog.KindString:
		attribute.Value = slog.StringValue(h.secrets.Text(attribute.Value.String()))
	case slog.KindGroup:
		members := make([]slog.Attr, len(attribute.Value.Group()))
		for i, member := range attribute.Value.Group() {
			members[i] = h.redact(member)
		}
		attribute.Value = slog.GroupValue(members...)
	case slog.KindAny:
		if _, harmless := attribute.Value.Any().(time.Time); !harmless {
			attribute.Value = slog.StringValue(h.secrets.Text(fmt.Sprint(attribute.Value.Any())))
		}
	default: // Numbers, booleans and times.
	}
	return attribute
}

// Handler masks and cleans every string of a record before next gets it.
func (s *Masker) Handler(next slog.Handler) slog.Handler {
	return &maskingHandler{next: next, secrets: s}
}

const longestLine = 500

// Line makes one line of a server's text: without secrets, without control characters, cut where it is long.
func (s *Masker) Line(text string) string {
	line := s.clean(text)
	runes := []rune(line)
	if len(runes) > longestLine {
		return string(runes[:longestLine]) + fmt.Sprintf("… (cut, %d characters)", len(runes))
	}
	return line
}

func (s *Masker) clean(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsGraphic(r) {
			return -1
		}
		return r
	}, s.Text(text))
	return s.Text(text)
}
