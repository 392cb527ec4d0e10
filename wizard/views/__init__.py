"""What people see: facts in, rich renderables out."""
