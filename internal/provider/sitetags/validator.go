// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package sitetags

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/mac"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/membership"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/validate"
)

// mostReports is how many tags have a message of their own. The rest is named in one.
const mostReports = 100

// tagsValidator checks each tracking id and each name, on its key.
type tagsValidator struct{}

func (tagsValidator) Description(context.Context) string {
	return "tracking ids are not empty, differ in more than case, and MACs are written as AA:BB:CC:44:55:66; names have 1 to 255 characters"
}

func (v tagsValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (tagsValidator) ValidateMap(ctx context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	elements := req.ConfigValue.Elements()
	twins := make(map[string]string, len(elements))
	var faulty []string
	for _, key := range slices.Sorted(maps.Keys(elements)) {
		var found validator.StringResponse
		at := req.Path.AtMapKey(key)
		name, isText := elements[key].(types.String)
		if fault := mac.Fault(key); fault != "" {
			found.Diagnostics.AddAttributeError(at, "Invalid tracking id", fault)
		}
		if twin, ok := twins[client.FoldTrackingID(key)]; ok {
			found.Diagnostics.AddAttributeError(at, "Tag is declared twice", fmt.Sprintf(
				"The tracking ids %q and %q differ in case only. NAO Cloud may take them for one: leave one of them out.", twin, key))
		}
		twins[client.FoldTrackingID(key)] = key
		if !isText || name.IsNull() {
			found.Diagnostics.AddAttributeError(at, "Invalid name", "The name of a tag must not be null.")
		} else {
			validate.Name().ValidateString(ctx, validator.StringRequest{Path: at, ConfigValue: name}, &found)
		}
		switch {
		case !found.Diagnostics.HasError():
		case len(faulty) < mostReports:
			resp.Diagnostics.Append(found.Diagnostics...)
			faulty = append(faulty, key)
		default:
			faulty = append(faulty, key)
		}
	}
	if rest := len(faulty) - mostReports; rest > 0 {
		resp.Diagnostics.AddAttributeError(req.Path, fmt.Sprintf("%d more tags are not valid", rest), membership.Named(faulty[mostReports:])+".")
	}
}
