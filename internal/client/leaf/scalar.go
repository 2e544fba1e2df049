// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package leaf

import (
	"encoding/json"
	"html"
	"math/big"
	"strconv"
	"time"

	"golang.org/x/text/unicode/norm"
)

// precision is that of numbers in bits: Terraform's own.
const precision = 512

// tolerance is half of a unit of the sixth decimal: a service may store six of them.
const tolerance = 0.5e-6

// storedValue reports whether a service may have stored the first leaf as the second one: as sameValue does, or a text with HTML entities.
func storedValue(declared, shown any) bool {
	if sameValue(declared, shown) {
		return true
	}
	a, isText := declared.(string)
	b, isStored := shown.(string)
	return isText && isStored && html.UnescapeString(norm.NFC.String(a)) == html.UnescapeString(norm.NFC.String(b))
}

// sameValue compares two leaves: numbers by their values, fractions in six decimals or in single precision, numbers and booleans with the texts
// that stand for them, texts in one Unicode form, and points in time by their instants.
func sameValue(declared, shown any) bool {
	switch declared := declared.(type) {
	case nil:
		return shown == nil
	case bool:
		switch shown := shown.(type) {
		case bool:
			return declared == shown
		case string:
			return strconv.FormatBool(declared) == shown
		}
	case json.Number:
		text, ok := numeral(shown)
		return ok && sameNumber(string(declared), text)
	case string:
		switch shown := shown.(type) {
		case bool:
			return declared == strconv.FormatBool(shown)
		case json.Number:
			return sameNumber(declared, string(shown))
		case string:
			return declared == shown || norm.NFC.String(declared) == norm.NFC.String(shown) || sameInstant(declared, shown)
		}
	}
	return false
}

// numeral is a number, or a text that may stand for one.
func numeral(value any) (string, bool) {
	switch value := value.(type) {
	case json.Number:
		return string(value), true
	case string:
		return value, true
	default:
		return "", false
	}
}

func sameNumber(declared, shown string) bool {
	if declared == shown {
		return true
	}
	a, ok := parse(declared)
	if !ok {
		return false
	}
	b, ok := parse(shown)
	return ok && storedNumber(a, b)
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

// storedNumber reports whether a service may have stored the first number as the second: a fraction with six decimals, or in single precision.
func storedNumber(declared, shown *big.Float) bool {
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
