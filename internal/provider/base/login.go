// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package base

import (
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// NotLoggedIn reports a login that failed. It says the same for every object that needed the session, and nothing of that object: a run has
// one login, and one thing to correct.
func NotLoggedIn(err *client.LoginError) diag.Diagnostics {
	advice := "Check the network and the provider's `endpoint` (NAOCLOUD_ENDPOINT), then run again."
	if err.Final {
		advice = "Check the provider's `email` and `password` (NAOCLOUD_EMAIL, NAOCLOUD_PASSWORD) or its `api_key` (NAOCLOUD_API_KEY), and its `endpoint` (NAOCLOUD_ENDPOINT)."
	}
	var request string
	if err.RequestID != "" {
		request = fmt.Sprintf("Request: POST /sessions, answered %d %s, request id %s.", err.Status, http.StatusText(err.Status), err.RequestID)
	}
	return errorDiagnostics("Could not log in to NAO Cloud", ending(capital(err.Reason)), advice, request)
}
