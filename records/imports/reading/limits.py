"""Limits of a table that is read; all are checked before or while reading, never after."""

MAX_FILE = 10 * 1024 * 1024  # bytes of the file as uploaded
MAX_ROWS = 2_000  # data rows, headings and blank rows not counted
MAX_COLUMNS = 60
MAX_CELL = 10_000  # characters
MAX_DATE_WORK = 4_000_000  # squares of the lengths of dates: the time to read them grows with these
MAX_LINE = MAX_COLUMNS * (MAX_CELL + 3)  # characters of a text's line: cells, quoted and separated
MAX_LINES = 100_000  # lines of a text, blank ones and those within cells counted
MAX_PASTED = 500_000  # characters; the papers of a council with its annual report have 170,000
HEADING_ROWS = 10  # rows in which the headings are looked for

MAX_MEMBERS = 500  # files in a workbook
MAX_UNPACKED = 30 * 1024 * 1024  # bytes of a workbook's files together
MAX_EVENTS = 500_000  # tags and texts of a workbook's files together
MAX_RATIO = 200  # unpacked to packed, for files of more than a megabyte
MAX_STRINGS = 200_000  # entries of a workbook's string table

MAX_PAGES = 100  # of a PDF
MAX_PDF_MEMORY = 768 * 1024 * 1024  # bytes of address space of the process that reads a PDF
MAX_PDF_SECONDS = 40  # of that process
