"""A wellness record: one calendar day of the athlete."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from engine.base.decode import Fields, IgnoredValues, JsonObject

if TYPE_CHECKING:
    from engine.base.numbers import Number

HRV_MIN_MS = 10
HRV_MAX_MS = 250
"""Plausible range of rMSSD, both ends included."""

NEVER_ZERO = (
    "weight",
    "resting_hr",
    "hrv",
    "hrv_sdnn",
    "avg_sleeping_hr",
    "sp_o2",
    "blood_glucose",
    "systolic",
    "diastolic",
    "baevsky_si",
    "lactate",
    "respiration",
    "body_fat",
    "abdomen",
    "vo2max",
    "sleep_quality",
    "fatigue",
    "soreness",
    "stress",
    "mood",
    "motivation",
    "injury",
    "hydration",
)
"""Fields whose 0 says that nothing was measured: nobody weighs 0 kg, and ratings begin at 1."""


@dataclass(frozen=True, slots=True)
class PowerModel:
    """The cycling power model of a day: eFTP in W, W' in J, Pmax in W; as delivered."""

    eftp: Number | None
    w_prime: Number | None
    p_max: Number | None


WELLNESS_FIELDS: Final = (
    "id,ctl,atl,ctlLoad,atlLoad,rampRate,sportInfo,weight,restingHR,hrv,hrvSDNN,sleepSecs,"
    "sleepQuality,sleepScore,mentalEnergy,avgSleepingHR,vo2max,fatigue,soreness,stress,mood,"
    "motivation,injury,hydration,spO2,bloodGlucose,systolic,diastolic,baevskySI,lactate,"
    "respiration,bodyFat,abdomen,steps,hydrationVolume,kcalConsumed,carbohydrates,protein,"
    "fatTotal,menstrualPhase,menstrualPhasePredicted,readiness"
)
"""What is read of a record, as the service takes it."""


