# Every team of the account. Narrow it with name or name_contains.
data "naocloud_teams" "all" {}

output "administrator_teams" {
  description = "Names of the teams with the role admin."
  value       = [for team in data.naocloud_teams.all.teams : team.name if contains(team.roles, "admin")]
}
