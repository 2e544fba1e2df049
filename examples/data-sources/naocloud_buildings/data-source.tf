data "naocloud_buildings" "hospital" {
  site_id = "11416"
}

output "floors" {
  description = "Names of the floors of each building, lowest first."
  value = {
    for building in data.naocloud_buildings.hospital.buildings :
    building.name => [for floor in building.floors : floor.name]...
  }
}
