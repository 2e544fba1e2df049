// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package assertions

import (
	"go/ast"
	"regexp"
	"slices"
)

var address = regexp.MustCompile(`^((?:data\.)?naocloud_\w+)\.`)

// checks collects what the checks of tests assert.
type checks struct {
	asserted map[string][][]string
	// reading are the pieces of code that are being read, so that one which leads to itself ends.
	reading map[ast.Node]bool
}

// assertedBy are the paths that the tests of these packages assert.
func assertedBy(packages map[string][]*ast.File) map[string][][]string {
	c := checks{asserted: map[string][][]string{}, reading: map[ast.Node]bool{}}
	imported := scopeOf(packages[shared], nil)
	for name, files := range packages {
		if name == shared {
			continue
		}
		scope := scopeOf(files, imported)
		for _, file := range files {
			c.read(file, scope)
		}
	}
	return c.asserted
}

// read takes note of each check in a piece of code, and in the functions that it calls.
func (c checks) read(node ast.Node, in *scope) {
	if c.reading[node] {
		return
	}
	c.reading[node] = true
	defer delete(c.reading, node)
	ast.Inspect(node, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncDecl:
			c.read(node.Body, in.inside(node.Type, node.Body, nil))
			return false
		case *ast.FuncLit:
			c.read(node.Body, in.inside(node.Type, node.Body, nil))
			return false
		case *ast.CallExpr:
			c.note(node, in)
			for _, body := range in.bodies(node) {
				c.read(body.node, body.in)
			}
		}
		return true
	})
}

// note takes note of a check on a resource, a data source or an identity. The values of a listing are none of them.
func (c checks) note(call *ast.CallExpr, in *scope) {
	function, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) < 2 {
		return
	}
	of := address.FindStringSubmatch(in.text(call.Args[0]))
	if of == nil {
		return
	}
	block, path := of[1], in.path(call.Args[1])
	switch function.Sel.Name {
	case "ExpectKnownValue":
		c.value(block, path, meaning{call.Args[2], in})
	case "CompareValuePairs":
		c.add(block, path)
	case "ExpectIdentity":
		c.value("identity."+block, nil, meaning{call.Args[1], in})
	case "ExpectIdentityValue", "ExpectIdentityValueMatchesState":
		c.add("identity."+block, path)
	}
}

func (c checks) add(block string, path []string) {
	c.asserted[block] = append(c.asserted[block], path)
}

// value takes note of what a check says of the value at a path: of the value itself, and of the attributes of the objects in it.
func (c checks) value(block string, path []string, check meaning) {
	c.add(block, path)
	if c.reading[check.node] {
		return
	}
	c.reading[check.node] = true
	defer delete(c.reading, check.node)
	of := func(node ast.Node) { c.value(block, path, meaning{node, check.in}) }
	switch node := check.node.(type) {
	case *ast.Ident:
		for _, meant := range check.in.meanings(node.Name) {
			c.value(block, path, meant)
		}
	case *ast.CompositeLit:
		for _, element := range node.Elts {
			of(element)
		}
	case *ast.KeyValueExpr:
		c.value(block, append(slices.Clone(path), check.in.text(node.Key)), meaning{node.Value, check.in})
	case *ast.CallExpr:
		bodies := check.in.bodies(node)
		for _, body := range bodies {
			c.returned(block, path, body)
		}
		if len(bodies) == 0 {
			for _, argument := range node.Args {
				of(argument)
			}
		}
	}
}

// returned takes note of what the check says that a function returns.
func (c checks) returned(block string, path []string, body meaning) {
	ast.Inspect(body.node, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			for _, result := range node.Results {
				c.value(block, path, meaning{result, body.in})
			}
		}
		return true
	})
}

// path is that of a tfjsonpath.Path, without the indexes of lists; nil for everything else.
func (s *scope) path(expression ast.Node) []string {
	switch expression := expression.(type) {
	case *ast.Ident:
		if found := s.meanings(expression.Name); len(found) == 1 {
			return found[0].in.path(found[0].node)
		}
	case *ast.CallExpr:
		function, ok := expression.Fun.(*ast.SelectorExpr)
		if !ok || len(expression.Args) != 1 {
			return nil
		}
		switch function.Sel.Name {
		case "New", "AtMapKey":
			return append(s.path(function.X), s.text(expression.Args[0]))
		case "AtSliceIndex":
			return s.path(function.X)
		}
	}
	return nil
}
