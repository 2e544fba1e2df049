// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package diags

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// IsGeneral reports whether an error concerns all objects alike: credentials that are not accepted, an endpoint that is not NAO Cloud's or that
// does not respond, another account.
func IsGeneral(err error) bool {
	if isPending(err) || isTimeout(err) {
		return false
	}
	if response, ok := errors.AsType[*client.Error](err); ok {
		return response.Status == http.StatusUnauthorized || response.Status == http.StatusProxyAuthRequired
	}
	return is[*client.LoginError](err) || is[*client.EndpointError](err) || is[*client.GuardError](err) || is[*client.TransportError](err)
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// Brief reports a failure that was explained for other objects already. A CLI breaks its lines after 78 characters: this is one line for most kinds.
func (f Failure) Brief() diag.Diagnostics {
	reason := "no response"
	switch {
	case is[*client.GuardError](f.Err):
		reason = "not the expected account"
	case is[*client.EndpointError](f.Err):
		reason = "not NAO Cloud's API"
	case is[*client.LoginError](f.Err), is[*client.Error](f.Err):
		reason = "credentials not accepted"
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic(fmt.Sprintf("%s: %s (see above)", f.summary(), reason), "")}
}

// OtherAccount reports an object that does not show, and that was last seen with other credentials or at another endpoint: it is probably not
// gone, but in another account.
func OtherAccount(kind Kind, label, former, endpoint string) diag.Diagnostics {
	with := "with other credentials at the same endpoint"
	if former != endpoint {
		with = "at the endpoint " + former
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic(Capital(kind.Name)+" is not in this account", paragraphs(
		fmt.Sprintf("%s %s was last seen %s. These credentials do not show it at %s.", Capital(kind.Name), label, with, endpoint),
		"If this is another account, use the former credentials and endpoint. If it is the same account, and the object was removed, set the environment variable "+
			"NAOCLOUD_ACCEPT_GONE=true for this run, or name an object of the account in the provider's `expected_site_id` (NAOCLOUD_EXPECTED_SITE_ID) or "+
			"`expected_team_id` (NAOCLOUD_EXPECTED_TEAM_ID).",
	))}
}

// Twice reports a resource with the natural key of another resource, whose object has this id; "" for one that does not exist yet.
func Twice(kind Kind, attribute, label, other string) diag.Diagnostics {
	which := "which is to be created"
	if other != "" {
		which = "which has the id " + other
	}
	advice := "Remove one of the two blocks, or change the natural key of one of them."
	if !kind.Once {
		advice += ` To have two, set on_existing = "create" in the provider block, or the environment variable NAOCLOUD_ON_EXISTING.`
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(attribute), Capital(kind.Name)+" is declared twice",
		paragraphs(fmt.Sprintf("%s %s is also another resource of this configuration, %s.", Capital(kind.Name), label, which), advice))}
}

// InASet reports a resource whose object a set of this configuration declares too, or rules out since it is exclusive.
func InASet(kind Kind, attribute, label string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root(attribute), Capital(kind.Name)+" is declared twice", paragraphs(
		fmt.Sprintf("%s %s is also declared by a set of this configuration, or a set that is exclusive rules it out.", Capital(kind.Name), label),
		"Remove it from one of the two, or set exclusive = false there."))
}

// ExistsAlready warns in a plan that an apply will find an object with the natural key of a new resource. The apply may remove that object
// first, so that it is no error.
func ExistsAlready(kind Kind, label string, ids []string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(Capital(kind.Name)+" exists already",
		paragraphs(fmt.Sprintf("%s %s exists already%s. Unless this run removes it, the apply will stop there.", Capital(kind.Name), label, idList(ids)),
			"To manage it, import it instead of creating it."))
}

// idList is ": id 392" or ": ids 392, 393"; empty for an id that is not known.
func idList(ids []string) string {
	switch all := strings.Join(ids, ", "); {
	case all == "":
		return ""
	case len(ids) == 1:
		return ": id " + all
	default:
		return ": ids " + all
	}
}

// Adopted warns that a create has taken over an object that existed.
func Adopted(kind Kind, label, id string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(Capital(kind.Name)+" was adopted",
		fmt.Sprintf("%s %s existed already with the id %s. on_existing is \"adopt\": this resource manages it now, and a destroy removes it.", Capital(kind.Name), label, id))
}
