// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"net/http"
	"strconv"
)

// problem is one member of an `errors` array [doc: 6].
type problem struct {
	pointer string // such as /data/attributes/name
	detail  string
	code    string // such as blank
	status  int    // of a response that says nothing more; 0 = 422
}

// failure responds with an error that concerns the whole request. Empty strings
// become null, as jsonapi.rb renders them [lib].
func failure(status int, code, detail string) reply {
	return failures(status, problem{detail: detail, code: code})
}

// failures responds with a JSON:API errors document [doc: 6].
func failures(status int, problems ...problem) reply {
	return reply{status: status, document: errorsDocument(status, problems...)}
}

// invalid responds 422 with problems that point at attributes, or with the status of
// the first problem.
func invalid(problems ...problem) reply {
	if status := problems[0].status; status != 0 && status != http.StatusUnprocessableEntity {
		return failure(status, "", "")
	}
	return failures(http.StatusUnprocessableEntity, problems...)
}

func notFound() reply { return failure(http.StatusNotFound, "", "") }

func errorsDocument(status int, problems ...problem) map[string]any {
	members := make([]map[string]any, 0, len(problems))
	for _, p := range problems {
		var source any
		if p.pointer != "" {
			source = map[string]any{"pointer": p.pointer}
		}
		members = append(members, map[string]any{
			"status": strconv.Itoa(status),
			"source": source,
			"title":  http.StatusText(status),
			"detail": nullable(p.detail),
			"code":   nullable(p.code),
		})
	}
	return map[string]any{"errors": members}
}

// nullable writes an empty text as null.
func nullable(text string) any {
	if text == "" {
		return nil
	}
	return text
}
