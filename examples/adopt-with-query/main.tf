terraform {
  required_providers {
    naocloud = {
      source = "naocloud/naocloud"
    }
  }
}

# NAOCLOUD_ENDPOINT and NAOCLOUD_API_KEY, or other NAOCLOUD_* variables.
provider "naocloud" {}
