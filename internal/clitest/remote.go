// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package clitest

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
)

// KeepStateRemotely moves the state of what is configured from now on to an HTTP backend. A CLI writes a local state file anew after each
// change, which for thousands of objects takes longer than everything else; to a backend it writes now and then.
func (w *Workspace) KeepStateRemotely() {
	w.t.Helper()
	server := httptest.NewServer(http.HandlerFunc(w.serveState))
	w.t.Cleanup(server.Close)
	backend := fmt.Sprintf("terraform {\n  backend \"http\" {\n    address = %q\n  }\n}\n", server.URL)
	w.must(os.WriteFile(filepath.Join(w.folder, "backend.tf"), []byte(backend), 0o600))
	// There is nothing but the backend yet, so that no registry is asked.
	if init := w.Run("init"); init.Status != 0 {
		w.t.Fatalf("initialize the backend:\n%s", init.Output)
	}
}

// serveState keeps what the CLI sends where it would have put it itself.
func (w *Workspace) serveState(response http.ResponseWriter, request *http.Request) {
	if request.Method == http.MethodGet {
		http.ServeFile(response, request, w.stateFile())
		return
	}
	content, err := io.ReadAll(request.Body)
	if err == nil {
		err = os.WriteFile(w.stateFile(), content, 0o600)
	}
	if err != nil {
		w.t.Error(err)
		response.WriteHeader(http.StatusInternalServerError)
	}
}
