terraform {
  required_version = ">= 1.5"

  required_providers {
    naocloud = {
      source = "naocloud/naocloud"
    }
  }
}
