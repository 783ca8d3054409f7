"""Invented people: names as common as in life, addresses and telephones of their city, valid identity numbers.

Nobody here exists; a number that happens to be somebody's is a coincidence.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from ops_console.rules import identity, pinyin
from ops_console.rules.ages import attained_age
from ops_console.rules.products.basis import Sex
from ops_console.training.places import Place, streets

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡"
    "余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦方白邹孟熊秦邱江尹薛闫段雷侯"
    "龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
"""The most common ones, in that order."""

GIVEN: dict[tuple[Sex, int], str] = {
    ("male", 0): "建国 建军 志强 国强 德明 永福 卫东 文华 保国 国平 建华 志明",
    ("female", 0): "秀英 桂英 玉兰 桂兰 秀兰 淑珍 凤英 玉梅 秀珍 淑芬 建萍 红梅",
    ("male", 1970): "伟 勇 军 强 涛 斌 海涛 志刚 建平 晓东 永强 立新 刚 辉",
    ("female", 1970): "芳 敏 静 丽 艳 燕 红霞 丽娟 晓红 海燕 春梅 玲 霞 丽华",
    ("male", 1985): "鹏 浩 磊 俊杰 志伟 晓明 文博 嘉豪 子健 一鸣 宇航 晨 凯 天宇",
    ("female", 1985): "婷 雪 倩 颖 晓雯 雅琴 佳慧 思思 梦洁 文静 诗涵 莹 璐 欣怡",
    ("male", 2005): "浩然 子轩 宇轩 博文 梓睿 奕辰 俊熙 皓轩 明轩 沐阳 子墨 一诺",
    ("female", 2005): "梓涵 欣怡 雨桐 诗涵 可馨 依诺 若汐 语彤 思琪 紫萱 沐晴 佳怡",
}
"""Given names by the first year of birth they are for."""

GENERATIONS = (2005, 1985, 1970, 0)
MOBILE = (130, 131, 133, 135, 136, 137, 138, 139, 150, 151, 153, 158, 159, 176, 177, 180, 185, 186, 187, 188, 189, 199)
YEAR = 365.25
ONE_GENERATION = 15
# The bearers of the n-th surname are about as many as 1 / (n + 6) of the first: close to the census.
_WEIGHTS = tuple(accumulate(1 / (place + 6) for place in range(len(SURNAMES))))


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody to be entered at the counter."""

    name: str
    sex: Sex
    birth: date
    document_no: str
    phone: str
    address: str

    @property
    def initials(self) -> str:
        return initials(self.name)


class People:
    """Invents people, no identity number twice; the same for the same random numbers."""

    def __init__(self, random: Random, earlier: int = 0) -> None:
        """``earlier``: how many of one day, region and sex others may have invented before."""
        self._random = random
        self._earlier = earlier
        self._given: dict[tuple[int, date, Sex], int] = {}

    def person(self, place: Place, ages: tuple[int, int], today: date, sex: Sex | None = None) -> Invented:
        """Somebody of an age last birthday between the two on the day, who lives in the place."""
        sex = sex or ("male" if self._random.random() < 0.5 else "female")
        return self._living_at(place, self._birth(ages, today), sex, self.surname(), self.address(place))

    def relative(self, of: Invented, place: Place, ages: tuple[int, int], today: date, sex: Sex) -> Invented:
        """Somebody of the same address; a child bears the name of the family."""
        surname = of.name[0] if ages[1] < attained_age(of.birth, today) - ONE_GENERATION else self.surname()
        return self._living_at(place, self._birth(ages, today), sex, surname, of.address)

    def _birth(self, ages: tuple[int, int], today: date) -> date:
        age = ages[0] + int(self._random.random() * (ages[1] - ages[0] + 1))
        return today - timedelta(days=int((age + self._random.random() * 0.99) * YEAR) + 1)

    def surname(self) -> str:
        """By how many bear it."""
        return SURNAMES[bisect_right(_WEIGHTS, self._random.random() * _WEIGHTS[-1])]

    def given(self) -> str:
        """A given name of somebody who works."""
        sex: Sex = "female" if self._random.random() < 0.5 else "male"
        names = given_names(sex, 1985 if self._random.random() < 0.5 else 1970)
        return names[int(self._random.random() * len(names))]

    def address(self, place: Place) -> str:
        random = self._random
        floor, door = 1 + int(random.random() * 26), 1 + int(random.random() * 4)
        return place.address(
            streets()[int(random.random() * len(streets()))], 1 + int(random.random() * 400), floor * 100 + door
        )

    def phone(self) -> str:
        """A mobile number."""
        first = MOBILE[int(self._random.random() * len(MOBILE))]
        return f"{first}{int(self._random.random() * 10**8):08d}"

    def _living_at(self, place: Place, birth: date, sex: Sex, surname: str, address: str) -> Invented:
        generation = next(year for year in GENERATIONS if birth.year >= year)
        names = given_names(sex, generation)
        name = surname + names[int(self._random.random() * len(names))]
        key = (place.region, birth, sex)
        self._given[key] = sequence = self._given.get(key, self._earlier) + 1
        return Invented(name, sex, birth, identity.make(place.region, birth, sex, sequence), self.phone(), address)


@cache
def given_names(sex: Sex, generation: int) -> list[str]:
    """The given names of one of the `GENERATIONS`."""
    return GIVEN[sex, generation].split()


@cache
def initials(name: str) -> str:
    """Pinyin initials of an invented name: a surname and a given name, each read on its own."""
    return _initials(name[0]) + _initials(name[1:])


_initials = cache(pinyin.initials)
