"""What the athlete is able to: durability, efficiency, heart-rate recovery, curves."""
