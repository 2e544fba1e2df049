// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package redact

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strings"
)

// inspect writes a text like Ruby's String#inspect.
func inspect(s string) string {
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r == '#' && i+1 < len(runes) && strings.ContainsRune("{$@", runes[i+1]):
			b.WriteString(`\#`)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == 0x1b:
			b.WriteString(`\e`)
		case r == 7:
			b.WriteString(`\a`)
		case r < ' ':
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func bytewise(format string) func(string) string {
	return func(s string) string {
		var b strings.Builder
		for i := range len(s) {
			fmt.Fprintf(&b, format, s[i])
		}
		return b.String()
	}
}

func runewise(format string) func(string) string {
	return func(s string) string {
		var b strings.Builder
		for _, r := range s {
			fmt.Fprintf(&b, format, r)
		}
		return b.String()
	}
}

func inJSON(s string) string {
	data, _ := json.Marshal(s) //nolint:errchkjson // A string can always be written.
	return strings.Trim(string(data), `"`)
}

// writers are ways in which a service writes a text.
func writers() map[string]func(string) string {
	all := map[string]func(string) string{
		"as it is":                       func(s string) string { return s },
		"query":                          url.QueryEscape,
		"query, lower case":              func(s string) string { return lowerEscapes(url.QueryEscape(s)) },
		"path":                           url.PathEscape,
		"%20, and reserved ones as such": strings.NewReplacer("%", "%25", " ", "%20", "\"", "%22", "<", "%3C", ">", "%3E", "\n", "%0A", "\x00", "%00").Replace,
		"every byte of a query":          bytewise("%%%02x"),
		"HTML of Go":                     html.EscapeString,
		"HTML of ERB":                    strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;").Replace,
		"HTML of Rack":                   strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#x27;", "/", "&#x2F;").Replace,
		"numbers of HTML":                runewise("&#%d;"),
		"inspect":                        inspect,
		"inspect of bytes":               bytewise(`\x%02X`),
		"inspect of runes":               runewise(`\u{%x}`),
		"JSON":                           inJSON,
		"JSON, slashes too":              func(s string) string { return strings.ReplaceAll(inJSON(s), "/", `\/`) },
		"JSON in ASCII":                  func(s string) string { return strings.Trim(asciiJSON(s), `"`) },
		"Go":                             func(s string) string { return strings.Trim(fmt.Sprintf("%+q", s), `"`) },
		"hex":                            func(s string) string { return hex.EncodeToString([]byte(s)) },
		"HEX":                            func(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) },
		"bytes of Go":                    func(s string) string { return fmt.Sprint([]byte(s)) },
		"with a character without width": func(s string) string { return s[:2] + "\u200b" + s[2:] },
		"broken by a line":               func(s string) string { return s[:2] + "\r\n" + s[2:] },
	}
	all["inspect of JSON"] = func(s string) string { return inspect(inJSON(s)) }
	all["HTML of inspect of JSON"] = func(s string) string { return html.EscapeString(inspect(inJSON(s))) }
	all["query of a query"] = func(s string) string { return url.QueryEscape(url.QueryEscape(s)) }
	all["JSON of a query"] = func(s string) string { return inJSON(url.QueryEscape(s)) }
	return all
}

func lowerEscapes(s string) string {
	b := []byte(s)
	for i := range b {
		if i > 0 && b[i-1] == '%' || i > 1 && b[i-2] == '%' {
			b[i] = strings.ToLower(string(b[i]))[0]
		}
	}
	return string(b)
}

// asciiJSON writes JSON with surrogates, as Ruby's script_safe and Python do.
func asciiJSON(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r > 0xffff:
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		case r > 0x7e || r < ' ' || r == '"' || r == '\\':
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
