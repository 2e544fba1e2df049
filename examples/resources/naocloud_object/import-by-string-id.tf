import {
  to = naocloud_object.alerts
  id = "sites/11416/notifiers/7"
}
