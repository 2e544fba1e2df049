// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	// rootOnly is what only the root of a configuration may hold, or what is checked more strictly there.
	rootOnly  = regexp.MustCompile(`(?m)^(import|output|list|mock_provider|mock_resource|run|terraform)\b|^provider "\w+" {[^}]*for_each`)
	variables = regexp.MustCompile(`(?m)^variable "(\w+)"`)
)

// canBeModule reports whether the blocks are as valid in a module as they are in a configuration of their own.
func canBeModule(whole []block) bool {
	return !slices.ContainsFunc(whole, func(b block) bool { return rootOnly.MatchString(b.hcl) || b.isQuery() })
}

// text is what the blocks say.
func text(whole []block) string {
	var text strings.Builder
	for _, b := range whole {
		text.WriteString(b.hcl)
	}
	return text.String()
}

// folderOf is a name for a folder that says where a block is from.
func folderOf(b block) string {
	return strings.NewReplacer("/", "_", ":", "_").Replace(b.String())
}

// judgeModules makes a module of each list of blocks, and lets the CLI validate them all at once. What it says names the folder of the module, and
// with it the page and the line of its first block.
func judgeModules(t *testing.T, c *cli, modules [][]block) (string, error) {
	t.Helper()
	folder := t.TempDir()
	var root strings.Builder
	root.WriteString(requirement)
	for i, whole := range modules {
		name := folderOf(whole[0])
		module := filepath.Join(folder, name)
		if err := os.Mkdir(module, 0o700); err != nil {
			t.Fatal(err)
		}
		needed := variables.FindAllStringSubmatch(text(whole), -1)
		for _, match := range needed {
			fmt.Fprintf(&root, "variable \"m%d_%s\" {}\n", i, match[1])
		}
		fmt.Fprintf(&root, "module \"m%d\" {\n  source = \"./%s\"\n", i, name)
		for _, match := range needed {
			fmt.Fprintf(&root, "  %s = var.m%d_%[1]s\n", match[1], i)
		}
		root.WriteString("}\n")
		for j, b := range whole {
			if err := os.WriteFile(filepath.Join(module, fmt.Sprintf("block_%d.tf", j)), []byte(b.hcl), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(filepath.Join(module, "versions.tf"), []byte(requirement), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(t, folder, root.String())
	if out, err := c.command(folder, "get").CombinedOutput(); err != nil {
		return string(out), err
	}
	out, err := c.command(folder, "validate", "-no-color").CombinedOutput()
	return string(out), err
}
