// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package call

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
)

// again says how to call once more: another apply does not, since what triggered the action has been applied.
const again = "run `terraform apply -invoke=action.naocloud_call.NAME` (another apply does not call)"

var kind = diags.Kind{
	Name:      "call",
	Forbidden: "They do not include the right to do this.",
	Patience:  patience,
	Again:     again,
}

const patience = "the action's `timeout`"

// notCalled reports what became of a call.
func notCalled(call client.Call, err error) diag.Diagnostics {
	which := call.Method + " " + call.Path
	response, refused := errors.AsType[*client.Error](err)
	switch unknown, ok := errors.AsType[*client.CallError](err); {
	case ok:
		said := fmt.Sprintf("%s: %s.", which, Far("the call", "carried out", unknown))
		advice := "It is not sent again, since that might do it twice. Find out on NAO Cloud what became of it. If nothing did, " + again + "."
		return diag.Diagnostics{diag.NewErrorDiagnostic("Call was not seen to be carried out", said+"\n\n"+advice+MoreTime(err))}
	case client.IsNotFound(err):
		return diags.Refused("path", "Path does not exist", fmt.Sprintf("NAO Cloud has nothing at %s for %s.", call.Path, call.Method),
			"Correct the path, or use credentials that reach it.", err)
	case refused && response.Status == http.StatusMethodNotAllowed:
		return diags.Refused("method", "Method is not allowed", fmt.Sprintf("NAO Cloud does not take %s at %s.", call.Method, call.Path),
			"Write the other one of POST and PUT, or correct the path.", err)
	default:
		return diags.Failure{Kind: kind, Verb: diags.Called, Label: which, Err: err}.Diagnostics()
	}
}

// Far says how far something came whose end is not known: "the publication may have been started all the same: …".
func Far(what, done string, unknown *client.CallError) string {
	if unknown.Job == "" {
		return fmt.Sprintf("%s may have been %s all the same: %s", what, done, diags.Words(unknown.Err))
	}
	return fmt.Sprintf("%s goes on as the background job %s, but its end was not seen: %s", what, unknown.Job, diags.Words(unknown.Err))
}

// MoreTime asks for more time where it was too short.
func MoreTime(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return " If the time was too short, allow more in " + patience + "."
	}
	return ""
}