@dataclass(frozen=True, slots=True)
class Wellness:
    """One day. Heart-rate variability in ms, sleep in s, weight in kg, subjective scores 1-4.

    ``hrv`` is rMSSD as delivered, ``valid_hrv`` the same within the plausible range.
    """

    day: str | None = None
    ctl: Number | None = None
    atl: Number | None = None
    ctl_load: Number | None = None
    atl_load: Number | None = None
    ramp_rate: Number | None = None
    power_model: PowerModel | None = None
    weight: Number | None = None
    resting_hr: Number | None = None
    hrv: Number | None = None
    hrv_sdnn: Number | None = None
    sleep_secs: Number | None = None
    sleep_quality: Number | None = None
    sleep_score: Number | None = None
    mental_energy: Number | None = None
    avg_sleeping_hr: Number | None = None
    vo2max: Number | None = None
    fatigue: Number | None = None
    soreness: Number | None = None
    stress: Number | None = None
    mood: Number | None = None
    motivation: Number | None = None
    injury: Number | None = None
    hydration: Number | None = None
    sp_o2: Number | None = None
    blood_glucose: Number | None = None
    systolic: Number | None = None
    diastolic: Number | None = None
    baevsky_si: Number | None = None
    lactate: Number | None = None
    respiration: Number | None = None
    body_fat: Number | None = None
    abdomen: Number | None = None
    steps: Number | None = None
    hydration_volume: Number | None = None
    kcal_consumed: Number | None = None
    carbohydrates: Number | None = None
    protein: Number | None = None
    fat: Number | None = None
    menstrual_phase: str | None = None
    menstrual_phase_predicted: str | None = None
    readiness: Number | None = None

    @classmethod
    def from_api(cls, raw: JsonObject, odd: IgnoredValues | None = None) -> Wellness:
        """Decode one wellness record."""
        fields = Fields(raw, "wellness", odd)
        return cls(
            day=fields.text("id"),
            ctl=fields.number("ctl"),
            atl=fields.number("atl"),
            ctl_load=fields.number("ctlLoad"),
            atl_load=fields.number("atlLoad"),
            ramp_rate=fields.number("rampRate"),
            power_model=_ride_model(fields),
            weight=fields.number("weight"),
            resting_hr=fields.number("restingHR"),
            hrv=fields.number("hrv"),
            hrv_sdnn=fields.number("hrvSDNN"),
            sleep_secs=fields.number("sleepSecs"),
            sleep_quality=fields.number("sleepQuality"),
            sleep_score=fields.number("sleepScore"),
            mental_energy=fields.number("mentalEnergy"),
            avg_sleeping_hr=fields.number("avgSleepingHR"),
            vo2max=fields.number("vo2max"),
            fatigue=fields.number("fatigue"),
            soreness=fields.number("soreness"),
            stress=fields.number("stress"),
            mood=fields.number("mood"),
            motivation=fields.number("motivation"),
            injury=fields.number("injury"),
            hydration=fields.number("hydration"),
            sp_o2=fields.number("spO2"),
            blood_glucose=fields.number("bloodGlucose"),
            systolic=fields.number("systolic"),
            diastolic=fields.number("diastolic"),
            baevsky_si=fields.number("baevskySI"),
            lactate=fields.number("lactate"),
            respiration=fields.number("respiration"),
            body_fat=fields.number("bodyFat"),
            abdomen=fields.number("abdomen"),
            steps=fields.number("steps"),
            hydration_volume=fields.number("hydrationVolume"),
            kcal_consumed=fields.number("kcalConsumed"),
            carbohydrates=fields.number("carbohydrates"),
            protein=fields.number("protein"),
            fat=fields.number("fatTotal"),
            menstrual_phase=fields.text("menstrualPhase"),
            menstrual_phase_predicted=fields.text("menstrualPhasePredicted"),
            readiness=fields.number("readiness"),
        )

    @property
    def valid_hrv(self) -> Number | None:
        """Return rMSSD when it is physiologically plausible."""
        if self.hrv is None or not HRV_MIN_MS <= self.hrv <= HRV_MAX_MS:
            return None
        return self.hrv

    def without_impossible_zeros(self) -> Wellness:
        """Return the record with null for what cannot be 0 or less; true zeros (steps) stay."""
        unknown = [n for n in NEVER_ZERO if (v := getattr(self, n)) is not None and v <= 0]
        return replace(self, **dict.fromkeys(unknown)) if unknown else self

    def recorded(self) -> JsonObject:
        """Return the subjective and device values that several files carry, in emission order."""
        return {
            "fatigue": self.fatigue,
            "soreness": self.soreness,
            "stress": self.stress,
            "mood": self.mood,
            "motivation": self.motivation,
            "injury": self.injury,
            "hydration": self.hydration,
            "spO2": self.sp_o2,
            "blood_glucose": self.blood_glucose,
            "systolic": self.systolic,
            "diastolic": self.diastolic,
            "baevsky_si": self.baevsky_si,
            "lactate": self.lactate,
            "respiration": self.respiration,
            "body_fat_pct": self.body_fat,
            "abdomen_cm": self.abdomen,
            "steps": self.steps,
            "hydration_volume_l": self.hydration_volume,
            "kcal_consumed": self.kcal_consumed,
            "carbohydrates_g": self.carbohydrates,
            "protein_g": self.protein,
            "fat_g": self.fat,
            "menstrual_phase": self.menstrual_phase,
            "menstrual_phase_predicted": self.menstrual_phase_predicted,
            "readiness": self.readiness,
        }


def _ride_model(fields: Fields) -> PowerModel | None:
    for sport in fields.records("sportInfo"):
        if sport.text("type") == "Ride":
            return PowerModel(
                eftp=sport.number("eftp"),
                w_prime=sport.number("wPrime"),
                p_max=sport.number("pMax"),
            )
    return None
