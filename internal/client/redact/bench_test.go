// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package redact

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkMasker_Text measures texts as they are logged and shown, and one as long as a Masker reads.
func BenchmarkMasker_Text(b *testing.B) {
	m := New("canary-key-0123456789abcdef", "jane.doe@example.com", "pass word", jwt)
	for name, text := range map[string]string{
		"a path":       "/api/v2/sites/11416",
		"a URL":        "https://www.nao-cloud.com/api/v2/sites?page[number]=2&page[size]=30&sort=name",
		"a message":    "Name has already been taken (PUT /sites/11416: 422 Unprocessable Entity, request id 4f0f2c1e)",
		"with secrets": "key canary-key-0123456789abcdef of jane.doe%40example.com, token " + jwt,
		"32 KiB":       strings.Repeat(`{"a":"\u0026b%20c"},`, window/20),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				m.Text(text)
			}
		})
	}
}

// BenchmarkMasker_Add adds a MiB of tokens one by one, and then masks a text.
func BenchmarkMasker_Add(b *testing.B) {
	for _, size := range []int{16, 64, 1024} {
		b.Run(fmt.Sprintf("tokens of %d bytes", size), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m := New()
				for i := range 1 << 20 / size {
					m.Add(fmt.Sprintf("%0*d", size, i))
				}
				m.Text("a path")
			}
		})
	}
}
