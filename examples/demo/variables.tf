variable "name_prefix" {
  description = "The beginning of all names."
  type        = string
  default     = "Demo"

  validation {
    condition     = trimspace(var.name_prefix) != "" && trimspace(var.name_prefix) == var.name_prefix
    error_message = "The prefix must not be empty, nor start or end with a blank."
  }
}

variable "operations_ldap_group" {
  description = "LDAP group of the operations team; null for none."
  type        = string
  default     = null
}
