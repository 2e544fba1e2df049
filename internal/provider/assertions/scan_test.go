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

// suite is the test code below a folder, read as text: nothing is run, so it may take a name that is mentioned for one that is asserted, where
// both stand in one check. It never takes one that no test mentions.
type suite struct {
	// asserted are the names in the arguments of checks on an address, by the address without its name: "data.naocloud_team".
	asserted map[string]map[string]bool
	// files are the texts of each file: its string literals, and the examples that it runs.
	files [][]string
}

var (
	address = regexp.MustCompile(`^((?:data\.|ephemeral\.|action\.)?naocloud_\w+)\.`)
	name    = regexp.MustCompile(`^[a-z][a-z_]*$`)
	example = regexp.MustCompile(`^(?:resources|data-sources|list-resources|ephemeral-resources|actions)/naocloud_\w+`)
)

// read reads the acceptance tests below a folder; examples is the folder of the examples.
func read(t *testing.T, folder, examples string) suite {
	t.Helper()
	s := suite{asserted: map[string]map[string]bool{}}
	packages := map[string][]*ast.File{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		within := filepath.Base(filepath.Dir(path))
		// providertest writes parts of the configurations.
		isTest := strings.HasSuffix(path, "_test.go") || within == "providertest" && filepath.Ext(path) == ".go"
		if err != nil || entry.IsDir() || !isTest || within == "assertions" {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		packages[filepath.Dir(path)] = append(packages[filepath.Dir(path)], file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, files := range packages {
		scope := newScope(files)
		for _, file := range files {
			s.files = append(s.files, append(literals(file), exampleTexts(t, examples, literals(file))...))
			ast.Inspect(file, func(node ast.Node) bool {
				if call, ok := node.(*ast.CallExpr); ok {
					s.note(scope, call)
				}
				return true
			})
		}
	}
	return s
}

// note takes a call with an address among its arguments for a check, and every name among the others for asserted.
func (s suite) note(scope scope, call *ast.CallExpr) {
	for _, argument := range call.Args {
		match := address.FindStringSubmatch(scope.text(argument))
		if match == nil {
			continue
		}
		if s.asserted[match[1]] == nil {
			s.asserted[match[1]] = map[string]bool{}
		}
		for _, other := range call.Args {
			for found := range scope.names(other) {
				s.asserted[match[1]][found] = true
			}
		}
	}
}

// literals are the texts of a file, or of a part of it.
func literals(node ast.Node) []string {
	var all []string
	ast.Inspect(node, func(node ast.Node) bool {
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

// scope knows what the identifiers of a package stand for: constants, variables, and the bodies of functions.
type scope map[string][]ast.Node

func newScope(files []*ast.File) scope {
	s := scope{}
	for _, file := range files {
		ast.Inspect(file, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.ValueSpec:
				for i, identifier := range node.Names {
					if i < len(node.Values) {
						s[identifier.Name] = append(s[identifier.Name], node.Values[i])
					}
				}
			case *ast.AssignStmt:
				for i, left := range node.Lhs {
					if identifier, ok := left.(*ast.Ident); ok && i < len(node.Rhs) {
						s[identifier.Name] = append(s[identifier.Name], node.Rhs[i])
					}
				}
			case *ast.FuncDecl:
				if node.Recv == nil && node.Body != nil && !strings.HasPrefix(node.Name.Name, "Test") {
					s[node.Name.Name] = append(s[node.Name.Name], node.Body)
				}
			}
			return true
		})
	}
	return s
}

// text is that of a literal or of a constant; "" for everything else.
func (s scope) text(expression ast.Expr) string {
	switch expression := expression.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(expression.Value) // "" for a number
		return text
	case *ast.Ident:
		for _, node := range s[expression.Name] {
			if literal, ok := node.(*ast.BasicLit); ok {
				return s.text(literal)
			}
		}
	case *ast.BinaryExpr:
		return s.text(expression.X) + s.text(expression.Y)
	}
	return ""
}

// names are those in an expression, and in what its identifiers stand for.
func (s scope) names(node ast.Node) map[string]bool {
	found, seen := map[string]bool{}, map[string]bool{}
	var visit func(ast.Node)
	visit = func(node ast.Node) {
		ast.Inspect(node, func(node ast.Node) bool {
			if identifier, ok := node.(*ast.Ident); ok && !seen[identifier.Name] {
				seen[identifier.Name] = true
				for _, meant := range s[identifier.Name] {
					visit(meant)
				}
			}
			return true
		})
		for _, text := range literals(node) {
			if name.MatchString(text) {
				found[text] = true
			}
		}
	}
	visit(node)
	return found
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
	checks := a.of
	if a.block == "data" {
		checks = "data." + a.of
	}
	if a.given || a.block == "ephemeral" {
		return s.uses(a)
	}
	return !slices.ContainsFunc(a.path, func(part string) bool { return !s.asserted[checks][part] })
}

// uses tells whether a file of tests has the block and names the attribute: in HCL, or as texts of their own, as tests of the protocol do.
func (s suite) uses(a attribute) bool {
	head := a.block + ` "` + a.of + `"`
	last := a.path[len(a.path)-1]
	use := regexp.MustCompile(`\b` + last + `\s*=|^` + last + `$`)
	return slices.ContainsFunc(s.files, func(texts []string) bool {
		has := func(wanted func(string) bool) bool { return slices.ContainsFunc(texts, wanted) }
		for _, above := range a.path[:len(a.path)-1] {
			if !has(func(text string) bool { return strings.Contains(text, above+" {") }) {
				return false
			}
		}
		// The provider's block may be written in another file than its arguments.
		headed := a.block == "provider" || has(func(text string) bool { return text == a.of || strings.Contains(text, head) })
		return headed && has(use.MatchString)
	})
}
