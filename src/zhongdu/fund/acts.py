"""What may be done about the books."""

from zhongdu.fund.books import add_account, open_book, retire_account
from zhongdu.fund.closing import carry_over, close_month
from zhongdu.fund.recovering import book_paid_back, book_recovered, match_recovered
from zhongdu.fund.vouchers import discard_voucher, post_vouchers, prepare_voucher, reverse_voucher

__all__ = [
    "add_account",
    "book_paid_back",
    "book_recovered",
    "carry_over",
    "close_month",
    "discard_voucher",
    "match_recovered",
    "open_book",
    "post_vouchers",
    "prepare_voucher",
    "retire_account",
    "reverse_voucher",
]
