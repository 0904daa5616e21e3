"""The table of words: kind in the grammar, meaning, spellings, and a notation that has it."""

# Spellings are of the normalised copy (characters.py). The longest one wins.
WORDS: tuple[tuple[str, object, str, str], ...] = (
    ("era", "明治", "明治", "明治６年"),
    ("era", "大正", "大正", "大正15年"),
    ("era", "昭和", "昭和", "昭和64年１月７日"),
    ("era", "平成", "平成", "平成 28 年６月 22 日"),
    ("era", "令和", "令和", "令和元年"),
    ("元", 1, "元", "令和元年５月"),
    ("西暦", None, "西暦", "西暦2016年10月"),
    ("年度", None, "年度 事業年度 会計年度", "平成 28 年度上半期"),
    ("年", None, "年", "平成 28 年 10 月 17 日"),
    ("月", None, "月", "平成 29 年３月"),
    ("日", None, "日", "５月 30 日"),
    ("時", None, "時", "13時30分から15時"),
    ("分", None, "分", "13時30分から15時"),
    ("半", 30, "半", "14時半"),
    ("午", 0, "午前 AM A.M. am a.m.", "午前10時"),
    ("午", 12, "午後 PM P.M. pm p.m.", "午後２時"),
    ("正午", None, "正午", "正午から午後３時"),
    (":", None, ":", "１０：００～１１：３０"),
    ("+", None, "+", "2016-10-24T00:00:00+09:00"),
    ("/", None, "/", "2016/6/8"),
    (".", None, ".", "R5.7.1"),
    ("..", None, "..", "2017-03/.."),
    ("-", None, "-", "2016-06-08"),
    ("~", None, "~", "平成 29 年２月８日～\n17 日"),
    ("bullet", None, "① ② ③ ④ ⑤ ⑥ ⑦ ⑧ ⑨ ⑩ ⑪ ⑫ ⑬ ⑭ ⑮", "①９月１日②10月３日"),
    ("bullet", None, "⑴ ⑵ ⑶ ⑷ ⑸ ⑹ ⑺ ⑻ ⑼ ⑽ ⑾ ⑿ ⒀ ⒁ ⒂", "⑴９月１日 ⑵10月３日"),
    ("list", None, "、 , ; & と 及び 及 および 並びに ならびに", "10 月及び３月"),
    ("・", None, "・", "第１・四半期、11月３日（木・祝）"),
    ("(", None, "( [ 〔 { 【 「 『 〈 《 <", "平成２９年６月１６日（金）"),
    (")", None, ") ] 〕 } 】 」 』 〉 》 >", "平成２９年６月１６日（金）"),
    ("曜", 1, "火", "11 月８日（火）"),
    ("曜", 2, "水", "９日（水）"),
    ("曜", 3, "木", "９月１日（木）"),
    ("曜", 4, "金", "平成２９年６月１６日（金）"),
    ("曜", 5, "土", "10月１日（土）"),
    ("最終", -1, "最終 最後の", "６月最終金曜日"),
    ("含む", None, "を含む も含む 含む", "１日～９日（土日を含む）"),
    ("除く", None, "を除く を除き は除く を除いた日 を除く日 除く", "５日～９日（土日を除く）"),
    (
        "平日",
        None,
        "平日のみ 平日に限る 平日 開庁日 開庁日のみ 開庁日に限る",
        "５日～９日（平日のみ）",
    ),
    ("閉庁", None, "閉庁日 年末年始 行政機関の休日", "５日～９日（閉庁日を除く）"),
    ("ただし", None, "ただし 但し", "５日～９日 ただし、土日を除く"),
    ("曜日", None, "曜日 曜", "６月16日（金曜日）"),
    ("祝", True, "祝日 祝", "11月３日（木・祝）"),
    ("祝", False, "休日 振替休日 振休 休", "３月20日（月・休）"),
    ("旬", 0, "上旬 初旬", "11月上旬"),
    ("旬", 1, "中旬", "11月中旬"),
    ("旬", 2, "下旬", "11月下旬"),
    ("旬", (0, 1), "上中旬 上・中旬 上~中旬", "10月上・中旬"),
    ("旬", (1, 2), "中下旬 中・下旬 中~下旬", "10月中下旬"),
    ("末", None, "末日 末", "平成29年３月末日"),
    ("頃", None, "頃 ごろ ころ 目途 目処 めど", "本年10月頃"),
    ("頃", None, "を目途 を目途に を目処 を目処に をめど をめどに 目途に", "10月を目途に"),
    ("から", None, "から より", "平成２８年４月１日から平成２９年３月３１日まで"),
    ("まで", None, "まで までに 迄", "平成２８年４月１日から平成２９年３月３１日まで"),
    ("以降", None, "以降 以後", "平成29年４月以降"),
    ("以前", None, "以前", "平成29年３月31日以前"),
    ("にかけて", None, "にかけて", "11月から２月にかけて"),
    ("の間", None, "の間 の間に の期間 の期間に の期間中", "４月１日から５月31日までの間"),
    ("の間", None, "の日程 の日程で の会期 の会期で", "９月１日から５日までの日程"),
    ("の", None, "の", "平成28年度の上半期"),
    ("自", None, "自", "自平成28年４月１日 至平成29年３月31日"),
    ("至", None, "至", "自平成28年４月１日 至平成29年３月31日"),
    ("半期", 0, "上期 上半期", "平成 28 年度上半期契約実績"),
    ("半期", 1, "下期 下半期", "平成 27 年度下半期契約実績"),
    ("四半期", None, "四半期 ・四半期", "平成28年度第１四半期"),
    ("Q", None, "Q q", "平成28年度１Ｑ"),
    ("回", None, "回", "第１回 平成28年４月21日"),
    ("第", None, "第", "平成28年度第１四半期"),
    ("中", None, "中", "平成29年３月中"),
    ("を", None, "を", "10月を予定"),
    ("翌", None, "翌", "平成28年４月～翌３月"),
    ("同", None, "同", "７月１日、同８月１日"),
    ("日間", "days", "日間", "２月８日～10日（３日間）"),
    ("週間", "weeks", "週間", "９月１日から２週間"),
    ("年間", "years", "年間 か年 カ年 ヵ年 ヶ年 箇年", "令和３年度から令和７年度までの５年間"),
    (
        "月間",
        "months",
        "か月間 カ月間 ヵ月間 ヶ月間 ケ月間 箇月間 個月間",
        "６月～８月（３か月間）",
    ),
    ("月間", "months", "ゕ月間 ゖ月間 月間", "４月１日から三月間"),
    ("か月", "months", "か月 カ月 ヵ月 ヶ月 ケ月 箇月 個月", "４月１日から３か月"),
    ("半年", 6, "半年間 半年", "４月１日から半年間"),
    (
        "counted",
        None,
        "起算して 数えて 向こう 連続 連続して 連続する",
        "４月１日から起算して30日間",
    ),
    ("first day", None, "を起算日として を初日として を初日とする", "４月１日を起算日として30日間"),
    # In no production: 中頃 is not 中 and 頃, and 半ば no 中旬
    ("vague", None, "中頃 中ごろ 半ば 前半 後半 当初 初め 前期 後期", "平成28年４月中頃"),
    # … nor is より前 the beginning of anything
    ("vague", None, "より前 より後 より以前", "９月１日より前"),
    # In none either: whether it takes place is a status of its own; 中止 is not 中
    ("off", None, "中止 延期 順延 取消し 取消 取りやめ", "９月１日中止"),
    ("going", None, "継続中 実施中 進行中", "平成29年３月～継続中"),
    ("as of", None, "現在 時点 付け 付 付で 付けで づけ", "平成 29 年３月 31 日現在"),
    (
        "due",
        None,
        "必着 締切 締切り 締め切り 〆切 期限 消印有効 当日消印有効",
        "平成29年３月31日必着",
    ),
    ("各日", None, "各日 両日 連日 いずれも", "２月８日～10日 各日10:00～17:00"),
    ("label", None, "改正 一部改正 全部改正 最終改正 改定 改訂 制定 廃止", "４月22日改正"),
    ("label", None, "修正 一部修正 変更 一部変更 訂正 補正 追加 延長", "９月１日修正"),
    ("label", None, "更新 最終更新 作成 掲載 公開 登録 策定 決定 承認", "９月１日更新"),
    ("label", None, "施行 適用 発効 公布 公表 公告 告示 発行 交付 発出", "10月21日施行"),
    ("label", None, "開催 実施 開始 終了 完了 開会 閉会 開札 開設 設立 発足", "６月22日開催"),
    ("label", None, "開議 再開 散会 延会 閉議 休会 招集 再開催", "９月１日午前10時開議"),
    ("label", None, "開催済 開催済み 実施済 実施済み 終了済 終了済み", "９月１日実施済み"),
    ("label", None, "予定 開催予定 実施予定 終了予定 公表予定 終日", "10月下旬予定"),
    ("label", None, "開始予定 施行予定 適用予定 改正予定 更新予定 変更予定", "10月施行予定"),
    ("label", None, "見込み 見込", "平成29年３月（見込み）"),
    ("label", None, "議決 可決 決裁 報告 書面審議 書面開催", "３月31日（書面審議）"),
    ("label", None, "持ち回り 持ち回り開催 持回り 臨時", "３月31日（臨時）"),
    ("label", None, "オンライン オンライン開催 オンライン会議", "３月31日（オンライン開催）"),
    ("label", None, "Web会議 Web開催 WEB会議 WEB開催 ウェブ会議", "３月31日（Web会議）"),
    ("label", None, "テレビ会議 対面 対面開催 ハイブリッド開催 書面決議", "３月31日（対面開催）"),
    ("label", None, "提出 受理 締結 契約 納入 検収 認定 就任 退任 任命", "４月１日就任"),
    (
        "label",
        None,
        "受付 受領 送付 配付 配布 回答 申請 届出 審議 採択 答申 着手 設置",
        "９月１日受領",
    ),
    ("label", None, "契約実績 実績", "平成 27 年度下半期契約実績"),
    ("。", None, "。", "平成28年６月22日。"),
)


