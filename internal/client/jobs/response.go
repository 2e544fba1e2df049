// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jobs

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// In returns the id of the job that a response hands the work to: in its Location, else in its body [doc: 5, 7]. It returns "" for a response
// that is about no job, and an error for one that must be about a job and names none.
func (f *Follower) In(response *transport.Response) (string, error) {
	handsOver := response.Status == http.StatusAccepted || response.Status == http.StatusSeeOther || response.Status == http.StatusFound
	if id := idIn(response.Location); handsOver && id != "" {
		return id, nil
	}
	document, err := jsonapi.Decode(response.Body, jobType, "background_job")
	one := err == nil && !document.Many && len(document.Resources) == 1
	switch {
	case one && (document.Resources[0].Type == jobType || document.Plain):
		return document.Resources[0].ID, nil
	case !handsOver:
		return "", nil
	case one && document.Resources[0].Type != "":
		// A 202 that shows the object itself.
		return "", nil
	}
	if id := bareID(response.Body); jsonapi.ValidID(id) {
		return id, nil
	}
	return "", response.Unreadable(fmt.Errorf("expected a background job in the Location header or in the body of a %d, found none", response.Status))
}

// idIn reads the id of a job from its address, or returns "" for an address of something else. The address may be relative, or name a host
// behind a proxy: only the id counts.
func idIn(location string) string {
	target, err := url.Parse(location)
	if err != nil {
		return ""
	}
	segments := strings.Split("/"+strings.Trim(target.Path, "/"), path+"/")
	if id := segments[len(segments)-1]; len(segments) > 1 && jsonapi.ValidID(id) {
		return id
	}
	return ""
}

// bareID reads a body that holds only the id of a job [assumed]: {"id": 7}, {"data": {"id": 7}}, or the number alone.
func bareID(body []byte) string {
	var id jsonapi.Text
	if len(body) > 0 && json.Unmarshal(body, &id) == nil {
		return string(id)
	}
	var members struct {
		ID   jsonapi.Text `json:"id"`
		Data struct {
			ID jsonapi.Text `json:"id"`
		} `json:"data"`
	}
	if json.Unmarshal(body, &members) != nil {
		return ""
	}
	if members.ID != "" {
		return string(members.ID)
	}
	return string(members.Data.ID)
}
