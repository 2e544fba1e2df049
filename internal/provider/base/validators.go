// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package base

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// maxNameLength is in characters, not bytes.
const maxNameLength = 255

var number = regexp.MustCompile(`^[1-9][0-9]{0,18}$`)

// IsID tells whether a text can be the id of an object: NAO Cloud numbers everything from 1.
func IsID(text string) bool { return number.MatchString(text) }

// CompareIDs orders ids by their number.
func CompareIDs(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

// Name accepts the name of an object: 1 to 255 characters, the first and the last of them not blank.
func Name() validator.String {
	return textValidator{
		rule:  fmt.Sprintf("must have 1 to %d characters and neither begin nor end with a blank", maxNameLength),
		fault: nameFault,
	}
}

// ID accepts the id of an object.
func ID() validator.String {
	return textValidator{
		rule:  `must be the number that NAO Cloud gave the object, such as "392"`,
		fault: idFault,
	}
}

// NotEmpty accepts everything but "", which is not the same as leaving the attribute out; instead says what to write.
func NotEmpty(instead string) validator.String {
	return textValidator{
		rule: "must not be empty: " + instead,
		fault: func(text string) string {
			if text == "" {
				return `""`
			}
			return ""
		},
	}
}

func nameFault(name string) string {
	switch length := utf8.RuneCountInString(name); {
	case length == 0:
		return "an empty name"
	case length > maxNameLength:
		return fmt.Sprintf("%d characters", length)
	case strings.TrimFunc(name, unicode.IsSpace) != name:
		return fmt.Sprintf("%q", name)
	default:
		return ""
	}
}

func idFault(id string) string {
	if IsID(id) {
		return ""
	}
	return fmt.Sprintf("%q", id)
}

// textValidator applies a rule to a text.
type textValidator struct {
	// rule completes a sentence that begins with the attribute's name.
	rule string
	// fault describes what it got where that breaks the rule; empty where it does not.
	fault func(string) string
}

func (v textValidator) Description(context.Context) string { return v.rule }

func (v textValidator) MarkdownDescription(context.Context) string { return v.rule }

func (v textValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if fault := v.fault(req.ConfigValue.ValueString()); fault != "" {
		attribute, subject := named(req.Path)
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid "+attribute, fmt.Sprintf("%s %s, got: %s.", subject, v.rule, fault))
	}
}

// named is what a person calls the attribute at a path, and the value there: an element of a set has no name but its value.
func named(at path.Path) (attribute, subject string) {
	last, _ := at.Steps().LastStep()
	if _, ok := last.(path.PathStepElementKeyValue); ok {
		attribute = at.ParentPath().String()
		return attribute, "each of the " + attribute
	}
	return at.String(), at.String()
}