def spellings_of(wanted: str) -> tuple[str, ...]:
    """All spellings of one kind."""
    rows = (spellings.split() for kind, _value, spellings, _seed in WORDS if kind == wanted)
    return tuple(spelling for row in rows for spelling in row)


# The nouns of a deadline: what they follow is the last day, the first is open.
DUE = spellings_of("due")

# What a relative word is measured from: the date before it in the text, or the day of writing.
BEFORE, WRITING, EITHER = "before", "writing", "either"
RELATIVES: tuple[tuple[str, str, int, str], ...] = (
    ("同", BEFORE, 0, "同年10月、同月５日、同日"),
    ("翌", EITHER, 1, "平成28年11月～翌年２月"),
    ("翌々", EITHER, 2, "翌々年度"),
    ("前", EITHER, -1, "前年12月"),
    ("本", WRITING, 0, "本年10月頃"),
    ("当", EITHER, 0, "当年度"),
    ("今", WRITING, 0, "今年４月、今年度、今月"),
    ("来", WRITING, 1, "来年３月"),
    ("次", WRITING, 1, "次年度"),
    ("昨", WRITING, -1, "昨年12月"),
    ("先", WRITING, -1, "先月"),
    ("一昨", WRITING, -2, "一昨年"),
    ("再来", WRITING, 2, "再来年"),
)
RELATIVE_UNITS = {
    "年": "同翌前本当今来昨一昨再来翌々",
    "年度": "同翌前本当今来次昨一昨再来翌々",
    "事業年度": "同翌前本当今来次昨一昨再来翌々",
    "月": "同翌前本当今来先再来翌々",
    "日": "同翌前本翌々",
}

