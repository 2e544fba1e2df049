// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package assertions

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// suite is the test code below a folder, read as text: nothing is run, so a check that no step uses counts as much as one that a step does.
type suite struct {
	// asserted are the paths that checks assert, by the address without its name: "data.naocloud_team", "identity.naocloud_team".
	asserted map[string][][]string
	// files are the texts of each file: its string literals, and the examples that it runs.
	files [][]string
}

var example = regexp.MustCompile(`^(?:resources|data-sources|list-resources|ephemeral-resources|actions)/naocloud_\w+`)

// shared is the package whose functions make the checks of the others; it also writes parts of their configurations.
const shared = "providertest"

// read reads the acceptance tests below a folder; examples is the folder of the examples.
func read(t *testing.T, folder, examples string) suite {
	t.Helper()
	packages := map[string][]*ast.File{}
	var all []*ast.File
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		within := filepath.Base(filepath.Dir(path))
		isTest := strings.HasSuffix(path, "_test.go") || within == shared && filepath.Ext(path) == ".go"
		if err != nil || entry.IsDir() || !isTest || within == "assertions" {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		packages[within] = append(packages[within], file)
		all = append(all, file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s := suite{asserted: assertedBy(packages)}
	for _, file := range all {
		s.files = append(s.files, append(literals(file), exampleTexts(t, examples, literals(file))...))
	}
	return s
}

// literals are the texts of a file.
func literals(file *ast.File) []string {
	var all []string
	ast.Inspect(file, func(node ast.Node) bool {
		if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			if text, err := strconv.Unquote(literal.Value); err == nil {
				all = append(all, text)
			}
		}
		return true
	})
	return all
}

// exampleTexts are the examples that the texts name, such as "actions/naocloud_publish_asset_tracking_config".
func exampleTexts(t *testing.T, examples string, texts []string) []string {
	t.Helper()
	var all []string
	for _, text := range texts {
		folder := example.FindString(text)
		if folder == "" {
			continue
		}
		paths, err := filepath.Glob(filepath.Join(examples, filepath.FromSlash(folder), "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			content, err := os.ReadFile(path) //nolint:gosec // a file of the repository
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, string(content))
		}
	}
	return all
}

// unasserted are the attributes that no test asserts, sorted.
func (s suite) unasserted(attributes []attribute) []string {
	missing := map[string]bool{}
	for _, a := range attributes {
		if !s.asserts(a) {
			missing[a.String()] = true
		}
	}
	return slices.Sorted(maps.Keys(missing))
}

func (s suite) asserts(a attribute) bool {
	if a.given || a.block == "ephemeral" {
		return s.uses(a)
	}
	checks := a.of
	if a.block == "data" || a.block == "identity" {
		checks = a.block + "." + a.of
	}
	return slices.ContainsFunc(s.asserted[checks], a.isAt)
}

// uses tells whether a file of tests has the block and names the attribute: in HCL, or as texts of their own, as tests of the protocol do.
func (s suite) uses(a attribute) bool {
	head := a.block + ` "` + a.of + `"`
	pattern := `\b` + strings.Join(a.path, `\s*\{[^}]*\b`) + `\s*=`
	if len(a.path) == 1 {
		pattern += `|^` + a.path[0] + `$`
	}
	use := regexp.MustCompile(pattern)
	return slices.ContainsFunc(s.files, func(texts []string) bool {
		has := func(wanted func(string) bool) bool { return slices.ContainsFunc(texts, wanted) }
		// The provider's block may be written in another file than its arguments.
		headed := a.block == "provider" || has(func(text string) bool { return text == a.of || strings.Contains(text, head) })
		return headed && has(use.MatchString)
	})
}
