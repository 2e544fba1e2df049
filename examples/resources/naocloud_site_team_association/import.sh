# An association is imported as TEAM_ID/SITE_ID.
terraform import naocloud_site_team_association.operations_hospital 392/11416
