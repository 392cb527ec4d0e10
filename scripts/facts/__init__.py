"""Tables in the documents that the program itself fills: ``python -m scripts.facts``.

A table stands between two comments that name it; what is between them is never written by hand.
"""
