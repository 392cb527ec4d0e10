"""Everything one sync needs: what to ask, how to ask it, and in which order, in two rounds."""

from engine.fetch.asking import Asker
from engine.fetch.doubts import DoubtedError
from engine.fetch.rounds import Collector, last_athlete

__all__ = ["Asker", "Collector", "DoubtedError", "last_athlete"]
