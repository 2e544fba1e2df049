// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package mac is the tracking id of a tag, which usually is a MAC: how NAO Cloud writes one, the function that turns other spellings into that,
// and the validator that refuses them.
package mac

import (
	"regexp"
	"strings"
)

// spellings are the ways to write the six octets of a MAC, without regard to case.
var spellings = regexp.MustCompile(`(?i)^(?:` + strings.Join([]string{
	`[0-9a-f]{12}`,                     // aabbcc445566
	`[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}`, // aa:bb:cc:44:55:66, and a:b:c:4:5:6
	`[0-9a-f]{2}(-[0-9a-f]{2}){5}`,     // aa-bb-cc-44-55-66
	`[0-9a-f]{2}(\.[0-9a-f]{2}){5}`,    // aa.bb.cc.44.55.66
	`[0-9a-f]{2}(_[0-9a-f]{2}){5}`,     // aa_bb_cc_44_55_66
	`[0-9a-f]{2}( [0-9a-f]{2}){5}`,     // aa bb cc 44 55 66
	`[0-9a-f]{4}([.:-][0-9a-f]{4}){2}`, // aabb.cc44.5566
	`[0-9a-f]{6}[-:][0-9a-f]{6}`,       // aabbcc-445566
}, `|`) + `)$`)

// Normal turns any spelling of a MAC into NAO Cloud's, such as "AA:BB:CC:44:55:66" [doc: Tags commissioning]. Blanks at the ends of a MAC go. A
// text that is no MAC comes back unchanged.
func Normal(text string) string {
	trimmed := strings.TrimSpace(text)
	if !spellings.MatchString(trimmed) {
		return text
	}
	return strings.ToUpper(strings.Join(octets(trimmed), ":"))
}

// octets are the pairs of digits of a MAC.
func octets(text string) []string {
	groups := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(":-._ ", r) })
	if len(groups) == 6 {
		for i, group := range groups {
			if len(group) == 1 {
				groups[i] = "0" + group
			}
		}
		return groups
	}
	digits := strings.Join(groups, "")
	pairs := make([]string, 0, 6)
	for i := 0; i < len(digits); i += 2 {
		pairs = append(pairs, digits[i:i+2])
	}
	return pairs
}

// isMisspelt reports whether a text is certainly a MAC, but not as NAO Cloud writes it. Twelve decimal digits may be the number of anything:
// they are left to whoever writes them.
func isMisspelt(text string) bool {
	return Normal(text) != text && !decimal.MatchString(text)
}

var decimal = regexp.MustCompile(`^[0-9]{12}$`)
