"""How long reading takes, by the length of the text: `python -m bench.notation`.

The promise: the worst text of 200 characters under 10 ms, and no super-linear growth.
"""

import time
from contextlib import suppress

from dates import NotationError, read

LENGTHS = (25, 50, 100, 200, 400, 800)
FRAGMENTS = (
    "平成28年９月１日、",
    "平成28年９月１日～",
    "平成28年９月１日あ",
    "事前評価：平成28年９月\n",
    "９月１日（木）",
    "9/1、",
    "１・",
    "１ ",
    "10：00～",
    "（",
    "：",
    "十",
)


def milliseconds(text: str) -> float:
    """The best of five readings, in milliseconds."""
    times = []
    for _ in range(5):
        before = time.perf_counter()
        with suppress(NotationError):
            read(text, fiscal_year=2016)
        times.append(time.perf_counter() - before)
    return min(times) * 1000


def main() -> None:
    """Print a table: a row for each fragment that a text repeats, a column for each length."""
    print("characters          " + "".join(f"{length:>9}" for length in LENGTHS) + "   (ms)")
    worst = dict.fromkeys(LENGTHS, 0.0)
    for fragment in FRAGMENTS:
        times = {length: milliseconds((fragment * length)[:length]) for length in LENGTHS}
        worst = {length: max(worst[length], times[length]) for length in LENGTHS}
        print(
            " " * 20 + "".join(f"{times[length]:>9.2f}" for length in LENGTHS) + f"   {fragment!r}"
        )
    print(f"{'worst':<20}" + "".join(f"{worst[length]:>9.2f}" for length in LENGTHS))


if __name__ == "__main__":
    main()
