terraform {
  required_providers {
    naocloud = {
      source = "naocloud/naocloud"
    }
  }
}

# The API key comes from the environment: NAOCLOUD_API_KEY.
provider "naocloud" {}
