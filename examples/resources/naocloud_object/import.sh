# An object is imported as COLLECTION/ID. To have its resource block written too, see the guide "What has no resource of its own".
terraform import naocloud_object.alerts sites/11416/notifiers/7
