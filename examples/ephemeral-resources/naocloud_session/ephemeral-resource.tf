# A session of the user of the provider. It is in no plan and in no state.
ephemeral "naocloud_session" "this" {}

# Use it where Terraform stores nothing: in the configuration of another
# provider, a provisioner, or a write-only argument.
resource "terraform_data" "tags" {
  provisioner "local-exec" {
    command = "printf 'Authorization: %s' \"$JWT\" | curl --fail --header @- https://www.nao-cloud.com/api/v2/sites/11416/nao_trackables"
    environment = {
      JWT = ephemeral.naocloud_session.this.jwt
    }
  }
}
