// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// block is a piece of HCL that users are shown.
type block struct {
	// page is the file, or the folder of an example; line is where it starts.
	page string
	line int
	// name is that of the file in an example.
	name string
	hcl  string
}

func (b block) String() string {
	if b.name != "" {
		return b.page + "/" + b.name
	}
	return fmt.Sprintf("%s:%d", b.page, b.line)
}

var (
	fence = regexp.MustCompile("(?ms)^([ \t]*)```(?:terraform|hcl|tf)\n(.*?)^[ \t]*```")

	// What a block declares and what it refers to.
	declarations = regexp.MustCompile(`(?m)^(resource|data|ephemeral|action|variable|list|module) "(\w+)"(?: "(\w+)")?`)
	references   = regexp.MustCompile(`\b(?:(?:data|ephemeral|action)\.)?naocloud_\w+\.\w+|\b(?:var|module)\.\w+`)
)

// declares are the addresses of what the block declares.
func (b block) declares() []string {
	var addresses []string
	for _, match := range declarations.FindAllStringSubmatch(b.hcl, -1) {
		switch address := match[2] + "." + match[3]; match[1] {
		case "resource":
			addresses = append(addresses, address)
		case "variable":
			addresses = append(addresses, "var."+match[2])
		case "module":
			addresses = append(addresses, "module."+match[2])
		default:
			addresses = append(addresses, match[1]+"."+address)
		}
	}
	return addresses
}

// refersTo are the addresses that the block uses without declaring them.
func (b block) refersTo() []string {
	own := b.declares()
	return slices.DeleteFunc(references.FindAllString(b.hcl, -1), func(address string) bool { return slices.Contains(own, address) })
}

// complete adds to a block those of its page that declare what it refers to, as a reader does who copies them.
func complete(b block, page []block) []block {
	whole := []block{b}
	for i := 0; i < len(whole); i++ {
		for _, address := range whole[i].refersTo() {
			declared := func(candidate block) bool { return slices.Contains(candidate.declares(), address) }
			if slices.ContainsFunc(whole, declared) {
				continue
			}
			if at := slices.IndexFunc(page, declared); at >= 0 {
				whole = append(whole, page[at])
			}
		}
	}
	return whole
}

// fenced are the blocks of HCL in a Markdown page.
func fenced(page, text string) []block {
	var blocks []block
	for _, at := range fence.FindAllStringSubmatchIndex(text, -1) {
		indent, hcl := text[at[2]:at[3]], text[at[4]:at[5]]
		if indent != "" {
			hcl = regexp.MustCompile("(?m)^"+indent).ReplaceAllString(hcl, "")
		}
		blocks = append(blocks, block{page: page, line: 1 + strings.Count(text[:at[4]], "\n"), hcl: hcl})
	}
	return blocks
}

// files are the paths, relative to the repository, of those that match, in the folders.
func files(t *testing.T, matches func(string) bool, folders ...string) []string {
	t.Helper()
	var paths []string
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			relative, err := filepath.Rel(root, path)
			if err == nil && !entry.IsDir() && matches(relative) {
				paths = append(paths, filepath.ToSlash(relative))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// pages are the Markdown files, templates among them.
func pages(t *testing.T) []string {
	t.Helper()
	markdown := func(path string) bool { return strings.HasSuffix(path, ".md") || strings.HasSuffix(path, ".md.tmpl") }
	found := files(t, markdown, "docs", "templates", "examples", "contributing", ".github")
	top, err := filepath.Glob(filepath.Join(root, "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range top {
		found = append(found, filepath.Base(path))
	}
	return found
}

// isHCL tells files that the CLI formats.
func isHCL(path string) bool {
	return slices.Contains([]string{".tf", ".hcl"}, filepath.Ext(path)) && !strings.HasSuffix(path, ".terraform.lock.hcl") && !strings.Contains(path, ".terraform"+string(filepath.Separator))
}

// blocks are all blocks of HCL, by page: a Markdown file, or a folder of an example.
func blocks(t *testing.T) map[string][]block {
	t.Helper()
	all := map[string][]block{}
	for _, page := range pages(t) {
		if found := fenced(page, read(t, page)); len(found) > 0 {
			all[page] = found
		}
	}
	for _, path := range files(t, isHCL, "examples") {
		folder, name := filepath.Split(path)
		folder = strings.TrimSuffix(folder, "/")
		all[folder] = append(all[folder], block{page: folder, name: name, hcl: read(t, path)})
	}
	return all
}