# Nouns after a date that say what happens then: kept as its label.
LABELS_AFTER = spellings_of("label")
# All labels that are worded after their date; the halves of a day only where no clock time is.
LABELS_AFTER_DAY = ("午前", "午後", "分")

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ENGLISH: dict[str, tuple[str, object]] = {
    **{name.lower(): ("Month", number) for number, name in enumerate(MONTHS, 1)},
    **{name[:3].lower(): ("Month", number) for number, name in enumerate(MONTHS, 1)},
    "z": ("Z", None),
    "about": ("about", None),
    "from": ("from", None),
    "until": ("until", None),
    "early": ("third", 0),
    "mid": ("third", 1),
    "late": ("third", 2),
    "fiscal": ("fiscal", None),
    "fy": ("fiscal", None),
    "half": ("half", None),
    "quarter": ("quarter", None),
    "of": ("of", None),
    "first": ("Nth", 1),
    "second": ("Nth", 2),
    "third": ("Nth", 3),
    "fourth": ("Nth", 4),
    **{name.lower(): ("曜", number) for number, name in enumerate(DAY_NAMES)},
    **{name[:3].lower(): ("曜", number) for number, name in enumerate(DAY_NAMES)},
    "daily": ("各日", None),
    "and": ("list", None),
    "to": ("to", None),
}
ERA_SHORT = {
    **dict(zip("MTSHR", ("明治", "大正", "昭和", "平成", "令和"), strict=True)),
    **dict(zip("mtshr", ("明治", "大正", "昭和", "平成", "令和"), strict=True)),
    **dict(zip("明大昭平令", ("明治", "大正", "昭和", "平成", "令和"), strict=True)),
}


def vocabulary() -> dict[str, tuple[str, object]]:
    """Every spelling, with its kind and meaning."""
    words = {
        spelling: (kind, spelling if kind in ("due", "label") else value)
        for kind, value, spellings, _seed in WORDS
        for spelling in spellings.split()
    }
    relatives = {name: (anchor, offset) for name, anchor, offset, _seed in RELATIVES}
    for unit, allowed in RELATIVE_UNITS.items():
        for name, meaning in relatives.items():
            if name in allowed:
                words[name + unit] = (f"relative {unit.removeprefix('事業')}", meaning)
    words["分"] = ("分", "分")
    return words


VOCABULARY = vocabulary()
