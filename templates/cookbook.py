"""Ten questions that athletes ask their coach: what a good answer has, and which files it needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.base.format import BRIEF, FTP_HISTORY, HISTORY, INTERVALS, LATEST, ROUTES

DOSSIER: Final = "DOSSIER.md"


@dataclass(frozen=True, slots=True)
class Recipe:
    """One question.

    Attributes:
        question: to be pasted.
        answer: what a good answer has.
        files: what the coach has to read for it, the first one first.
    """

    question: str
    answer: str
    files: tuple[str, ...]


COOKBOOK: Final = (
    Recipe(
        "How ready am I today, and what should I do?",
        "Begins with go, modify or skip and its reason, names the signals that are not green with "
        "their values, and changes today's planned session only as far as the decision does. With "
        "limited data it asks how you feel instead of calling you fit.",
        (BRIEF,),
    ),
    Recipe(
        "Go through the session I just finished.",
        "Holds it against what was planned: duration, load, power or pace, heart rate, drift. For "
        "intervals it reads each one and says where they began to fade. Ends with one thing to "
        "keep and one to change.",
        (BRIEF, LATEST, INTERVALS),
    ),
    Recipe(
        "Review my last week against the four before it.",
        "Quotes hours, load, hard days, CTL and TSB of the weeks side by side, says what changed "
        "and whether that was the plan, and counts a rest week as one.",
        (BRIEF, HISTORY),
    ),
    Recipe(
        "Is my plan for the coming seven days right?",
        "Goes day by day: what is planned, where hard days follow each other, how the week's load "
        "compares with the last weeks, and what it would move. It invents no session.",
        (BRIEF, LATEST),
    ),
    Recipe(
        "Am I on course for my next race?",
        "Says how many days are left, the form now and the one expected on race day if the file "
        "has it, what is still missing, and when the taper begins.",
        (BRIEF, LATEST, DOSSIER),
    ),
    Recipe(
        "Am I sleeping and recovering enough?",
        "Holds HRV, resting pulse and sleep of seven nights against their baselines, looks for a "
        "trend of several days instead of one bad night, and asks about illness and stress.",
        (BRIEF, LATEST),
    ),
    Recipe(
        "Have I become fitter since last season?",
        "Compares the same months: FTP with its dates, CTL, hours, best efforts. Separates what "
        "was measured from what was modeled, and says how far back the data go.",
        (HISTORY, FTP_HISTORY, LATEST),
    ),
    Recipe(
        "Do I train too hard on easy days?",
        "Quotes the shares of easy, middle and hard time of 7 and 28 days and names the sessions "
        "that were meant to be easy and were not.",
        (BRIEF, LATEST),
    ),
    Recipe(
        "How should I pace the course of my next event?",
        "Walks through climbs and descents with their position, length and gradient, and gives "
        "power, pace or heart rate for each from your own thresholds and weight.",
        (ROUTES, LATEST),
    ),
    Recipe(
        "What is missing in my data, and what should I mend first?",
        "Names each gap with its beginning and what it spoils, and the one step in Intervals.icu "
        "or at the device that closes it.",
        (BRIEF, LATEST),
    ),
)
