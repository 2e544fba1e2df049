// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package base

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// Only is the one object that a data source found by its name. That there is none or that there are several is an error on name, with the
// ids of the candidates.
func Only[T any](n Noun, name string, found []T, id func(T) string) (T, diag.Diagnostics) {
	if len(found) == 1 {
		return found[0], nil
	}
	summary := capital(n.Name) + " does not exist"
	detail := fmt.Sprintf("No %s is named %q. Names are compared with their capitals; these credentials may not reach every %s.", n.Name, name, n.Name)
	if len(found) > 1 {
		summary = capital(n.Name) + " is not the only one of its name"
		ids := make([]string, len(found))
		for i, object := range found {
			ids[i] = id(object)
		}
		slices.SortFunc(ids, CompareIDs)
		detail = fmt.Sprintf("%d %ss are named %q: ids %s. Give the id of one of them instead of the name.", len(ids), n.Name, name, strings.Join(ids, ", "))
	}
	var none T
	return none, diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("name"), summary, detail)}
}

// NotFound reports that a data source could not read the object with this id: on the attribute that gives the id, if there is no such object.
func (n Noun) NotFound(attribute, id string, err error) diag.Diagnostics {
	answer, ok := errors.AsType[*client.Error](err)
	if !ok || !client.IsNotFound(err) {
		return n.Failed("read", "with id "+id, err)
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(attribute), capital(n.Name)+" does not exist",
		paragraphs(fmt.Sprintf("No %s has the id %s, or these credentials do not reach it.", n.Name, id), sentence(err), request(answer)))}
}

// NotListed reports that objects could not be listed.
func (n Noun) NotListed(err error) diag.Diagnostics {
	return errorDiagnostics(capital(n.Name)+"s could not be listed", capital(sentence(err)), n.advice(err))
}

// SortByID sorts objects by the number that is their id.
func SortByID[T any](objects []T, id func(T) string) {
	slices.SortFunc(objects, func(a, b T) int { return CompareIDs(id(a), id(b)) })
}
