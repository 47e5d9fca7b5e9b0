"""Who is behind a record (data rules, section 4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learners.matching import Candidate, Directory, MatchCode

DIRECTORY = Directory(
    [
        Candidate(1, "吕莹", "16935062953", "610112198011299626", "陕西沮榆水务有限公司"),
        Candidate(2, "薛晓东", "16925907313", "610628198112159614", "延安汧垚矿业有限公司"),
        Candidate(3, "彭蓉蓉", "16476872380", "610829199002219542", "渭南泾钰药业有限公司"),
        Candidate(4, "彭蓉蓉", "16196990583", "61090219790506906X", "宝鸡渭钰水务有限公司"),
        Candidate(5, "郑渭生", "", "610202199001139898", "安康洛禾物流股份有限公司"),
        Candidate(6, "阿依古丽·买买提", "16411346827", "610222197704289207", ""),
        Candidate(7, "田𠮷川", "16853406698", "610582197308239219", "榆林沮禾饮品有限责任公司"),
        Candidate(8, "段铮", "", "610830196903109676", "甲"),
        Candidate(9, "段铮", "16347525307", "610830196903109677", "乙"),
    ]
)
UNMATCHED, AMBIGUOUS = MatchCode.UNMATCHED, MatchCode.AMBIGUOUS


@pytest.mark.parametrize(
    ("name", "key", "found"),
    [
        ("吕莹", {}, 1),
        ("吕 莹", {}, 1),  # the record's name is normalised as well
        ("吕莹", {"phone": "2953"}, 1),
        ("吕莹", {"phone": "16935062953"}, 1),  # the whole number: its end decides
        ("吕莹", {"phone": "0000"}, UNMATCHED),
        ("吕莹", {"id": "9626"}, 1),
        ("吕莹", {"id": "9627"}, UNMATCHED),
        ("吕莹", {"employer": "陕西沮榆水务有限公司"}, 1),
        ("吕莹", {"employer": "沮榆水务有限公司"}, 1),
        ("吕莹", {"employer": "别的公司"}, UNMATCHED),
        ("邓少华", {}, UNMATCHED),
        ("邓少华", {"phone": "2953"}, UNMATCHED),
        ("", {}, UNMATCHED),
        ("彭蓉蓉", {}, AMBIGUOUS),
        ("彭蓉蓉", {"phone": "2380"}, 3),
        ("彭蓉蓉", {"id": "906X"}, 4),
        ("彭蓉蓉", {"employer": "宝鸡渭钰水务有限公司"}, 4),
        ("彭蓉蓉", {"phone": "0000"}, UNMATCHED),
        ("郑渭生", {"phone": "1234"}, 5),  # no number in the roster contradicts nothing
        ("段铮", {"phone": "5307"}, AMBIGUOUS),  # one fits, of the other nothing is known
        ("段铮", {"phone": "0000"}, 8),
        ("阿依古丽•买买提", {}, 6),
        ("田𠮷川", {"phone": "6698"}, 7),
        # The first key that a record has decides; an empty one is none.
        ("彭蓉蓉", {"phone": "2380", "id": "906X"}, 3),
        ("彭蓉蓉", {"phone": "", "id": "906X"}, 4),
    ],
)
def test_a_name_and_the_end_of_a_number_find_one_learner_or_say_why_not(name, key, found):
    match = DIRECTORY.find(name, key)
    assert (match.person if match.code is None else match.code) == found


@pytest.mark.parametrize(
    ("nickname", "read"),
    [
        ("吕莹", ("吕莹", "")),
        ("吕莹-沮榆水务", ("吕莹", "")),
        ("沮榆水务-吕莹", ("吕莹", "")),
        ("薛晓东7313", ("薛晓东", "7313")),
        ("薛晓东７３１３", ("薛晓东", "7313")),
        ("彭蓉蓉（2380）", ("彭蓉蓉", "2380")),
        ("彭蓉蓉(2380)", ("彭蓉蓉", "2380")),
        ("2380_彭蓉蓉", ("彭蓉蓉", "2380")),
        *[(f"彭蓉蓉{separator}2380", ("彭蓉蓉", "2380")) for separator in "-_－—/|｜+"],
        ("【2380】彭 蓉 蓉", ("彭蓉蓉", "2380")),
        ("吕莹/薛晓东", ("吕莹", "")),  # the first name counts
        ("教务管理员", ("", "")),
        ("用户8841", ("", "")),
        ("8841", ("", "8841")),
        ("吕莹-12345", ("吕莹", "")),  # five digits are no key
        ("吕莹12345", ("", "")),
        ("吕莹-2953-0000", ("吕莹", "2953")),  # the first key counts
        ("步知夏（主讲）", ("", "")),
        ("阿依古丽.买买提-6827", ("阿依古丽·买买提", "6827")),
        ("", ("", "")),
    ],
)
def test_a_nickname_is_read_part_by_part(nickname, read):
    assert DIRECTORY.read_nickname(nickname) == read


@pytest.mark.parametrize(
    ("nickname", "found"),
    [
        ("吕莹-沮榆水务", 1),
        ("薛晓东7313", 2),
        ("薛晓东0000", UNMATCHED),
        ("彭蓉蓉", AMBIGUOUS),
        ("彭蓉蓉0583", 4),
        ("用户8841", UNMATCHED),
        ("8841", UNMATCHED),
        ("郑渭生1234", 5),
    ],
)
def test_a_nickname_finds_one_learner_or_says_why_not(nickname, found):
    match = DIRECTORY.find_nickname(nickname)
    assert (match.person if match.code is None else match.code) == found


people = st.lists(
    st.tuples(st.sampled_from(["甲", "乙"]), st.sampled_from(["", "13800001111", "13800002222"])), max_size=5
)


@given(people, st.sampled_from(["甲", "丙"]), st.sampled_from(["", "1111", "3333"]), st.randoms())
def test_the_order_of_the_roster_does_not_matter(roster, name, tail, random):
    candidates = [Candidate(number, *facts) for number, facts in enumerate(roster)]
    shuffled = random.sample(candidates, len(candidates))
    key = {"phone": tail} if tail else {}
    assert Directory(shuffled).find(name, key) == Directory(candidates).find(name, key)
