// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package leaf

import (
	"encoding/json"
	"math/big"
	"strconv"
	"time"

	"golang.org/x/text/unicode/norm"
)

// precision is that of numbers in bits: Terraform's own.
const precision = 512

// tolerance is half of a unit of the sixth decimal: a service may store six of them.
const tolerance = 0.5e-6

// exactValue compares two leaves by their values: numbers in all their digits, numbers and booleans with the texts that stand for them, texts
// in one Unicode form, and points in time by their instants.
func exactValue(a, b any) bool {
	return alike(a, b, func(a, b *big.Float) bool { return a.Cmp(b) == 0 })
}

// sameValue is exactValue, but for fractions, of which a service may store six decimals or single precision.
func sameValue(declared, shown any) bool { return alike(declared, shown, sameNumber) }

func alike(a, b any, numbers func(a, b *big.Float) bool) bool {
	switch a := a.(type) {
	case nil:
		return b == nil
	case bool:
		switch b := b.(type) {
		case bool:
			return a == b
		case string:
			return strconv.FormatBool(a) == b
		}
	case json.Number:
		switch b := b.(type) {
		case json.Number:
			return a == b || numbersAlike(string(a), string(b), numbers)
		case string:
			return string(a) == b || numbersAlike(string(a), b, numbers)
		}
	case string:
		if b, ok := b.(string); ok {
			return a == b || norm.NFC.String(a) == norm.NFC.String(b) || sameInstant(a, b)
		}
		return b != nil && isScalar(b) && alike(b, a, func(x, y *big.Float) bool { return numbers(y, x) })
	}
	return false
}

func isScalar(value any) bool {
	switch value.(type) {
	case bool, json.Number, string:
		return true
	default:
		return false
	}
}

func numbersAlike(a, b string, compare func(a, b *big.Float) bool) bool {
	x, ok := parse(a)
	if !ok {
		return false
	}
	y, ok := parse(b)
	return ok && compare(x, y)
}

// longestNumber is how many characters a number has at most.
const longestNumber = 1000

// parse reads a number as JSON writes it.
func parse(text string) (*big.Float, bool) {
	if len(text) > longestNumber || !json.Valid([]byte(text)) || text[0] != '-' && (text[0] < '0' || text[0] > '9') {
		return nil, false
	}
	number, _, err := big.ParseFloat(text, 10, precision, big.ToNearestEven)
	return number, err == nil && !number.IsInf()
}

// sameNumber reports whether a service may have stored the first number as the second: a fraction with six decimals, or in single precision.
func sameNumber(declared, shown *big.Float) bool {
	if declared.Cmp(shown) == 0 {
		return true
	}
	if declared.IsInt() {
		return false
	}
	difference, _ := new(big.Float).Sub(declared, shown).Float64()
	// A value that is exactly between two decimals may be rounded either way.
	const slack = 1e-15
	if difference <= tolerance+slack && -difference <= tolerance+slack {
		return true
	}
	return isSingle(declared, shown)
}

// isSingle reports whether a number is another one in single precision: in all its digits, or in the fewest that tell it apart.
func isSingle(declared, shown *big.Float) bool {
	single, _ := declared.Float32()
	if shown.Cmp(big.NewFloat(float64(single))) == 0 {
		return true
	}
	shortest, ok := parse(strconv.FormatFloat(float64(single), 'g', -1, 32))
	return ok && shown.Cmp(shortest) == 0
}

// sameInstant reports whether two texts are the same point in time [RFC 3339].
func sameInstant(a, b string) bool {
	// The shortest is 2026-01-01T00:00:00Z.
	const shortest = 20
	if len(a) < shortest || len(b) < shortest || a[4] != '-' || b[4] != '-' {
		return false
	}
	x, err := time.Parse(time.RFC3339, a)
	if err != nil {
		return false
	}
	y, err := time.Parse(time.RFC3339, b)
	return err == nil && x.Equal(y)
}

// Text is a scalar as a filter writes it; false for null and for what is no scalar.
func Text(value any) (string, bool) {
	switch value := value.(type) {
	case string:
		return value, true
	case bool:
		return strconv.FormatBool(value), true
	case json.Number:
		return string(value), true
	default:
		return "", false
	}
}
