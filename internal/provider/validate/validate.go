// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package validate says what an argument may be.
package validate

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// maxNameLength is in characters, not bytes.
const maxNameLength = 255

var (
	number = regexp.MustCompile(`^[1-9][0-9]{0,18}$`)
	// mock is the id that a mock_provider makes for a computed attribute: 8 lower-case letters and digits in Terraform, 4 to 15 letters and
	// digits in OpenTofu.
	mock = regexp.MustCompile(`^[A-Za-z0-9]{4,15}$`)
)

// IsID reports whether a text can be the id of an object: NAO Cloud numbers everything from 1.
func IsID(text string) bool { return number.MatchString(text) }

// Name accepts the name of an object: 1 to 255 characters, the first and the last of them not blank.
func Name() validator.String {
	return rule{
		text:  fmt.Sprintf("must have 1 to %d characters and neither begin nor end with a blank", maxNameLength),
		fault: nameFault,
	}
}

// ID accepts the id of an object. It accepts what a mock_provider makes of one as well: no request is made with it, since the plan of a
// resource and the read of a data source accept numbers only.
func ID(example string) validator.String {
	return idRule(example, func(id string) bool { return IsID(id) || mock.MatchString(id) })
}

// Number reports an id that is no number on its attribute. Null and unknown ids pass. The plan and the read use it; ID lets more pass.
func Number(ctx context.Context, at path.Path, id types.String, example string) diag.Diagnostics {
	var resp validator.StringResponse
	idRule(example, IsID).ValidateString(ctx, validator.StringRequest{Path: at, ConfigValue: id}, &resp)
	return resp.Diagnostics
}

func idRule(example string, accepts func(string) bool) rule {
	return rule{
		text: fmt.Sprintf("must be the number that NAO Cloud gave the object, such as %q", example),
		fault: func(id string) string {
			if accepts(id) {
				return ""
			}
			return fmt.Sprintf("%q", id)
		},
	}
}

// NotEmpty accepts everything but "", which is not the same as leaving the attribute out; instead says what to write.
func NotEmpty(instead string) validator.String {
	return rule{
		text: "must not be empty: " + instead,
		fault: func(text string) string {
			if text == "" {
				return `""`
			}
			return ""
		},
	}
}

// Duration accepts how long something may take, in the form of a timeouts block.
func Duration() validator.String {
	return rule{
		text: "must be a positive number with a unit, such as `90s` or `1h30m`",
		fault: func(text string) string {
			if duration, err := time.ParseDuration(text); err != nil || duration <= 0 {
				return fmt.Sprintf("%q", text)
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

// rule is what a text has to be.
type rule struct {
	// text completes a sentence that begins with the attribute's name.
	text string
	// fault describes a text that breaks the rule; it is empty for one that does not.
	fault func(string) string
}

func (r rule) Description(context.Context) string { return r.text }

func (r rule) MarkdownDescription(context.Context) string { return r.text }

func (r rule) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if fault := r.fault(req.ConfigValue.ValueString()); fault != "" {
		attribute, subject := named(req.Path)
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid "+attribute, fmt.Sprintf("%s %s, got: %s.", subject, r.text, fault))
	}
}

// named is what a person calls the attribute at a path, and the value there. An element of a set has no name but its value.
func named(at path.Path) (attribute, subject string) {
	last, _ := at.Steps().LastStep()
	if _, ok := last.(path.PathStepElementKeyValue); ok {
		attribute = at.ParentPath().String()
		return attribute, "each of the " + attribute
	}
	return at.String(), at.String()
}
