// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"
)

// longestName is how many characters a name may have.
const longestName = 255

func blank(attribute string) problem {
	return problem{pointer: "/data/attributes/" + attribute, detail: title(attribute) + " can't be blank", code: "blank"}
}

func malformed(attribute string) problem {
	return problem{pointer: "/data/attributes/" + attribute, detail: title(attribute) + " is invalid", code: "invalid"}
}

func taken(attribute string) problem {
	return problem{pointer: "/data/attributes/" + attribute, detail: title(attribute) + " has already been taken", code: "taken"}
}

func tooMany(plural string, limit int) problem {
	detail := fmt.Sprintf("%s are too many (maximum is %d)", title(plural), limit)
	return problem{detail: detail, code: "too_many"}
}

func forbidden() reply {
	return failure(http.StatusForbidden, "", "You are not allowed to access this resource")
}

// title writes an attribute as Rails does at the beginning of a message: "site_id" is
// "Site".
func title(attribute string) string {
	words := strings.ReplaceAll(strings.TrimSuffix(attribute, "_id"), "_", " ")
	return strings.ToUpper(words[:1]) + words[1:]
}

// pointed returns a text as filters see it.
func pointed(text *string) any {
	if text == nil {
		return nil
	}
	return *text
}

// setName reads a name, and changes it as the behavior says.
func (c *call) setName(name *string, attribute string, raw json.RawMessage) []problem {
	var text *string
	if err := json.Unmarshal(raw, &text); err != nil {
		return []problem{malformed("name")}
	}
	if text == nil || strings.TrimSpace(*text) == "" {
		return []problem{blank("name")}
	}
	if problems := tooLong("name", *text); len(problems) > 0 {
		return problems
	}
	*name = c.b.Attributes.stored(attribute, *text)
	return nil
}

// setText reads a text that may be null, or a number for it, and changes it as the
// behavior says.
func (c *call) setText(to *string, kind, attribute string, raw json.RawMessage) []problem {
	var text *string
	if err := json.Unmarshal(raw, &text); err != nil {
		var number json.Number
		if json.Unmarshal(raw, &number) != nil {
			return []problem{malformed(attribute)}
		}
		text = (*string)(&number)
	}
	if text == nil {
		*to = ""
		return nil
	}
	*to = c.b.Attributes.stored(kind+"."+attribute, *text)
	return tooLong(attribute, *text)
}

func tooLong(attribute, text string) []problem {
	if utf8.RuneCountInString(text) <= longestName {
		return nil
	}
	detail := fmt.Sprintf("%s is too long (maximum is %d characters)", title(attribute), longestName)
	return []problem{{pointer: "/data/attributes/" + attribute, detail: detail, code: "too_long"}}
}

// setDegrees reads a coordinate, as a number or as a string.
func setDegrees(degrees *float64, attribute string, raw json.RawMessage, limit float64) []problem {
	pointer := "/data/attributes/" + attribute
	if string(raw) == "null" {
		return []problem{blank(attribute)}
	}
	value, err := strconv.ParseFloat(strings.Trim(string(raw), `"`), 64)
	if err != nil {
		return []problem{{pointer: pointer, detail: title(attribute) + " is not a number", code: "not_a_number"}}
	}
	if value < -limit {
		detail := fmt.Sprintf("%s must be greater than or equal to %g", title(attribute), -limit)
		return []problem{{pointer: pointer, detail: detail, code: "greater_than_or_equal_to"}}
	}
	if value > limit {
		detail := fmt.Sprintf("%s must be less than or equal to %g", title(attribute), limit)
		return []problem{{pointer: pointer, detail: detail, code: "less_than_or_equal_to"}}
	}
	*degrees = value
	return nil
}
