// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package mac

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const right = "AA:BB:CC:04:05:66"

func TestNormal_turnsEverySpellingOfAMACIntoOne(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		right, "aa:bb:cc:04:05:66", "aa:bb:cc:4:5:66", "aabbcc040566", "AABBCC040566", "aa-bb-cc-04-05-66", "aa.bb.cc.04.05.66", "aa_bb_cc_04_05_66",
		"aa bb cc 04 05 66", "AABB.CC04.0566", "aabb-cc04-0566", "aabb:cc04:0566", "aabbcc-040566", " aabbcc040566\n",
	} {
		if got := Normal(text); got != right {
			t.Errorf("%q: expected %s, got %s", text, right, got)
		}
	}
	if got := Normal("112233445566"); got != "11:22:33:44:55:66" {
		t.Errorf("expected twelve decimal digits to be a MAC, got %s", got)
	}
}

func TestNormal_leavesEverythingElseAsItIs(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "123456", "badge-0815", "aabbcc04056", "aabbcc0405667", "aa:bb-cc:04:05:66", "gg:bb:cc:04:05:66", "1-2-3-4-5-6", "AA:BB:CC:04:05", "aa:bb:cc:04:05:66:77",
		"aabbccfffe040566", " badge ", "ＡＡ:BB:CC:04:05:66",
	} {
		if got := Normal(text); got != text {
			t.Errorf("expected %q as it is, got %q", text, got)
		}
	}
}

func FuzzNormal(f *testing.F) {
	f.Add("aabb.cc04.0566")
	f.Add("badge")
	f.Fuzz(func(t *testing.T, text string) {
		normal := Normal(text)
		if again := Normal(normal); again != normal {
			t.Errorf("%q becomes %q, and that becomes %q", text, normal, again)
		}
		if normal != text && (len(normal) != 17 || strings.ToUpper(normal) != normal) {
			t.Errorf("%q becomes %q, which is no MAC", text, normal)
		}
	})
}

func TestFault_namesTheRightSpelling(t *testing.T) {
	t.Parallel()
	for text, expected := range map[string]string{
		right:                    "",
		"badge-0815":             "",
		"123456":                 "",
		"112233445566":           "",
		"a/b":                    "",
		"":                       "must not be empty",
		"aabbcc040566":           `writes as "AA:BB:CC:04:05:66"`,
		" AA:BB:CC:04:05:66":     `writes as "AA:BB:CC:04:05:66"`,
		" badge":                 "neither begin nor end with a blank",
		"bad\x00ge":              "no control characters",
		strings.Repeat("x", 256): "1 to 255 characters",
	} {
		got := Fault(text)
		if (got == "") != (expected == "") || !strings.Contains(got, expected) {
			t.Errorf("%q: expected %q, got %q", text, expected, got)
		}
	}
}

func TestFunction_returnsTheSpelling(t *testing.T) {
	t.Parallel()
	resp := function.RunResponse{Result: function.NewResultData(types.StringUnknown())}
	NewFunction().Run(t.Context(), function.RunRequest{Arguments: function.NewArgumentsData([]attr.Value{types.StringValue("aabbcc040566")})}, &resp)
	if resp.Error != nil || !resp.Result.Value().Equal(types.StringValue(right)) {
		t.Errorf("expected %s, got %v, %v", right, resp.Result.Value(), resp.Error)
	}
}
