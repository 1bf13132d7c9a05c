"""Alerts and digests to Messages: subject, text and HTML, in Chinese or English. Pure.

Evidence is shown as written, whatever the language of the frame. Whatever comes from a page may be hostile: subjects
are one line without control characters, HTML is escaped by Jinja2, and only http and https addresses become links.
"""

from __future__ import annotations
