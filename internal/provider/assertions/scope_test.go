// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package assertions

import (
	"go/ast"
	"strconv"
)

// scope knows what the names in a piece of code stand for; what it does not know, the one around it may.
type scope struct {
	names map[string][]meaning
	outer *scope
	// imported are the functions of the shared package.
	imported *scope
}

// meaning is a piece of code, and where the names in it are to be looked up.
type meaning struct {
	node ast.Node
	in   *scope
}

// scopeOf is the scope of a package.
func scopeOf(files []*ast.File, imported *scope) *scope {
	s := &scope{names: map[string][]meaning{}, imported: imported}
	for _, file := range files {
		for _, declaration := range file.Decls {
			if function, ok := declaration.(*ast.FuncDecl); ok && function.Recv == nil {
				s.names[function.Name.Name] = append(s.names[function.Name.Name], meaning{function, s})
				continue
			}
			s.declare(declaration)
		}
	}
	return s
}

// inside is the scope of a function's body, in a call with these arguments. Without a call, the parameters stand for nothing.
func (s *scope) inside(function *ast.FuncType, body *ast.BlockStmt, arguments []meaning) *scope {
	inner := &scope{names: map[string][]meaning{}, outer: s, imported: s.imported}
	for _, field := range function.Params.List {
		_, variadic := field.Type.(*ast.Ellipsis)
		for _, parameter := range field.Names {
			taken := min(1, len(arguments))
			if variadic {
				taken = len(arguments)
			}
			inner.names[parameter.Name] = arguments[:taken]
			arguments = arguments[taken:]
		}
	}
	inner.declare(body)
	return inner
}

// declare takes in the constants and variables of a piece of code, but not of the functions in it.
func (s *scope) declare(node ast.Node) {
	add := func(name ast.Expr, value ast.Expr) {
		if identifier, ok := name.(*ast.Ident); ok {
			s.names[identifier.Name] = append(s.names[identifier.Name], meaning{value, s})
		}
	}
	ast.Inspect(node, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ValueSpec:
			for i := range min(len(node.Names), len(node.Values)) {
				add(node.Names[i], node.Values[i])
			}
		case *ast.AssignStmt:
			for i := range min(len(node.Lhs), len(node.Rhs)) {
				add(node.Lhs[i], node.Rhs[i])
			}
		}
		return true
	})
}

// meanings are what a name stands for in the innermost scope that knows it.
func (s *scope) meanings(name string) []meaning {
	for ; s != nil; s = s.outer {
		if found, ok := s.names[name]; ok {
			return found
		}
	}
	return nil
}

// bodies are those of the function that is called: one of this package or of the shared one. Each comes with a scope in which the parameters are
// the arguments.
func (s *scope) bodies(call *ast.CallExpr) []meaning {
	var called []meaning
	switch function := call.Fun.(type) {
	case *ast.Ident:
		called = s.meanings(function.Name)
	case *ast.SelectorExpr:
		if from, ok := function.X.(*ast.Ident); ok && from.Name == shared {
			called = s.imported.meanings(function.Sel.Name)
		}
	}
	arguments := make([]meaning, len(call.Args))
	for i, argument := range call.Args {
		arguments[i] = meaning{argument, s}
	}
	var bodies []meaning
	for _, function := range called {
		switch node := function.node.(type) {
		case *ast.FuncDecl:
			bodies = append(bodies, meaning{node.Body, function.in.inside(node.Type, node.Body, arguments)})
		case *ast.FuncLit:
			bodies = append(bodies, meaning{node.Body, function.in.inside(node.Type, node.Body, arguments)})
		}
	}
	return bodies
}

// text is that of a literal, or of what stands for one; "" for everything else.
func (s *scope) text(expression ast.Node) string {
	switch expression := expression.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(expression.Value) // "" for a number
		return text
	case *ast.Ident:
		// A variable that is set again and again has no text that is known from here.
		if found := s.meanings(expression.Name); len(found) == 1 {
			return found[0].in.text(found[0].node)
		}
	case *ast.BinaryExpr:
		return s.text(expression.X) + s.text(expression.Y)
	}
	return ""
}
