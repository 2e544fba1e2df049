# An association is imported as TEAM_ID/SITE_ID. To have its resource block written too, see the guide "Bring an existing account under Terraform".
terraform import naocloud_site_team_association.operations_hospital 392/11416
