"""What people and programs are shown: each view collects values, then renders them."""
