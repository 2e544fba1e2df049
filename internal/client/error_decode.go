// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
)

// newError reads the body of an answer that says no. Every shape that the API page names is understood: a list of error objects, a list
// of strings, an object of field: [messages], Doorkeeper's {"error", "error_description"}; anything else leaves the status to speak.
func newError(a *answer) *Error {
	return &Error{
		Status:    a.status,
		Method:    a.method,
		Path:      a.path,
		RequestID: a.requestID(),
		Details:   decodeDetails(a.body),
		attempt:   a.attempt,
		foreign:   len(bytes.TrimSpace(a.body)) > 0 && !json.Valid(a.body),
	}
}

func decodeDetails(body []byte) []Detail {
	var members struct {
		Errors           json.RawMessage `json:"errors"`
		Error            json.RawMessage `json:"error"`
		ErrorDescription json.RawMessage `json:"error_description"`
	}
	if json.Unmarshal(bytes.TrimSpace(body), &members) != nil {
		return nil
	}
	if description := scalar(members.ErrorDescription); description != "" {
		return []Detail{{Code: scalar(members.Error), Detail: description}}
	}
	if !isNull(members.Errors) {
		return decodeReasons(members.Errors)
	}
	if !isNull(members.Error) {
		return decodeReasons(members.Error)
	}
	return nil
}

func decodeReasons(data json.RawMessage) []Detail {
	var list []json.RawMessage
	if json.Unmarshal(data, &list) == nil {
		var details []Detail
		for _, element := range list {
			if detail := decodeDetail(element); detail != (Detail{}) {
				details = append(details, detail)
			}
		}
		return details
	}
	if detail := decodeDetail(data); detail != (Detail{}) {
		return []Detail{detail}
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(data, &fields) != nil {
		return nil
	}
	var details []Detail
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		for _, message := range decodeMessages(fields[field]) {
			if field == "base" {
				// What concerns the object as a whole [lib: Rails].
				details = append(details, Detail{Detail: message})
				continue
			}
			details = append(details, Detail{Detail: field + " " + message, Pointer: "/data/attributes/" + field})
		}
	}
	return details
}

func decodeDetail(data json.RawMessage) Detail {
	var message string
	if json.Unmarshal(data, &message) == nil {
		return Detail{Detail: message}
	}
	var member struct {
		Code   json.RawMessage `json:"code"`
		Title  json.RawMessage `json:"title"`
		Detail json.RawMessage `json:"detail"`
		Source json.RawMessage `json:"source"`
	}
	if json.Unmarshal(data, &member) != nil {
		return Detail{}
	}
	var source struct {
		Pointer json.RawMessage `json:"pointer"`
	}
	// An odd source costs only the pointer.
	_ = json.Unmarshal(member.Source, &source)
	return Detail{Code: scalar(member.Code), Title: scalar(member.Title), Detail: scalar(member.Detail), Pointer: scalar(source.Pointer)}
}

// scalar reads a member that may be missing, null or of another form; then it is empty.
func scalar(data json.RawMessage) string {
	var value text
	if isNull(data) || json.Unmarshal(data, &value) != nil {
		return ""
	}
	return string(value)
}

func decodeMessages(data json.RawMessage) []string {
	var messages []text
	if json.Unmarshal(data, &messages) != nil {
		var one text
		if json.Unmarshal(data, &one) != nil {
			return nil
		}
		messages = []text{one}
	}
	var result []string
	for _, message := range messages {
		if message != "" {
			result = append(result, string(message))
		}
	}
	return result
}
