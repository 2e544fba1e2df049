// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package crud

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
)

const (
	// restType and restProvider are the resource and the end of the address of the generic REST provider.
	restType     = "restapi_object"
	restProvider = "/restapi"
	// ownType and ownProvider are those of this provider's resource for any collection.
	ownType     = "naocloud_object"
	ownProvider = "/naocloud"
)

// restObject is what the state of a generic REST resource says of its object.
type restObject struct {
	ID   string `json:"id"`
	Path string `json:"path"`
	// Data is the JSON that was sent, and Attributes are those of the last response as texts.
	Data       string         `json:"data"`
	Attributes map[string]any `json:"api_data"`
}

// MoveState takes over the state of a generic REST resource, offline: its id, the ids of its parents from its path, and what else identifies the
// object from the data that was sent.
func (r *resourceOf[M, T, In]) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: r.move}}
}

func (r *resourceOf[M, T, In]) move(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	isRest := req.SourceTypeName == restType && strings.HasSuffix(req.SourceProviderAddress, restProvider)
	isOwn := req.SourceTypeName == ownType && strings.HasSuffix(req.SourceProviderAddress, ownProvider) && r.Kind.Type != ownType
	if !isRest && !isOwn {
		resp.Diagnostics.AddError(fmt.Sprintf("A %s cannot be moved to a %s", req.SourceTypeName, r.Kind.Type),
			fmt.Sprintf("Only a %s of a provider named restapi, or a naocloud_object, can be moved. Remove the other resource from the state and import the object instead:\n\n%s", restType, r.recipe(req.SourceTypeName)))
		return
	}
	object, err := sourceOf(req)
	if err != nil {
		resp.Diagnostics.AddError(req.SourceTypeName+" could not be read", err.Error())
		return
	}
	known, err := r.identityOf(object)
	if err != nil {
		resp.Diagnostics.AddError(fmt.Sprintf("The %s is no %s that can be moved", req.SourceTypeName, r.Kind.Name),
			diags.Capital(err.Error())+".\n\nMove it to the resource type of its path"+r.orRecipe(err, req.SourceTypeName))
		return
	}
	// What is not known becomes null. The read that follows fills it.
	resp.TargetState = tfsdk.State{Schema: r.schema, Raw: blank(ctx, r.schema.Type())}
	for name, text := range known {
		resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root(name), types.StringValue(text))...)
	}
	if resp.TargetIdentity != nil {
		resp.Diagnostics.Append(r.identify(ctx, resp.TargetIdentity, resp.TargetState)...)
	}
}

// ErrOtherType is an object that only another resource type manages.
var ErrOtherType = errors.New("it has a resource type of its own")

// orRecipe is the way over for an object that this resource type can import.
func (r *resourceOf[M, T, In]) orRecipe(err error, source string) string {
	if errors.Is(err, ErrOtherType) {
		return "."
	}
	return ", or remove it from the state and import the object instead:\n\n" + r.recipe(source)
}

// sourceOf reads the object that is moved.
func sourceOf(req resource.MoveStateRequest) (object restObject, err error) {
	if req.SourceTypeName == restType {
		if err := json.Unmarshal(req.SourceRawState.JSON, &object); err != nil {
			return object, fmt.Errorf("read its state: %w", err)
		}
		return object, nil
	}
	var own struct {
		ID         string `json:"id"`
		Collection string `json:"collection"`
		// A dynamic attribute is written beside its type.
		Attributes struct {
			Value json.RawMessage `json:"value"`
		} `json:"attributes"`
	}
	if err := json.Unmarshal(req.SourceRawState.JSON, &own); err != nil {
		return object, fmt.Errorf("read its state: %w", err)
	}
	return restObject{ID: own.ID, Path: own.Collection, Data: string(own.Attributes.Value)}, nil
}

// identityOf are the id of an object and the parts of its identity, by attribute.
func (r *resourceOf[M, T, In]) identityOf(object restObject) (map[string]string, error) {
	known, err := r.parentsIn(object.Path)
	if err != nil {
		return nil, err
	}
	known["id"] = object.ID
	for _, part := range r.Identity {
		if _, ok := known[part.Attribute]; !ok {
			known[part.Attribute] = object.value(part.Attribute)
		}
		if !part.accepts(known[part.Attribute]) {
			return nil, fmt.Errorf("its state does not say %s: got %q", part.Words, known[part.Attribute])
		}
	}
	if !r.accepted(known["id"]) {
		return nil, fmt.Errorf("its id is %q, which is no number", object.ID)
	}
	return known, nil
}

// parentsIn are the parts of the identity that a path holds.
func (r *resourceOf[M, T, In]) parentsIn(path string) (map[string]string, error) {
	if r.Moved != nil {
		return r.Moved(path)
	}
	known, ok := match(r.Path, path)
	if !ok {
		return nil, fmt.Errorf("its path is %q, that of %s is %q", path, r.Kind.One(), r.Path)
	}
	return known, nil
}

// match compares the end of a path with a pattern such as "/teams/{team_id}/site_team_associations", and returns what stands for the braces.
// The path may begin with that of the API, such as "/api/v2".
func match(pattern, text string) (map[string]string, bool) {
	wanted, got := strings.Split(strings.Trim(pattern, "/"), "/"), strings.Split(strings.Trim(text, "/"), "/")
	if len(got) < len(wanted) {
		return nil, false
	}
	known := map[string]string{}
	for i, segment := range got[len(got)-len(wanted):] {
		name, isPart := strings.CutPrefix(wanted[i], "{")
		if !isPart && segment != wanted[i] {
			return nil, false
		}
		if isPart {
			known[strings.TrimSuffix(name, "}")] = segment
		}
	}
	return known, true
}

// value is an attribute of the object as it was sent, at the top or below the root, or as the last response showed it; "" for none.
func (o restObject) value(name string) string {
	var sent map[string]any
	decoder := json.NewDecoder(strings.NewReader(o.Data))
	decoder.UseNumber()
	if decoder.Decode(&sent) == nil {
		if text, ok := textOf(sent[name]); ok {
			return text
		}
		for _, root := range sent {
			attributes, _ := root.(map[string]any)
			if text, ok := textOf(attributes[name]); ok {
				return text
			}
		}
	}
	text, _ := textOf(o.Attributes[name])
	return text
}

func textOf(value any) (string, bool) {
	switch value := value.(type) {
	case string:
		return value, value != ""
	case json.Number:
		return value.String(), true
	default:
		return "", false
	}
}

// recipe is the way over for a resource that cannot be moved.
func (r *resourceOf[M, T, In]) recipe(source string) string {
	examples := make([]string, len(r.Identity))
	for i, part := range r.Identity {
		examples[i] = part.Example
	}
	return fmt.Sprintf("%s\n\nimport {\n  to = %s.example\n  id = %q\n}", diags.RemovedBlock(source+".example"), r.Kind.Type, strings.Join(examples, "/"))
}
