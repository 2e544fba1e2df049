// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"fmt"
	"net/http"
)

// jsonAPI is the media type of the responses below.
const jsonAPI = "application/vnd.api+json; charset=utf-8"

// Status responds with an errors document of JSON:API, before the work: 401, 403, 404,
// 500, 503 and so on.
func Status(status int) Fault {
	return Canned(status, jsonAPI, string(encode(errorsDocument(status, problem{}))))
}

// Unprocessable responds 422 with a pointer such as /data/attributes/name, before
// the work. An empty pointer becomes a null source.
func Unprocessable(pointer, detail string) Fault {
	document := errorsDocument(http.StatusUnprocessableEntity, problem{pointer: pointer, detail: detail, code: "invalid"})
	return Canned(http.StatusUnprocessableEntity, jsonAPI, string(encode(document)))
}

// TooManyRequests responds 429, before the work. retryAfter is the header's
// value: seconds, a date ([http.TimeFormat]), nonsense, or "" for no header.
func TooManyRequests(retryAfter string) Fault {
	f := Status(http.StatusTooManyRequests)
	if retryAfter != "" {
		f.canned.header = http.Header{"Retry-After": {retryAfter}}
	}
	return f
}

// ErrorFields shows `errors` as an object of field to messages [assumed],
// before the work.
func ErrorFields(status int, fields map[string][]string) Fault {
	return Canned(status, jsonAPI, string(encode(map[string]any{"errors": fields})))
}

// ErrorStrings shows `errors` as a list of strings [assumed], before the work.
func ErrorStrings(status int, messages ...string) Fault {
	if messages == nil {
		messages = []string{}
	}
	return Canned(status, jsonAPI, string(encode(map[string]any{"errors": messages})))
}

// NullErrors responds with errors in which everything is null, before the work.
func NullErrors(status int) Fault {
	return Canned(status, jsonAPI,
		`{"errors":[{"status":null,"source":null,"title":null,"detail":null,"code":null},{"source":{"pointer":null}},null]}`)
}

// OAuthError responds as the authorization server does [lib: Doorkeeper], before
// the work.
func OAuthError(status int, code, description string) Fault {
	document := map[string]any{"error": code, "error_description": description}
	f := Canned(status, "application/json; charset=utf-8", string(encode(document)))
	f.canned.header = http.Header{"Www-Authenticate": {fmt.Sprintf(`Bearer realm="NAO Cloud", error=%q`, code)}}
	return f
}

// ProxyPage responds with an HTML page as a proxy does, before the work.
func ProxyPage(status int) Fault {
	text := fmt.Sprintf("%d %s", status, http.StatusText(status))
	f := Canned(status, "text/html",
		"<html>\n<head><title>"+text+"</title></head>\n<body><center><h1>"+text+"</h1></center></body>\n</html>\n")
	f.canned.name = fmt.Sprintf("page %d", status)
	return f
}
