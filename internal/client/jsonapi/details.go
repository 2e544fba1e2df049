// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jsonapi

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Detail is one reason within an error document [doc: 6]. Any field may be empty.
type Detail struct {
	Code, Title, Detail string
	// Pointer is where in the request the reason lies: a JSON pointer such as /data/attributes/name.
	Pointer string
	// Status is the HTTP status that the reason itself names, such as "422".
	Status string
}

// Attribute is the attribute that the pointer names ("name" for /data/attributes/name); empty when it names none.
func (d Detail) Attribute() string {
	if d.Pointer == "/data" {
		return ""
	}
	return d.Pointer[strings.LastIndexByte(d.Pointer, '/')+1:]
}

// Message is what a person should read: the detail, else the title, else the code.
func (d Detail) Message() string {
	for _, message := range []string{d.Detail, d.Title, d.Code} {
		if message != "" {
			return message
		}
	}
	return ""
}

// Refusal returns the reasons of a document that has errors and no data, and reports whether the body is one.
func Refusal(body []byte) ([]Detail, bool) {
	var members struct {
		Data   json.RawMessage `json:"data"`
		Errors json.RawMessage `json:"errors"`
	}
	if json.Unmarshal(body, &members) != nil || !isNull(members.Data) || isNull(members.Errors) {
		return nil, false
	}
	details := Details(body)
	return details, len(details) > 0
}

// Details reads every error shape that the API page names; nil where the body holds none.
func Details(body []byte) []Detail {
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
		Status json.RawMessage `json:"status"`
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
	return Detail{Status: scalar(member.Status), Code: scalar(member.Code), Title: scalar(member.Title), Detail: scalar(member.Detail), Pointer: scalar(source.Pointer)}
}

// scalar reads a member that may be missing, null or of another form; then it is empty.
func scalar(data json.RawMessage) string {
	var value Text
	if isNull(data) || json.Unmarshal(data, &value) != nil {
		return ""
	}
	return string(value)
}

func decodeMessages(data json.RawMessage) []string {
	var messages []Text
	if json.Unmarshal(data, &messages) != nil {
		var one Text
		if json.Unmarshal(data, &one) != nil {
			return nil
		}
		messages = []Text{one}
	}
	var result []string
	for _, message := range messages {
		if message != "" {
			result = append(result, string(message))
		}
	}
	return result
}
