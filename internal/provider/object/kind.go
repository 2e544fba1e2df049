// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package object

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
)

const (
	collectionExample = "sites/11416/notifiers"
	example           = "7"
)

var definition = crud.Definition[model, client.Object, client.ObjectInput]{
	Kind:   Words,
	Schema: resourceSchema,
	Identity: []crud.Part{
		{
			Attribute: "collection", Placeholder: "COLLECTION", Words: "the path of the collection", Example: collectionExample,
			Accepts: isCollection, Note: "Tags and associations have resource types of their own: naocloud_tag and naocloud_site_team_association.",
		},
		{Attribute: "id", Placeholder: "ID", Words: "the id of the object", Example: example, Accepts: client.IsValidID},
	},
	// They say how to ask, or what to show.
	Local:         []string{"natural_key", "type", "export", "export_sensitive", "replace_on", "attributes_wo"},
	Objects:       func(c *client.Client) crud.Objects[client.Object, client.ObjectInput] { return c.Objects },
	Label:         model.label,
	Known:         model.object,
	Model:         model.with,
	Input:         model.input,
	WriteOnly:     withSecrets,
	KeyAttributes: []string{"attributes", "collection"},
	KnowsKey:      model.knowsKey,
	Key:           model.key,
	MayLackKey:    true,
	Faults:        model.faults,
	Planned:       planned,
	MustRead:      func(plan model) bool { return plan.Output.IsUnknown() || plan.SensitiveOutput.IsUnknown() },
	IsBare:        model.isBare,
	Split:         split,
	Moved:         moved,
	Missing:       missing,
	NotImported:   notImported,
}

// Kind is the resource, the data sources and the list of objects.
func Kind() crud.Kind {
	return crud.Kind{
		Resources:     []func() resource.Resource{definition.NewResource},
		DataSources:   []func() datasource.DataSource{newDataSource, newPluralDataSource},
		ListResources: []func() list.ListResource{listing.NewListResource},
	}
}

// isCollection reports whether a text is the path of a collection whose objects have no resource type of their own alone.
func isCollection(text string) bool {
	collection, err := client.ParseCollection(text)
	return err == nil && typedOnly[collection.Pattern()] == ""
}

// split takes an import id apart at its last slash.
func split(importID string) []string {
	at := strings.LastIndexByte(importID, '/')
	if at < 0 {
		return []string{importID}
	}
	return []string{importID[:at], importID[at+1:]}
}

// apiPrefix is what stands before the collections in the path of a generic REST resource whose provider has the host alone.
var apiPrefix = regexp.MustCompile(`^(.*/)?api/v[0-9]+/`)

// moved reads the collection from the path of a generic REST resource.
func moved(restPath string) (map[string]string, error) {
	collection := apiPrefix.ReplaceAllString(strings.Trim(restPath, "/")+"/", "")
	parsed, err := client.ParseCollection(strings.Trim(collection, "/"))
	if err != nil {
		return nil, fmt.Errorf("its path is %q, which is no collection: it %w", restPath, err)
	}
	if better, ok := typedOnly[parsed.Pattern()]; ok {
		return nil, fmt.Errorf("its path is %q, and %w: %s", restPath, crud.ErrOtherType, better)
	}
	return map[string]string{"collection": parsed.String()}, nil
}

// missing reports that the collection does not exist.
func missing(_ context.Context, _ *client.Client, plan model, err error) diag.Diagnostics {
	return diag.Diagnostics{noCollection(plan.Collection.ValueString(), err)}
}

func noCollection(collection string, err error) diag.Diagnostic {
	detail := fmt.Sprintf("NAO Cloud has no collection %s, or these credentials do not reach it. Compare the path with what the web console requests "+
		"(the network tab of the browser shows it), and check the ids in it.", collection)
	if response, ok := errors.AsType[*client.Error](err); ok {
		detail += "\n\n" + response.Error() + "."
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("collection"), "Collection does not exist", detail)
}

// notImported reports that there is no such object.
func notImported(_ context.Context, _ *client.Client, imported model) diag.Diagnostics {
	return diag.Diagnostics{diag.NewErrorDiagnostic("Object does not exist", fmt.Sprintf(
		"The collection %s has no object with the id %s, or does not exist, or these credentials do not reach it. The import id is COLLECTION/ID, such as %s/%s.",
		imported.Collection.ValueString(), imported.ID.ValueString(), collectionExample, example))}
}
