# The names of the collection and of its attributes are assumptions: see the guide on what has no resource of its own.
resource "naocloud_object" "alerts" {
  collection = "sites/11416/notifiers"
  attributes = {
    name = "Alerts to the control room"
    url  = "https://control-room.example/nao"
  }
}
