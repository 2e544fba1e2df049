# One customer's account. The pipeline runs this configuration once for each file
# below customers/, with the customer's own API key and its own state.

terraform {
  required_version = ">= 1.5"

  required_providers {
    naocloud = {
      source = "naocloud/naocloud"
    }
  }

  # Add your backend here. The pipeline gives it a key for each customer.
}

# The API key comes from the pipeline: NAOCLOUD_API_KEY.
provider "naocloud" {
  requests_per_second = 5

  # With the key of another customer nothing is read or changed.
  expected_site_id = var.expected_site_id
}

variable "expected_site_id" {
  description = "The id of a site that only this customer's account has; null until there is one."
  type        = string
  default     = null
}

variable "teams" {
  description = "The customer's teams, by a key that never changes."
  type = map(object({
    name       = string
    ldap_group = optional(string)
  }))
}

variable "sites" {
  description = "The customer's sites, by a key that never changes, with the keys of the teams that reach each."
  type = map(object({
    name      = string
    latitude  = number
    longitude = number
    teams     = optional(set(string), [])

    force_destroy = optional(bool)
  }))
}

module "account" {
  source = "./account"

  teams = var.teams
  sites = var.sites
}

output "site_ids" {
  description = "Ids of the customer's sites, by key."
  value       = module.account.site_ids
}
