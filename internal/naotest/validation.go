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
	return problem{"/data/attributes/" + attribute, title(attribute) + " can't be blank", "blank"}
}

func nameTaken() problem {
	return problem{"/data/attributes/name", "Name has already been taken", "taken"}
}

func forbidden() reply {
	return failure(http.StatusForbidden, "", "You are not allowed to access this resource")
}

// title writes an attribute as Rails does at the beginning of a message.
func title(attribute string) string {
	words := strings.ReplaceAll(attribute, "_", " ")
	return strings.ToUpper(words[:1]) + words[1:]
}

// setName reads a name, and changes it as the behavior says.
func (c *call) setName(name *string, attribute string, raw json.RawMessage) []problem {
	var text *string
	if err := json.Unmarshal(raw, &text); err != nil {
		return []problem{{"/data/attributes/name", "Name is invalid", "invalid"}}
	}
	if text == nil || strings.TrimSpace(*text) == "" {
		return []problem{blank("name")}
	}
	if utf8.RuneCountInString(*text) > longestName {
		detail := fmt.Sprintf("Name is too long (maximum is %d characters)", longestName)
		return []problem{{"/data/attributes/name", detail, "too_long"}}
	}
	*name = c.b.Attributes.stored(attribute, *text)
	return nil
}

// setDegrees reads a coordinate, as a number or as a string.
func setDegrees(degrees *float64, attribute string, raw json.RawMessage, limit float64) []problem {
	pointer := "/data/attributes/" + attribute
	if string(raw) == "null" {
		return []problem{blank(attribute)}
	}
	value, err := strconv.ParseFloat(strings.Trim(string(raw), `"`), 64)
	if err != nil {
		return []problem{{pointer, title(attribute) + " is not a number", "not_a_number"}}
	}
	if value < -limit {
		detail := fmt.Sprintf("%s must be greater than or equal to %g", title(attribute), -limit)
		return []problem{{pointer, detail, "greater_than_or_equal_to"}}
	}
	if value > limit {
		detail := fmt.Sprintf("%s must be less than or equal to %g", title(attribute), limit)
		return []problem{{pointer, detail, "less_than_or_equal_to"}}
	}
	*degrees = value
	return nil
}
