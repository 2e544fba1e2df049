// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jsonapi

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// filled returns a document of about size bytes.
func filled(size int, before, row, after string) []byte {
	rows := strings.Repeat(row+",", (size-len(before)-len(after))/(len(row)+1))
	return []byte(before + strings.TrimSuffix(rows, ",") + after)
}

// hugeBodies are bodies of about size bytes, each of a shape that costs as much memory as it can.
func hugeBodies(size int) map[string][]byte {
	site := `{"id":"11416","type":"site","attributes":{"id":11416,"name":"Lab ` + strings.Repeat("x", 100) + `","latitude":43.5,"longitude":1.5}}`
	return map[string][]byte{
		"a million rows":          filled(size, `{"data":[`, `{"id":"114161"}`, `]}`),
		"rows of sites":           filled(size, `{"data":[`, site, `]}`),
		"a million related sites": filled(size, `{"data":[{"id":"1","relationships":{"sites":{"data":[`, `{"id":"11416","type":"site"}`, `]}}}]}`),
		"rows of one byte":        filled(size, `{"data":[`, `1`, `]}`),
		"deep":                    []byte(strings.Repeat("[", size/2) + strings.Repeat("]", size/2)),
		"deep objects":            []byte(strings.Repeat(`{"a":`, size/6) + "1" + strings.Repeat("}", size/6)),
		"a million errors":        filled(size, `{"errors":[`, `{"detail":"no"}`, `]}`),
		"errors of many fields":   filled(size, `{"errors":{`, `"name":["no"]`, `}}`),
		"one long text":           filled(size, `{"errors":["`, `xxxxxxxxxxxxxxxx`, `"]}`),
		"roles without end":       filled(size, `{"data":{"id":"1","attributes":{"roles":[`, `"admin1"`, `]}}}`),
		"an HTML page":            filled(size, `<html>`, `<div>{[`, `</html>`),
	}
}

// readAll does with a body what a client may do with it.
func readAll(body []byte) (resources int) {
	Details(body)
	Refusal(body)
	doc, err := Decode(body, "sites")
	if err != nil {
		return 0
	}
	for _, r := range doc.Resources {
		r.Related("sites")
		var read struct {
			Name  Field[Text]   `json:"name"`
			Roles Field[[]Text] `json:"roles"`
		}
		_ = r.Attributes(&read)
	}
	return len(doc.Resources)
}

// TestDecode_takesMemoryInProportionToTheBody counts all that is allocated, which is more than is held at any time.
func TestDecode_takesMemoryInProportionToTheBody(t *testing.T) { //nolint:paralleltest // It counts what the process allocates.
	if testing.Short() {
		t.Skip("nothing runs at the same time here, and the race detector makes it slow")
	}
	for name, body := range hugeBodies(4 << 20) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		resources := readAll(body)
		runtime.ReadMemStats(&after)
		allocated := after.TotalAlloc - before.TotalAlloc
		if most := uint64(16 * len(body)); allocated > most { // The race detector adds to it.
			t.Errorf("%s: %d bytes were allocated for a body of %d (%d resources)", name, allocated, len(body), resources)
		}
	}
}

// BenchmarkDecode reports the bytes that are allocated for each byte of a body.
func BenchmarkDecode(b *testing.B) {
	for name, body := range hugeBodies(16 << 20) {
		b.Run(fmt.Sprintf("%s/%d MiB", name, len(body)>>20), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				readAll(body)
			}
		})
	}
}
