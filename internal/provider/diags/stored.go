// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package diags

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/naocloud/terraform-provider-naocloud/internal/provider/value"
)

// Stored reports an attribute that NAO Cloud stored otherwise than it was asked to, on that attribute. The object exists: a create has made
// it, an update has left it.
func Stored(kind Kind, verb Verb, label, attribute string, asked, stored attr.Value) diag.Diagnostics {
	which := fmt.Sprintf("NAO Cloud saved the %s %s", kind.Name, label)
	var kept string
	if verb == Created {
		kept = fmt.Sprintf("The state holds the %s, but Terraform marks it as tainted and will replace it. To keep it, run %s; the next apply then only changes what differs.",
			kind.Name, kind.Untaint())
	}
	if dynamic, ok := asked.(types.Dynamic); ok {
		return storedLeaves(which, kept, attribute, value.FromTerraform(dynamic), value.FromTerraform(stored))
	}
	var diagnostics diag.Diagnostics
	add := func(summary, said, advice string) {
		diagnostics.AddAttributeError(path.Root(attribute), summary, paragraphs(said, advice, kept))
	}
	name := strings.ReplaceAll(attribute, "_", " ")
	askedSet, isSet := asked.(types.Set)
	storedSet, _ := stored.(types.Set)
	if !isSet || asked.IsNull() {
		add(Capital(name)+" was not stored as asked",
			fmt.Sprintf("%s, but not with the %s that was asked for. Asked: %s. Stored: %s.", which, name, show(asked), show(stored)),
			"Write what NAO Cloud stores, or ask its support why it does not take this value.")
		return diagnostics
	}
	if dropped := without(askedSet, storedSet); len(dropped) > 0 {
		add(Capital(name)+" were not accepted",
			fmt.Sprintf("%s, but without the %s that it does not accept: %s. It now has: %s.", which, name, list(dropped), list(without(storedSet, types.SetNull(types.StringType)))),
			"Remove them from the configuration, or correct their spelling.")
	}
	if added := without(storedSet, askedSet); len(added) > 0 {
		add(Capital(name)+" were added",
			fmt.Sprintf("%s, but with %s that were not asked for: %s.", which, name, list(added)),
			fmt.Sprintf("Add them to the configuration, or leave `%s` out to let NAO Cloud decide.", attribute))
	}
	return diagnostics
}

// without are the elements of a set that another set lacks, as a person writes them, sorted.
func without(set, other types.Set) []string {
	var texts []string
	for _, element := range set.Elements() {
		if !slices.ContainsFunc(other.Elements(), element.Equal) {
			texts = append(texts, show(element))
		}
	}
	slices.Sort(texts)
	return texts
}

func list(texts []string) string {
	if len(texts) == 0 {
		return "none"
	}
	return strings.Join(texts, ", ")
}

// show is a value as a person writes it in a configuration.
func show(value attr.Value) string {
	switch value := value.(type) {
	case basetypes.Float64Valuable:
		if value.IsNull() {
			return "none"
		}
		if number, ok := value.(interface{ ValueFloat64() float64 }); ok {
			return strconv.FormatFloat(number.ValueFloat64(), 'g', -1, 64)
		}
	case nil:
		return "none"
	}
	if value.IsNull() {
		return "none"
	}
	return value.String()
}
