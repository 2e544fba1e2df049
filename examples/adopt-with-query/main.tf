terraform {
  required_providers {
    naocloud = {
      source = "naocloud/naocloud"
    }
  }
}

# Where and as whom: NAOCLOUD_ENDPOINT and NAOCLOUD_API_KEY, or another of the
# NAOCLOUD_* variables.
provider "naocloud" {}
