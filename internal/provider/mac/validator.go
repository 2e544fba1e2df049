// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package mac

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// longest is how many characters a tracking id may have.
const longest = 255

// TrackingID accepts the tracking id of a tag: a MAC as NAO Cloud writes it, and everything that is no MAC. It refuses a MAC in another spelling,
// and says the right one.
func TrackingID() validator.String { return trackingID{} }

type trackingID struct{}

func (trackingID) Description(context.Context) string {
	return "a MAC is written as AA:BB:CC:44:55:66; everything else passes as it is"
}

func (v trackingID) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (trackingID) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if fault := Fault(req.ConfigValue.ValueString()); fault != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid tracking id", fault)
	}
}

// IsTrackingID reports whether a text can be the tracking id of a tag.
func IsTrackingID(text string) bool {
	return text != "" && utf8.RuneCountInString(text) <= longest && strings.TrimFunc(text, unicode.IsSpace) == text &&
		!strings.ContainsFunc(text, unicode.IsControl)
}

// Fault says what is wrong with a tracking id in a configuration; "" for nothing.
func Fault(text string) string {
	switch {
	case text == "":
		return "A tracking id must not be empty: give each tag the MAC, or the other id, that NAO Cloud tracks it by."
	case isMisspelt(text):
		return fmt.Sprintf("%q is a MAC, which NAO Cloud writes as %q. Write it so, or as provider::naocloud::tracking_id(%q).", text, Normal(text), text)
	case !IsTrackingID(text):
		return fmt.Sprintf("A tracking id must have 1 to %d characters, no control characters, and neither begin nor end with a blank, got: %q.", longest, text)
	default:
		return ""
	}
}
