"""What permits to work rest on: certificates, grades, limits of gas, plates, dangers, presence."""
