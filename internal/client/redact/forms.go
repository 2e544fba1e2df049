// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package redact

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
)

// formsOf returns the forms in which a secret may turn up in a reading of a text: those that are compared exactly, and those in lower case
// that are compared without case. It returns none for a value of less than Shortest bytes.
func formsOf(value string) (exact, folded []string) {
	if len(value) < Shortest {
		return nil, nil
	}
	// A server may cut off the blanks around a secret.
	spellings := []string{value, strings.TrimSpace(value)}
	if strings.Contains(value, "@") {
		// A server may write an e-mail address in lower case, or in the case in which it was registered.
		lower := strings.ToLower(strings.TrimSpace(value))
		spellings = append(spellings, lower)
		folded = unescaped(foldASCII(value), foldASCII(lower))
	}
	for _, spelling := range spellings {
		if len(spelling) >= Shortest {
			exact = append(exact, unescaped(encodings(spelling)...)...)
		}
	}
	return exact, folded
}

// unescaped returns texts, and what is left of each where it is unescaped and squeezed as the texts are in which it is looked for.
func unescaped(texts ...string) []string {
	var forms []string
	for _, text := range texts {
		for _, r := range readings(text) {
			forms = append(forms, r.text)
			if squeezed, ok := r.squeeze(); ok {
				forms = append(forms, squeezed.text)
			}
		}
	}
	return forms
}

// encodings returns a text as it is, in hex, as Go prints its bytes, and in base64.
func encodings(text string) []string {
	lower := hex.EncodeToString([]byte(text))
	forms := []string{text, lower, strings.ToUpper(lower), strings.Trim(fmt.Sprint([]byte(text)), "[]")}
	for before := range 3 {
		forms = append(forms, inBase64(base64.RawStdEncoding, text, before), inBase64(base64.RawURLEncoding, text, before))
	}
	return forms
}

// inBase64 returns the characters of a longer base64 text that depend on nothing but a secret within it, where the number of bytes before
// the secret leaves the remainder `before` when it is divided by three. At most one character at each end depends on the neighbours too.
func inBase64(encoding *base64.Encoding, secret string, before int) string {
	encoded := encoding.EncodeToString([]byte(strings.Repeat("\x00", before) + secret))
	start := (8*before + 5) / 6
	end := 8 * (before + len(secret)) / 6
	return encoded[start:end]
}
