// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// handler serves the account, and beside its API, where no client looks, what
// scripts want to know about it.
func handler(s *naotest.Server) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", s)
	mux.HandleFunc("GET /_sim/requests", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, report(s))
	})
	mux.HandleFunc("DELETE /_sim/requests", func(w http.ResponseWriter, _ *http.Request) {
		s.ResetRequests()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("GET /_sim/state", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, map[string]int{
			"teams":        len(s.Teams()),
			"sites":        len(s.Sites()),
			"associations": len(s.Associations()),
			"buildings":    len(s.Buildings()),
			"tags":         len(s.Tags("")),
		})
	})
	return mux
}

// requestReport counts the requests since the start or the last reset.
type requestReport struct {
	Total       int            `json:"total"`
	MaxInFlight int            `json:"max_in_flight"`
	ByMethod    map[string]int `json:"by_method"`
	ByPath      map[string]int `json:"by_path"` // such as "GET /sites/*"
}

func report(s *naotest.Server) requestReport {
	r := requestReport{MaxInFlight: s.MaxInFlight(), ByMethod: map[string]int{}, ByPath: s.Tally()}
	for call, count := range r.ByPath {
		method, _, _ := strings.Cut(call, " ")
		r.ByMethod[method] += count
		r.Total += count
	}
	return r
}

// summary is the report in a line.
func summary(s *naotest.Server) string {
	r := report(s)
	var parts []string
	for _, method := range slices.Sorted(maps.Keys(r.ByMethod)) {
		parts = append(parts, fmt.Sprintf("%d %s", r.ByMethod[method], method))
	}
	if len(parts) == 0 {
		return "served no requests"
	}
	return fmt.Sprintf("served %d requests: %s; at most %d at once", r.Total, strings.Join(parts, ", "), r.MaxInFlight)
}

func writeJSON(w http.ResponseWriter, document any) {
	w.Header().Set("Content-Type", "application/json")
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(document) // the client may have left
}
