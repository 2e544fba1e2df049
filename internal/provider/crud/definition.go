// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package crud

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/validate"
)

// Object is an object of a kind.
type Object interface {
	// ObjectID is the id that the API gave the object; "" where the API does not show it.
	ObjectID() string
}

// Reader is the client's call that reads one object of a kind.
type Reader[T any] interface {
	Get(ctx context.Context, known T) (T, error)
}

// Lister is the client's call that lists the objects of a kind: below a parent, whose id is "" for a kind without one.
type Lister[T any] func(ctx context.Context, c *client.Client, parent string, query client.Query) iter.Seq2[T, error]

// Objects is the client's calls for a kind: T is its object, In what a create or an update sends.
type Objects[T, In any] interface {
	Reader[T]
	Find(ctx context.Context, wanted T) ([]T, error)
	Listed(wanted T) (found []T, listed bool)
	Hold(object T)
	Create(ctx context.Context, in In) (T, error)
	Resume(ctx context.Context, in In, pending client.Pending) (T, error)
	Update(ctx context.Context, known T, in In) (T, error)
	Delete(ctx context.Context, known T) error
}

// Definition makes the resource of a kind: M is its model, T its object, In what a create or an update sends.
type Definition[M any, T Object, In any] struct {
	// Kind is how messages speak of the kind.
	Kind diags.Kind
	// Schema is that of the resource, without the timeouts block.
	Schema schema.Schema
	// Path is where the API keeps the objects, with attributes for the ids of parents: "/teams/{team_id}/site_team_associations".
	Path string
	// Identity are the attributes that identify an object, in the order of the import id.
	Identity []Part
	// Local are the attributes that the API never sees.
	Local []string
	// Fixed tells that no attribute can change without a new object.
	Fixed bool

	// Objects chooses the kind's calls.
	Objects func(*client.Client) Objects[T, In]
	// Label says in messages which object is meant.
	Label func(M) string
	// Known is the object as far as the model knows it: its ids, and its natural key.
	Known func(M) T
	// Model puts an object over what is known of it. Where the object lacks a field, the known value stays, and an unknown one becomes null.
	Model func(known M, object T) M
	// Input is what to send. An unknown attribute is not sent; null clears it.
	Input func(asked M) In
	// WriteOnly adds to what is sent what only the configuration holds. The former model is nil for a create. It may be nil.
	WriteOnly func(in In, config M, former *M) In

	// KeyAttributes are the attributes of the natural key, the one that people call it by first, and Key is its text: objects with the same key
	// have the same text. SameKey decides where the text alone does not; it may be nil. Without a Key, nothing looks for a key that is taken.
	// KnowsKey reports whether a plan knows the whole key; without it, the plan has to know all KeyAttributes.
	KeyAttributes []string
	KnowsKey      func(M) bool
	Key           func(M) string
	SameKey       func(a, b M) bool
	// MayLackKey tells that an object may have no natural key: then Key is "". Where the outcome of its create is not known, only a person can
	// end it.
	MayLackKey bool
	// Declares says of which parent the object is which member, for a kind of which other resources manage sets. It may be nil.
	Declares func(M) (parent, member string)
	// WithID is the model of an object with this id, where the plan does not know the id. It is needed with Removable.
	WithID func(plan M, id string) M
	// Removable reports why an object must not be removed. It may be nil: then every object may.
	Removable func(ctx context.Context, c *client.Client, state M) (diag.Diagnostics, error)

	// Missing explains a create that the API answered with 404: something that the object refers to does not exist. It may be nil.
	Missing func(ctx context.Context, c *client.Client, plan M, err error) diag.Diagnostics
	// NotImported explains an import of an object that does not exist. It may be nil: then Terraform's own message does.
	NotImported func(ctx context.Context, c *client.Client, imported M) diag.Diagnostics

	// What follows is for a kind that is more than its attributes. Each may be nil.

	// Faults are what is wrong with a configuration or a plan, beyond what validators of single attributes find.
	Faults func(M) diag.Diagnostics
	// Planned changes what Terraform plans for an object that is to stay or to come.
	Planned func(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse)
	// MustRead reports whether an update that sends nothing has to read the object.
	MustRead func(plan M) bool
	// IsBare reports whether a state holds nothing but the identity of its object, as after an import.
	IsBare func(M) bool
	// Split takes an import id apart. Without it, the first slashes do.
	Split func(importID string) []string
	// Moved reads the parts of the identity beside the id from the path of a generic REST resource.
	Moved func(path string) (map[string]string, error)
}

// Part is one of the attributes that identify an object.
type Part struct {
	// Attribute is "id" or "team_id".
	Attribute string
	// Placeholder stands for the part in an import id: "TEAM_ID". A kind with one part needs none.
	Placeholder string
	// Words describe the part: "the id of the team".
	Words string
	// Example is "392".
	Example string
	// Accepts reports whether a text can be this part. It is nil for a part that is a number.
	Accepts func(text string) bool
	// Note is what importers of this part should know; "" for nothing.
	Note string
}

func (p Part) accepts(text string) bool {
	if p.Accepts == nil {
		return validate.IsID(text)
	}
	return p.Accepts(text)
}

// accepted reports whether a text can be the id of an object of the kind.
func (d Definition[M, T, In]) accepted(id string) bool {
	for _, part := range d.Identity {
		if part.Attribute == "id" {
			return part.accepts(id)
		}
	}
	return validate.IsID(id)
}

// ByID is the Identity of a kind that the API's own id identifies.
func ByID(kind, example string) []Part {
	return []Part{{Attribute: "id", Words: "the number that NAO Cloud gave the " + kind, Example: example}}
}
