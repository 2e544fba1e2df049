// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package clitest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Instance is an object of the state.
type Instance struct {
	// Type is its resource type, such as "naocloud_site".
	Type string
	// Index is what tells it apart within its resource: a float64 of count, a string of for_each, or nil.
	Index any
	// Tainted tells that the next apply replaces it.
	Tainted bool
	// Attributes are as JSON has them: "id" is nil while it is not known.
	Attributes map[string]any
}

// Text is an attribute that is a text; "" for null.
func (i Instance) Text(attribute string) string {
	text, _ := i.Attributes[attribute].(string)
	return text
}

// State returns what the state file holds of managed resources; nothing where there is no file.
func (w *Workspace) State() []Instance {
	w.t.Helper()
	content, err := os.ReadFile(w.stateFile())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	w.must(err)
	var file stateFile
	w.must(json.Unmarshal(content, &file))
	var instances []Instance
	for _, resource := range file.Resources {
		if resource.Mode != "managed" {
			continue
		}
		for _, instance := range resource.Instances {
			instances = append(instances, Instance{
				Type: resource.Type, Index: instance.Index, Tainted: instance.Status == "tainted", Attributes: instance.Attributes,
			})
		}
	}
	return instances
}

// WriteState writes the state of one resource with count, as an apply would have left it.
func (w *Workspace) WriteState(resourceType, name string, objects []map[string]any) {
	w.t.Helper()
	instances := make([]instanceState, len(objects))
	for i, attributes := range objects {
		instances[i] = instanceState{Index: i, Attributes: attributes}
	}
	content, err := json.Marshal(stateFile{
		Version: 4, CLI: "1.0.0", Serial: 1, Lineage: "00000000-0000-4000-8000-000000000000",
		Resources: []resourceState{{
			Mode: "managed", Type: resourceType, Name: name, Each: "list", Instances: instances,
			Provider: fmt.Sprintf("provider[%q]", w.registry()+"/naocloud/naocloud"),
		}},
	})
	w.must(err)
	w.must(os.WriteFile(w.stateFile(), content, 0o600))
}

func (w *Workspace) stateFile() string { return filepath.Join(w.folder, "terraform.tfstate") }

// stateFile is version 4 of the format, which Terraform and OpenTofu share.
type stateFile struct {
	Version   int             `json:"version"`
	CLI       string          `json:"terraform_version"`
	Serial    int             `json:"serial"`
	Lineage   string          `json:"lineage"`
	Resources []resourceState `json:"resources"`
}

type resourceState struct {
	Mode      string          `json:"mode"`
	Type      string          `json:"type"`
	Name      string          `json:"name"`
	Each      string          `json:"each,omitempty"`
	Provider  string          `json:"provider"`
	Instances []instanceState `json:"instances"`
}

type instanceState struct {
	Index      any            `json:"index_key,omitempty"`
	Status     string         `json:"status,omitempty"`
	Attributes map[string]any `json:"attributes"`
}
