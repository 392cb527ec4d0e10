"""JSON Schemas of the data files and of ``--json``, made from the tables of their pages."""
