// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"encoding/json"
	"fmt"
	"maps"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/leaf"
)

// ObjectInput is what a create or an update sends.
type ObjectInput struct {
	// Object has the collection, the type, the natural key, and the declared attributes.
	Object
	// Secret are attributes that are sent beside the declared ones, and that no document is compared with.
	Secret map[string]any
	// Withheld are such attributes that an update does not send. The service has them, and may repeat them.
	Withheld map[string]any
}

// Wanted is the object that the input describes.
func (in ObjectInput) Wanted() Object { return in.Object }

// ShownBy reports whether a document shows every declared leaf as declared. What it does not show makes no difference.
func (in ObjectInput) ShownBy(object Object) bool {
	return leaf.Equal(in.Attributes, object.Attributes)
}

// MarshalJSON writes the attributes.
func (in ObjectInput) MarshalJSON() ([]byte, error) {
	sent := maps.Clone(in.Attributes)
	if sent == nil {
		sent = map[string]any{}
	}
	for name, value := range in.Secret {
		sent[name] = merged(sent[name], value)
	}
	data, err := json.Marshal(sent)
	if err != nil {
		return nil, fmt.Errorf("write the attributes of an object: %w", err)
	}
	return data, nil
}

// merged is a declared value with the secret members of an object added.
func merged(declared, secret any) any {
	object, ok := declared.(map[string]any)
	secrets, both := secret.(map[string]any)
	if !ok || !both {
		return secret
	}
	whole := maps.Clone(object)
	for name, value := range secrets {
		whole[name] = merged(whole[name], value)
	}
	return whole
}

// known is an object as the API shows it, with the type and the key of the input.
func (in ObjectInput) known(object Object) Object {
	object.Collection, object.Type, object.Key = in.Collection, in.Type, in.Key
	return object
}
