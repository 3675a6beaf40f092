-- QuickBooks, report "Invoice List" in English. Amounts are in the home currency; rows without a date are headings and
-- totals of groups.
kind ledger
columns by header
column "Date" is invoice_date
column "Num" is invoice
column "Due Date" is due_date
column "Amount" is amount
column "Open Balance" is open_balance
default currency "base"
skip rows where column "Date" is ""
