# Look up by id, or by a name that only one team has.
data "naocloud_team" "operations" {
  name = "Operations"
}

output "operations_members" {
  description = "Ids of the users in the team."
  value       = data.naocloud_team.operations.user_ids
}
