"""Models to JSON text and back: exact, whatever fields a later version adds with a default."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from pydantic import TypeAdapter

from models.article import Article
from models.metric import Change, Observation
from models.report import Report

_ARTICLE = TypeAdapter(Article)
_OBSERVATION = TypeAdapter(Observation)
_CHANGE = TypeAdapter(Change)
_REPORT = TypeAdapter(Report)


def pack_article(article: Article) -> str:
    """All but the body, which has a column of its own."""
    return _ARTICLE.dump_json(replace(article, body=""), exclude_defaults=True).decode()


@lru_cache(maxsize=64)  # an article that tells what others do is held against one after the other
def unpack_article(data: str, body: str) -> Article:
    """The article, whole again."""
    return replace(_ARTICLE.validate_json(data), body=body)


def pack_observation(observation: Observation) -> str:
    """An observation with its figure, decimals as text."""
    return _OBSERVATION.dump_json(observation, exclude_defaults=True).decode()


@lru_cache(maxsize=512)  # a series everybody writes about is asked for with every article; models are frozen
def unpack_observation(data: str) -> Observation:
    """The observation."""
    return _OBSERVATION.validate_json(data)


def pack_change(change: Change) -> str:
    """A change with its delta."""
    return _CHANGE.dump_json(change, exclude_defaults=True).decode()


def unpack_change(data: str) -> Change:
    """The change."""
    return _CHANGE.validate_json(data)


def pack_report(report: Report) -> str:
    """What a run did."""
    return _REPORT.dump_json(report).decode()


def unpack_report(data: str) -> Report:
    """What a run did."""
    return _REPORT.validate_json(data)
