// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package redact

import (
	"regexp"
	"strings"
)

// pattern recognises secrets by their form, such as that of a JWT, without knowing their values.
type pattern struct {
	// needs is a text without which the expression does not match; empty where there is none. It spares time.
	needs string
	// expression has the secret between its first and its second group; without groups the secret is all of it.
	expression *regexp.Regexp
}

// signing are the names in a query whose values sign a URL.
const signing = `(?:[\w-]*(?:signature|credential|token|secret|password|jwt|accesskeyid|keyname|policy)|sig|sv|key)`

var patterns = []pattern{
	// A JWT: base64url of a JSON object begins so.
	{"eyJ", regexp.MustCompile(`\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*`)},
	{"", regexp.MustCompile(`(?i)(\bbearer\s+)[\w.~+/=-]{8,}`)},
	// The user's own token in the response to a login [doc: 2].
	{"", regexp.MustCompile(`(?i)(\bauth_token["']?\s*(?::|=>)\s*["'])(?:[^"'\\]|\\.)+`)},
	// User and password in the URL of a proxy.
	{"://", regexp.MustCompile(`(?i)(\b[a-z][a-z0-9+.-]*://)[^/\s@"]+(@)`)},
	// The signature of a URL, such as a blueprint's, and what goes with it.
	{"=", regexp.MustCompile(`(?i)([?&]` + signing + `=)[^&\s"'<>\\]+`)},
}

// recognise returns where in the original text the secrets of a reading lie that have a well-known form. It passes over one that begins with
// the mask: an earlier pass masked it, and what follows was put there since.
func recognise(r reading) []span {
	var found []span
	for _, p := range patterns {
		if !strings.Contains(r.text, p.needs) {
			continue
		}
		for _, match := range p.expression.FindAllStringSubmatchIndex(r.text, -1) {
			secret := span{match[0], match[1]}
			if len(match) > 2 {
				secret.start = match[3]
			}
			if len(match) > 4 {
				secret.end = match[4]
			}
			if !strings.HasPrefix(r.text[secret.start:secret.end], mask) {
				found = append(found, secret)
			}
		}
	}
	return r.original(found)
}
