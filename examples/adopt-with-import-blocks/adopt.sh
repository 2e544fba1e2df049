terraform init
terraform apply
terraform output -json inventory > inventory.json
mv inventory.json inventory.auto.tfvars.json
terraform apply
terraform plan
