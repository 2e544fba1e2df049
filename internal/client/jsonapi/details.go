// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jsonapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// MaxDetails is how many reasons of one body are read. One more tells how many others there are.
const MaxDetails = 20

// Detail is one reason within an error document [doc: 6]. Any field may be empty. The texts are the server's: they may hold secrets and
// control characters, and they are as long as they came.
type Detail struct {
	Code, Title, Detail string
	// Pointer is where in the request the reason lies: a JSON pointer such as /data/attributes/name.
	Pointer string
	// Status is the HTTP status that the document itself names, such as "422".
	Status string
}

// Attribute returns the attribute that the pointer names ("name" for /data/attributes/name); empty where it names none.
func (d Detail) Attribute() string {
	if d.Pointer == "/data" {
		return ""
	}
	return d.Pointer[strings.LastIndexByte(d.Pointer, '/')+1:]
}

// Message returns what a person should read: the detail, else the title, else the code.
func (d Detail) Message() string {
	for _, message := range []string{d.Detail, d.Title, d.Code} {
		if message != "" {
			return message
		}
	}
	return ""
}

// Details reads every shape of errors that the API page names: a list of error objects [doc: 6], a list of strings, an object of
// field: [messages], Rails' {"status", "error"}, and Doorkeeper's {"error", "error_description"} [lib]. It returns nil where the body
// holds no reason, and at most MaxDetails of them.
func Details(body []byte) []Detail {
	if Check(body) != nil {
		return nil
	}
	return reasonsOf(bytes.TrimSpace(body)).all()
}

// Refusal reads the reasons of a document that holds errors and no data, and reports whether the body is such a document. It is a refusal,
// also inside a success. The reasons may be none where the errors have an unknown shape. Data is what `data` holds, or in the plain form
// an object with an id, or a list of such, under any other name.
func Refusal(body []byte) ([]Detail, bool) {
	body = bytes.TrimSpace(body)
	if Check(body) != nil || body[0] != '{' {
		return nil, false
	}
	if !isEmpty(member(body, "data")) || isEmpty(member(body, "errors")) && isEmpty(member(body, "error")) {
		return nil, false
	}
	for name, value := range members(body) {
		if !slices.Contains(rootMembers, name) && holdsObject(value) {
			return nil, false
		}
	}
	return reasonsOf(body).all(), true
}

// rootMembers are the names that the root of a document gives to other things than a plain object.
var rootMembers = []string{"data", "errors", "error", "error_description", "status", "meta", "links", "jsonapi", "included"}

// holdsObject reports whether a value is an object with an id, or a list that begins with one.
func holdsObject(data json.RawMessage) bool {
	if data[0] == '[' {
		data, _ = cut(data[1 : len(data)-1])
	}
	return !isEmpty(member(data, "id"))
}

// reasons collects reasons, and counts those that are too many.
type reasons struct {
	list []Detail
	more int
}

func (r *reasons) add(detail Detail) {
	switch {
	case detail == (Detail{}):
	case len(r.list) < MaxDetails:
		r.list = append(r.list, detail)
	default:
		r.more++
	}
}

func (r *reasons) all() []Detail {
	if r.more == 0 {
		return r.list
	}
	return append(r.list, Detail{Detail: fmt.Sprintf("and %d more reasons", r.more)})
}

func reasonsOf(body json.RawMessage) *reasons {
	var found reasons
	list, one := member(body, "errors"), member(body, "error")
	switch description := scalar(member(body, "error_description")); {
	case description != "":
		found.add(Detail{Code: scalar(one), Detail: description})
	case !isEmpty(list):
		found.read(list)
	case !isEmpty(one):
		found.read(one)
		if len(found.list) == 1 && found.list[0].Status == "" {
			found.list[0].Status = scalar(member(body, "status"))
		}
	}
	return &found
}

// read reads the value of `errors` or `error`.
func (r *reasons) read(data json.RawMessage) {
	if data[0] == '[' {
		for element := range elements(data) {
			r.add(decodeDetail(element))
		}
		return
	}
	if detail := decodeDetail(data); detail != (Detail{}) {
		r.add(detail)
		return
	}
	if data[0] != '{' {
		return
	}
	for field, messages := range members(data) {
		r.readField(field, messages)
	}
}

// readField reads the messages of one field, a list or a single one.
func (r *reasons) readField(field string, data json.RawMessage) {
	if data[0] != '[' {
		r.addMessage(field, scalar(data))
		return
	}
	for message := range elements(data) {
		r.addMessage(field, scalar(message))
	}
}

func (r *reasons) addMessage(field, message string) {
	switch {
	case message == "":
	case field == "base":
		// What concerns the object as a whole [lib: Rails].
		r.add(Detail{Detail: message})
	default:
		r.add(Detail{Detail: field + " " + message, Pointer: "/data/attributes/" + field})
	}
}

// decodeDetail reads an error object or a string.
func decodeDetail(data json.RawMessage) Detail {
	if data[0] == '"' {
		return Detail{Detail: scalar(data)}
	}
	return Detail{
		Status:  scalar(member(data, "status")),
		Code:    scalar(member(data, "code")),
		Title:   scalar(member(data, "title")),
		Detail:  scalar(member(data, "detail")),
		Pointer: scalar(member(member(data, "source"), "pointer")),
	}
}

// scalar reads a member that may be missing, null or of another form; then it is empty.
func scalar(data json.RawMessage) string {
	var value Text
	if isNull(data) || value.UnmarshalJSON(data) != nil {
		return ""
	}
	return string(value)
}
