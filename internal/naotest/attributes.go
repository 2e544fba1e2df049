// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"encoding/json"
	"html"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Attributes says what becomes of the attributes that are sent. Attributes are
// named by type and name: "team.ldap_group".
type Attributes struct {
	// IgnoredOnCreate and IgnoredOnUpdate name the attributes that are accepted and
	// not stored.
	IgnoredOnCreate, IgnoredOnUpdate []string
	// Stored says how texts are changed before they are stored, by attribute: the
	// names of teams and sites, "team.ldap_group", the texts of tags and those of the
	// objects of a [Collection]. The key "" is for the others.
	Stored map[string]Text
}

// Text is how a text is changed. The changes are made in the order of the fields.
type Text struct {
	// Trim removes blanks at both ends.
	Trim bool
	// Squeeze makes one blank of several.
	Squeeze bool
	// LowerCase folds upper-case letters.
	LowerCase bool
	// UpperCase folds lower-case letters.
	UpperCase bool
	// EscapeHTML writes <, >, &, ' and " as entities.
	EscapeHTML bool
	// Cut is how many characters are kept; 0 = all.
	Cut int
	// Decompose stores the decomposed form of Unicode, NFD.
	Decompose bool
}

// withoutIgnored returns the attributes without those that are ignored.
func (c *call) withoutIgnored(kind string, attributes map[string]json.RawMessage) map[string]json.RawMessage {
	ignored := c.b.Attributes.IgnoredOnUpdate
	if c.op.verb == verbCreate {
		ignored = c.b.Attributes.IgnoredOnCreate
	}
	kept := maps.Clone(attributes)
	maps.DeleteFunc(kept, func(name string, _ json.RawMessage) bool {
		return slices.Contains(ignored, kind+"."+name)
	})
	return kept
}

// stored returns what is stored of a text that was sent for an attribute.
func (a Attributes) stored(attribute, text string) string {
	change, ok := a.Stored[attribute]
	if !ok {
		change = a.Stored[""]
	}
	return change.apply(text)
}

func (t Text) apply(text string) string {
	if t.Trim {
		text = strings.TrimSpace(text)
	}
	if t.Squeeze {
		text = squeeze(text)
	}
	if t.LowerCase {
		text = strings.ToLower(text)
	}
	if t.UpperCase {
		text = strings.ToUpper(text)
	}
	if t.EscapeHTML {
		text = html.EscapeString(text)
	}
	if characters := []rune(text); t.Cut > 0 && len(characters) > t.Cut {
		text = string(characters[:t.Cut])
	}
	if t.Decompose {
		text = norm.NFD.String(text)
	}
	return text
}

// squeeze makes one blank of several.
func squeeze(text string) string {
	for strings.Contains(text, "  ") {
		text = strings.ReplaceAll(text, "  ", " ")
	}
	return text
}
