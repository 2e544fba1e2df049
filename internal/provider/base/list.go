// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// ListBlock is what every list block has beside its own arguments, which no schema shows: it is Terraform's.
const ListBlock = "It is for `terraform query`, which needs Terraform 1.14. Each result has a name that people know it by, and the identity to import " +
	"it with.\n\n" +
	"Its arguments stand in a `config` block. Beside that, Terraform itself gives every list block `limit` (at most so many results; `100` where it is " +
	"left out) and `include_resource` (`true` for all attributes of each, not its identity alone)."

// Listed is an object as a list resource shows it.
type Listed struct {
	// Name is what a person knows the object by.
	Name string
	// Identity is the model of the resource's identity.
	Identity any
	// Resource is the model of the resource.
	Resource any
	// Problem is why the object cannot be shown, where it cannot.
	Problem diag.Diagnostics
}

// Results streams the objects of a listing, one by one as they come, up to the limit of the request. A listing that breaks off ends in a
// result that is an error, as Noun.NotListed reports it: it must not pass for a shorter one. For the same reason a list that the limit cuts
// ends in a warning.
func Results[T any](ctx context.Context, n Noun, req list.ListRequest, objects iter.Seq2[T, error], show func(T) Listed) iter.Seq[list.ListResult] {
	return ResultsOr(ctx, n, req, objects, show, n.NotListed)
}

// ResultsOr is Results with a report of its own on a listing that breaks off.
func ResultsOr[T any](
	ctx context.Context, n Noun, req list.ListRequest, objects iter.Seq2[T, error], show func(T) Listed, notListed func(error) diag.Diagnostics,
) iter.Seq[list.ListResult] {
	return func(push func(list.ListResult) bool) {
		next, stop := iter.Pull2(objects)
		defer stop()
		object, err, ok := next()
		for pushed := int64(1); ok; pushed++ {
			if err != nil {
				push(list.ListResult{Diagnostics: notListed(err)})
				return
			}
			result := n.result(ctx, req, show(object))
			last := pushed == req.Limit
			if last {
				if _, _, more := next(); more {
					result.Diagnostics.AddWarning(capital(n.Name)+"s were left out", fmt.Sprintf("There are more %ss than the %d that the limit allows. "+
						"Write a higher `limit` into the list block; without one, Terraform asks for 100.", n.Name, req.Limit))
				}
			}
			if !push(result) || last {
				return
			}
			object, err, ok = next()
		}
	}
}

func (n Noun) result(ctx context.Context, req list.ListRequest, object Listed) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = object.Name
	result.Diagnostics.Append(object.Problem...)
	if result.Diagnostics.HasError() {
		return result
	}
	result.Diagnostics.Append(result.Identity.Set(ctx, object.Identity)...)
	if req.IncludeResource {
		result.Diagnostics.Append(result.Resource.Set(ctx, object.Resource)...)
	}
	return result
}

// Whole reads the objects of a listing singly that the listing shows only in part, and leaves out those which have gone meanwhile.
func Whole[T any](objects iter.Seq2[T, error], isWhole func(T) bool, read func(T) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for object, err := range objects {
			if err == nil && !isWhole(object) {
				object, err = read(object)
				if client.IsNotFound(err) {
					continue
				}
			}
			if !yield(object, err) {
				return
			}
		}
	}
}
