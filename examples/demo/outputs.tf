output "sites" {
  description = "Names of the sites in the account that contain the prefix."
  value       = data.naocloud_sites.demo.sites[*].name
}

output "operations_sites" {
  description = "Names of the sites that the operations team reaches."
  value       = sort([for site in data.naocloud_sites.demo.sites : site.name if contains(data.naocloud_team.operations.site_ids, site.id)])
}

output "operations_ldap_group" {
  description = "LDAP group of the operations team."
  value       = naocloud_team.operations.ldap_group
}
