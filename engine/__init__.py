"""The sync engine: reads Intervals.icu, computes, and writes the Section 11 JSON files.

It stands alone: nothing here imports the wizard or the templates, so the folder can be copied
as it is into an athlete's data repository and run there with ``python -m engine``.
"""

__version__ = "4.1.0"
"""The version of the whole project: wizard, wheel and releases take it from here."""
