"""Everything one sync needs: what to ask, how to ask it, and in which order, in three rounds."""

from engine.fetch.asking import Asker
from engine.fetch.doubts import DoubtedError, Doubts
from engine.fetch.rounds import Collector

__all__ = ["Asker", "Collector", "DoubtedError", "Doubts"]
