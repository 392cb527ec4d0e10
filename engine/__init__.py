"""The sync engine: reads Intervals.icu, computes, and writes the Section 11 JSON files.

It stands alone: nothing here imports the wizard or the templates, so that it can be bundled with
the packages it needs into one file, which runs in an athlete's data repository.
"""

__version__ = "4.1.0"
"""The version of the whole project: wizard, wheel and releases take it from here."""
