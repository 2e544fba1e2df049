// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jsonapi

import (
	"encoding/json"
	"errors"
	"path"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/alloc"
)

func TestValidID(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"1", "11416", "9007199254740993", "abcdefgh", "AbC-1_2", strings.Repeat("9", 64)} {
		if !ValidID(id) {
			t.Errorf("%q is refused", id)
		}
	}
	for _, id := range []string{
		"", ".", "..", "1/2", "/", `\`, "1?x", "1#x", "%2e%2e", "1 ", " 1", "1\n", "\n", "1\x00", "${1}", `1"`, "é", "１", "1.5", "+1", "1;2", "1:2",
		strings.Repeat("9", 65),
	} {
		if ValidID(id) {
			t.Errorf("%q is taken", id)
		}
	}
}

// badIDs are ids that a hostile server may send, and what an error says of them.
var badIDs = map[string]string{
	`".."`:                               "a string of length 2",
	`"."`:                                "a string of length 1",
	`"1/../.."`:                          "a string of length 7",
	`"..\u002f"`:                         "a string of length 3",
	`"1\n"`:                              "a string of length 2",
	`"${file(\"/etc/passwd\")}"`:         "a string of length 22",
	`"%2e%2e"`:                           "a string of length 6",
	`"é"`:                                "a string of length 1",
	`1.5`:                                "a number of length 3",
	`{"hush":1}`:                         "an object",
	`["1"]`:                              "an array",
	`"` + strings.Repeat("7", 1e6) + `"`: "a string of length 1000000",
}

func TestDecode_refusesAnIDThatIsNone(t *testing.T) {
	t.Parallel()
	for id, got := range badIDs {
		for _, body := range []string{
			`{"data":{"id":` + id + `,"type":"team"}}`, `{"data":[{"id":1},{"id":` + id + `}]}`, `{"team":{"id":` + id + `}}`,
			`{"data":{"type":"team","attributes":{"id":` + id + `}}}`, `{"data":{"id":"","attributes":{"id":` + id + `}}}`,
		} {
			doc, err := Decode([]byte(body), "team")
			refused, ok := errors.AsType[*InvalidIDError](err)
			if !ok || refused.Got != got || !strings.HasSuffix(err.Error(), ", got "+got) {
				t.Errorf("%.80s: got %v, %v; want an *InvalidIDError of %s", body, doc, err, got)
			}
		}
	}
}

func TestID_readsWhatIsOne(t *testing.T) {
	t.Parallel()
	for wire, want := range map[string]ID{`"7"`: "7", `7`: "7", `null`: "", `""`: ""} {
		got := ID("before")
		if err := json.Unmarshal([]byte(wire), &got); err != nil || got != want {
			t.Errorf("%s: got %q, %v; want %q", wire, got, err, want)
		}
	}
	for wire := range badIDs {
		var got ID
		err := json.Unmarshal([]byte(wire), &got)
		if _, ok := errors.AsType[*InvalidIDError](err); !ok || got != "" {
			t.Errorf("%.80s: got %q, %v; want an *InvalidIDError", wire, got, err)
		}
	}
}

// FuzzID feeds an id as a server would write it: what gets through is one segment of a path, and the same text whoever cleans the path.
func FuzzID(f *testing.F) {
	for id := range badIDs {
		f.Add(id)
	}
	for _, id := range []string{`"392"`, `392`, `null`, `""`, `true`, `-1`, `1e3`, `"a-B_9"`, `"\ud800"`} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, wire string) {
		var doc Document
		var err error
		alloc.Bounded(t, len(wire), func() { doc, err = Decode([]byte(`{"data":{"id":` + wire + `}}`)) })
		if err != nil {
			return
		}
		for _, r := range doc.Resources {
			if r.ID == "" {
				continue
			}
			if cleaned := path.Clean("/teams/" + r.ID); !ValidID(r.ID) || cleaned != "/teams/"+r.ID || strings.ContainsAny(r.ID, "/?#%$\"\\\x00\n") {
				t.Errorf("%q became the id %q", wire, r.ID)
			}
		}
	})
}
