"""The grammar of dates as officials write them: productions, each with a notation that needs it.

Kinds of token are in quotation marks (vocabulary.py lists them; N2 is a number of one or two
digits, N4 of four, N6, N8). What a production means is in syntax.py; what an elided part stands
for is decided in context.py. The first alternative that fits is taken.
"""

PRODUCTIONS: tuple[tuple[str, str, str], ...] = (
    # A field: one item, or several
    ("schedule", "items each? '。'? 'end' | '(' items ')' 'end'", "平成 28 年６月 22 日"),
    ("items", "item (separator item)*", "平成 28 年９月１日、５\n日、６日、12 日"),
    ("separator", "comma comma? | spaced", "11 月４日、11 月 25 日"),
    (
        "each",
        "'各日' hours_of_day | '(' '各日' hours_of_day ')'",
        "９月１日、８日 各日10:00～12:00",
    ),
    ("hours_of_day", "clock mark clock 'まで'?", "13時30分から15時"),
    ("comma", "'list' | '・'", "５・６日"),
    (
        "item",
        "('・' | bullet)? (ordinal span | ordinal '(' span ')' | phase? span numbered?) tail*",
        "事前評価：平成 28 年\n９月",
    ),
    ("bullet", "'bullet' | '(' lone N2 ')'", "(1)９月１日 (2)10月３日"),
    ("numbered", "ordinal ended | inline ordinal (closed | lined)", "平成28年９月１日 第33回"),
    ("phase", "'phase'", "本評価：平成 29 年１\n月～２月"),
    ("ordinal", "'第' (N2 | N3) '回'", "第１回 平成28年４月21日"),
    (
        "tail",
        "('を' | 'の')? 'label' | '(' 'label' ')' | '分' | half_day | '(' half_day ')'"
        " | count | '(' ordinal ')' | 'list'? excluded"
        " | '(' included ')'",
        "平成 28 年\n４月 22 日改正",
    ),
    ("lasting", "'日間' | '週間' | '月間' | '年間'", "令和３年度から令和７年度までの５年間"),
    ("excluded", "'(' exception '。'? ')' | exception", "９月５日～９日（土日を除く）"),
    ("included", "day_off (comma? day_off)* '含む'", "９月１日～９日（土日を含む）"),
    (
        "exception",
        "('ただし' comma?)? day_off (comma? day_off)* '除く' | '平日'",
        "９月５日～９日 ただし、土日を除く",
    ),
    ("day_off", "('曜' | '月' | '日') '曜日'? | '祝' | '閉庁'", "９月５日～９日（土日祝を除く）"),
    ("length", "(N2 | N3) lasting | N2 'か月' | '半年'", "４月１日から３か月間"),
    ("half_day", "'午' '中'?", "７月３日（月）午後"),
    ("count", "'(' 'の'? length ')' | 'の' length", "２月８日～10日（３日間）"),
    # From when to when
    (
        "span",
        "between | begin | finish | head | interval | stretch | daily | hours | bracket"
        " | range | due | from | opening | until | since | single",
        "平成 28 年 10 月 24 日～27 日",
    ),
    (
        "between",
        "'自' ':'? moment ('~' | 'から' | 'list' | '/')? '至' ':'? moment 'まで'?",
        "自平成28年４月１日 至29年３月31日",
    ),
    ("begin", "'自' ':'? moment", "自平成28年４月１日"),
    ("finish", "'至' ':'? moment 'まで'?", "至平成29年３月31日"),
    ("head", "'~' moment 'まで'?", "～平成29年３月31日"),
    (
        "interval",
        "'..' '/' iso_moment | iso_moment '/' '..' | iso_moment ('/' | '..') iso_moment",
        "2016-11-17/2017-02-09",
    ),
    (
        "stretch",
        "moment counted length ('まで' | 'の間')? ('(' day 'まで' ')')?"
        " (excluded? '各日'? (hours_of_day | '(' '各日'? hours_of_day ')'))?",
        "９月１日から５日間",
    ),
    ("counted", "'から' 'の'? 'counted'? | 'first day'", "４月１日から起算して30日間"),
    (
        "daily",
        "day mark day 'まで'? excluded? '各日'? (hours_of_day | '(' '各日'? hours_of_day ')')",
        "11月８日～９日 10:00～17:00",
    ),
    ("hours", "day hour mark clock 'まで'?", "９月１日午後２～４時"),
    ("hour", "'午'? N2", "９月１日午後２～４時"),
    (
        "bracket",
        "day '(' ((clock | hour) mark clock 'まで'? | clock mark?) ')'",
        "６月16日（10：00～11：30）",
    ),
    ("range", "moment mark moment closing?", "平成２８年４月１日から平成２９年３月３１日まで"),
    ("mark", "'~' | '-' | 'から' '~'? | 'to'", "平成 29 年２月８日～\n17 日"),
    (
        "closing",
        "'まで' 'の間'? due_note? | due_note | 'にかけて' | 'の間'",
        "11月から２月にかけて",
    ),
    ("due", "moment 'まで'? due_note", "平成29年３月31日必着"),
    ("due_note", "'due' | '(' 'due' ')'", "平成29年３月31日（必着）"),
    ("from", "moment ('~' | 'から' | '以降') ('going' | '(' 'going' ')')?", "平成 29 年３月～"),
    ("opening", "at '-' closed", "11/19 15:30-"),
    ("at", "date note* clock note*", "11/19 15:30-"),
    ("until", "moment ('まで' 'の間'? | '以前')", "平成29年３月31日まで"),
    ("since", "('from' | 'until') moment", "from March 2017"),
    ("single", "moment", "平成 29 年４月３日"),
    # A moment: a date, what is noted beside it, a clock time
    (
        "moment",
        "about? (clock note* | date note* (clock_of_machine | clock)? note*)",
        "平成２９年６月１６日（金）１０：００",
    ),
    ("day", "date note*", "平成 28 年 11 月８日（火）"),
    ("iso_moment", "(iso | year4) clock_of_machine?", "2016-06-16T10:00"),
    ("clock_of_machine", "'T' clock (zone | west)? | clock zone", "2016-06-16T10:00:00+09:00"),
    ("zone", "'Z' | '+' (clock | N4 | N2)", "2016-10-24T00:00:00+09:00"),
    ("west", "'-' clock", "2016-10-24T00:00:00-05:00"),
    ("about", "'about'", "about October 2017"),
    ("note", "weekday | approximate | same | 'as of' | within", "平成 29 年３月 31 日現在"),
    ("approximate", "'頃' | '(' '頃' ')'", "本年10月頃"),
    ("within", "'中'", "平成29年３月中"),
    (
        "same",
        "'(' unlisted date ')' | '(' date mark date 'まで'? ')'",
        "平成28年度上半期（４～９月）",
    ),
    (
        "weekday",
        "'(' (name (comma? name)* (comma? holiday)? | holiday (comma name)?) ')'"
        " | '(' name '~' name ')' | ('曜' | '月' | '日') '曜日'",
        "平成 28 年 11 月８日（火）～９日（水）",
    ),
    ("name", "('曜' | '月' | '日') ('曜日' | '.')?", "６月16日（金曜日）"),
    ("holiday", "'祝'", "11月３日（木・祝）"),
    (
        "clock",
        "'午'? N2 '時' (N2 '分' | '半')? | N2 ':' N2 seconds? '午'"
        " | '午'? N2 ':' N2 seconds? | '正午'",
        "13時30分から15時",
    ),
    ("seconds", "':' N2 ('.' fraction)?", "2016-10-25 00:00:00"),
    ("fraction", "N2 | N3 | N4 | N6 | N8 | 'N'", "2016-10-24T00:00:00.000"),
    # Dates
    (
        "date",
        "compact | iso | slashed | dotted | english | elided | japanese | short",
        "平成 28 年 10 月 17 日",
    ),
    (
        "japanese",
        "(year 'の'? | following) month 'の'? in_month | (year 'の'? | following) month"
        " | year 'の'? in_year | year | same_month in_month"
        " | month 'の'? in_month | month | in_month | in_year",
        "平成 28 年６月 22 日",
    ),
    ("following", "'翌' | '同'", "平成28年４月～翌３月"),
    ("same_month", "'同'", "９月１日、同５日"),
    ("month", "N2 '月' | 'relative 月'", "７月～12 月"),
    ("in_month", "day_of_month | nth | third | month_end", "11月下旬"),
    (
        "nth",
        "('第' N2 | '最終') ('曜' '曜日'? | ('月' | '日') '曜日')",
        "６月の第３木曜日",
    ),
    ("day_of_month", "N2 '日' | 'relative 日'", "５月 30 日"),
    ("third", "'旬'", "11月上旬"),
    ("month_end", "'月'? '末'", "平成29年３月末"),
    (
        "in_year",
        "quarter year_end? | half year_end? | year_end | '年度' year_end",
        "平成 28 年度上半期",
    ),
    ("quarter", "'第'? N2 '・'? '四半期' | '第'? N2 'Q' | 'Q' N2", "平成28年度第１四半期"),
    ("half", "'半期'", "平成 27 年度下半期"),
    ("year_end", "'末'", "平成28年度末"),
    (
        "year",
        "figure unit '(' (figure unit? | relative) ')' | figure '(' figure unit? ')' unit"
        " | figure unit | relative '(' figure unit? ')' | relative",
        "令和５年（2023年）３月１日",
    ),
    ("relative", "'relative 年' | 'relative 年度'", "本年（2018年）10月"),
    ("figure", "'era' (N2 | N3 | '元') | '西暦'? N4 | N2 | '元'", "平成29年"),
    ("unit", "'年度' | '年'", "平成 27 年度"),
    ("elided", "(year? month? number | figure4) going_on", "５月 11～19 日"),
    ("number", "'の'? '第'? N2 uncounted", "７～12 月"),
    ("figure4", "'era' (N2 | '元') | N4", "平成28～30年度"),
    ("short", "number | figure4", "2016/6/8～10"),
    ("iso", "N4 '-' N2 '-' N2 | N4 tight '-' tight N2", "2016-06-08"),
    ("year4", "figure4", "2016/2018"),
    (
        "slashed",
        "'era' (N2 | '元') '/' N2 '/' N2 | 'era' (N2 | '元') '/' N2 | 'era' N2 '-' N2 '-' N2"
        " | N4 '/' N2 '/' N2 | N2 '/' N2 '/' N2 | N4 '/' N2 | year? N2 '/' N2",
        "2016/6/8",
    ),
    (
        "dotted",
        "'era' (N2 | '元') '.' N2 '.' N2 | N4 '.' N2 '.' N2 | N2 '.' N2 '.' N2"
        " | ('era' (N2 | '元') | N4) '.' N2 ('月' in_month? | third | month_end)"
        " | 'era' (N2 | '元') '.' N2 | N4 '.' N2 | N2 '.' N2",
        "R5.7.1",
    ),
    ("compact", "N8 | 'era' N6", "20170403"),
    (
        "english",
        "'Nth' ('half' | 'quarter') 'of' 'fiscal' N4 | 'fiscal' N4 | N2 'Month' N4"
        " | 'third' 'Month' N4 | 'Month' '.'? N2 'list' N4 | 'Month' N4",
        "22 June 2016",
    ),
)
