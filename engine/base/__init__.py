"""What every room stands on: decoding, numbers, units, sports, words."""
