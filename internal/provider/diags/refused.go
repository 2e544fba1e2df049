// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package diags

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// Called is what could not be done to a call.
const Called Verb = "carried out"

// Refused reports a request that the API refused for a reason that an attribute has: what happened, what to do, what the API said.
func Refused(attribute, summary, said, advice string, err error) diag.Diagnostics {
	parts := []string{said}
	response, ok := errors.AsType[*client.Error](err)
	if ok {
		parts = append(parts, quote(response.Details))
	}
	parts = append(parts, advice)
	if ok {
		parts = append(parts, request(response))
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(attribute), summary, paragraphs(parts...))}
}
