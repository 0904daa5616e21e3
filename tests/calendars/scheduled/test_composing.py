import pytest

from calendars.scheduled.composing import joined_schedule, part_of_schedule


@pytest.mark.parametrize(
    ("heading", "texts", "part"),
    [
        ("実施年", ["令和７", "2025"], "year"),
        ("実施月", ["４月", "５"], "month"),
        ("月", ["令和８年２月", "４～６月"], "month"),
        ("日", ["８", "10日、11日", "上旬", "未定"], "day"),
        ("実施時期／日", ["８日（火）"], "day"),
        ("実施日／予定", ["８日", "10日、11日"], "day"),
        ("実施日／予定", ["４月８日", "４月９日"], ""),
        ("実施月／計画", ["４月"], "month"),
        ("予定", ["８日"], ""),
        ("曜日", ["火"], "+weekday"),
        ("時間", ["10:00～11:30"], "+time"),
        ("開始", ["10時"], "+time"),
        ("終了時刻", ["12:00"], "+until"),
        ("開始日", ["2025-04-08"], "start"),
        ("終了予定日", ["４月10日"], "end"),
        ("12月", ["○"], "month12"),
        ("実施日", ["４月８日", "2025-04-09"], ""),
        ("時間", ["２時間"], ""),
        ("備考", ["４月８日"], ""),
    ],
)
def test_part_of_a_schedule_is_told_by_heading_and_content(heading, texts, part):
    assert part_of_schedule(heading, texts) == part


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ({"month": "９月", "day": "８日"}, "９月８日"),
        ({"year": "2025", "month": "9", "day": "8,9"}, "2025年9月8日、9日"),
        ({"year": "令和７年度", "month": "２", "day": "８～10"}, "令和７年度２月８～10日"),
        ({"month": "10", "day": ""}, "10月"),
        ({"month": "令和８年２月", "year": "令和７", "day": "上旬"}, "令和８年２月上旬"),
        ({"whole": "９月８日", "+time": "10:00", "+until": "12:00"}, "９月８日 10:00～12:00"),
        ({"whole": "９月８日", "+weekday": "（月）"}, "９月８日（月）"),
        ({"whole": "９月８日", "+time": "終日"}, "９月８日"),
        ({"start": "2025-09-01", "end": "2025-09-05"}, "2025-09-01～2025-09-05"),
        ({"start": "2025-09-01", "end": "2025-09-01"}, "2025-09-01"),
        ({"end": "９月５日"}, "９月５日"),
        ({"month02": "○", "month06": "27日(月)", "month09": "-"}, "6月27日(月)、2月"),
        ({"month04": "２", "month05": "下旬"}, "4月、5月下旬"),
        ({"month04": "→", "month05": "→", "month06": "→"}, "4月～6月"),
        ({"+time": "10:00"}, ""),
        ({}, ""),
    ],
)
def test_parts_are_joined_to_a_text(parts, text):
    assert joined_schedule(parts) == text
