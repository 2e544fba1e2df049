data "naocloud_sites" "warehouses" {
  name_contains = "warehouse"
}

output "warehouse_ids" {
  description = "Id of each warehouse."
  value       = { for site in data.naocloud_sites.warehouses.sites : site.name => site.id... }
}
