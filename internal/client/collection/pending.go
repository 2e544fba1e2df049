// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package collection

import "time"

// Pending is what a create remembers of itself so that another process can finish it. It marshals to JSON and holds no secret.
type Pending struct {
	// Job is the id of the background job; "" where the API named none.
	Job string `json:"job,omitempty"`
	// Done tells that the work was seen to be done: the job succeeded, or the response said so.
	Done bool `json:"done,omitempty"`
	// Before are the ids of the objects that had the same natural key before the create.
	Before []string `json:"before,omitempty"`
	// Sent is when the last request to create was sent.
	Sent time.Time `json:"sent,omitzero"`
	// Accepted tells that the API accepted the request.
	Accepted bool `json:"accepted,omitempty"`
	// Secret tells that the request held what must not be shown, and that a later process does not know. So no message of the job is shown then.
	Secret bool `json:"secret,omitempty"`
}

// String says how far the create came: "the background job 48156 was not seen to finish".
func (p Pending) String() string {
	switch {
	case p.Done && p.Job == "":
		return "the API has done what was asked, but did not show the object"
	case p.Done:
		return "the background job " + p.Job + " has succeeded, but the object is not listed yet"
	case p.Job != "":
		return "the background job " + p.Job + " was not seen to finish"
	case p.Accepted:
		return "the API accepted the request, but named no background job"
	default:
		return "the request was sent, but its outcome is not known"
	}
}
