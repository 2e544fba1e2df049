// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	link   = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	target = regexp.MustCompile("`make ([a-z-]+)")
)

func TestLinks_leadSomewhere(t *testing.T) {
	t.Parallel()
	for _, page := range pages(t) {
		if strings.Count(page, "/") == 1 && strings.HasPrefix(page, "templates/") && page != "templates/index.md.tmpl" {
			continue // The template of a folder of pages, which are checked themselves.
		}
		for _, match := range link.FindAllStringSubmatch(read(t, page), -1) {
			path, _, _ := strings.Cut(match[1], "#")
			if path == "" || strings.Contains(path, "://") || strings.Contains(path, "{{") || strings.HasPrefix(path, "/") {
				continue // Elsewhere, or within the page.
			}
			// The registry leaves out the extension of the pages that it shows.
			at := filepath.Join(root, filepath.Dir(page), path)
			if strings.HasPrefix(page, "templates/") {
				at = filepath.Join(root, "docs", strings.TrimPrefix(filepath.Dir(page), "templates"), path)
			}
			_, err := os.Stat(at)
			if _, without := os.Stat(at + ".md"); err != nil && without != nil {
				t.Errorf("%s: there is no %s", page, match[1])
			}
		}
	}
}

func TestLinks_makeTargetsExist(t *testing.T) {
	t.Parallel()
	makefile := read(t, "GNUmakefile")
	for _, page := range pages(t) {
		for _, match := range target.FindAllStringSubmatch(read(t, page), -1) {
			if !strings.Contains(makefile, "\n"+match[1]+":") {
				t.Errorf("%s: there is no make %s", page, match[1])
			}
		}
	}
}
