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

// testFile is what the text of a file of tests tells. Nothing is run, so a check that no step uses counts as much as one that a step does.
type testFile struct {
	// texts are the string literals of the file, and the examples that they name.
	texts []string
	// addresses are those of the resources and data sources that the file speaks of, without their names: "data.naocloud_team".
	addresses map[string]bool
	// checked are the names of attributes that its checks speak of, identified those that its checks of identities do.
	checked, identified map[string]bool
}

// suite is the test code below a folder.
type suite []testFile

var (
	address = regexp.MustCompile(`^((?:data\.)?naocloud_\w+)\.`)
	example = regexp.MustCompile(`^(?:resources|data-sources|list-resources|ephemeral-resources|actions)/naocloud_\w+`)
	// The functions whose arguments are names of attributes: those of the test framework, and those of providertest.
	naming      = regexp.MustCompile(`^(New|AtMapKey|Value|Text|CompareValuePairs)$`)
	identifying = regexp.MustCompile(`^ExpectIdentity`)
)

// read reads the tests below a folder; examples is the folder of the examples.
func read(t *testing.T, folder, examples string) suite {
	t.Helper()
	var s suite
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") || filepath.Base(filepath.Dir(path)) == "assertions" {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		file := scan(parsed)
		file.texts = append(file.texts, exampleTexts(t, examples, file.texts)...)
		s = append(s, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// scan reads a file of tests.
func scan(parsed *ast.File) testFile {
	file := testFile{texts: literals(parsed), addresses: map[string]bool{}, checked: map[string]bool{}, identified: map[string]bool{}}
	for _, text := range file.texts {
		if of := address.FindStringSubmatch(text); of != nil {
			file.addresses[of[1]] = true
		}
	}
	note := func(names map[string]bool, nodes ...ast.Node) {
		for _, node := range nodes {
			for _, text := range literals(node) {
				names[text] = true
			}
		}
	}
	ast.Inspect(parsed, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.KeyValueExpr:
			note(file.checked, node.Key) // The attributes of an object.
		case *ast.CallExpr:
			function, ok := node.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			for _, argument := range node.Args {
				switch {
				case naming.MatchString(function.Sel.Name):
					note(file.checked, argument)
				case identifying.MatchString(function.Sel.Name):
					note(file.identified, argument)
				}
			}
		}
		return true
	})
	return file
}

// literals returns the texts of a piece of code.
func literals(code ast.Node) []string {
	var all []string
	ast.Inspect(code, func(node ast.Node) bool {
		if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			if text, err := strconv.Unquote(literal.Value); err == nil {
				all = append(all, text)
			}
		}
		return true
	})
	return all
}

// exampleTexts returns the examples that the texts name, such as "actions/naocloud_publish_asset_tracking_config".
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

// unasserted returns the attributes that no file of tests asserts, sorted.
func (s suite) unasserted(attributes []attribute) []string {
	missing := map[string]bool{}
	for _, a := range attributes {
		if !slices.ContainsFunc(s, func(file testFile) bool { return file.asserts(a) }) {
			missing[a.String()] = true
		}
	}
	return slices.Sorted(maps.Keys(missing))
}

// asserts reports whether the file speaks of the attribute's type and checks its name.
func (f testFile) asserts(a attribute) bool {
	all := func(names map[string]bool) bool {
		return !slices.ContainsFunc(a.path, func(name string) bool { return name != anyKey && !names[name] })
	}
	switch {
	case a.given || a.block == "ephemeral":
		return f.uses(a)
	case a.block == "identity":
		return f.addresses[a.of] && all(f.identified)
	case a.block == "data":
		return f.addresses["data."+a.of] && all(f.checked)
	default:
		return f.addresses[a.of] && all(f.checked)
	}
}

// uses reports whether the file has the block and names the attribute: in HCL, or as texts of their own, as tests of the protocol do.
func (f testFile) uses(a attribute) bool {
	head := a.block + ` "` + a.of + `"`
	pattern := `\b` + strings.Join(a.path, `\s*\{[^}]*\b`) + `\s*=`
	if len(a.path) == 1 {
		pattern += `|^` + a.path[0] + `$`
	}
	// The provider's block may be written in another file than its arguments.
	headed := a.block == "provider" || slices.ContainsFunc(f.texts, func(text string) bool { return text == a.of || strings.Contains(text, head) })
	return headed && slices.ContainsFunc(f.texts, regexp.MustCompile(pattern).MatchString)
}
