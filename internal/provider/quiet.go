// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"os"
	"strings"
)

// frameworkLevel is the environment variable that sets the level of the framework's own log.
const frameworkLevel = "TF_LOG_SDK_FRAMEWORK"

// QuietFramework switches the framework's own log off where nobody has asked for a log. The framework writes a line for every element of every
// attribute, whether or not somebody reads it, and looks for its logger in a context that grows with each: ten thousand tags cost it ten
// seconds (terraform-plugin-framework 1.19, NullifyWriteOnlyAttributes). Call it before the provider is served.
func QuietFramework() {
	for _, variable := range os.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, "TF_LOG") && value != "" {
			return
		}
	}
	// It fails for names and values that no environment can hold.
	_ = os.Setenv(frameworkLevel, "off")
}
