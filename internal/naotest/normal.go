// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// Normal changes a value before it is stored. Numbers come as [json.Number], lists as
// []any, objects as map[string]any; it may return anything that [encoding/json] can
// write.
type Normal func(value any) any

// Rounded keeps some decimals of every number in the value.
func Rounded(decimals int) Normal {
	return numbers(func(f float64) float64 {
		scale := math.Pow10(decimals)
		return math.Round(f*scale) / scale
	})
}

// SinglePrecision keeps every number in the value as a 32-bit floating-point number.
func SinglePrecision() Normal { return numbers(func(f float64) float64 { return float64(float32(f)) }) }

// Lowered folds the upper-case letters of every text in the value.
func Lowered() Normal {
	return scalars(func(value any) any {
		if text, ok := value.(string); ok {
			return strings.ToLower(text)
		}
		return value
	})
}

// AsText stores every number, and every true or false, in the value as a text.
func AsText() Normal { return scalars(text) }

// numbers changes fractions, and leaves integers as they are.
func numbers(change func(float64) float64) Normal {
	return scalars(func(value any) any {
		number, ok := value.(json.Number)
		if _, err := strconv.ParseInt(string(number), 10, 64); !ok || err == nil {
			return value
		}
		f, err := number.Float64()
		if err != nil {
			return value
		}
		return change(f)
	})
}

// scalars changes every text, number, boolean and null in a value.
func scalars(change func(any) any) Normal {
	var walk Normal
	walk = func(value any) any {
		switch v := value.(type) {
		case []any:
			for i := range v {
				v[i] = walk(v[i])
			}
			return v
		case map[string]any:
			for name := range v {
				v[name] = walk(v[name])
			}
			return v
		default:
			return change(v)
		}
	}
	return walk
}
