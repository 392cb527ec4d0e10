"""Builds the site with Material for MkDocs; every warning is an error."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from scripts.site.llms import llms_text
from scripts.site.navigation import entries
from scripts.site.pages import ROOT, write_pages

if TYPE_CHECKING:
    from pathlib import Path

BUILD = ROOT / "build"
CONFIG = ROOT / "mkdocs.yml"
QUIET = "NO_MKDOCS_2_WARNING"
"""Tells the theme not to advertise the builder that follows this one (docs/DESIGN.md)."""


def build(folder: Path) -> Path:
    """Write pages and site below a folder, and return the site.

    The pages lie in the site as Markdown, too: that is what ``llms.txt`` links.
    """
    os.environ[QUIET] = "1"
    from mkdocs.commands.build import build as build_site  # noqa: PLC0415 - after the setting
    from mkdocs.config import load_config  # noqa: PLC0415

    pages, site = folder / "pages", folder / "site"
    shutil.rmtree(pages, ignore_errors=True)
    texts = write_pages(pages)
    config = load_config(str(CONFIG), docs_dir=str(pages), site_dir=str(site), strict=True)
    build_site(config)
    for page, text in texts.items():
        (site / page).write_text(text, encoding="utf-8", newline="\n")
    listed = entries(config.nav or [])
    told = llms_text(config.site_name, config.site_description or "", listed, texts)
    (site / "llms.txt").write_text(told, encoding="utf-8", newline="\n")
    return site
